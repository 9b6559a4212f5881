"""JPEG (ITU T.81): segments that begin with FF and a letter, and after each start of a scan its packed data."""

from __future__ import annotations

import re

from .reader import Reader, Unfit

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_JFIF, _EXIF, _ADOBE = 0xE0, 0xE1, 0xEE
# Tables and restarts; frames that browsers show: baseline, extended and progressive.
_KEPT = (0xC4, 0xDB, 0xDD)
_FRAMES = (0xC0, 0xC1, 0xC2)
# What else programs write, and comments.
_DROPPED = (*range(0xE0, 0xF0), 0xFE)
# In packed data FF is followed by 0, or by the mark of a restart.
_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_TURNED = 5  # orientations from here on lie on their side


def read_jpeg(data: bytes) -> tuple[bytes, int, int]:
    """The file without metadata, and its width and height as it is shown. Raises `Unfit`.

    Of the metadata only one number is put back, which says which side is up: photographs would lie on their side without.
    """
    reader = Reader(data, 2)
    kept: list[bytes] = []
    size, up, scanned = (0, 0), 1, False
    while (mark := _mark(reader)) != _END:
        length = int.from_bytes(reader.take(2), "big")
        if length < 2 or mark not in (*_KEPT, *_FRAMES, *_DROPPED, _SCAN):
            raise Unfit
        body = reader.take(length - 2)
        kept += _without_extras(mark, body)
        if mark == _EXIF:
            up = _orientation(body) or up
        elif mark in _FRAMES:
            if size != (0, 0):
                raise Unfit
            size = int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")
        elif mark == _SCAN:
            kept.append(_packed(reader))
            scanned = True
    if not scanned or 0 in size:
        raise Unfit
    width, height = reversed(size) if up >= _TURNED else size
    return b"".join([b"\xff\xd8", *_upright(up), *kept, b"\xff\xd9"]), width, height


def _without_extras(mark: int, body: bytes) -> list[bytes]:
    """The segment as it is kept, or nothing."""
    if mark == _JFIF and body.startswith(b"JFIF\0"):
        return [_segment(mark, body[:12].ljust(12, b"\0") + b"\0\0")]  # its preview goes
    if mark == _ADOBE and body.startswith(b"Adobe"):
        return [_segment(mark, body[:12])]  # how its colours are meant
    return [] if mark in _DROPPED else [_segment(mark, body)]


def _mark(reader: Reader) -> int:
    if reader.byte() != 0xFF:
        raise Unfit
    mark = 0xFF
    while mark == 0xFF:
        mark = reader.byte()
    return mark


def _packed(reader: Reader) -> bytes:
    end = _MARK.search(reader.data, reader.place)
    if end is None:
        raise Unfit
    return reader.take(end.start() - reader.place)


def _segment(mark: int, body: bytes) -> bytes:
    return bytes((0xFF, mark)) + (len(body) + 2).to_bytes(2, "big") + body


def _upright(up: int) -> list[bytes]:
    """The smallest Exif segment that holds an orientation: the head of a TIFF file and one entry."""
    if up == 1:
        return []
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + up.to_bytes(2, "big") + b"\0\0"
    return [_segment(_EXIF, b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0")]


def _orientation(body: bytes) -> int | None:
    """1 to 8 as Exif has it in the first folder of its TIFF file; None where there is none, or it cannot be read."""
    if not body.startswith((b"Exif\0\0II*\0", b"Exif\0\0MM\0*")):
        return None
    tiff = body[6:]
    order = "little" if tiff.startswith(b"II") else "big"

    def number(place: int, size: int) -> int:
        return int.from_bytes(tiff[place : place + size], order)  # type: ignore[arg-type]  # one of the two

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * min(number(first, 2), 200), 12):
        if number(entry, 2) == 0x0112 and 1 <= number(entry + 8, 2) <= 8:
            return number(entry + 8, 2)
    return None
