"""Bytes of a file, read from the front, of which there are always as many as are asked for."""

from __future__ import annotations


class Unfit(Exception):  # noqa: N818  never shown: the picture is not kept
    """A file is not what it begins as, or ends too early."""


class Reader:
    """The bytes of a file and a place in it."""

    def __init__(self, data: bytes, place: int = 0) -> None:
        self.data = data
        self.place = place

    @property
    def is_done(self) -> bool:
        """Whether nothing follows."""
        return self.place >= len(self.data)

    def take(self, size: int) -> bytes:
        """The next `size` bytes. Raises `Unfit` where there are fewer."""
        end = self.place + size
        if end > len(self.data):
            raise Unfit
        taken = self.data[self.place : end]
        self.place = end
        return taken

    def byte(self) -> int:
        """The next byte as a number."""
        return self.take(1)[0]
