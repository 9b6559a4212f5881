"""Arrays that are kept from one run to the next, because to make them again takes long. They are never missed: what cannot
be read, or is of another format, is as if it had not been kept.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from deskbook.similarity.files import read_bytes, write_bytes

_DAMAGED = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)

Arrays = Mapping[str, NDArray[Any]]


class Kept(Protocol):
    """Named sets of arrays."""

    def get(self, name: str) -> Arrays | None:
        """What was put last under a name, if it is there and whole."""
        ...

    def put(self, name: str, arrays: Arrays) -> None:
        """Keep some arrays under a name instead of what was there."""
        ...


class Nowhere:
    """Keeps nothing."""

    def get(self, name: str) -> None:
        """Nothing."""

    def put(self, name: str, arrays: Arrays) -> None:
        """Does nothing."""


class KeptFolder:
    """Keeps each set in a file of its own below an address that fsspec can write."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def get(self, name: str) -> Arrays | None:
        """Of a file that is damaged no part is read: each array has a checksum in it."""
        try:
            with np.load(BytesIO(read_bytes(self._at(name))), allow_pickle=False) as arrays:
                return {key: arrays[key] for key in arrays.files}
        except _DAMAGED:
            return None

    def put(self, name: str, arrays: Arrays) -> None:
        """Written whole, or not at all where there is no room or no leave: then the next run has more to do."""
        made = BytesIO()
        np.savez(made, **dict[str, Any](arrays))
        try:
            write_bytes(self._at(name), made.getvalue())
        except OSError:
            return

    def _at(self, name: str) -> str:
        return f"{self._address}/{name}.npz"
