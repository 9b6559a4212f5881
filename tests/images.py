"""Small pictures with a secret in them: each holds the word PLANTED wherever its sort has a place for words."""

from __future__ import annotations

import base64
import struct
import zlib

PLANTED = b"PLANTED"
# The rest were written by Pillow, 8 by 6 pixels. The JPEG lies on its side and says where it was taken (Exif), and has a comment.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4QCoRXhpZgAATU0AKgAAAAgAAwEOAAIAAAAIAAAAMgESAAMAAAABAAYAAIglAAQAAAABAAAAOgAAAABQTE"
    "FOVEVEAAAEAAEAAgAAAAJOAAAAAAIABQAAAAMAAABwAAMAAgAAAAJFAAAAAAQABQAAAAMAAACIAAAAAAAAADQAAAABAAAAHwAAAAEAAAAMAAAA"
    "AQAAAA0AAAABAAAAGAAAAAEAAAASAAAAAf/+AAlQTEFOVEVE/9sAQwAoHB4jHhkoIyEjLSsoMDxkQTw3Nzx7WF1JZJGAmZaPgIyKoLTmw6Cq2q"
    "2KjMj/y9ru9f///5vB////+v/m/f/4/9sAQwErLS08NTx2QUF2+KWMpfj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4"
    "+Pj4+Pj4+Pj4/8AAEQgABgAIAwEiAAIRAQMRAf/EABUAAQEAAAAAAAAAAAAAAAAAAAAE/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABUBAQEAAA"
    "AAAAAAAAAAAAAAAAMF/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AlAEoP//Z"
)
# Two pictures that follow each other for ever, and a comment.
GIF = base64.b64decode(
    "R0lGODlhCAAGAIEAAMgeHgAA/wAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh/gdQTEFOVEVEACH5BAAKAAAALAAAAAAIAAYAAAgPAAEIHDgwAM"
    "GDCBMqVBgQACH5BAEKAAIALAEAAQAGAAEAgcgeHgAA/wAAAAAAAAgIAAEIGCggQEAAOw=="
)
# Exif and XMP.
WEBP = base64.b64decode(
    "UklGRvIAAABXRUJQVlA4WAoAAAAMAAAABwAABQAAVlA4TBYAAAAvB0ABAA8wHoP8j//5Dx68/z+i/9EDRVhJRqAAAABNTQAqAAAACAADAQ4AAg"
    "AAAAgAAAAyARIAAwAAAAEABgAAiCUABAAAAAEAAAA6AAAAAFBMQU5URUQAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAHAAAwACAAAAAkUAAAAA"
    "BAAFAAAAAwAAAIgAAAAAAAAANAAAAAEAAAAfAAAAAQAAAAwAAAABAAAADQAAAAEAAAAYAAAAAQAAABIAAAABWE1QIA4AAAA8eD5QTEFOVEVEPC"
    "94Pg=="
)
WEBP_ANIMATED = base64.b64decode(
    "UklGRkYBAABXRUJQVlA4WAoAAAAaAAAABwAABQAAQU5JTQYAAAAAAAAAAABBTk1GLgAAAAAAAAAAAAcAAAUAAGQAAAJWUDhMFgAAAC8HQAEADz"
    "Aeg/yP//kPHrz/P6L/0QNBTk1GNgAAAAAAAAAAAAYAAAEAAGQAAABWUDhMHQAAAC8GQAAQFzAegywQSDLZn/L5D+AHQoIUE41G9D9oAEVYSUam"
    "AAAARXhpZgAATU0AKgAAAAgAAwEOAAIAAAAIAAAAMgESAAMAAAABAAYAAIglAAQAAAABAAAAOgAAAABQTEFOVEVEAAAEAAEAAgAAAAJOAAAAAA"
    "IABQAAAAMAAABwAAMAAgAAAAJFAAAAAAQABQAAAAMAAACIAAAAAAAAADQAAAABAAAAHwAAAAEAAAAMAAAAAQAAAA0AAAABAAAAGAAAAAEAAAAS"
    "AAAAAQ=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert("PLANTED")</script></svg>'


def chunk(name: bytes, body: bytes) -> bytes:
    """A piece of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 8, height: int = 6, *, colour: int = 90, extra: bytes = b"", tail: bytes = b"") -> bytes:
    """A grey PNG with `extra` chunks before its data, and a `tail` behind its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + bytes([colour]) * min(width, 64)) * min(height, 64))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"") + tail


PNG = png(
    extra=chunk(b"tEXt", b"Comment\0PLANTED") + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x>PLANTED</x>"),
    tail=PLANTED,
)
