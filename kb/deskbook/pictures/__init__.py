"""Pictures from outside -> pictures that hold nothing but what they show: PNG, JPEG, GIF and WebP.

What a file is, its bytes say, and never its name. It is taken apart and put together again from the parts that a picture needs, so
what else was in it is gone: where it was taken and with what, comments, embedded previews, and what stands behind its end. What
cannot be read to its end is no picture. SVG is none either: it can hold programs.
"""

from __future__ import annotations

from dataclasses import dataclass

from .gif import read_gif
from .jpeg import read_jpeg
from .png import read_png
from .reader import Unfit
from .webp import read_webp

# Bytes of a file that is kept; ten times a large screenshot.
LARGEST = 5_000_000
# What a browser unpacks them to has four bytes a pixel.
_MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 16_000
_FORMATS = (
    (b"\x89PNG\r\n\x1a\n", "png", read_png),
    (b"\xff\xd8\xff", "jpg", read_jpeg),
    (b"GIF8", "gif", read_gif),
    (b"RIFF", "webp", read_webp),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A file without metadata, what sort it is (`png`, `jpg`, `gif` or `webp`), and its size on the page in pixels."""

    data: bytes
    sort: str
    width: int
    height: int


def bare(data: bytes) -> Picture | None:
    """The picture in a file, without metadata; None where the file is not surely one, or too large to be shown."""
    if len(data) > LARGEST:
        return None
    for magic, sort, read in _FORMATS:
        if data.startswith(magic):
            try:
                found, width, height = read(data)
            except Unfit:
                return None
            return Picture(found, sort, width, height) if _is_sane(width, height) else None
    return None


def _is_sane(width: int, height: int) -> bool:
    return 0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE and width * height <= _MOST_PIXELS
