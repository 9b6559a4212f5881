"""A Request Tracker that fails in ways that a real one cannot be made to. What it does in good order, tests/live shows on a real one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook import http
from deskbook.errors import PublishError, SourceError
from deskbook.model import Damage, Given, Gone, Incoming
from deskbook.sources import request_tracker
from deskbook.sources.request_tracker import RequestTracker
from giving import note, pulled

TOKEN = "1-14-n0b0dy-may-see-this"
API = "/REST/2.0"
NOW = datetime.now(UTC).replace(microsecond=0)  # the server's header Date says the same


@dataclass
class Desk:
    """Tickets by number, with their status and when they changed. `sees_all` False: it cannot count what the account may see."""

    tickets: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    tags: dict[int, list[str]] = field(default_factory=dict)
    links: dict[int, list[str]] = field(default_factory=dict)
    notes: dict[int, list[str]] = field(default_factory=dict)
    deaf: bool = False
    counts: bool = True

    def answer(self, asked: Asked) -> Reply | None:
        """REST 2.0, as far as it is asked."""
        if asked.headers.get("authorization") != f"token {TOKEN}":
            return Reply({"message": "Unauthorized"}, 401)
        if asked.path == f"{API}/tickets":
            return self._list(asked)
        if asked.path == f"{API}/transactions":
            return Reply({"items": []})
        number = int(re.search(r"/ticket/(\d+)", asked.path)[1])  # type: ignore[index]
        return self._one(number, asked) if number in self.tickets else None

    def _one(self, number: int, asked: Asked) -> Reply:
        if asked.method == "POST":
            self.notes.setdefault(number, []).append(asked.body["Content"])
            return Reply(["Comments added"], 201)
        if asked.method == "PUT":
            return self._put(number, asked.body)
        notes = self.notes.get(number, [])
        if asked.path.endswith("/history"):
            said = [("Create", "ada"), ("Correspond", "grace"), *[("Comment", "deskbook") for _ in notes]]
            return self._rows(asked, [
                {"id": str(n), "Type": kind, "Creator": {"id": who}, "Created": _iso(NOW - timedelta(days=1, hours=-n))}
                for n, (kind, who) in enumerate(said)
            ])  # fmt: skip
        if asked.path.endswith("/attachments"):
            return self._rows(asked, [
                {"id": str(n), "TransactionId": str(n), "ContentType": "text/plain", "Content": text}
                for n, text in enumerate(["It broke", "Turn it", *notes])
            ])  # fmt: skip
        links = [{"ref": "refers-to", "_url": link} for link in self.links.get(number, [])]
        return Reply({**self._ticket(number), "_hyperlinks": links})

    def _put(self, number: int, change: dict[str, Any]) -> Reply:
        """RT answers 200 to what it does not do."""
        if not self.deaf:
            links = self.links.setdefault(number, [])
            links += [change["AddRefersTo"]] if "AddRefersTo" in change else []
            if change.get("DeleteRefersTo") in links:
                links.remove(change["DeleteRefersTo"])
            self.tags[number] = change.get("CustomFields", {}).get("Tags", self.tags.get(number, []))
        return Reply([])

    def _list(self, asked: Asked) -> Reply:
        query = asked.query["query"]
        after = int(re.search(r"id > (\d+)", query.replace("EffectiveId > 0", ""))[1])  # type: ignore[index]
        since = re.search(r"LastUpdated >= '(.+?)'", query)
        start = datetime.fromisoformat(since[1]).replace(tzinfo=UTC) if since else datetime.min.replace(tzinfo=UTC)
        rows = [self._ticket(n) for n, (_, at) in sorted(self.tickets.items()) if n > after and at >= start]
        size, page = int(asked.query["per_page"]), int(asked.query["page"])
        some = rows[size * (page - 1) : size * page]
        return Reply({"items": some, "total": len(rows) if self.counts else None})

    def _rows(self, asked: Asked, rows: list[dict[str, Any]]) -> Reply:
        first = (int(asked.query["page"]) - 1) * int(asked.query["per_page"])
        return Reply({"items": rows[first : first + int(asked.query["per_page"])], "total": None})

    def _ticket(self, number: int) -> dict[str, Any]:
        status, at = self.tickets[number]
        return {
            "id": str(number), "EffectiveId": str(number), "LastUpdated": _iso(at), "Created": _iso(NOW - timedelta(days=2)),
            "Status": status, "Subject": f"Lid {number}", "Requestor": [{"id": "ada"}],
            "CustomFields": [{"name": "Tags", "values": self.tags.get(number, [])}],
        }  # fmt: skip


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds. Pages hold two tickets."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    monkeypatch.setattr(request_tracker, "_PAGE", 2)
    monkeypatch.setattr(request_tracker, "_FEW", 2)
    return waited


@pytest.fixture(name="desk")
def _desk() -> Desk:
    return Desk({n: ("resolved", NOW - timedelta(days=9 - n)) for n in range(1, 6)})


@pytest.fixture(name="server")
def _server(desk: Desk) -> Iterator[DeskServer]:
    with desk_server(desk.answer) as server:
        yield server


def source(server: DeskServer, token: str = TOKEN) -> RequestTracker:
    """A source that reads it."""
    return RequestTracker("desk", Path(), {"url": server.address, "token_env": token, "pace": 1000})


def test_a_run_without_news_costs_two_requests(server: DeskServer) -> None:
    """One list of tickets, one of deletions."""
    first = pulled(source(server))
    server.asked.clear()

    second = pulled(source(server), first.cursor)

    assert sorted(first.threads) == ["1", "2", "3", "4", "5"]
    assert second.threads == {}
    assert len(server.asked) == 2


@pytest.mark.parametrize("counts", [True, False])
def test_whatever_stops_a_run_the_next_one_goes_on(server: DeskServer, desk: Desk, counts: bool) -> None:
    """Stopped after an entry, the two runs together give every ticket."""
    desk.counts = counts
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


@pytest.mark.parametrize(
    "fault",
    [
        Fault(f"{API}/tickets", 429, headers={"Retry-After": "7"}),
        Fault(f"{API}/ticket/2/history", 503, times=3),
        Fault(f"{API}/ticket/2/attachments", "truncated"),
        Fault(f"{API}/tickets", "html"),
        Fault(f"{API}/ticket/3", "closed"),
    ],
)
def test_trouble_that_passes_is_waited_for(server: DeskServer, fault: Fault, pauses: list[float]) -> None:
    """As long as RT wants."""
    server.faults.append(fault)

    assert len(pulled(source(server)).threads) == 5
    assert ("Retry-After" not in fault.headers) or 7.0 in pauses


def test_a_ticket_that_is_not_given_holds_the_place(server: DeskServer) -> None:
    """The others are read, and the next run begins at its page."""
    server.faults.append(Fault(f"{API}/ticket/3/", 500, times=99))

    given = list(source(server).threads())

    assert [one.thread.id for one in given if isinstance(one, Incoming)] == ["1", "2", "4", "5"]
    (damage,) = (one for one in given if isinstance(one, Damage))
    assert "ticket 3" in damage.what
    server.faults.clear()
    cursor = next(one.cursor for one in reversed(given) if getattr(one, "cursor", ""))  # type: ignore[union-attr]
    assert {"3", "4", "5"} <= set(pulled(source(server), cursor).threads)


def test_a_ticket_that_vanished_is_gone(server: DeskServer) -> None:
    """Since it was listed."""
    server.faults.append(Fault(f"{API}/ticket/3/history", 404))

    assert Gone("3") in list(source(server).threads())


@pytest.mark.parametrize("path", [f"{API}/tickets", f"{API}/ticket/"])
def test_a_desk_that_breaks_down_is_left_alone(server: DeskServer, path: str) -> None:
    """The message says what to do."""
    server.faults.append(Fault(path, 503, times=999))

    with pytest.raises(SourceError, match="503") as caught:
        list(source(server).threads())

    assert caught.value.cure


def test_a_null_list_is_no_empty_one(server: DeskServer) -> None:
    """Nothing is taken to be gone."""
    server.faults.append(Fault(f"{API}/tickets", "null", times=99))

    with pytest.raises(SourceError):
        list(source(server).threads())


def test_a_refused_token_is_not_shown(server: DeskServer) -> None:
    """The message says how to make one."""
    with pytest.raises(SourceError, match="refuses the token") as caught:
        list(source(server, "wr0ng-t0ken").threads())

    assert "wr0ng" not in f"{caught.value.what} {caught.value.where} {caught.value.cure}"
    assert "Auth Tokens" in str(caught.value.cure)


def test_a_ticket_is_told_once_and_that_taken_back_once(server: DeskServer, desk: Desk) -> None:
    """The tag and the link come and go; the second note says that the first no longer holds."""
    desk.tags[2] = ["keep"]
    told = note("ab1")
    for _ in range(2):
        receipt = source(server).publish("2", told)

    assert desk.notes[2] == [told.text]
    assert (desk.links[2], desk.tags[2]) == ([told.link], ["keep", "documented"])
    assert len(pulled(source(server)).threads["2"].messages) == 2
    for _ in range(2):
        source(server).retract("2", told, receipt)
    assert desk.notes[2] == [told.text, told.withdrawal]
    assert (desk.links[2], desk.tags[2]) == ([], ["keep"])


def test_a_change_that_was_not_made_is_seen(server: DeskServer, desk: Desk) -> None:
    """RT answers as if it had been; the note is there already the next time."""
    desk.deaf = True
    for _ in range(2):
        with pytest.raises(PublishError, match="did not change"):
            source(server).publish("2", note("ab1"))

    assert len(desk.notes[2]) == 1


def test_a_note_of_which_nobody_knows_is_looked_for(server: DeskServer, desk: Desk) -> None:
    """The line broke after RT had taken it: it is not written twice."""
    server.faults.append(Fault(f"{API}/ticket/2/comment", "closed", done=True))

    with pytest.raises(SourceError):
        source(server).publish("2", note("ab1"))
    source(server).publish("2", note("ab1"))

    assert len(desk.notes[2]) == 1
