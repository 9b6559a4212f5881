"""WebP (RFC 9649): a RIFF file of chunks, of which a simple one has just one."""

from __future__ import annotations

from collections.abc import Iterator

from .reader import Reader, Unfit

_STILL = (b"VP8 ", b"VP8L")
_KEPT = (b"VP8X", b"ALPH", b"ANIM", b"ANMF", *_STILL)
_METADATA = 0x20 | 0x08 | 0x04  # flags for a colour profile, Exif and XMP
_FRAME_HEAD = 16


def read_webp(data: bytes) -> tuple[bytes, int, int]:
    """The file without metadata, and its width and height. Raises `Unfit`."""
    reader = Reader(data, 4)
    end = int.from_bytes(reader.take(4), "little") + 8
    if reader.take(4) != b"WEBP" or end > len(data):
        raise Unfit
    chunks = list(_chunks(data[12:end], _KEPT))
    if not chunks:
        raise Unfit
    first, head = chunks[0]
    if first in _STILL:
        chunks = chunks[:1]
        size = _size(first, head)
    elif first == b"VP8X" and len(head) >= 10:
        size = _number(head[4:7]) + 1, _number(head[7:10]) + 1
        chunks[0] = (first, bytes((head[0] & ~_METADATA,)) + b"\0\0\0" + head[4:10])
        chunks = [(name, _frame(body, size) if name == b"ANMF" else body) for name, body in chunks]
        _fit(chunks, size)
        if not any(name in (*_STILL, b"ANMF") for name, _ in chunks):
            raise Unfit
    else:
        raise Unfit
    body = b"WEBP" + _joined(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body, *size


def _chunks(data: bytes, wanted: tuple[bytes, ...]) -> Iterator[tuple[bytes, bytes]]:
    reader = Reader(data)
    while not reader.is_done:
        name = reader.take(4)
        length = int.from_bytes(reader.take(4), "little")
        body = reader.take(length)
        if length % 2 and not reader.is_done:
            reader.take(1)
        if name in wanted:
            yield name, body


def _joined(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join(name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2) for name, body in chunks)


def _frame(body: bytes, canvas: tuple[int, int]) -> bytes:
    """One picture of an animation: where it stands and how long, then chunks of its own."""
    inner = list(_chunks(body[_FRAME_HEAD:], (b"ALPH", *_STILL)))
    if not any(name in _STILL for name, _ in inner):
        raise Unfit
    _fit(inner, canvas)
    return body[:_FRAME_HEAD] + _joined(inner)


def _fit(chunks: list[tuple[bytes, bytes]], canvas: tuple[int, int]) -> None:
    """Raise `Unfit` where a picture is larger than what it is to be shown on."""
    for name, body in chunks:
        if name in _STILL:
            width, height = _size(name, body)
            if width > canvas[0] or height > canvas[1]:
                raise Unfit


def _size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8L" and len(body) > 5 and body[0] == 0x2F:
        bits = _number(body[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 " and len(body) > 10 and body[3:6] == b"\x9d\x01\x2a":
        return _number(body[6:8]) & 0x3FFF, _number(body[8:10]) & 0x3FFF
    raise Unfit


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")
