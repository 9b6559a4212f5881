"""GIF (87a and 89a): a head, a table of colours, then pictures and extensions, each in short pieces."""

from __future__ import annotations

from .reader import Reader, Unfit

_PICTURE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
# How often it is shown: 3, 1 and a number.
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_HAS_COLOURS = 0x80


def read_gif(data: bytes) -> tuple[bytes, int, int]:
    """The file without metadata, and its width and height. Raises `Unfit`."""
    if data[:6] not in {b"GIF87a", b"GIF89a"}:
        raise Unfit
    reader = Reader(data, 6)
    screen = reader.take(7)
    width, height = _pair(screen)
    kept = [data[:6], screen, _colours(reader, screen[4])]
    shown = False
    while (mark := reader.byte()) != _END:
        if mark == _PICTURE:
            place = reader.take(9)
            left, top = _pair(place)
            if left + _pair(place[4:])[0] > width or top + _pair(place[4:])[1] > height:
                raise Unfit
            kept += [bytes((mark,)), place, _colours(reader, place[8]), reader.take(1), *_pieces(reader)]
            shown = True
        elif mark == _EXTENSION:
            kept += _extension(reader)
        else:
            raise Unfit
    if not shown:
        raise Unfit
    return b"".join([*kept, bytes((_END,))]), width, height


def _extension(reader: Reader) -> list[bytes]:
    """How long a picture is shown and how often; nothing of comments, text and what programs write."""
    label = reader.byte()
    pieces = _pieces(reader)
    head = bytes((_EXTENSION, label))
    if label == _CONTROL and len(pieces) == 2 and len(pieces[0]) == 5:
        return [head, *pieces]
    if label == _APPLICATION and pieces[0][1:] in _LOOPS and len(pieces) > 1 and pieces[1][:2] == b"\x03\x01":
        return [head, pieces[0], pieces[1], b"\0"]
    return []


def _pieces(reader: Reader) -> list[bytes]:
    """Pieces with their lengths before them, the empty one at the end too."""
    pieces = []
    while True:
        size = reader.take(1)
        pieces.append(size + reader.take(size[0]))
        if size == b"\0":
            return pieces


def _colours(reader: Reader, flags: int) -> bytes:
    return reader.take(3 * 2 ** ((flags & 7) + 1)) if flags & _HAS_COLOURS else b""


def _pair(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[:2], "little"), int.from_bytes(data[2:4], "little")
