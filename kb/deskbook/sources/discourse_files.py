"""The files of uploads, where a backup or a folder holds them. They are found by their SHA-1 and by nothing else that a name says."""

from __future__ import annotations

import os
import re
import stat
import tarfile
import weakref
import zlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile

from deskbook.pictures import LARGEST

from .discourse_uploads import sha1_of, uploads_in
from .unpacking import Swollen, files_in

_PICTURE = r"\.(?:png|jpe?g|gif|webp)"
_MEMBER = re.compile(
    rf"(?:\./)?uploads/[\w-]+/original/(?:[\w-]+/)*([0-9a-f]{{40}}){_PICTURE}", re.ASCII | re.IGNORECASE
)
_FILE = re.compile(rf"([0-9a-f]{{40}}|[0-9a-zA-Z]{{20,27}}){_PICTURE}", re.ASCII | re.IGNORECASE)
_MOST = 4 << 30  # bytes that lie in the temporary file; what comes after is left out


class UploadsInBackup:
    """Pictures in the archive of a backup. It is read once, when the first is asked for: uploads come after the dump, by the million.

    Those that posts name lie in a temporary file without a name until nobody can ask for one any more.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._wanted: set[str] = set()

    def note(self, cooked: str) -> None:
        """Remember which uploads a post names, before the first of them is asked for."""
        if "uploads/" in cooked or "data-base62-sha1" in cooked:
            self._wanted.update(uploads_in(cooked))

    def read(self, sha1: str) -> bytes | None:
        """The file of an upload; None where there is none that can be a picture to keep."""
        place = self._places.get(sha1) if sha1 in self._wanted else None
        if place is None:
            return None
        self._file.seek(place[0])
        return self._file.read(place[1])

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """Where each file begins, and its size."""
        self._file = TemporaryFile()  # noqa: SIM115  it is read later
        weakref.finalize(self, self._file.close)
        places: dict[str, tuple[int, int]] = {}
        try:
            for name, content in files_in(self._path, self._may_be_asked_for):
                sha1 = _MEMBER.fullmatch(name)
                begin = self._file.tell()
                if sha1 and begin + len(content) <= _MOST:
                    self._file.write(content)
                    places.setdefault(sha1[1].lower(), (begin, len(content)))
        except (OSError, EOFError, zlib.error, tarfile.TarError, Swollen):
            pass  # what came before the damage, or before the disk was full, can be shown
        return places

    def _may_be_asked_for(self, name: str, size: int) -> bool:
        sha1 = _MEMBER.fullmatch(name)
        return size <= LARGEST and sha1 is not None and sha1[1].lower() in self._wanted


class UploadsInFolders:
    """Pictures in folders, at any depth, whose names are an upload's SHA-1 or its key. Links are not followed."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)

    def read(self, sha1: str) -> bytes | None:
        """The file of an upload, cut off where it is too large to be kept; None where there is none."""
        path = self._paths.get(sha1)
        if path is None:
            return None
        try:
            with path.open("rb") as file:
                return file.read(LARGEST + 1)
        except OSError:
            return None

    @cached_property
    def _paths(self) -> dict[str, Path]:
        return dict(self._found())

    def _found(self) -> Iterator[tuple[str, Path]]:
        for folder in self._folders:
            for where, _, names in os.walk(folder) if not folder.is_symlink() else ():
                for name in sorted(names):
                    path, known = Path(where, name), _FILE.fullmatch(name)
                    sha1 = _sha1(known[1]) if known and stat.S_ISREG(path.lstat().st_mode) else None
                    if sha1:
                        yield sha1, path


def _sha1(stem: str) -> str | None:
    return stem.lower() if re.fullmatch(r"[0-9a-fA-F]{40}", stem) else sha1_of(stem)
