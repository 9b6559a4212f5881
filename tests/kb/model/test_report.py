"""Numbers as they are read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskbook.model import Share, Span, span


def test_a_share_shows_both_its_numbers() -> None:
    """Numerator, denominator and per cent; of nothing there is no per cent."""
    assert str(Share(17, 40)) == "17 of 40 (43%)"
    assert str(Share(1_500, 3_000)) == "1,500 of 3,000 (50%)"
    assert str(Share(0, 0)) == "0 of 0"


def test_a_median_says_of_how_many() -> None:
    """Where nothing has a time there is a dash."""
    assert str(Span(timedelta(hours=3), 17, 40)) == "3 h (17 of 40)"
    assert str(Span(None, 0, 2)) == "– (0 of 2)"


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=20), "0 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(minutes=90), "2 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=60), "2 days"),
        (timedelta(days=1_200), "1,200 days"),
    ],
)
def test_a_time_is_told_in_one_unit(time: timedelta, said: str) -> None:
    """Minutes, hours or days."""
    assert span(time) == said
