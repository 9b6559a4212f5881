"""The reports about what readers told."""

from __future__ import annotations

from datetime import date

from deskbook.model import Knowledge, Roster, Signal, SignalKind
from deskbook.reports.searches import Searches
from deskbook.reports.unhelpful import Unhelpful

DAY = date(2026, 3, 1)


def known(*signals: Signal) -> Knowledge:
    """A knowledge base of which only readers told something."""
    return Knowledge((), Roster(), DAY, signals=signals)


def test_searches_without_a_result_come_first_by_number() -> None:
    """Of how many searches for the same; what was always found is not listed, but counts in the whole."""
    table = Searches().table(
        known(
            Signal(SignalKind.NO_RESULT, "dns", 2, DAY),
            Signal(SignalKind.SEARCH, "dns", 1),
            Signal(SignalKind.NO_RESULT, "tls", 5),
            Signal(SignalKind.SEARCH, "purge", 2),
        )
    )

    assert [(row[0], str(row[1]), row[2]) for row in table.rows] == [
        ("tls", "5 of 5 (100%)", ""),
        ("dns", "2 of 3 (67%)", "2026-03-01"),
    ]
    assert "7 of 10 (70%)" in table.note


def test_pages_that_did_not_help_show_all_their_votes() -> None:
    """A page that everybody liked is not in the list."""
    table = Unhelpful().table(
        known(
            Signal(SignalKind.UNHELPFUL, "/dns/", 1),
            Signal(SignalKind.HELPFUL, "/dns/", 3),
            Signal(SignalKind.HELPFUL, "/tls/", 3),
        )
    )

    assert [(row[0], str(row[1])) for row in table.rows] == [("/dns/", "1 of 4 (25%)")]
