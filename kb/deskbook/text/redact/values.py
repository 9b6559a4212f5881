"""Whether a value looks like a secret, or like something that only stands in for one."""

from __future__ import annotations

import itertools
import math
import re
import string
from collections import Counter

_VARIABLE = re.compile(
    r"[$%@]?\{|%\(|__[a-z_]+__$|\$[a-z_(]|%[a-z_]+%|[<\[(]|#\{|&lt;|\\?\$\{|@@|:[a-z_]+$|env[.(:]|process\.|os\.|(?:self|this|config|settings|args|options|request|params|data|secrets|var|local|props)\b[.\[]",
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


_ROWS = (
    string.ascii_lowercase,
    string.digits + "0",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)
_RUNS = frozenset(row[at : at + 4] for line in _ROWS for row in (line, line[::-1]) for at in range(len(row) - 3))
_REPEATED = re.compile(r"(.{1,10}?)\1{2,}.{0,10}", re.DOTALL)
# What is left beside the pattern is long enough for a key, so somebody may have covered a real one only in part.
_REST = 16


def is_patterned(value: str) -> bool:
    """Whether a value was made up and not drawn: one character over and over, a repeated piece, neighbours of the alphabet, of the
    digits or of the keyboard, or letters and digits that count up beside each other ("a1b2c3d4e5")."""
    lower = value.lower()
    if len(lower) < 6:
        return False
    if max(Counter(lower).values()) * 2 > len(lower) or _REPEATED.fullmatch(lower):
        return True
    typed = {at + step for at in range(len(lower) - 3) if lower[at : at + 4] in _RUNS for step in range(4)}
    if len(typed) >= 6 and len(lower) - len(typed) < _REST:
        return True
    return any(
        len(kind) >= 8 and 5 * len(kind) >= 2 * len(lower) and _counts(kind, base)
        for kind, base in (([c for c in lower if "a" <= c <= "z"], 26), ([c for c in lower if "0" <= c <= "9"], 10))
    )


def is_example_number(digits: str) -> bool:
    """Whether a number is as manuals print it: short, or counting up, or of few different digits (123456789012, 111122223333)."""
    return len(digits) < 6 or len(set(digits)) < 5 or is_patterned(digits)


def _counts(characters: list[str], base: int) -> bool:
    """Whether most characters are each the next, or each the one before, of that in front of it."""
    steps = Counter((ord(b) - ord(a)) % base for a, b in itertools.pairwise(characters))
    return max(steps[1], steps[base - 1]) * 3 >= 2 * (len(characters) - 1)
