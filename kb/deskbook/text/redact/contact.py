"""E-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading

_AT = re.compile(r"(?:@|%40|&#64;|&commat;)(?=[\w\[])")
_LOCAL_STOPS = re.compile(r"[^\w.+\-!#$%&'*=?^{|}~]|%[0-9A-F]{2}|://|(?:mailto|smtp|sip|xmpp):|=3D", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}(?![\w])", re.UNICODE)
_LITERAL_HOST = re.compile(r"\[[0-9a-f.:]{7,45}\]", re.IGNORECASE)
_DOT = re.compile(r"[\[({<]dot[\])}>]| dot ")
_OBFUSCATED = re.compile(
    r"(?<![\w.])[a-z0-9][a-z0-9._+-]{0,63}\s{0,2}(?:[\[({<]at[\])}>]| at )\s{0,2}"
    r"[a-z0-9-]{2,63}(?:\s{0,2}(?:[\[({<]dot[\])}>]| dot |\.)\s{0,2}[a-z0-9-]{2,63}){0,4}"
    r"\s{0,2}(?:[\[({<]dot[\])}>]| dot )\s{0,2}[a-z]{2,12}(?!\w)"
)
# RFC 2606 and the names that manuals use for nobody in particular.
_NOBODY = re.compile(
    r"(?:^|[.@-])(?:example|test|invalid|localhost|local|contoso|fabrikam|acme|(?:your|my|some|the)?-?(?:domain|company|site|host|email|org)|foo|bar)"
    r"(?:\.[a-z]{2,4}){0,2}$|\.(?:png|jpe?g|gif|svg|webp|js|css|py|md)$"
)

_INTERNATIONAL = re.compile(r"(?:\+|\b00)[1-9][0-9]{0,2}(?:[ .\-/]{0,2}(?:\([0-9]{1,4}\)|[0-9]{1,12})){1,7}+")
_NORTH_AMERICAN = re.compile(
    r"(?:(?:\b001|\b1)[ .\-])?(?:\([2-9][0-9]{2}\) ?|\b[2-9][0-9]{2}(?P<gap>[.\-]))[2-9][0-9]{2}[.\-][0-9]{4}(?![0-9])"
)
_TRUNK = re.compile(r"\(?\b0[1-9][0-9]{0,3}(?:\)[ \-/]?|[ .\-/])[0-9]{2,8}(?:[ .\-][0-9]{2,5}){0,4}(?![0-9:])")
_CUE = re.compile(
    r"(?:phone|telefon|\btel\b|mobile|mobil|handy|\bcell|\bfax|\bcall(?: me| us| him| her)?\b|\bring me|whatsapp|\bdial|answering at|"
    r"\b(?:messages?|sms|texts?) (?:to|on)\b|\bdesk:|\breach me)(?:[^0-9+(\n]|\n(?!\n)){0,24}\Z"
)
_NUMBERS = re.compile(r"[+(]{0,3}[0-9][0-9 .\-/()]{5,}+")
_ONE_NUMBER = re.compile(r"[+(]{0,3}[0-9](?:[0-9]|[ .\-/()]{1,2}(?=[0-9(])){5,22}")
_EXTENSION = re.compile(r" ?(?:x|ext\.?|#) ?[0-9]{1,6}\b", re.IGNORECASE)
_WITHOUT_CUE = ((_INTERNATIONAL, 8), (_NORTH_AMERICAN, 10), (_TRUNK, 9))
_DATE = re.compile(r"(?:[0-9]{4}[.\-/][0-9]{1,2}[.\-/][0-9]{1,2}|[0-9]{1,2}[.\-/][0-9]{1,2}[.\-/][0-9]{4})(?![0-9])")
# Ranges set aside for fiction by the NANPA, Ofcom, ACMA and ARCEP, and numbers that count up.
_FICTION = re.compile(
    r"555-?01[0-9]{2}$|^(?:44)?0?7700900|^(?:44)?0?(?:1[0-9]{2}|1[0-9]1)4960|^(?:44)?0?2079460|^(?:61)?0?[2378](?:5550|7010)|^(?:61)?0?491570|"
    r"^(?:33)?0?(?:19900|26191|35301|46571|53649|63998)|^1?[0-9]{3}555|^(?:1?23456789|12345678|0{7}|5551234)|(?:1236789|9874321)$"
)


def emails(reading: Reading, strict: bool) -> Iterator[Span]:
    """E-mail addresses, also percent-encoded, in mailto: and written "name (at) host dot com"."""
    for at in _AT.finditer(reading.plain):
        window = reading.plain[max(0, at.start() - 64) : at.start()]
        local = _LOCAL_STOPS.split(window)[-1].lstrip(".'`/=&?#*-_~|{}!$^%")
        host = _DOMAIN.match(reading.plain, at.end()) or _LITERAL_HOST.match(reading.plain, at.end())
        if not local or host is None or local.endswith((".", "/")):
            continue
        # git@github.com:owner/name and user@host:path are places of code, not mailboxes.
        if reading.after(host.end()) in (":", "/") and (local == "git" or strict):
            continue
        if reading.before(at.start() - len(local)) == ":" and "://" in window.split()[-1]:
            continue  # user:password@host, which is for the URL detector
        if strict and _NOBODY.search(host.group().lower()):
            continue
        yield Span(at.start() - len(local), host.end(), "e-mail", "an address")
    if strict:
        return
    for dot in _DOT.finditer(reading.lower):
        for match in _OBFUSCATED.finditer(reading.lower, max(0, dot.start() - 120), dot.end() + 70):
            yield Span(*match.span(), "e-mail", "an address written out")


def phones(reading: Reading, strict: bool) -> Iterator[Span]:
    """Telephone numbers: international, North American, national with a leading 0, and any after a word such as "phone"."""
    if not reading.has_numbers:
        return
    for number in _NUMBERS.finditer(reading.plain):
        start, end = number.span()
        date = _DATE.match(reading.plain, start, end)
        if end - start < 7 or (date and (start := date.end()) + 7 > end):
            continue
        for pattern, fewest in _WITHOUT_CUE[: 2 if strict else 3]:
            for match in pattern.finditer(reading.plain, start, end):
                if _stands_alone(reading, *match.span()) and not _DATE.match(match.group()):
                    yield from _phone(reading, match.start(), match.end(), fewest, strict)
        cued = _ONE_NUMBER.match(reading.plain, start, end)
        if (
            cued
            and reading.after(cued.end()) not in (":", "%", "_")
            and _CUE.search(reading.lower, max(0, start - 44), start)
        ):
            yield from _phone(reading, start, cued.end(), 7, strict)


def _phone(reading: Reading, start: int, end: int, fewest: int, strict: bool) -> Iterator[Span]:
    digits = "".join(filter(str.isdigit, reading.plain[start:end]))
    if not fewest <= len(digits) <= 15 or len(set(digits)) < 3 or (strict and _FICTION.search(digits)):
        return
    extension = _EXTENSION.match(reading.plain, end)
    yield Span(start, extension.end() if extension else end, "phone", "a telephone number")


def _stands_alone(reading: Reading, start: int, end: int) -> bool:
    before, after = reading.before(start), reading.after(end)
    if before.isalnum() or (before and before in "_-.+/=@#$%&:"):
        return before == ":" and not reading.plain[start - 2 : start - 1].isdigit()
    return not (after.isdigit() or (after and after in "_%@") or (after == "-" and reading.after(end + 1).isalnum()))
