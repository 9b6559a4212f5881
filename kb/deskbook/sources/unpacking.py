"""Packed files -> streams of bytes that cannot grow out of proportion. Nothing is unpacked to the disk."""

from __future__ import annotations

import gzip
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol, cast

CHUNK = 1 << 20
_ALWAYS = 256 << 20  # bytes that any file may unpack to
_RATIO = 100  # times its own size; SQL unpacks to about ten times, and what was made to fill a disk to a thousand
_LONGEST_LINE = 64 << 20


class Swollen(Exception):  # noqa: N818  it is turned into Damage, never shown as an error
    """A file unpacks to far more than a file of its kind can hold."""


class NoMember(Exception):  # noqa: N818  as `Swollen`
    """An archive does not hold what was looked for."""


class Readable(Protocol):
    """What can be read, once, from its beginning to its end."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes: at most `size` of them, and none only at the end."""
        ...


class Bounded:
    """A stream that is unpacked from a file as long as it stays in proportion to what was read of the file.

    One call gives at most `CHUNK` bytes, and raises `Swollen` where that was too much.
    """

    def __init__(self, unpacked: Readable, packed: IO[bytes]) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._given = 0

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        piece = self._unpacked.read(CHUNK if size < 0 else min(size, CHUNK))
        self._given += len(piece)
        if self._given > _ALWAYS and self._given > _RATIO * self._packed.tell():
            raise Swollen(f"it unpacks to more than {_RATIO} times its size")
        return piece


@contextmanager
def unpacked(path: Path, members: tuple[str, ...]) -> Iterator[Bounded]:
    """A file, unpacked as its name says: `.gz`, and of `.tar`, `.tar.gz` and `.tgz` the first member that has one of the names
    `members`, itself unpacked if it is gzip. Links and other things that are no plain file are passed by.

    Raises `NoMember` where an archive has no such member; reading raises `Swollen`, `OSError`, `EOFError`, `zlib.error` or
    `tarfile.TarError` where the file is damaged.
    """
    with path.open("rb") as packed, ExitStack() as opened:
        stream = _unzipped(path, packed, opened)
        if _is_archive(path):
            archive = _archive(stream, opened)
            member = next((one for one in _plain_files(archive) if one.name.removeprefix("./") in members), None)
            if member is None:
                raise NoMember
            plain = opened.enter_context(cast("IO[bytes]", archive.extractfile(member)))
            stream = Bounded(plain, packed)
            if member.name.endswith(".gz"):
                stream = Bounded(opened.enter_context(gzip.GzipFile(fileobj=cast("IO[bytes]", stream))), packed)
        yield stream


def files_in(path: Path, wanted: Callable[[str, int], bool]) -> Iterator[tuple[str, bytes]]:
    """The names and contents of the files in an archive that are `wanted`, given the name and the size in bytes. Nothing of a file
    that is no archive. Raises what reading an `unpacked` one does."""
    if not _is_archive(path):
        return
    with path.open("rb") as packed, ExitStack() as opened:
        archive = _archive(_unzipped(path, packed, opened), opened)
        for member in _plain_files(archive):
            if wanted(member.name, member.size) and not member.issparse():
                with cast("IO[bytes]", archive.extractfile(member)) as file:
                    yield member.name, file.read()


def split_lines(stream: Readable) -> Iterator[bytes]:
    """The lines of a stream, without their ends. Raises `Swollen` for a line that no file of text has."""
    rest = b""
    while piece := stream.read(CHUNK):
        if b"\n" not in piece and len(rest) + len(piece) > _LONGEST_LINE:
            raise Swollen("it has a line that does not end")
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith((".tar", ".tar.gz", ".tgz"))


def _unzipped(path: Path, packed: IO[bytes], opened: ExitStack) -> Bounded:
    stream = Bounded(packed, packed)
    if path.name.lower().endswith((".gz", ".tgz")):
        stream = Bounded(opened.enter_context(gzip.GzipFile(fileobj=cast("IO[bytes]", stream))), packed)
    return stream


def _archive(stream: Bounded, opened: ExitStack) -> tarfile.TarFile:
    # As a stream ("r|"): members are met in their order, and nothing but headers is kept.
    return opened.enter_context(tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|", bufsize=CHUNK))


def _plain_files(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for member in archive:
        archive.members = []  # type: ignore[attr-defined]  # tarfile remembers all; a backup has a million uploads
        if member.type in (tarfile.REGTYPE, tarfile.AREGTYPE):
            yield member
