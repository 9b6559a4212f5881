"""IP and MAC addresses, and credentials inside URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from deskbook.text.redact.placeholders import PLACEHOLDER, Span
from deskbook.text.redact.reading import Reading
from deskbook.text.redact.values import is_stand_in

_IPV4 = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}")
_VERSION_BEFORE = re.compile(
    r"(?:\bv|[a-z]/|version[ :=]{0,3}|release |build |firmware |kernel |==|>=|<=|~=|\brev |section |chapter )$"
)
_COLONS = re.compile(r":[0-9a-f]{0,4}:")
_IPV6_END = re.compile(r"[0-9a-f:]*(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3})?")
_IPV6_START = re.compile(r"[0-9a-f:]*\Z")
_MAC = re.compile(r"[0-9a-f]{2}(?P<gap>[:-])[0-9a-f]{2}(?:(?P=gap)[0-9a-f]{2}){4}")
# Blocks for documentation (RFC 7042), broadcast and nothing.
_NOBODYS_MAC = re.compile(r"(?:00.?00.?5e.?00.?53|(?:00[:-]){5}00|(?:ff[:-]){5}ff|01.00.5e|00.11.22|aa.bb.cc|12.34.56)")
# Resolvers that everybody names.
_WELL_KNOWN = frozenset(
    "8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 9.9.9.9 149.112.112.112 208.67.222.222 208.67.220.220 4.2.2.1 4.2.2.2 1.2.3.4 5.6.7.8 "
    "2001:4860:4860::8888 2001:4860:4860::8844 2606:4700:4700::1111 2606:4700:4700::1001".split()
)
_USERINFO = re.compile(r"://([^\s/@:\"'<>\\`]{0,128}:[^\s/\"'<>`]{1,256})@(?=[\w\[%./-])")
_QUERY = re.compile(
    r"[?&;#](?:amp;)?(?:[a-z_\-]{0,20}(?:token|secret|password|passwd|passphrase|signature|api[_\-]?key|apikey|auth[_\-]?key|"
    r"access[_\-]?key|credential)|(?:x-amz-|x-goog-)?(?:signature|credential|security-token)|sig|sign|key|auth|sid|session(?:id)?|jwt|pwd|otp)"
    r"=([^&\s\"'<>`)\]#]{6,4096})"
)


def addresses(reading: Reading, strict: bool) -> Iterator[Span]:
    """IPv4 and IPv6 addresses of the public internet. Private, loopback and documentation ranges (RFC 5737, 3849), net masks
    and well-known resolvers are nobody's."""
    for match in _IPV4.finditer(reading.plain):
        before, after = reading.before(match.start()), reading.after(match.end())
        if before.isalnum() or before in ("_", ".", "-") or after.isalnum() or after in ("_", "-"):
            continue
        if after == "." and reading.after(match.end() + 1).isalnum():
            continue
        if not _is_version(reading, match, strict) and _is_somebodys(match.group()):
            yield Span(*match.span(), "ip", "a public IPv4 address")
    yield from _addresses6(reading)


def _is_version(reading: Reading, match: re.Match[str], strict: bool) -> bool:
    """Four small numbers are a version far more often than an address; only the strict reading takes that risk."""
    if strict and all(int(part) < 30 for part in match.group().split(".")):
        return True
    return bool(_VERSION_BEFORE.search(reading.lower[max(0, match.start() - 12) : match.start()]))


def _addresses6(reading: Reading) -> Iterator[Span]:
    done = 0
    for colons in _COLONS.finditer(reading.lower):
        if colons.start() < done:
            continue
        start = colons.start() - len(_tail(reading.lower, colons.start()))
        whole = _IPV6_END.match(reading.lower, colons.start())
        done = whole.end() if whole else colons.end()
        text = reading.lower[start:done]
        text = text if text.endswith("::") else text.rstrip(":")
        end = start + len(text)
        before, after = reading.before(start), reading.after(end)
        if before.isalnum() or before in ("_", ".") or after.isalnum() or after == "_":
            continue
        if _plausible6(text) and _is_somebodys(text):
            yield Span(start, end, "ip", "a public IPv6 address")


def mac_addresses(reading: Reading, strict: bool) -> Iterator[Span]:
    """Hardware addresses; manuals are full of them, so the strict reading leaves them out."""
    if strict:
        return
    for match in _MAC.finditer(reading.lower):
        before, after = reading.before(match.start()), reading.after(match.end())
        alone = not (before.isalnum() or before in (":", "-", "_") or after.isalnum() or after in (":", "-", "_"))
        if alone and not _NOBODYS_MAC.match(match.group()):
            yield Span(*match.span(), "mac", "a hardware address")


def url_secrets(reading: Reading, strict: bool) -> Iterator[Span]:
    """`user:password` in front of a host, and query parameters that grant access. Scheme, host and parameter name stay."""
    if "://" in reading.plain:
        for match in _USERINFO.finditer(reading.plain):
            password = match.group(1).partition(":")[2]
            if not password.startswith(("<", "$", "{", "[", "%")) and not (strict and is_stand_in(password, strict)):
                yield Span(*match.span(1), "url-credentials", "credentials in a URL")
    for match in _QUERY.finditer(reading.lower):
        value = reading.plain[match.start(1) : match.end(1)]
        named_key = "key=" in match.group()[:6] or "auth=" in match.group()[:7] or "si" in match.group()[:4]
        if is_stand_in(value, strict) or PLACEHOLDER.match(value) or ((named_key or strict) and not _telling(value)):
            continue
        yield Span(*match.span(1), "token", "a query parameter that grants access")


def _telling(value: str) -> bool:
    return len(value) >= 16 and any(c.isdigit() for c in value) and any(c.isalpha() for c in value)


def _tail(text: str, position: int) -> str:
    window = text[max(0, position - 40) : position]
    found = _IPV6_START.search(window)
    return found.group() if found else ""


def _plausible6(text: str) -> bool:
    groups = [group for group in text.split(":") if group]
    return len(groups) >= 3 and any(c.isdigit() for c in text) if "::" in text else len(groups) >= 7


def _is_somebodys(text: str) -> bool:
    if text in _WELL_KNOWN:
        return False
    try:
        address: IPv4Address | IPv6Address = IPv6Address(text) if ":" in text else IPv4Address(text)
    except AddressValueError:
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not text.startswith(("0.", "255."))
        and not text.endswith(".0.0")
    )
