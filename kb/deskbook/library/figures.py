"""The tracked table of numbers that no date tells: written down day by day, so that they have a trend."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from deskbook.errors import DecisionError
from deskbook.library.files import replace
from deskbook.model import Point, Share, Table

_COLUMNS = ["day", "report", "figure", "part", "whole"]
_CURE = "mend the line, or delete it; what a day's numbers were stands in git"


def read_figures(path: Path) -> Mapping[tuple[str, str], tuple[Point, ...]]:
    """The recorded points by report and figure, by day; none where there is no file. Raises `DecisionError`, naming the line."""
    found: dict[tuple[str, str], dict[date, Point]] = defaultdict(dict)
    if not path.exists():
        return {}
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    for row in reader:
        if row in ([], _COLUMNS):
            continue
        try:
            day, report, figure, part, whole = row
            at = date.fromisoformat(day)
            found[report, figure][at] = Point(at, Share(int(part), int(whole)))
        except ValueError as error:
            raise DecisionError(
                f"this is no number of a day: {error}", where=f"{path}:{reader.line_num}", cure=_CURE
            ) from error
    return {key: tuple(points[at] for at in sorted(points)) for key, points in found.items()}


def record_figures(path: Path, tables: Iterable[Table]) -> int:
    """Write down today's shares of figures that have no other past, each day once. Returns how many were written."""
    known = read_figures(path)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    number = 0
    for table in tables:
        for figure in table.figures:
            now, value = figure.points[-1], figure.now
            recorded = known.get((table.name, figure.what), ())
            if not figure.dated and isinstance(value, Share) and now.at not in {point.at for point in recorded}:
                writer.writerow([now.at.isoformat(), table.name, figure.what, value.part, value.whole])
                number += 1
    if number:
        before = path.read_text(encoding="utf-8") if path.exists() else ",".join(_COLUMNS) + "\n"
        replace(path, before + ("" if before.endswith("\n") else "\n") + out.getvalue())
    return number
