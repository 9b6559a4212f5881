"""Numbers that are written down day by day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deskbook.errors import DecisionError
from deskbook.library import read_figures, record_figures
from deskbook.model import Figure, Point, Share, Table

HEAD = "day,report,figure,part,whole\n"


def table(day: date, part: int, *, dated: bool = False) -> Table:
    figure = Figure("pages, overdue", (Point(day, Share(part, 9)),), dated=dated)
    return Table("overdue", "Overdue", ("Page",), (), figures=(figure,))


def test_each_day_is_written_down_once(tmp_path: Path) -> None:
    """A second run of the same day adds nothing; what dates tell is not written at all."""
    path = tmp_path / "figures.csv"

    assert record_figures(path, [table(date(2026, 11, 21), 3, dated=True)]) == 0
    assert not path.exists()
    assert record_figures(path, [table(date(2026, 11, 21), 3)]) == 1
    assert record_figures(path, [table(date(2026, 11, 21), 4)]) == 0
    assert record_figures(path, [table(date(2026, 11, 22), 2)]) == 1
    assert path.read_text(encoding="utf-8") == (
        f'{HEAD}2026-11-21,overdue,"pages, overdue",3,9\n2026-11-22,overdue,"pages, overdue",2,9\n'
    )
    assert read_figures(path) == {
        ("overdue", "pages, overdue"): (Point(date(2026, 11, 21), Share(3, 9)), Point(date(2026, 11, 22), Share(2, 9)))
    }


@pytest.mark.parametrize("line", ["2026-13-01,a,b,1,2", "2026-11-01,a,b,1", "2026-11-01,a,b,one,2"])
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    """Two branches that both wrote leave their lines in any order, and a second head; anything else is told."""
    path = tmp_path / "figures.csv"
    path.write_text(f"{HEAD}2026-11-02,a,b,1,2\n{HEAD}2026-11-01,a,b,1,2\n", encoding="utf-8")
    assert [point.at.day for point in read_figures(path)["a", "b"]] == [1, 2]

    path.write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(DecisionError) as error:
        read_figures(path)
    assert error.value.where == f"{path}:2"
