"""Pictures that stand in a post itself, as `data:` addresses."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from functools import partial

from deskbook.model import IncomingFile
from deskbook.pictures import LARGEST
from deskbook.text.pictures import INLINE_HOST

_INLINE = re.compile(
    r"(<img\b[^<>]{0,2000}?\bsrc=)([\"'])data:image/(?:png|jpe?g|gif|webp);base64,([A-Za-z0-9+/]+={0,2})\2",
    re.IGNORECASE,
)


def with_inline_pictures(html: str) -> tuple[str, tuple[IncomingFile, ...]]:
    """HTML in which each picture that stands in it has an address, and those pictures. What is too large to be kept stays."""
    if ";base64," not in html:
        return html, ()
    found: dict[str, IncomingFile] = {}

    def named(match: re.Match[str]) -> str:
        coded = match[3]
        if len(coded) * 3 > (LARGEST + 2) * 4:
            return match[0]
        address = f"https://{INLINE_HOST}/p{hashlib.sha256(coded.encode('ascii')).hexdigest()[:32]}"
        found[address] = IncomingFile(address, partial(_decoded, coded))
        return f"{match[1]}{match[2]}{address}{match[2]}"

    return _INLINE.sub(named, html), tuple(found.values())


def _decoded(coded: str) -> bytes | None:
    try:
        return base64.b64decode(coded, validate=True)
    except binascii.Error:
        return None
