"""A plain dump of PostgreSQL (`pg_dump`, with COPY blocks) -> rows of some of its tables, without PostgreSQL.

The format: postgresql.org/docs/current/sql-copy.html, "Text Format". Whatever stands outside COPY blocks is passed by, the
lines `\\restrict` and `\\unrestrict` of newer dumps among it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_COPY = re.compile(rb'COPY (?:"?public"?\.)?"?(\w+)"? \(([^)]*)\) FROM stdin;\r?\Z')
_END = b"\\."
_COMPLETE = b"-- PostgreSQL database dump complete"
_NULL = "\\N"
_ESCAPES = (("\\t", "\t"), ("\\r", "\r"), ("\\b", "\b"), ("\\f", "\f"), ("\\v", "\v"))
# Escapes that PostgreSQL reads and does not write.
_RARE = re.compile(r"\\(?![bfnrtv])")
_BYTES = re.compile(rb"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.)|\Z)", re.DOTALL)
_LETTERS = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


@dataclass(frozen=True, slots=True)
class Block:
    """A table with its columns. Its rows follow, if they are wanted."""

    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the values of the columns that were asked for, None for NULL and for a column that the table does not have."""

    table: str
    line: int
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is not what the head of its table promises."""

    table: str
    line: int
    what: str


class CutOff(Exception):  # noqa: N818  it is turned into Damage, never shown as an error
    """The dump ends before its end."""


def rows(lines: Iterable[bytes], wanted: Mapping[str, Sequence[str]]) -> Iterator[Block | Row | BadRow]:
    """The rows of some tables, by the columns wanted of each, in the order of the dump. Of all others only the head is read.

    Raises `CutOff` at the end of a dump that is not whole.
    """
    numbered = enumerate(lines, 1)
    complete = False
    for _, line in numbered:
        if not line.startswith(b"COPY "):
            complete = complete or line.startswith(_COMPLETE)
        elif head := _COPY.match(line):
            table = head[1].decode("ascii", "replace")
            columns = tuple(name.strip().strip(b'"').decode("utf-8", "replace") for name in head[2].split(b","))
            yield Block(table, columns)
            if table in wanted:
                yield from _block(numbered, table, columns, wanted[table])
            else:
                _pass_by(numbered)
    if not complete:
        raise CutOff


def _block(
    numbered: Iterator[tuple[int, bytes]], table: str, columns: tuple[str, ...], wanted: Sequence[str]
) -> Iterator[Row | BadRow]:
    width = len(columns)
    # What a table does not have is found behind its last column.
    picks = [columns.index(name) if name in columns else width for name in wanted]
    for number, line in numbered:
        if line == _END:
            return
        try:
            fields = line.decode("utf-8").split("\t")
        except UnicodeDecodeError:
            yield BadRow(table, number, f"this row of {table} is not UTF-8 text")
            continue
        if len(fields) != width:
            yield BadRow(table, number, f"this row of {table} has {len(fields)} values in place of {width}")
            continue
        fields.append(_NULL)
        try:
            # Most fields have no escape: asking here saves a call for each.
            yield Row(table, number, tuple([_text(f) if "\\" in (f := fields[pick]) else f for pick in picks]))
        except UnicodeDecodeError:
            yield BadRow(table, number, f"this row of {table} is not UTF-8 text")
    raise CutOff


def _pass_by(numbered: Iterator[tuple[int, bytes]]) -> None:
    for _, line in numbered:
        if line == _END:
            return
    raise CutOff


def _text(field: str) -> str | None:
    """The value of a field that has a backslash."""
    if field == _NULL:
        return None
    # Between doubled backslashes each one that is left begins an escape.
    pieces = field.split("\\\\")
    if any(_RARE.search(piece) for piece in pieces):
        whole = b"\\".join(_BYTES.sub(_byte, piece.encode("utf-8")) for piece in pieces)
        return whole.decode("utf-8")
    return "\\".join(map(_unescaped, pieces))


def _unescaped(piece: str) -> str:
    piece = piece.replace("\\n", "\n")
    if "\\" in piece:
        for escape, character in _ESCAPES:
            piece = piece.replace(escape, character)
    return piece


def _byte(escape: re.Match[bytes]) -> bytes:
    if escape[1]:
        return bytes([int(escape[1], 8) & 0xFF])
    if escape[2]:
        return bytes([int(escape[2], 16)])
    return _LETTERS.get(escape[3] or b"", escape[3] or b"")
