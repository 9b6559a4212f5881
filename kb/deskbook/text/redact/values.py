"""Whether a value looks like a secret, or like something that only stands in for one."""

from __future__ import annotations

import math
import re
from collections import Counter

_VARIABLE = re.compile(
    r"[$%@]?\{|\$[a-z_(]|%[a-z_]+%|[<\[(]|#\{|&lt;|\\?\$\{|@@|:[a-z_]+$|env[.(:]|process\.|os\.|(?:self|this|config|settings|args|options|request|params|data|secrets|var|local|props)\b[.\[]",
    re.IGNORECASE,
)
_STAND_IN = re.compile(
    r"(?:your|some|the|our|insert|enter|put|add|replace|change|fill|set)[\W_]|your(?=[a-z]|$)|x{3,}|\*{2,}|\.{3,}|[x*#.\-_?•0]+$|"
    r"(?:null|none|nil|true|false|undefined|string|str|text|int|bool|required|optional|empty|blank|yes|no|not[ _-]?set|"
    r"redacted|removed|hidden|masked|secret|password|passwd|pass|pwd|token|key|value|todo|tbd|n/a|default|unknown|"
    r"wrong|incorrect|invalid|expired|forgotten|reset|protected|example|sample|dummy|placeholder|changeme)s?[.:,!?]?$",
    re.IGNORECASE,
)
_ADVERTISED = re.compile(
    r"example|sample|p[a@][s$]{2}w[o0]rd|placeholder|dummy|fake|changeme|your[_-]|x{4,}|\.\.\.|0{8}|1234567|abcdefg|a1b2c3d4|<|>",
    re.IGNORECASE,
)
_HEX = re.compile(r"[0-9a-f]+", re.IGNORECASE)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def is_stand_in(value: str, strict: bool) -> bool:
    """Whether a value is a variable, a call, a word such as "required", or "xxxx". Strict also knows documentation's examples."""
    if _VARIABLE.match(value) or _STAND_IN.match(value):
        return True
    return strict and bool(_ADVERTISED.search(value))


def entropy(value: str) -> float:
    """Shannon entropy in bits for each character."""
    total = len(value)
    return -sum(n / total * math.log2(n / total) for n in Counter(value).values()) if total else 0.0


def looks_random(value: str, shortest: int = 20) -> bool:
    """Letters and digits mixed without a pattern, at least `shortest` long: what a machine makes, not what a person types."""
    if len(value) < shortest or not any(c.isdigit() for c in value) or not any(c.isalpha() for c in value):
        return False
    return entropy(value) >= (3.0 if is_hex(value) else 3.3)


def is_hex(value: str) -> bool:
    """Whether a value has only hexadecimal digits."""
    return bool(_HEX.fullmatch(value))
