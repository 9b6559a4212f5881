"""PNG (W3C, third edition): a signature, then chunks of length, type, data and checksum."""

from __future__ import annotations

import zlib

from .reader import Reader, Unfit

_SIGNATURE = 8
_CRITICAL = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
# Transparency and colour. A colour profile goes: it has a name, and says which screen it was made for. So does animation.
_KEPT = (*_CRITICAL, b"tRNS", b"gAMA", b"cHRM", b"sRGB")
_LENGTHS = {b"IHDR": 13, b"IEND": 0, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1}
_MOST_COLOURS = 256


def read_png(data: bytes) -> tuple[bytes, int, int]:
    """The file without metadata, and its width and height. Raises `Unfit`."""
    reader = Reader(data, _SIGNATURE)
    kept = [data[:_SIGNATURE]]
    seen: set[bytes] = set()
    size = b""
    while b"IEND" not in seen:
        length = int.from_bytes(reader.take(4), "big")
        name = reader.take(4)
        body = reader.take(length)
        check = reader.take(4)
        if int.from_bytes(check, "big") != zlib.crc32(name + body) or (b"IHDR" in seen) == (name == b"IHDR"):
            raise Unfit
        if name[:1].isupper() and name not in _CRITICAL:
            raise Unfit  # without it the picture cannot be shown
        if name not in _KEPT or (name in seen and name not in _CRITICAL):
            continue
        if length != _LENGTHS.get(name, length) or (name in {b"PLTE", b"tRNS"} and length > 3 * _MOST_COLOURS):
            raise Unfit
        size = size or body[:8]
        seen.add(name)
        kept += [length.to_bytes(4, "big"), name, body, check]
    if b"IDAT" not in seen:
        raise Unfit
    return b"".join(kept), int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big")
