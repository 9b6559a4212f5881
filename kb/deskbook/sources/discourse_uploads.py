"""Pictures and files of a forum, under the one address that every form of a post leads to.

A post names an upload in many ways: `upload://KEY.png`, a smaller copy, a copy on a content network. All hold the file's SHA-1, as
hexadecimal or as a key of base 62, and `/uploads/short-url/KEY.png` serves the file on every Discourse since 2019. A backup holds it
as `uploads/default/original/**/SHA1.png`, see `discourse_files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Each of these reads a text once, whatever is in it.
_ADDRESS = re.compile(r'\b(src|href)="([^"<>\s]*/uploads/[^"<>\s]*)"')
_STORED = re.compile(
    r"/uploads/[\w-]+/(?:original|optimized)/(?:[\w-]+/)*([0-9a-f]{40})(?:_\d+_\d+x\d+)?(\.\w{1,10})?", re.ASCII
)
_IMAGE = re.compile(r"<img\b[^<>]*>")
_KEY = re.compile(r'\bdata-base62-sha1="([0-9a-zA-Z]{1,27})"')
_SOURCE = re.compile(r'\bsrc="([^"<>]*)"')
_EXTENSION = re.compile(r"\.\w{1,10}\Z", re.ASCII)
_SHORT = re.compile(r"/uploads/short-url/([0-9a-zA-Z]{1,27})(?:\.\w{1,10})?", re.ASCII)


def with_short_addresses(cooked: str, forum: str) -> str:
    """The HTML of a post in which every upload of the forum at the address `forum` has its short address."""
    if "/uploads/" not in cooked and "data-base62-sha1" not in cooked:
        return cooked
    place = urlsplit(forum)
    ours = (f"http:{(bare := f'//{place.netloc}{place.path}')}", f"https:{bare}", bare, place.path)

    def stored(match: re.Match[str]) -> str:
        path = next((match[2].removeprefix(own) for own in ours if match[2].startswith(f"{own}/uploads/")), "")
        upload = _STORED.fullmatch(path)
        return f'{match[1]}="{short(key_of(upload[1]), upload[2])}"' if upload else match[0]

    def image(match: re.Match[str]) -> str:
        key = _KEY.search(match[0])
        if key is None:
            return match[0]
        return _SOURCE.sub(lambda src: f'src="{short(key[1], _extension(src[1]))}"', match[0], count=1)

    def short(key: str, extension: str | None) -> str:
        return f"{forum}/uploads/short-url/{key}{extension or ''}"

    return _IMAGE.sub(image, _ADDRESS.sub(stored, cooked))


def key_of(sha1: str) -> str:
    """Forty hexadecimal digits as Discourse writes them into short addresses."""
    number, key = int(sha1, 16), ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        key = _DIGITS[digit] + key
    return key or "0"


def sha1_of(key: str) -> str | None:
    """The forty digits of a key; None where it is too large to be one."""
    number = 0
    for digit in key:
        number = number * len(_DIGITS) + _DIGITS.index(digit)
    return f"{number:040x}" if number < 1 << 160 else None


def uploads_in(cooked: str) -> Iterator[str]:
    """The SHA-1 of what may be uploads in the HTML of a post."""
    yield from (found[1] for found in _STORED.finditer(cooked))
    for key in (*_KEY.findall(cooked), *_SHORT.findall(cooked)):
        if sha1 := sha1_of(key):
            yield sha1


def upload_at(address: str, forum: str) -> str | None:
    """The SHA-1 of the upload that has a short address; None for any other address."""
    found = _SHORT.fullmatch(address.removeprefix(forum)) if address.startswith(forum) else None
    return sha1_of(found[1]) if found else None


def _extension(address: str) -> str | None:
    found = _EXTENSION.search(address)
    return found[0] if found else None
