"""Credentials of headers, cookies, command lines and constructors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading
from deskbook.text.redact.values import entropy, is_patterned, is_stand_in

_HEADER = re.compile(
    r"authori[sz]ation[\"']?\s?[:=,]\s{0,3}[\"']?(?:(?:bearer|basic|token|ssws|digest|negotiate|apikey|api-key)[:=]?\s{1,3})?(?:token=|key=)?[\"']?([^\s\"',;<>]{8,4096})"
)
_BEARER = re.compile(r"bearer:? ([0-9a-z_\-.~+/=]{16,4096})")
_COOKIE = re.compile(r"cookie: ?([^\n\"']{8,4096})")
_SESSION = re.compile(r"[\"']?\s?[=:]\s?[\"']?([^\s\"',;&<>]{12,4096})")
_SESSIONS = (
    "phpsessid",
    "jsessionid",
    "asp.net_sessionid",
    "connect.sid",
    "laravel_session",
    "sessionid",
    "session_id",
    ".aspxauth",
)
_USER_OPTION = re.compile(r"[ =]?[\"']?[^\s:\"'$]{1,80}:([^\s\"'$]{3,200})")
_USER_OPTIONS = (" -u", "\n-u", "--user", "--proxy-user")
_PASSWORD_OPTION = re.compile(r"\b[^\n]{0,120}? -?(?:-p|/p:)[ =]?[\"']?([^\s\"'$-][^\s\"']{3,100})")
_PASSWORD_COMMANDS = (
    "psexec", "docker login", "mysql", "sshpass", "net use", "plink", "pscp", "winexe", "rdesktop", "smbclient", "sqlcmd", "bcp", "redis-cli",
)  # fmt: skip
_CALL = re.compile(
    r"(?:credential|directoryentry|basicauth|basic_auth|\.login|auth)\w{0,20}\(\s{0,20}(?:[\"'][^\"'\n]{0,120}[\"'],\s{0,20}){1,2}[\"']([^\"'\s]{4,120})[\"']\s{0,20}\)"
)

# A part that must be there, and what to look for.
_ANYWHERE = (
    ("authori", _HEADER, "token"),
    ("bearer", _BEARER, "token"),
    ("cookie:", _COOKIE, "cookie"),
    ('("', _CALL, "password"),
    ("('", _CALL, "password"),
)
_BEHIND = (
    ("sess", _SESSIONS, _SESSION, "cookie"),
    ("-u", _USER_OPTIONS, _USER_OPTION, "password"),
    ("-p", _PASSWORD_COMMANDS, _PASSWORD_OPTION, "password"),
    ("/p:", _PASSWORD_COMMANDS, _PASSWORD_OPTION, "password"),
)


def headers(reading: Reading, strict: bool) -> Iterator[Span]:
    """`Authorization:` and `Cookie:` headers, session cookies, and the credentials of command lines and constructors."""
    for label, match in _candidates(reading):
        value = reading.plain[slice(*match.span(1))]
        if is_stand_in(value, strict) or (strict and label != "token"):
            continue
        if label == "cookie" and not ("=" in value or _is_drawn(value)):
            continue
        if label == "token" and not (any(c.isdigit() for c in value) and entropy(value) >= 2.5):
            continue
        yield Span(*match.span(1), label, "a header or an option that carries credentials")


def _candidates(reading: Reading) -> Iterator[tuple[str, re.Match[str]]]:
    lower = reading.lower
    for part, anywhere, label in _ANYWHERE:
        if part in lower:
            for match in anywhere.finditer(lower):
                yield label, match
    for part, words, behind, label in _BEHIND:
        for _, end in reading.words(words) if part in lower else ():
            if found := behind.match(lower, end):
                yield label, found


def _is_drawn(value: str) -> bool:
    return any(c.isdigit() for c in value) and any(c.isalpha() for c in value) and not is_patterned(value)
