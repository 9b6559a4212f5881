"""An export as it came, a folder or an archive -> its members by name. Nothing is unpacked to disk, and all sizes are bounded."""

from __future__ import annotations

import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from deskbook.json_text import JsonError, parse
from deskbook.model import Damage, Incoming

from .files import find_files, place
from .records import Spoiled

MIB = 1 << 20
MEMBER = 64 * MIB  # of one member that is read whole; a day of a busy channel has a few
LINE = 16 * MIB
TOTAL = 64 << 30
_AGAIN = "make the export again"
# What the libraries raise for archives that are torn, encrypted or made to harm.
_BROKEN = (
    *(OSError, EOFError, RuntimeError, NotImplementedError, ValueError),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError),
)


@dataclass(frozen=True, slots=True)
class Pack:
    """The members of an export. Their names have forward slashes; they are only ever compared, never opened as paths."""

    where: str
    names: tuple[str, ...]
    _open: Callable[[str], IO[bytes]] = field(repr=False)

    def place(self, name: str) -> str:
        """Where a member is, for people."""
        return f"{self.where}, {name}" if name else self.where

    def json(self, name: str, limit: int = MEMBER) -> object:
        """A member as JSON. Raises `Spoiled` where it is larger than `limit` bytes or cannot be read."""
        try:
            with self._open(name) as file:
                raw = file.read(limit + 1)
        except _BROKEN as error:
            raise Spoiled(f"it cannot be read: {_plain(error)}", _AGAIN) from None
        if len(raw) > limit:
            raise Spoiled(f"it has more than {limit // MIB} MiB", "split it, or leave it out")
        try:
            return parse(raw.removeprefix(b"\xef\xbb\xbf"))
        except JsonError as error:
            raise Spoiled(f"{error} in line {error.line}", _AGAIN) from None

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a member, blank ones too. Raises `Spoiled` where one is larger than `LINE` bytes or cannot be read."""
        done = 0
        try:
            with self._open(name) as file:
                while line := file.readline(LINE + 1):
                    done += len(line)
                    if len(line) > LINE:
                        raise Spoiled(f"it has a line of more than {LINE // MIB} MiB", _AGAIN)
                    if done > TOTAL:
                        raise Spoiled(f"it has more than {TOTAL >> 30} GiB", "split it")
                    yield line
        except _BROKEN as error:
            raise Spoiled(f"it cannot be read on: {_plain(error)}", _AGAIN) from None


def packs(pattern: str, root: Path, source: str) -> list[Path]:
    """The folder, or the files, that `pattern` means. Raises `SourceError` if there are none."""
    folder = root / pattern
    return [folder] if folder.is_dir() else find_files(pattern, root, source)


@contextmanager
def opened(path: Path, root: Path) -> Iterator[Pack]:
    """The export at a path: a folder, a zip archive or a tar archive, compressed or not. Raises `Spoiled` where it is none."""
    where = place(path, root)
    if path.is_dir():
        yield Pack(where, tuple(sorted(_files_below(path))), lambda name: (path / name).open("rb"))
        return
    try:
        archive, members = _archive(path)
    except _BROKEN as error:
        raise Spoiled(f"this archive cannot be read: {_plain(error)}", _AGAIN) from None
    with archive:
        yield Pack(where, tuple(sorted(members)), lambda name: members[name]())


def from_packs(
    pattern: str, root: Path, source: str, read: Callable[[Pack], Iterator[Incoming | Damage]]
) -> Iterator[Incoming | Damage]:
    """What `read` finds in each export that `pattern` means. An export that cannot be read is one damage."""
    for path in packs(pattern, root, source):
        try:
            with opened(path, root) as pack:
                yield from read(pack)
        except Spoiled as spoiled:
            yield damage(spoiled, place(path, root))


def beside(names: tuple[str, ...], file: str) -> str | None:
    """The folder (`""`, or ending in `/`) of the outermost member called `file`: archives are often packed with a folder around."""
    found = [name for name in names if PurePosixPath(name).name == file]
    return min(found, key=lambda name: (name.count("/"), name)).removesuffix(file) if found else None


def damage(spoiled: Spoiled, where: str) -> Damage:
    """What could not be read, and where."""
    return Damage(spoiled.what, where, spoiled.cure)


def _files_below(folder: Path) -> Iterator[str]:
    for above, folders, files in os.walk(folder):
        folders.sort()
        for name in files:
            file = Path(above, name)
            if not file.is_symlink():  # an unpacked archive may point anywhere
                yield file.relative_to(folder).as_posix()


def _archive(path: Path) -> tuple[zipfile.ZipFile | tarfile.TarFile, dict[str, Callable[[], IO[bytes]]]]:
    """An open archive, and how to open each of its members that is a file: no folder, link or device."""
    if zipfile.is_zipfile(path):
        packed = zipfile.ZipFile(path)
        return packed, {info.filename: partial(packed.open, info) for info in packed.infolist() if not info.is_dir()}
    if not tarfile.is_tarfile(path):
        raise Spoiled("this is neither a folder nor a zip or tar archive", "say the `path` of the export as it came")
    tar = tarfile.open(path)  # noqa: SIM115  closed by the caller
    try:
        return tar, {member.name.removeprefix("./"): partial(_extracted, tar, member) for member in _regular(tar)}
    except BaseException:
        tar.close()
        raise


def _regular(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    size = 0
    for member in tar:
        size += member.size
        if size > TOTAL:
            raise Spoiled(f"this archive has more than {TOTAL >> 30} GiB", _AGAIN)
        if member.isreg():
            yield member


def _extracted(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(member)
    if file is None:
        raise tarfile.ReadError("it is no file")
    return file


def _plain(error: BaseException) -> str:
    return str(error) or type(error).__name__
