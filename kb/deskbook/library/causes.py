"""The tracked table of what caused the threads of a random sample: people fill in the last column."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable
from pathlib import Path

from deskbook.errors import DecisionError
from deskbook.library.files import replace
from deskbook.model import Cause, Sampled

_COLUMNS = ["thread", "area", "title", "url", "cause"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_causes(path: Path) -> tuple[Sampled, ...]:
    """The rows of `path` in their order; none where the file does not exist. Raises `DecisionError`, naming the line."""
    if not path.exists():
        return ()
    try:
        text = path.read_text(encoding="utf-8").removeprefix("\ufeff")  # spreadsheets put it there
        reader = csv.DictReader(io.StringIO(text), strict=True)
        if missing := [name for name in _COLUMNS if name not in (reader.fieldnames or ())]:
            raise DecisionError(
                f"the column '{missing[0]}' is missing",
                where=f"{path}:1",
                cure=f"the first line must be: {','.join(_COLUMNS)}",
            )
        rows = [(_sampled(row, f"{path}:{reader.line_num}")) for row in reader]
    except (csv.Error, UnicodeDecodeError) as error:
        raise DecisionError(
            f"this is no table of comma-separated values in UTF-8: {error}",
            where=str(path),
            cure="save it as CSV, UTF-8",
        ) from error
    keys = [row.thread for row in rows]
    if repeated := sorted({key for key in keys if keys.count(key) > 1}):
        raise DecisionError(f"'{repeated[0]}' stands there twice", where=str(path), cure="delete one of its lines")
    return tuple(rows)


def append_causes(path: Path, rows: Iterable[Sampled]) -> None:
    """Add rows below those that are there, which stay as people left them, with whatever columns they added."""
    before = path.read_bytes().decode("utf-8") if path.exists() else ""
    before = before or ",".join(_COLUMNS) + "\n"
    columns = next(csv.reader([before.removeprefix("\ufeff").splitlines()[0]]))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n" if "\r\n" in before else "\n")
    for row in rows:
        known = (row.thread, row.area, plain_cell(row.title), row.url, row.cause or "")
        writer.writerow(dict(zip(_COLUMNS, known, strict=True)))
    replace(path, before + ("" if before.endswith("\n") else "\n") + out.getvalue())


def plain_cell(text: str) -> str:
    """Text that a spreadsheet takes for text: what customers write may begin like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _sampled(row: dict[str, str | None], where: str) -> Sampled:
    if None in row or any(row[name] is None for name in _COLUMNS):
        raise DecisionError(
            "this line has another number of columns than the first",
            where=where,
            cure="put texts with commas in quotes",
        )
    thread, area, title, url, said = ((row[name] or "").strip() for name in _COLUMNS)
    if not thread:
        raise DecisionError("this line names no thread", where=where, cure="delete it, or write its key")
    try:
        cause = Cause(said.lower()) if said else None
    except ValueError:
        near = difflib.get_close_matches(said.lower(), list(Cause), n=1)
        raise DecisionError(
            f"'{said}' is no cause" + (f"; did you mean '{near[0]}'?" if near else ""),
            where=where,
            cure=f"write one of: {', '.join(Cause)}; or leave it empty",
        ) from None
    return Sampled(thread, area, title, url, cause)
