"""Secrets told by the words beside them: assignments, options and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deskbook.text.redact.placeholders import PLACEHOLDER, Span
from deskbook.text.redact.reading import Reading
from deskbook.text.redact.values import UUID, entropy, is_hex, is_patterned, is_stand_in, looks_random

_WORD = re.compile(
    r"passw|passphrase|pwd|pass(?![a-z])|passcode|kennwort|secret|token|credential|key|auth|login|crumb|licen[sc]e|reporter_id|"
    r"_pat(?![a-z])|unseal(?![a-z])"
)
_REST = re.compile(r"[a-z0-9_.\-]{0,40}+(?:\\?[\"'`\])]|&quot;){0,3}")
_BETWEEN = re.compile(
    r"(?:<[^>\n]{0,40}>)?(?P<sign>[ \t]{0,40}(?:=>|:=|={1,3}|!={1,2}|->|:)\s{0,40}"
    r"|\\?[\"']?\s{1,8}value\s{0,4}=\s{0,4}|\s?\{\s{1,40}default\s{0,20}=\s{0,20}|>(?=[^\s<])|[ \t]{0,8},\s{0,40}(?=\\?[\"'])|(?: or |\|\||\?\?) ?(?=[\"']))"
    r"|(?P<is> (?:for [^\n=:]{1,40}? )?(?:is|was)(?: now)?:?\s{1,3})|(?P<space>[ \t]{1,8})"
)
_QUOTED = re.compile(
    r"(?P<type>[rbfu@$]|buffer\.from\(|b64decode\()?(?P<open>\\?[\"'`])(?P<value>(?:(?!(?P=open)|\n)[^\\]|\\(?!(?P=open)).){0,512}?)(?P=open)",
    re.IGNORECASE,
)
_BARE = re.compile(r"[^\s\"'`,;<>]{1,512}")
_NEXT_PARAMETER = re.compile(r"&(?=[\w-]+=)")
_LOOSE = re.compile(r"(?<![/@#\w.%+=-])[0-9A-Za-z+/_\-]{20,200}={0,2}(?![\w/.@(])")
# `settings.password`; a part that is long and full of digits is not a name.
_ATTRIBUTE = re.compile(
    r"(?!\S{0,40}?(?:[a-z_]{0,12}[0-9]){3}\w{6})[a-z_]\w*(?:(?:\.|->|::)[a-z_]\w*)+.{0,40}", re.IGNORECASE
)
# What a digest or an identifier is called; such a value is on the same line as a word for a secret by chance.
_DIGEST_BEFORE = re.compile(
    r"(?:\bsha-?[0-9]{0,3}|commit|integrity|etag|digest|checksum|md5|fingerprint|thumbprint|revision|\brev|uuid|guid|hash|nonce)[\"']?[\s:=#(\"'-]{1,4}\Z"
)
_PUBLIC = ("public", "publishable", "sitekey", "site_key", "site-key", "fingerprint", "thumbprint")
_PHRASE = re.compile(r"[\w'-]+(?: [\w'-]+){1,5}")
_TALK = re.compile(
    r"\b(?:pass(?:word|phrase|code)?s?|enter|please|your|must|should|invalid|incorrect|wrong|forgot(?:ten)?|change|reset|required|new|old|"
    r"confirm|repeat|is|are|the|for|not|no|show|hide|min(?:imum)?|characters?|here|of|to|and|or|expired?|login|field|hint|passwor[td]|kennwort|mot de passe|contraseña|clave|senha|wachtwoord)\b"
)
_ASSIGNED = ("quoted", "glued")
_STRONG = (
    "secret",
    "token",
    "api",
    "access",
    "auth",
    "private",
    "account",
    "shared",
    "licen",
    "crumb",
    "credential",
    "_pat",
    "unseal",
)
_SPECIAL = re.compile(r"[0-9!@#$%^&*?~+]")

_OPTION = re.compile(r"(?:^|[\s\"'])--?[a-z0-9_\-]*\Z")


def assigned_secrets(reading: Reading, strict: bool) -> Iterator[Span]:
    """What stands behind "password", "token", "api key" and the like, if it looks like a value and not like code or prose."""
    lower, place = reading.lower, 0
    while match := _WORD.search(lower, place):
        place = match.end()
        span = _value_after(reading, match, strict)
        if span and not PLACEHOLDER.match(reading.plain, span.start):
            yield span
            place = max(place, span.end)


def _value_after(reading: Reading, word: re.Match[str], strict: bool) -> Span | None:
    lower, plain = reading.lower, reading.plain
    rest = _REST.match(lower, word.end())
    end = rest.end() if rest else word.end()
    name = _name(lower, word.start(), end)
    family = _family(word.group(), name)
    between = _BETWEEN.match(lower, end) if lower[end - 1] not in "." else None
    if between:
        quoted = _QUOTED.match(plain, between.end())
        is_option = bool(_OPTION.search(lower, max(0, word.start() - 24), word.start()))
        if (
            quoted
            and quoted["type"] is None
            and (between["sign"] or between["is"] or quoted["value"].strip() == quoted["value"])
        ):
            if _is_secret(family, name, _Value(quoted["value"], "quoted"), strict):
                return _span(family, *quoted.span("value"))
        elif not quoted and (bare := _BARE.match(plain, between.end())) and "\n" not in (between["sign"] or ""):
            # In the text of a link the value ends where its address begins.
            value = _NEXT_PARAMETER.split(bare.group().partition("](")[0], maxsplit=1)[0].rstrip(").}]:\\")
            how = (
                "glued"
                if between["sign"] and "=" in between["sign"]
                else "named"
                if between["sign"] or is_option
                else "said"
            )
            if between["space"] and _after_login(lower, word.start()):
                how = "glued"
            ends_line = reading.after(bare.end()) in ("", "\n", "\r")
            if reading.after(bare.start() + len(value)) != "(" and _is_secret(
                family, name, _Value(value, how, ends_line), strict
            ):
                return _span(family, bare.start(), bare.start() + len(value))
    return _loose(reading, end, family, strict)


def _loose(reading: Reading, end: int, family: str, strict: bool) -> Span | None:
    """A random string on the same line as the word, or alone on one of the next lines where this one ends in a colon."""
    if strict:
        return None
    line_end = reading.plain.find("\n", end, end + 60)
    reach = end + 60 if line_end < 0 else line_end
    if line_end >= 0 and reading.plain[end:line_end].rstrip().endswith(":"):
        reach = line_end + 60
    for match in _LOOSE.finditer(reading.plain, end, min(reach + 200, len(reading.plain))):
        if match.start() >= reach:
            return None
        value = match.group()
        is_digest = _DIGEST_BEFORE.search(reading.lower, max(0, match.start() - 24), match.start())
        if _tokenlike(value) and not is_digest and not UUID.fullmatch(value):
            return _span(family, *match.span())
    return None


def _tokenlike(value: str) -> bool:
    if (
        is_patterned(value)
        or not looks_random(value)
        or value.count("/") > 2
        or value.count("-") > 3
        or value.count("_") > 3
    ):
        return False
    digits = sum(c.isdigit() for c in value)
    return (is_hex(value) and len(value) >= 32) or (digits >= 3 and entropy(value) >= 3.7)


def _span(family: str, start: int, end: int) -> Span:
    return Span(start, end, family, "the words beside it")


def _name(lower: str, start: int, end: int) -> str:
    while start and (lower[start - 1].isalnum() or lower[start - 1] in "_-.") and end - start < 80:
        start -= 1
    return lower[start:end].rstrip("\"'`])\\")


def _family(word: str, name: str) -> str:
    if word.startswith(("pass", "pwd", "kennwort")):
        return "password"
    return "key" if "key" in name and "token" not in name else "token"


def _after_login(lower: str, start: int) -> bool:
    return " login " in lower[max(0, start - 60) : start] or "\n  login " in lower[max(0, start - 60) : start]


@dataclass(frozen=True, slots=True)
class _Value:
    """A value and how it stands beside its name: "quoted", "glued" by =, "named" by a colon or an option, or "said"."""

    text: str
    how: str
    ends_line: bool = False


def _is_secret(family: str, name: str, value: _Value, strict: bool) -> bool:
    text = value.text
    if family == "password" and _is_phrase(value) and not strict:
        return True
    if " " in text or "\t" in text or len(text) < 4 or is_stand_in(text, strict):
        return False
    if value.how != "quoted" and ("(" in text or text.startswith(("\\", "-"))):
        return False
    if text.startswith(("http://", "https://", "arn:", "/", ".", ",", "+")) or text.endswith((":", ",")):
        return False
    if text.lower() in name or _mentions(name, text):
        return False
    return _is_password(value, strict) if family == "password" else _is_key(name, value, strict)


def _is_phrase(value: _Value) -> bool:
    """A pass phrase in quotes: a few words, and none that speaks of passwords."""
    text = value.text
    return value.how == "quoted" and bool(_PHRASE.fullmatch(text)) and not _TALK.search(text.lower())


def _mentions(name: str, text: str) -> bool:
    """Labels, translations and routes name the thing again: `"passwordLabel": "Password:"`."""
    word = text.lower()
    return (
        any(part in word for part in ("password", "passwd")) and "pass" in name and not re.search(r"[0-9]|this", word)
    )


def _is_password(value: _Value, strict: bool) -> bool:
    text, special = value.text, bool(_SPECIAL.search(value.text))
    if strict:
        return (
            value.how in _ASSIGNED
            and special
            and any(c.isalpha() for c in text)
            and len(text) >= 8
            and "." not in text[:-1]
        )
    if value.how in _ASSIGNED:
        return value.how == "quoted" or not _ATTRIBUTE.fullmatch(text)
    if special and len(text) >= 5 and not text.isdigit():
        return True
    return value.how == "named" and value.ends_line and len(text) >= 5


def _is_key(name: str, value: _Value, strict: bool) -> bool:
    text = value.text
    if is_patterned(text) or any(word in name for word in _PUBLIC):
        return False
    strong = any(part in name for part in _STRONG)
    if value.how == "said":
        return looks_random(text, 24) and _tokenlike(text)
    if UUID.fullmatch(text):
        return strong and not strict and not name.endswith("id")
    if strict:
        return strong and looks_random(text, 24) and _tokenlike(text)
    return _is_generous_key(name, value, strong)


def _is_generous_key(name: str, value: _Value, strong: bool) -> bool:
    text = value.text
    if name.endswith("secret") and value.how == "quoted" and len(text) >= 8:
        return not text.isalpha() or len(text) >= 12
    if any(c.isdigit() for c in text) and any(c.isalpha() for c in text) and not _ATTRIBUTE.fullmatch(text):
        if not strong:
            return _tokenlike(text)
        return len(text) >= 12 and entropy(text) >= 2.8 and ("/" not in text or entropy(text) >= 4.5)
    return "secret" in name and len(text) >= 24 and not re.search(r"[_\-./]", text)
