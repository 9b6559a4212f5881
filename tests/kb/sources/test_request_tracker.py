"""A Request Tracker that fails in ways that a real one cannot be made to. What it does in good order, tests/live shows on a real one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from desk_server import DeskServer, desk_server
from deskbook.errors import PublishError
from deskbook.model import Given, Incoming
from deskbook.sources import request_tracker
from desks.request_tracker import Desk, filled, source
from giving import note, pulled


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_tracker, "_PAGE", 2)
    monkeypatch.setattr(request_tracker, "_FEW", 2)


@pytest.fixture(name="desk")
def _desk() -> Desk:
    return filled()


@pytest.fixture(name="server")
def _server(desk: Desk) -> Iterator[DeskServer]:
    with desk_server(desk.answer) as server:
        yield server


def test_a_desk_that_cannot_count_is_read_whole(server: DeskServer, desk: Desk) -> None:
    """Stopped after an entry, the two runs together give every ticket."""
    desk.counts = False
    total = len(list(source(server).threads()))
    for number in range(0, total, 3):
        entries = source(server).threads()
        given: list[Given] = [next(entries) for _ in range(number + 1)]
        entries.close()  # type: ignore[attr-defined]
        cursor = next((one.cursor for one in reversed(given) if getattr(one, "cursor", "")), "")

        rest = pulled(source(server), cursor)

        ids = {one.thread.id for one in given if isinstance(one, Incoming)}
        assert ids | set(rest.threads) == {"1", "2", "3", "4", "5"}


def test_what_changes_in_the_meantime_comes_with_the_next_run(server: DeskServer, desk: Desk) -> None:
    """Also where its number has been passed."""
    entries = source(server).threads()
    given = [next(entries) for _ in range(3)]
    desk.tickets[1] = ("open", datetime.now(UTC))
    given += entries

    cursor = next(one.cursor for one in reversed(given) if getattr(one, "cursor", ""))  # type: ignore[union-attr]

    assert "1" in pulled(source(server), cursor).gone


def test_a_ticket_is_linked_to_its_article(server: DeskServer, desk: Desk) -> None:
    """The link comes and goes with the tag; tags of people stay."""
    desk.tags[2] = ["keep"]
    told = note("ab1")
    receipt = source(server).publish("2", told)
    assert (desk.links[2], desk.tags[2]) == ([told.link], ["keep", "documented"])

    source(server).retract("2", told, receipt)
    assert (desk.links[2], desk.tags[2]) == ([], ["keep"])


def test_a_change_that_was_not_made_is_seen(server: DeskServer, desk: Desk) -> None:
    """RT answers as if it had been; the note is there already the next time."""
    desk.deaf = True
    for _ in range(2):
        with pytest.raises(PublishError, match="did not change"):
            source(server).publish("2", note("ab1"))

    assert len(desk.notes[2]) == 1
