"""A Roundup that fails in ways that a real one cannot be made to. What it does in good order, tests/live shows on a real one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook import http
from deskbook.errors import PublishError, SourceError
from deskbook.model import Damage, Gone, Incoming
from deskbook.sources import roundup
from deskbook.sources.roundup import Roundup
from giving import note, pulled

TOKEN = "deskbook:n0b0dy-may-see-this"
API = "/rest/data"
NOW = datetime.now(UTC)


@dataclass
class Desk:
    """Issues by id, with when they changed. Each has one message, of the same id."""

    issues: dict[str, datetime] = field(default_factory=dict)
    stale: bool = False

    def answer(self, asked: Asked) -> Reply | None:
        """The REST interface, as far as it is asked."""
        wanted = asked.many.get("id")
        if asked.path == f"{API}/msg" and asked.method == "GET":
            said = {"date": "2026-01-01.10:00:00", "author.username": "ada"}
            return _list([{"id": key, "content": f"It broke {key}", **said} for key in wanted or ()])
        if asked.path == f"{API}/issue":
            start = asked.query.get("activity", "0").rstrip(";")
            changed = {key: at.strftime("%Y-%m-%d.%H:%M:%S") for key, at in self.issues.items()}
            return _list([
                {"id": key, "activity": at, "creation": "2026-01-01.10:00:00", "title": f"Lid {key}",
                 "status": {"id": "8", "name": "resolved"}, "keyword": [], "messages": [{"id": key}]}
                for key, at in changed.items() if (key in wanted if wanted else at >= start)
            ])  # fmt: skip
        if asked.method == "PATCH" and self.stale:
            return Reply({"error": {"status": 412, "msg": "If-Match is missing or does not match."}}, 412)
        if asked.path == f"{API}/issue/1":
            return Reply({"data": {"attributes": {"messages": [{"id": "1"}]}, "@etag": '"e"'}})
        return Reply({"data": {"id": "77", "collection": []}})


def _list(rows: list[dict[str, object]]) -> Reply:
    return Reply({"data": {"collection": rows, "@total_size": len(rows)}})


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds. Two ids go into a request."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    monkeypatch.setattr(roundup, "_AT_ONCE", 2)
    return waited


@pytest.fixture(name="desk")
def _desk() -> Desk:
    return Desk({str(n): NOW - timedelta(days=n) for n in range(1, 6)})


@pytest.fixture(name="server")
def _server(desk: Desk) -> Iterator[DeskServer]:
    with desk_server(desk.answer) as server:
        yield server


def source(server: DeskServer, token: str = TOKEN) -> Roundup:
    """A source that reads it."""
    return Roundup("desk", Path(), {"url": server.address, "token_env": token, "pace": 1000})


def test_a_run_without_news_costs_one_request(server: DeskServer) -> None:
    """The list of what changed."""
    first = pulled(source(server))
    server.asked.clear()

    assert pulled(source(server), first.cursor).threads == {}
    assert sorted(first.threads) == ["1", "2", "3", "4", "5"]
    assert len(server.asked) == 1


def test_a_run_that_was_stopped_is_taken_up(server: DeskServer) -> None:
    """The oldest changes come first: whatever was stored, what is left comes then."""
    entries = source(server).threads()
    given = [next(entries) for _ in range(4)]
    entries.close()  # type: ignore[attr-defined]
    cursor = next(one.cursor for one in reversed(given) if getattr(one, "cursor", ""))  # type: ignore[union-attr]

    rest = pulled(source(server), cursor)

    assert {one.thread.id for one in given if isinstance(one, Incoming)} == {"5", "4", "3"}
    assert {"3", "2", "1"} <= set(rest.threads)
    assert "5" not in rest.threads


@pytest.mark.parametrize("kind", [429, 503, "truncated", "html", "closed"])
@pytest.mark.parametrize("path", [f"{API}/issue", f"{API}/msg"])
def test_trouble_that_passes_is_waited_for(server: DeskServer, path: str, kind: int | str, pauses: list[float]) -> None:
    """As long as Roundup wants."""
    server.faults.append(Fault(path, kind, headers={"Retry-After": "7"} if kind == 429 else {}))

    assert len(pulled(source(server)).threads) == 5
    assert kind != 429 or 7.0 in pauses


def test_an_issue_that_is_not_given_holds_the_place(server: DeskServer) -> None:
    """The others are read, and the next run begins before it."""
    server.faults.append(Fault(f"{API}/msg", 500, times=6))

    given = list(source(server).threads())

    assert [one.thread.id for one in given if isinstance(one, Incoming)] == ["4", "3", "2", "1"]
    assert ["issue 5" in one.what or "ticket 5" in one.what for one in given if isinstance(one, Damage)] == [True]
    assert not [one for one in given if getattr(one, "cursor", "")]


def test_an_issue_that_vanished_is_gone(server: DeskServer, desk: Desk) -> None:
    """Since it was listed."""
    entries = source(server).threads()
    given = [next(entries)]
    del desk.issues["2"]

    assert Gone("2") in [*given, *entries]


def test_a_refused_password_is_not_shown(server: DeskServer) -> None:
    """The message says what the variable has to hold."""
    server.faults.append(Fault(API, 401, times=9))

    with pytest.raises(SourceError, match="refuses the token") as caught:
        list(source(server).threads())

    assert "n0b0dy" not in f"{caught.value.what} {caught.value.where} {caught.value.cure}"
    assert "NAME:PASSWORD" in str(caught.value.cure)


def test_what_somebody_changes_at_the_same_time_is_not_overwritten(server: DeskServer, desk: Desk) -> None:
    """Roundup refuses, and the next run tries again."""
    desk.stale = True

    with pytest.raises(PublishError, match="412"):
        source(server).publish("1", note("ab1", public=True))
