"""A live Zammad, with and without Elasticsearch, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook import http
from deskbook.cli.progress import Quiet
from deskbook.errors import PublishError, SourceError
from deskbook.model import Audience, Damage, Given, Gone, Incoming, Note, Reached, Role, marker
from deskbook.sources.zammad import Zammad
from deskbook.stages.collect import Origin, collect
from deskbook.store import Store
from deskbook.text.redact import Policy

TOKEN = "s3cr3t-0f-n0b0dy"
MARK = marker("0123456789abcdef")
NOTE = Note(f"See https://help.example/a?b&c {MARK}", "https://help.example/a?b&c", MARK, tag="documented")
TICKETS, SEARCH, ARTICLES = "/api/v1/tickets", "/api/v1/tickets/search", "/api/v1/ticket_articles"
STATES = [("open", "open"), ("solved at last", "closed"), ("merged", "merged"), ("hold", "pending reminder")]


@dataclass
class Server:
    """Tickets, each changed an hour after the one before. `search`: "good", "none" (no Elasticsearch) or "deaf" to what is asked."""

    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    articles: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    tags: dict[int, list[str]] = field(default_factory=dict)
    search: str = "good"
    may_delete: bool = True
    clock: int = 0

    def add(self, key: int, **values: object) -> None:
        """A closed ticket with a question, an answer and an internal note."""
        self.tickets[key] = {
            "id": key, "title": f"Lid {key}", "state": "solved at last", "group": "Hardware", "customer": "ada@x.example",
            "customer_id": 100, "owner": "bo@acme.example", "created_at": at(0), "write_up": False, "note": None, **values,
        }  # fmt: skip
        self.tags[key] = ["lid"]
        self.articles[key] = []
        for place, (sender, head, text, internal) in enumerate(
            [
                ("Customer", "Ada Lovelace <ada@x.example>", "<p>It <b>broke</b></p>", False),
                ("Agent", "Bo Agent via Help <help@acme.example>", "<p>Turn it</p>", False),
                ("Agent", "Bo Agent", "<p>old model</p>", True),
                ("System", "", "<p>Closed by a rule</p>", False),
            ]
        ):
            self.write(
                key,
                sender=sender,
                body=text,
                internal=internal,
                content_type="text/html",
                at=at(place),
                **{"from": head},
            )
        self.change(key)

    def write(self, key: int, **values: Any) -> dict[str, Any]:
        """An article of a ticket."""
        number = 10 * key + len(self.articles[key])
        article = {
            "id": number,
            "created_at": values.pop("at", at(3600 * (self.clock + 1))),
            "created_by": "bo@acme.example",
            **values,
        }
        self.articles[key].append(article)
        return article

    def change(self, key: int, **values: object) -> None:
        """Something happens to a ticket."""
        self.clock += 1
        self.tickets[key] |= {"updated_at": at(3600 * self.clock), **values}

    def answer(self, asked: Asked) -> Reply | None:
        """What Zammad answers."""
        if asked.method != "GET":
            return self._written(asked)
        if asked.path in (TICKETS, SEARCH):
            return Reply(self._listed(asked))
        if asked.path == "/api/v1/ticket_states":
            return Reply([{"id": n, "name": name, "state_type": sort} for n, (name, sort) in enumerate(STATES)])
        if asked.path == "/api/v1/tags":
            return Reply({"tags": self.tags[int(asked.query["o_id"])]})
        articles = self.articles.get(int(asked.path.rpartition("/")[2]))
        return None if articles is None else Reply(articles)

    def _listed(self, asked: Asked) -> list[dict[str, Any]]:
        found = list(self.tickets.values())
        if asked.path == SEARCH:
            since = asked.query["query"].removeprefix('updated_at:["').partition('"')[0]
            assert asked.query["query"] == f'updated_at:["{since}" TO *]'
            found = sorted(found, key=lambda one: one["updated_at"])
            if self.search != "deaf":
                found = [one for one in found if one["updated_at"] >= since and self.search == "good"]
        first = int(asked.query["per_page"]) * (int(asked.query["page"]) - 1)
        return found[first : first + int(asked.query["per_page"])]

    def _written(self, asked: Asked) -> Reply | None:
        if asked.path.startswith("/api/v1/tags/"):
            key, tag = int(asked.body["o_id"]), asked.body["item"]
            others = [one for one in self.tags[key] if one != tag]
            self.tags[key] = others if asked.path.endswith("remove") else [*others, tag]
            self.change(key)
            return Reply(True)
        if asked.method == "POST":
            key = int(asked.body["ticket_id"])
            self.change(key)
            return Reply(self.write(key, **asked.body, **{"from": "Bo Agent"}), 201)
        if not self.may_delete:
            return Reply({"error": "Not authorized"}, 403)
        number = int(asked.path.rpartition("/")[2])
        self.articles[number // 10] = [one for one in self.articles[number // 10] if one["id"] != number]
        return Reply({})


def at(seconds: int) -> str:
    """So many seconds after the new year of 2026."""
    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    return waited


@pytest.fixture
def zammad() -> Server:
    """Three closed tickets and one that is open."""
    server = Server()
    for key in (1, 2, 3):
        server.add(key)
    server.add(4, state="open")
    return server


@pytest.fixture
def desk(zammad: Server) -> Iterator[DeskServer]:
    """The server on the net."""
    with desk_server(zammad.answer) as server:
        yield server


def source(desk: DeskServer, **options: object) -> Zammad:
    """A source that reads it."""
    return Zammad("desk", Path(), {"url": desk.address, "token_env": TOKEN, "pace": 1000, **options})


def read(desk: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(desk, **options).threads_since(cursor))


def ids(given: list[Given]) -> list[str]:
    """Of the threads among it."""
    return [one.thread.id for one in given if isinstance(one, Incoming)]


def gone(given: list[Given]) -> list[str]:
    """What is said to be gone."""
    return [one.id for one in given if isinstance(one, Gone)]


def cursor_of(given: list[Given]) -> str:
    """Where the next run goes on."""
    return next((one.cursor for one in reversed(given) if isinstance(one, Reached)), "")


def test_a_closed_ticket_is_read_whole(desk: DeskServer) -> None:
    """With all of its articles, by whom in which role, and what only the team may read; what the state means, Zammad says."""
    given = read(desk)

    (first, *_) = (one for one in given if isinstance(one, Incoming))
    thread = first.thread
    assert ids(given) == ["1", "2", "3"]
    assert [(m.author, m.role, m.internal, m.text) for m in thread.messages] == [
        ("Ada Lovelace", Role.CUSTOMER, False, "It **broke**"),
        ("Bo Agent via Help", Role.AGENT, False, "Turn it"),
        ("Bo Agent", Role.AGENT, True, "old model"),
        ("bo@acme.example", Role.SYSTEM, False, "Closed by a rule"),
    ]
    assert (thread.title, thread.group, thread.resolved, thread.tags) == ("Lid 1", "Hardware", True, ("lid",))
    assert (thread.audience, thread.url) == (Audience.INTERNAL, f"{desk.address}/#ticket/zoom/1")
    assert {"Ada Lovelace", "ada@x.example", "bo@acme.example", "help@acme.example"} <= set(first.people)
    assert first.asker == "100"
    assert desk.asked[0].headers["authorization"] == f"Token token={TOKEN}"


def test_what_does_not_say_that_it_is_public_is_internal(desk: DeskServer, zammad: Server) -> None:
    """And plain text is no HTML."""
    zammad.articles[1][1] |= {"internal": None, "content_type": "text/plain", "body": "a <b> c"}

    (first, *_) = (one for one in read(desk) if isinstance(one, Incoming))

    assert first.thread.messages[1].internal
    assert first.thread.messages[1].text == "a &lt;b> c"


def test_a_run_without_news_is_one_request(desk: DeskServer) -> None:
    """The search gives the last ticket again, which is open."""
    cursor = cursor_of(read(desk))
    desk.asked.clear()

    assert gone(read(desk, cursor)) == ["4"]
    assert desk.paths() == [SEARCH, "/api/v1/ticket_states"]


@pytest.mark.parametrize("search", ["good", "none", "deaf"])
def test_only_what_changed_is_read_again(desk: DeskServer, zammad: Server, search: str) -> None:
    """Also where the search finds nothing, or everything, for want of Elasticsearch."""
    zammad.search = search
    cursor = cursor_of(read(desk))
    desk.asked.clear()
    zammad.change(2)

    given = read(desk, cursor)

    assert (ids(given), gone(given)) == (["2"], ["4"])
    assert (TICKETS in desk.paths()) == (search != "good")


@pytest.mark.parametrize("search", ["good", "none"])
def test_many_tickets_are_all_read(desk: DeskServer, zammad: Server, search: str) -> None:
    """Lists give a hundred at a time."""
    zammad.search = search
    for key in range(5, 230):
        zammad.add(key, state="open")
    zammad.add(230)

    given = read(desk)

    assert ids(given) == ["1", "2", "3", "230"]
    assert len(set(gone(given))) == 226


@pytest.mark.parametrize("state", ["open", "merged"])
def test_what_is_no_longer_closed_is_gone(desk: DeskServer, zammad: Server, state: str) -> None:
    """Because it was opened again, or went into another ticket."""
    cursor = cursor_of(read(desk))
    zammad.change(2, state=state)

    assert "2" in gone(read(desk, cursor))


def test_a_ticket_is_marked_by_tag_field_or_status(desk: DeskServer, zammad: Server) -> None:
    """A status that marks counts as resolved."""
    zammad.tags[1].append("document-me")
    zammad.tickets[2]["write_up"] = True
    zammad.tickets[4]["state"] = "hold"

    given = read(desk, marked_fields={"write_up": "yes"}, marked_statuses=["hold"])

    assert [one.thread.id for one in given if isinstance(one, Incoming) and one.thread.marked] == ["1", "2", "4"]


def test_who_may_not_ask_what_states_mean_goes_by_their_names(desk: DeskServer, zammad: Server) -> None:
    """As they are called at first."""
    zammad.tickets[2]["state"] = "closed"
    desk.faults.append(Fault("/api/v1/ticket_states", 403))

    assert ids(read(desk)) == ["2"]


@pytest.mark.parametrize("path", [SEARCH, "/api/v1/ticket_articles/by_ticket/2", "/api/v1/tags"])
@pytest.mark.parametrize("kind", [500, "truncated", "html", "closed"])
def test_a_passing_fault_costs_nothing(desk: DeskServer, path: str, kind: int | str) -> None:
    """Nothing is skipped, nothing comes twice."""
    desk.faults.append(Fault(path, kind, times=2))

    given = read(desk)

    assert ids(given) == ["1", "2", "3"]
    assert not [one for one in given if isinstance(one, Damage)]


def test_a_ticket_that_cannot_be_read_keeps_the_place(desk: DeskServer) -> None:
    """The others are read; the next run begins before it."""
    desk.faults.append(Fault("/api/v1/ticket_articles/by_ticket/2", 503, times=6, headers={"Retry-After": "9"}))

    given = read(desk)

    assert ["ticket 2" in one.what for one in given if isinstance(one, Damage)] == [True]
    assert (ids(given), cursor_of(given)) == (["1", "3"], "")
    assert ids(read(desk)) == ["1", "2", "3"]


def test_lists_that_are_null_are_damage(desk: DeskServer) -> None:
    """Three tickets in a row end the run."""
    desk.faults.append(Fault("/api/v1/tags", "null", times=99))

    with pytest.raises(SourceError, match="'tags'"):
        read(desk)


def test_a_ticket_that_vanishes_is_gone(desk: DeskServer) -> None:
    """Between the list and its articles."""
    desk.faults.append(Fault("/api/v1/ticket_articles/by_ticket/2", 404))

    given = read(desk)

    assert (ids(given), "2" in gone(given)) == (["1", "3"], True)


@pytest.mark.parametrize(
    ("kind", "cure"),
    [(401, "expired"), (403, "ticket.agent"), (404, "mend `url`"), (429, "again later"), ("html", "again later")],
)
def test_a_problem_says_how_to_mend_it_and_not_the_token(desk: DeskServer, kind: int | str, cure: str) -> None:
    """Whatever is wrong with the list."""
    desk.faults.append(Fault(SEARCH, kind, times=99))

    with pytest.raises(SourceError) as error:
        read(desk)

    assert cure in (error.value.cure or "")
    assert TOKEN not in f"{error.value.what} {error.value.where} {error.value.cure}"


@pytest.mark.parametrize("stop", range(1, 6))
def test_a_run_that_was_stopped_is_taken_up(desk: DeskServer, stop: int) -> None:
    """Whatever was given last: nothing is lost."""
    entries = source(desk).threads()
    first = [one for one, _ in zip(entries, range(stop), strict=False)]
    entries.close()  # type: ignore[attr-defined]

    second = read(desk, cursor_of(first))

    assert {"1", "2", "3"} <= {*ids(first), *ids(second)}
    assert len(ids(second)) == len(set(ids(second)))


def test_a_note_is_internal_put_once_and_taken_back(desk: DeskServer, zammad: Server) -> None:
    """A note and no mail, with a link that can be followed; tags of people stay."""
    receipt = source(desk).publish("2", NOTE)

    told = zammad.articles[2][-1]
    assert (told["internal"], told["type"], str(told["id"])) == (True, "note", receipt)
    assert '<a href="https://help.example/a?b&amp;c">' in told["body"]
    assert zammad.tags[2] == ["lid", "documented"]
    assert source(desk).publish("2", NOTE) == receipt
    assert (len(zammad.articles[2]), zammad.tags[2]) == (5, ["lid", "documented"])

    for _ in range(2):
        source(desk).retract("2", NOTE, receipt)
    assert (len(zammad.articles[2]), zammad.tags[2]) == (4, ["lid"])


def test_a_note_that_cannot_be_deleted_is_taken_back_by_another(desk: DeskServer, zammad: Server) -> None:
    """Once."""
    zammad.may_delete = False
    receipt = source(desk).publish("2", NOTE)

    for _ in range(2):
        source(desk).retract("2", NOTE, receipt)

    assert ["no longer" in article["body"] for article in zammad.articles[2][4:]] == [False, True]
    assert all(article["internal"] for article in zammad.articles[2][4:])


def test_a_ticket_that_cannot_be_told_is_named(desk: DeskServer) -> None:
    """It is not there any more."""
    with pytest.raises(PublishError) as error:
        source(desk).publish("77", NOTE)

    assert error.value.where == "desk:77"


def test_our_own_note_is_no_news(desk: DeskServer, tmp_path: Path) -> None:
    """The ticket is read again, and is what it was."""
    with Store(tmp_path) as store:
        policy = Policy(asker_key=store.asker_key())
        first = collect([Origin("desk", source(desk))], store, policy, Quiet()).sources[0]
        source(desk).publish("2", Note(NOTE.text, NOTE.link, NOTE.marker))

        second = collect([Origin("desk", source(desk))], store, policy, Quiet()).sources[0]

        assert first.stored.new == 3
        assert (second.stored.new, second.stored.changed, second.stored.same) == (0, 0, 1)
