"""Sorting with little memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskbook.sources.spilled import sorted_rows

ROWS = st.lists(st.tuples(st.integers(0, 9), st.text(max_size=9), st.none() | st.text(max_size=3)), max_size=60)


@given(ROWS, st.integers(0, 60))
def test_parts_on_the_disk_change_nothing(rows: list[tuple[int, str, str | None]], most: int) -> None:
    """The order is that of `sorted`, however little may be held."""
    numbered = [(row[0], place, *row[1:]) for place, row in enumerate(rows)]

    assert list(sorted_rows(numbered, lambda row: len(row[2]), most)) == sorted(numbered, key=lambda row: row[:2])
