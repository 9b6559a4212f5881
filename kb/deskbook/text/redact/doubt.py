"""When redaction is not sure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.text.redact.reading import Reading
from deskbook.text.redact.shapes import private_key_end
from deskbook.text.redact.values import entropy, is_hex

_LONG = re.compile(r"[0-9A-Za-z+/_\-]{32,}+={0,2}")
_BLOCK = re.compile(
    r"-----BEGIN (?:CERTIFICATE|[A-Z0-9 ]{0,20}PUBLIC KEY|PGP (?:SIGNATURE|MESSAGE|PUBLIC KEY BLOCK))[^\n]{0,20}-----.{0,20000}?-----END",
    re.DOTALL,
)
_HARMLESS_BEFORE = re.compile(
    r"(?:base64,|sha(?:1|256|384|512)[-:=]|ssh-(?:rsa|ed25519|dss) |ecdsa-sha2-\S{1,20} |integrity=\S{0,10}|md5[:=])$",
    re.IGNORECASE,
)
_KEY_BEGINS = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_STRANGE = re.compile("[\x00-\x07\x0e-\x1a\ufffd]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # cannot be written as UTF-8
_WORDLIKE = re.compile(r"[A-Z]?[a-z]+|[A-Z]{2,}|[0-9]+")


def doubts_about(original: Reading, redacted: Reading, allow: frozenset[str]) -> Iterator[str]:
    """Why a text may still hold a secret after redaction; each reason once, none with a word of the text."""
    if _is_binary(redacted.plain):
        yield "it holds binary data"
    if any(not private_key_end(original.plain, m.end())[1] for m in _KEY_BEGINS.finditer(original.plain)):
        yield "a private key block has no end"
    if any(_is_unknown(redacted, m, allow) for m in _LONG.finditer(redacted.plain)) and _unknown_outside_blocks(
        redacted, allow
    ):
        yield "a long random string is of no known kind"


def _unknown_outside_blocks(reading: Reading, allow: frozenset[str]) -> bool:
    blocks = [match.span() for match in _BLOCK.finditer(reading.plain)]
    return any(
        _is_unknown(reading, match, allow) and not any(start <= match.start() < end for start, end in blocks)
        for match in _LONG.finditer(reading.plain)
    )


def _is_unknown(reading: Reading, match: re.Match[str], allow: frozenset[str]) -> bool:
    value = match.group()
    if is_hex(value.replace("-", "")) or value.lower() in allow:
        return False
    if not (any(c.isdigit() for c in value) and any(c.islower() for c in value) and any(c.isupper() for c in value)):
        return False
    if entropy(value) < 4.2 or _in_address(reading.plain, match.start()):
        return False
    if _HARMLESS_BEFORE.search(reading.plain[max(0, match.start() - 24) : match.start()]):
        return False
    # Identifiers and paths are long words; random strings fall into pieces of one or two characters.
    pieces = _WORDLIKE.findall(value)
    return sum(map(len, pieces)) / len(pieces) < 2.6


def _in_address(text: str, position: int) -> bool:
    """Whether the string belongs to a URL: addresses of images and documents are full of random parts."""
    head = text[max(0, position - 300) : position]
    tail = re.split(r"[\s<>\"'`|]", head)[-1]
    return "://" in tail or tail.startswith(("www.", "](", "/"))


def _is_binary(text: str) -> bool:
    strange = len(_STRANGE.findall(text))
    return _LONE_SURROGATE.search(text) is not None or (strange >= 8 and strange > len(text) * 0.02)
