"""A Roundup that fails in ways that a real one cannot be made to. What it does in good order, tests/live shows on a real one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk_server import DeskServer, desk_server
from deskbook.errors import PublishError
from deskbook.model import Gone
from deskbook.sources import roundup
from desks.roundup import Desk, filled, source
from giving import note


@pytest.fixture(autouse=True)
def _two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roundup, "_AT_ONCE", 2)


@pytest.fixture(name="desk")
def _desk() -> Desk:
    return filled()


@pytest.fixture(name="server")
def _server(desk: Desk) -> Iterator[DeskServer]:
    with desk_server(desk.answer) as server:
        yield server


def test_an_issue_that_vanished_is_gone(server: DeskServer, desk: Desk) -> None:
    """Since it was listed."""
    entries = source(server).threads()
    given = [next(entries)]
    del desk.issues["2"]

    assert Gone("2") in [*given, *entries]


def test_what_somebody_changes_at_the_same_time_is_not_overwritten(server: DeskServer, desk: Desk) -> None:
    """Roundup refuses, and the next run tries again."""
    desk.stale = True

    with pytest.raises(PublishError, match="412"):
        source(server).publish("1", note("ab1", public=True))
