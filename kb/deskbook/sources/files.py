"""Files on disk -> lines and JSON records, one at a time. What cannot be read becomes `Damage` with its place."""

from __future__ import annotations

import glob
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from deskbook.errors import SourceError
from deskbook.json_text import JsonError, parse
from deskbook.model import Damage

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_EXPORT_AGAIN = "export this file again"
_MEND_LINE = "mend or remove this line, or export the file again"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file as bytes, without its end; `number` counts from 1, `offset` is where it begins in the file."""

    number: int
    offset: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON value and its place. `offset` is where its line begins, or None where the file is one JSON document."""

    where: str
    value: object
    path: Path
    offset: int | None


def find_files(pattern: str, root: Path, source: str) -> list[Path]:
    """The files that `pattern` means, absolute or relative to `root`, sorted by path.

    Raises `SourceError` if there are none.
    """
    exact = root / pattern
    if exact.is_file():
        return [exact]
    absolute = Path(pattern).is_absolute()
    found = glob.glob(pattern if absolute else str(Path(glob.escape(str(root))) / pattern), recursive=True)  # noqa: PTH207  Path.glob takes no absolute pattern
    if files := sorted(path for path in map(Path, found) if path.is_file()):
        return files
    if exact.is_dir():
        raise SourceError(
            f"the path of source '{source}' is a folder",
            where=str(exact),
            cure=f'name its files: path = "{pattern.rstrip("/")}/*"',
        )
    raise SourceError(
        f"source '{source}' finds no file",
        where=str(exact),
        cure="mend its `path` in deskbook.toml, or put the export there",
    )


def place(path: Path, root: Path) -> str:
    """A path for people: relative to the project if inside it."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def lines(path: Path, root: Path) -> Iterator[Line | Damage]:
    """The lines of one file that are not blank, unpacked if it is gzip; a byte order mark is dropped."""
    number = offset = 0
    try:
        with _open(path) as file:
            for raw in file:
                number += 1
                if number == 1 and raw.startswith(_UTF16):
                    yield Damage("this file is UTF-16 text", place(path, root), "save it again as UTF-8")
                    return
                content = raw.removeprefix(_BOM) if number == 1 else raw
                if content.strip():
                    yield Line(number, offset, content.rstrip(b"\r\n"))
                offset += len(raw)
    except (OSError, EOFError, zlib.error) as error:
        # gzip says EOFError for a file that was cut off, BadGzipFile (an OSError) for one that is not gzip.
        yield Damage(f"the file cannot be read on: {error}", f"{place(path, root)}:{number + 1}", _EXPORT_AGAIN)


def records(path: Path, root: Path) -> Iterator[Record | Damage]:
    """The JSON values of one file: either one to a line, or one document, whose members are given if it is a list."""
    if _is_document(path, root):
        yield from _document(path, root)
        return
    for line in lines(path, root):
        if isinstance(line, Damage):
            yield line
            continue
        where = f"{place(path, root)}:{line.number}"
        try:
            yield Record(where, parse(line.raw), path, line.offset)
        except JsonError as error:
            yield Damage(str(error), where, _MEND_LINE)


def record_at(path: Path, offset: int) -> object:
    """The JSON value of the line that begins at `offset`; it has been read without damage before."""
    with _open(path) as file:
        file.seek(offset)
        return parse(file.readline().removeprefix(_BOM))


def _open(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path)) if path.suffix == ".gz" else path.open("rb")


def _is_document(path: Path, root: Path) -> bool:
    """Whether a file is one JSON value over several lines, or one list, judged by its first two lines."""
    start = lines(path, root)
    first, second = next(start, None), next(start, None)
    if not isinstance(first, Line):
        return False
    try:
        whole = parse(first.raw)
    except JsonError:
        return first.raw.lstrip().startswith(b"[") or (isinstance(second, Line) and not second.raw.startswith(b"{"))
    return second is None and isinstance(whole, list)


def _document(path: Path, root: Path) -> Iterator[Record | Damage]:
    where = place(path, root)
    try:
        with _open(path) as file:
            value = parse(file.read().removeprefix(_BOM))
    except JsonError as error:
        yield Damage(str(error), f"{where}:{error.line}", _EXPORT_AGAIN)
        return
    except (OSError, EOFError, zlib.error) as error:
        yield Damage(f"the file cannot be read: {error}", where, _EXPORT_AGAIN)
        return
    if isinstance(value, list):
        for number, member in enumerate(value, 1):
            yield Record(f"{where}, record {number}", member, path, None)
    else:
        yield Record(f"{where}:1", value, path, None)
