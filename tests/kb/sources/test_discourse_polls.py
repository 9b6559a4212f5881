"""How polls went."""

from __future__ import annotations

from typing import Any

import pytest

from deskbook.sources.discourse_polls import PollTables, with_votes
from deskbook.sources.markdown import from_html

COOKED = (
    '<div class="poll" data-poll-name="a&amp;b" data-poll-status="open"><ul><li data-poll-option-id="1">One</li>'
    '<li data-poll-option-id="2">Two</li></ul></div>'
)


def poll(**values: Any) -> dict[str, Any]:
    """One poll as the API gives it."""
    options = [{"id": "1", "votes": 3}, {"id": "2", "votes": 0}]
    return {"name": "a&b", "status": "open", "voters": 3, "options": options, **values}


def test_the_numbers_stand_beside_what_was_chosen() -> None:
    """Each option has its votes, the poll its voters, and one that was closed since says so."""
    text = from_html(with_votes(COOKED, [poll(status="closed")]))

    assert text == "**Poll**\n\n- One: 3 votes\n- Two: 0 votes\n\n3 people voted. The poll is closed."


@pytest.mark.parametrize(
    "polls",
    [
        [], [{}], [{"name": None}], [poll(name="other")], [poll(options=None)], [poll(options=["x", {"id": "1"}])],
        [poll(options=[{"id": "1", "votes": "<script>"}])], [poll(options=[{"id": "1", "votes": True}])],
        [poll(options=[{"id": "1", "votes": -1}], voters=-1)],
    ],
)  # fmt: skip
def test_what_is_not_told_is_not_said(polls: list[dict[str, Any]]) -> None:
    """Neither nought nor the number of voters stands for it; nonsense is no number."""
    assert from_html(with_votes(COOKED, polls)) == "**Poll**\n\n- One\n- Two"


@pytest.mark.parametrize(
    ("results", "status", "shown"),
    [("0", "0", True), ("2", "1", True), ("2", "0", False), ("1", "1", False), ("3", "1", False), (None, "1", False)],
)
def test_a_database_tells_only_what_everybody_may_see(results: str | None, status: str, shown: bool) -> None:
    """Not the result that voters, staff, or nobody yet may see; who voted for several counts as one voter."""
    tables = PollTables()
    tables.take("polls", ("7", "10", "p", status, results, "2"))
    tables.take("poll_options", ("71", "7", "x", None))
    tables.take("poll_options", ("72", "7", "y", "2"))
    for option, user in (("71", "1"), ("72", "1"), ("72", "2")):
        tables.take("poll_votes", ("7", option, user))

    (told,) = tables.of("10")
    assert told.get("voters") == (4 if shown else None)
    assert told.get("options") == ([{"id": "x", "votes": 1}, {"id": "y", "votes": 4}] if shown else None)
    assert told["status"] == ("closed" if status == "1" else "open")
    assert tables.of("11") == tables.of(None) == []
