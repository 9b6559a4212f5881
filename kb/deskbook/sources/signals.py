"""Exports of counters -> signals: deskbook's own JSON lines, and tables of Matomo, Plausible, GoatCounter and Google Analytics.

A counter gets events whose names and properties are those of theme/assets/javascripts/events.js. Its tables are known by their
columns; where a table does not say what its rows are, `[[signals]] kind` does.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deskbook.json_text import JsonError, parse
from deskbook.model import Damage, Signal, SignalKind

from .files import find_files, place

# Columns, as the systems call them (in English, case and signs apart), the surest first.
_ABOUT = (
    "query",
    "q",
    "search term",
    "search keyword",
    "site search keyword",
    "keyword",
    "label",
    "value",
    "page",
    "page path",
    "path",
    "url",
)
_COUNT = (
    "count",
    "events",
    "event count",
    "total events",
    "searches",
    "nb hits",
    "nb visits",
    "nb events",
    "hits",
    "visits",
    "visitors",
    "total",
)
_EVENT = ("event", "event name", "goal", "goal name", "name", "property", "type", "kind")
_DAY = ("day", "date", "at", "time", "timestamp")
_PREFIX = "deskbook/"  # of the names of events in counters that know only names
_MOST = 1_000_000


def read_signals(pattern: str, root: Path, kind: SignalKind | None) -> Iterator[Signal | Damage]:
    """What the files that `pattern` means tell, file by file. `kind` is that of rows that do not say theirs.

    Raises `SourceError` if there is no such file.
    """
    for path in find_files(pattern, root, "signals"):
        where = place(path, root)
        text = _text(path.read_bytes())
        yield from _lines(text, where) if text.lstrip().startswith("{") else _table(text, where, kind)


def _text(data: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff")
    return data.decode("utf-8", "replace")


def _lines(text: str, where: str) -> Iterator[Signal | Damage]:
    """What the team's own endpoint was sent, one event a line."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = parse(line.encode())
        except JsonError as error:
            yield Damage(f"this line is no JSON: {error}", f"{where}:{number}", "remove it, or export the file again")
            continue
        signal = _event(value) if isinstance(value, Mapping) else None
        if signal:
            yield signal


def _event(value: Mapping[str, object]) -> Signal | None:
    """An event as events.js sends it; None for one that is not counted."""
    said = _kind(str(value.get("type", "")))
    if said is None:
        return None
    about = str(value.get("q") or value.get("page") or "")
    return Signal(said, about, 1, _day(str(value.get("at", ""))))


def _table(text: str, where: str, kind: SignalKind | None) -> Iterator[Signal | Damage]:
    rows = csv.reader(io.StringIO(_without_preface(text)), delimiter=_delimiter(text))
    try:
        columns = [_plain(name) for name in next(rows, [])]
        about, count, event, day = (_column(columns, names) for names in (_ABOUT, _COUNT, _EVENT, _DAY))
        if about is None and event is None:
            yield Damage(
                "none of its columns is known",
                f"{where}:1",
                f"name one of them 'query' or 'page'; known are also {', '.join(_ABOUT[2:6])}",
            )
            return
        for number, row in enumerate(rows, 2):
            if not any(row) or number > _MOST:
                continue
            cell = dict(enumerate(row)).get
            named = cell(event, "") if event is not None else ""
            said, rest = _named(named) if named else (None, "")
            asked = cell(about, "") if about is not None else ""
            if said is None and (from_path := _named(asked))[0]:
                said, asked = from_path
            said = said or kind
            if said is None:
                yield Damage(
                    "nothing says what this row counts",
                    f"{where}:{number}",
                    'write `kind = "no-result"` or the like into its block',
                )
                return
            times = _number(cell(count, "1")) if count is not None else 1
            if times:
                yield Signal(said, (asked or rest).strip(), times, _day(cell(day, "")) if day is not None else None)
    except csv.Error as error:
        yield Damage(f"this is no table: {error}", where, "export it again as CSV")


def _without_preface(text: str) -> str:
    """Without the lines that begin with #, which Google Analytics writes above its table."""
    lines = text.splitlines(keepends=True)
    start = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
    return "".join(lines[start:])


def _delimiter(text: str) -> str:
    head = _without_preface(text).partition("\n")[0]
    return max((",", ";", "\t"), key=head.count)


def _plain(name: str) -> str:
    # GoatCounter writes the version of its format before the first name.
    return re.sub(r"^\d+(?=[a-z])|[^a-z0-9 ]", "", name.strip().lower().replace("_", " "))


def _column(columns: list[str], names: tuple[str, ...]) -> int | None:
    return next((columns.index(name) for name in names if name in columns), None)


def _named(text: str) -> tuple[SignalKind | None, str]:
    """The kind that the name of an event says, and what follows it: `deskbook/no-result/dns`."""
    name = text.strip().removeprefix("/").removeprefix(_PREFIX)
    first, _, rest = name.partition("/")
    return _kind(first), unquote(rest)


def _kind(name: str) -> SignalKind | None:
    known = re.sub(r"[\s_]+", "-", name.strip().lower()).removeprefix("deskbook-")
    return next((kind for kind in SignalKind if kind == known), None)


def _number(text: str) -> int:
    digits = re.sub(r"[\s.,'](?=\d{3}\b)", "", text.strip())
    return int(digits) if digits.isdecimal() else 0


def _day(text: str) -> date | None:
    try:
        return (
            datetime.fromisoformat(text.strip()).astimezone(UTC).date()
            if "T" in text
            else date.fromisoformat(text.strip()[:10])
        )
    except ValueError:
        return None


def page_path(text: str) -> str:
    """The path of a page, whatever host and query its address has."""
    return urlsplit(text).path or "/"
