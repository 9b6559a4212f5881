"""Systems that nobody wrote a source for, in good and bad order."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook import http
from deskbook.errors import ConfigError, PublishError, SourceError
from deskbook.model import Damage, Given, Gone, Incoming, Note, Reached, Role, Thread, marker
from deskbook.sources.rest import RestApi

TOKEN = "n0b0dy-may-see"
NOTE = Note(
    f"See https://help.example/fax\n{marker('ab' * 8)}", "https://help.example/fax", marker("ab" * 8), tag="written up"
)
OPTIONS: dict[str, Any] = {
    "token_header": "X-Api-Key: {token}",
    "permalink": "https://desk.example/t/{id}",
    "tickets": {
        "path": "/api/tickets",
        "items": "data.rows",
        "parameters": {"sort": "created"},
        "since_parameter": "since",
    },
    "ticket": {
        "title": "subject",
        "text": "body",
        "author": "from.name",
        "asker": "from.id",
        "created": "opened",
        "changed": "changed",
        "status": "state",
        "resolved": ["done"],
        "tags": "labels.*.name",
        "group": "team",
    },
    "messages": {
        "path": "/api/tickets/{id}/notes",
        "items": "notes",
        "author": "by.name",
        "account": "by.id",
        "at": "at",
        "role": "by.kind",
        "agents": ["staff"],
        "machines": ["robot"],
        "public": "private",
        "public_values": ["false"],
        "format": "html",
    },
    "tell": {
        "path": "/api/tickets/{id}/notes",
        "body": {"note": {"text": "{html}", "private": "{internal}"}},
        "writes": "either",
    },
    "take_back": {"method": "DELETE", "path": "/api/tickets/{id}/notes/{receipt}"},
    "tag": {"method": "PUT", "path": "/api/tickets/{id}/labels/{tag}"},
    "untag": {"method": "DELETE", "path": "/api/tickets/{id}/labels/{tag}"},
}
STAFF = {"id": 2, "name": "Bo Lind", "kind": "staff"}
ADA = {"id": 1, "name": "Ada Okafor", "kind": "guest"}


def moment(minute: int) -> str:
    """A time of one day."""
    return f"2026-01-05T{10 + minute // 60:02}:{minute % 60:02}:00Z"


@dataclass
class Desk:
    """A desk that has ways of its own. Pages are two tickets long."""

    paging: str = "none"
    tickets: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    address: str = ""

    def ticket(self, key: int, minute: int, *notes: str, **values: Any) -> None:
        """Add a ticket that is done."""
        made = {
            "id": key,
            "subject": f"Fax {key}",
            "body": "It does not print.",
            "from": ADA,
            "state": "done",
            "team": "Hardware",
        }
        self.tickets.append({**made, "opened": moment(minute), "changed": moment(minute), "labels": [], **values})
        self.notes[str(key)] = []
        for text in notes:
            self.note(str(key), text, minute)

    def note(self, key: str, text: str, minute: int, **values: Any) -> dict[str, Any]:
        """Add a note, which moves the ticket."""
        number = 100 * int(key) + len(self.notes[key])
        made = {"id": number, "text": text, "by": STAFF, "at": moment(minute), "private": False, **values}
        self.notes[key].append(made)
        self.one(key)["changed"] = max(self.one(key)["changed"], moment(minute))
        return made

    def one(self, key: str) -> dict[str, Any]:
        """A ticket."""
        return next(ticket for ticket in self.tickets if str(ticket["id"]) == key)

    def answer(self, asked: Asked) -> Reply | None:
        """What it says."""
        if asked.headers.get("x-api-key") != TOKEN:
            return Reply({"error": "who?"}, 401)
        if asked.path == "/api/tickets":
            return self.page([one for one in self.tickets if one["changed"] >= asked.query.get("since", "")], asked)
        match = re.fullmatch(r"/api/tickets/(\d+)(?:/(notes|labels)(?:/(.+))?)?", asked.path)
        if not match or match[1] not in self.notes:
            return None
        if match[2] is None:
            return Reply({"ticket": {**self.one(match[1]), "notes": self.notes[match[1]]}})
        if asked.method == "GET":
            return Reply({"notes": self.notes[match[1]]})
        self.one(match[1])["changed"] = moment(500)
        return self.tell(asked, match[1], match[2], match[3])

    def tell(self, asked: Asked, key: str, what: str, which: str) -> Reply:
        """A write."""
        labels = self.one(key)["labels"]
        if asked.method == "POST":
            note = asked.body["note"]
            return Reply(self.note(key, note["text"], 500, private=note.get("private", True)), 201)
        if asked.method == "PUT":
            labels.append({"name": which})
        elif what == "labels":
            labels.clear()
        else:
            kept = [note for note in self.notes[key] if str(note["id"]) != which]
            found = len(kept) < len(self.notes[key])
            self.notes[key] = kept
            return Reply(b"", 204) if found else Reply({}, 404)
        return Reply(labels)

    def page(self, rows: list[dict[str, Any]], asked: Asked) -> Reply:
        """A part of the list, by the way of this desk."""
        start = {
            "none": 0,
            "page": 2 * int(asked.query.get("page", "1")) - 2,
            "offset": int(asked.query.get("from", "0")),
            "cursor": int(asked.query.get("cursor", "0")),
            "link": int(asked.query.get("at", "0")),
            "next": int(asked.query.get("at", "0")),
        }[self.paging]
        end = len(rows) if self.paging == "none" else start + 2
        more = end < len(rows)
        address = f"{self.address}{asked.path}?at={end}&sort=created"
        data = {"rows": rows[start:end], "next": f"?at={end}" if more else None, "cursor": end if more else None}
        return Reply(
            {"data": data}, headers={"Link": f'<{address}>; rel="next"'} if more and self.paging == "link" else {}
        )


PAGING = {
    "none": {},
    "page": {"paging": "page"},
    "offset": {"paging": "offset", "page_parameter": "from"},
    "cursor": {"paging": "cursor", "next": "data.cursor"},
    "link": {"paging": "link"},
    "next": {"paging": "next", "next": "data.next"},
}


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    return waited


@pytest.fixture
def desk() -> Desk:
    """Five tickets that are done; the one that changed last is listed first."""
    made = Desk()
    for key in (5, 4, 3, 2):
        made.ticket(key, key * 3, "<p>Oil the <b>wheel</b>.</p>")
    made.ticket(1, 1, "Turn it on.")
    return made


@pytest.fixture
def server(desk: Desk) -> Iterator[DeskServer]:
    """It, answering."""
    with desk_server(desk.answer) as server:
        desk.address = server.address
        yield server


def source(server: DeskServer, change: Callable[[dict[str, Any]], object] = id, **options: object) -> RestApi:
    """A source that reads it, its options changed."""
    given: dict[str, Any] = copy.deepcopy(OPTIONS) | {
        "url": server.address,
        "token_env": TOKEN,
        "pace": 1000,
        **options,
    }
    change(given)
    return RestApi("desk", Path(), given)


def read(
    server: DeskServer, cursor: str = "", change: Callable[[dict[str, Any]], object] = id, **options: object
) -> list[Given]:
    """What it gives."""
    return list(source(server, change, **options).threads_since(cursor))


def threads(entries: list[Given]) -> dict[str, Thread]:
    """The threads among the entries, by id."""
    return {entry.thread.id: entry.thread for entry in entries if isinstance(entry, Incoming)}


def cursor_of(entries: list[Given]) -> str:
    """Where the next run goes on."""
    return next((entry.cursor for entry in reversed(entries) if isinstance(entry, Reached)), "")


@pytest.mark.parametrize("paging", PAGING)
def test_every_way_of_paging_gives_everything(server: DeskServer, desk: Desk, paging: str) -> None:
    """Each ticket once, the one that changed first at the beginning."""
    desk.paging = paging

    found = threads(read(server, change=lambda options: options["tickets"].update(PAGING[paging])))

    assert list(found) == ["1", "2", "3", "4", "5"]


def test_fields_are_where_they_are_said_to_be(server: DeskServer, desk: Desk) -> None:
    """A note is internal unless the system says that it is public."""
    desk.note("1", "Only for us", 20, private=True)
    desk.note("1", "Unknown", 21, private=None)
    desk.note("1", "Thanks!", 22, by=ADA)
    desk.note("1", "Closed.", 23, by={"id": 9, "name": "cron", "kind": "robot"})
    desk.one("1")["labels"] = [{"name": "toner"}, {"name": "document-me"}]

    entries = read(server)

    thread = threads(entries)["1"]
    assert [(message.text, message.role, message.internal) for message in thread.messages] == [
        ("It does not print.", Role.CUSTOMER, False),
        ("Turn it on.", Role.AGENT, False),
        ("Only for us", Role.AGENT, True),
        ("Unknown", Role.AGENT, True),
        ("Thanks!", Role.CUSTOMER, False),
        ("Closed.", Role.SYSTEM, False),
    ]
    assert (thread.title, thread.url, thread.tags, thread.group) == (
        "Fax 1",
        "https://desk.example/t/1",
        ("toner",),
        "Hardware",
    )
    assert thread.marked
    assert threads(entries)["2"].messages[1].text == "Oil the **wheel**."
    last = next(entry for entry in entries if isinstance(entry, Incoming) and entry.thread.id == "1")
    assert last.people == ("Ada Okafor", "Bo Lind", "cron")
    assert last.asker == "1"


def test_messages_may_lie_in_the_ticket(server: DeskServer) -> None:
    """Which may have to be asked for on its own; without roles whoever asks is the customer."""

    def inside(options: dict[str, Any]) -> None:
        options["ticket"].update(path="/api/tickets/{id}", inside="ticket")
        for key in ("path", "role", "agents", "machines"):
            del options["messages"][key]

    found = threads(read(server, change=inside))

    assert [message.role for message in found["2"].messages] == [Role.CUSTOMER, Role.AGENT]


def test_people_who_left_have_no_name(server: DeskServer, desk: Desk) -> None:
    """Null on the way to it is no mistake in the path."""
    desk.note("1", "Only this", 20, by=None)
    desk.one("1")["from"] = None

    found = threads(read(server))["1"]

    assert [message.author for message in found.messages] == ["customer", "Bo Lind", "customer"]


def test_a_run_without_news_asks_twice(server: DeskServer) -> None:
    """The list, and the last ticket again."""
    entries = read(server)
    server.asked.clear()

    again = read(server, cursor_of(entries))

    assert threads(again) == {"5": threads(entries)["5"]}
    assert len(server.asked) == 2
    assert server.asked[0].query["since"] == moment(15)


def test_what_the_system_says_of_time_is_not_trusted(server: DeskServer, desk: Desk) -> None:
    """One that takes no notice of the parameter costs only its list."""
    cursor = cursor_of(read(server))
    desk.one("2").update(state="open", changed=moment(30))
    server.asked.clear()

    entries = read(server, cursor, change=lambda options: options["tickets"].pop("since_parameter"))

    assert list(threads(entries)) == ["5"]
    assert [entry.id for entry in entries if isinstance(entry, Gone)] == ["2"]
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("form", "expected"),
    [("seconds", "1767608100"), ("milliseconds", "1767608100000"), ("%d.%m.%Y %H:%M", "05.01.2026 10:15")],
)
def test_times_are_written_as_the_system_reads_them(server: DeskServer, form: str, expected: str) -> None:
    """As numbers, or by a pattern."""
    cursor = cursor_of(read(server))

    read(server, cursor, change=lambda options: options["tickets"].update(since_format=form))

    assert server.asked[-2 if server.asked[-1].path != "/api/tickets" else -1].query["since"] == expected


def test_without_a_time_of_change_everything_is_read(server: DeskServer) -> None:
    """There is nowhere to go on from."""
    entries = read(server, change=lambda options: options["ticket"].pop("changed"))

    assert len(threads(entries)) == 5
    assert cursor_of(entries) == ""


def test_a_run_that_was_stopped_is_taken_up(server: DeskServer, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it was killed, nothing is lost."""
    monkeypatch.setattr("deskbook.sources.rest._AT_ONCE", 2)
    whole = list(threads(read(server)))
    for count in range(1, 8):
        entries = []
        for entry in source(server).threads_since(""):
            entries.append(entry)
            if len(entries) == count:
                break
        assert sorted({*threads(entries), *threads(read(server, cursor_of(entries)))}) == whole


def test_notes_are_told_once_and_taken_back(server: DeskServer, desk: Desk) -> None:
    """As HTML in which the link can be followed; the thread is as it was, but for the label."""
    before = threads(read(server))["2"]
    api = source(server)

    receipt = api.publish("2", NOTE)
    assert api.publish("2", NOTE) == receipt
    (note,) = desk.notes["2"][1:]
    assert note["text"] == f'See <a href="{NOTE.link}">{NOTE.link}</a><br>{NOTE.marker}'
    assert note["private"] is True
    assert {"name": "written%20up"} in desk.one("2")["labels"]
    assert replace(threads(read(server))["2"], tags=()) == before

    api.retract("2", NOTE, receipt)
    api.retract("2", NOTE, receipt)
    assert threads(read(server))["2"] == before
    api.publish("2", replace(NOTE, public=True))
    assert desk.notes["2"][-1]["private"] is False


def test_where_notes_cannot_be_deleted_another_one_says_so(server: DeskServer, desk: Desk) -> None:
    """Once, and it is no part of the thread either."""
    before = threads(read(server))["2"]
    api = source(server, lambda options: options.pop("take_back"))
    receipt = api.publish("2", NOTE)

    api.retract("2", NOTE, receipt)
    api.retract("2", NOTE, receipt)

    assert len(desk.notes["2"]) == 3
    assert "no longer holds" in desk.notes["2"][2]["text"]
    assert threads(read(server))["2"] == before


def test_a_note_that_would_be_seen_by_customers_is_not_written(server: DeskServer) -> None:
    """What the block does not promise to be internal is public."""
    api = source(server, lambda options: options["tell"].update(writes="public"))

    with pytest.raises(SourceError, match='writes = "internal"'):
        api.publish("2", NOTE)
    with pytest.raises(SourceError, match="how this system is told"):
        source(server, lambda options: options.pop("tell")).publish("2", NOTE)
    assert server.asked == []


def test_a_ticket_that_cannot_be_told_is_named(server: DeskServer) -> None:
    """It was deleted."""
    with pytest.raises(PublishError, match=r"desk:99: .*404"):
        source(server).publish("99", NOTE)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("/api", 429, headers={"Retry-After": "7"}),
        Fault("/api", 503, 2),
        Fault("/api", "closed"),
        Fault("/api/tickets/2/notes", "truncated"),
        Fault("/api", "html"),
    ],
    ids=["busy", "broken", "closed", "truncated", "html"],
)
def test_what_passes_is_waited_for(server: DeskServer, fault: Fault, pauses: list[float]) -> None:
    """Errors, answers that are cut off, and requests to wait, as long as is asked."""
    server.faults.append(fault)

    assert len(threads(read(server))) == 5
    assert any(pause > 0.5 for pause in pauses)
    if fault.kind == 429:
        assert 7.0 in pauses


def test_a_ticket_that_is_not_given_holds_the_place(server: DeskServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is damage now, the others are read, and the next run begins before it; one that vanished is gone."""
    monkeypatch.setattr("deskbook.sources.rest._AT_ONCE", 1)
    server.faults.append(Fault("/api/tickets/3/notes", "null"))
    server.faults.append(Fault("/api/tickets/4/notes", 410))

    entries = read(server)

    assert list(threads(entries)) == ["1", "2", "5"]
    assert [entry.id for entry in entries if isinstance(entry, Gone)] == ["4"]
    (damage,) = (entry for entry in entries if isinstance(entry, Damage))
    assert damage.what == 'ticket 3 was not given: `messages.items = "notes"`: there is no list, but null'
    assert list(threads(read(server, cursor_of(entries)))) == ["2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda o: o["tickets"].update(items="data.items"),
            r'`tickets.items = "data.items"`: there is no `items` in `data`, which is an ',
        ),
        (lambda o: o["tickets"].update(items="data"), r'`tickets.items = "data"`: there is no list, but'),
        (
            lambda o: o["ticket"].update(id="key"),
            r'`ticket.id = "key"`: there is no `key` in the answer, which is an object with `id`',
        ),
        (lambda o: o["ticket"].update(changed="team"), r'`ticket.changed = "team"`: there is no time'),
        (
            lambda o: o["tickets"].update(paging="page"),
            "every page of `tickets` is the same: does the system know the parameter `page`",
        ),
        (
            lambda o: o["ticket"].update(author="from.nick"),
            r'`ticket.author = "from.nick"`: there is no `nick` in `from`',
        ),
        (lambda o: o["messages"].update(author="who"), r'`messages.author = "who"`: there is no `who`'),
        (lambda o: o["messages"].update(at="when"), r'`messages.at = "when"`: there is no `when`'),
    ],
)
def test_paths_that_lead_nowhere_are_explained(
    server: DeskServer, change: Callable[[dict[str, Any]], object], says: str
) -> None:
    """The option, what stands there instead, and what to do; nothing of what people wrote."""
    with pytest.raises(SourceError, match=says) as caught:
        read(server, change=change)

    assert "compare the paths of source 'desk'" in str(caught.value)
    assert "Ada" not in str(caught.value)


def test_a_list_that_leads_in_circles_is_left(desk: Desk) -> None:
    """Its second page names the first as the next."""
    desk.paging = "cursor"

    def circling(asked: Asked) -> Reply | None:
        reply = desk.answer(asked)
        if reply and asked.query.get("cursor"):
            reply.value["data"]["cursor"] = 2
        return reply

    with desk_server(circling) as other, pytest.raises(SourceError, match="one that was before it"):
        read(other, change=lambda options: options["tickets"].update(PAGING["cursor"]))


def test_refusals_have_a_cure_and_never_show_the_token(server: DeskServer) -> None:
    """It may have expired."""
    server.faults.append(Fault("/api", 401))

    with pytest.raises(SourceError, match="it may have expired") as caught:
        read(server)

    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda o: o["ticket"].update(id="a..b"), "'ticket.id': is no path"),
        (lambda o: o["ticket"].update(titel="x"), r"'ticket.titel' is not a known key; did you mean 'title'\?"),
        (lambda o: o["tickets"].update(path="api"), "'tickets.path': has to begin with /"),
        (lambda o: o["messages"].update(path="/x/{key}"), r"may hold \{id\} and no other braces"),
        (lambda o: o.update(permalink="desk/{id}"), "'permalink': has to be a web address"),
        (lambda o: o.update(token_header="X-Key"), "'token_header': has to read like"),
        (lambda o: o["tickets"].update(paging="next"), "does not say where the next is"),
        (lambda o: o["messages"].pop("path"), "a note cannot be looked for"),
        (lambda o: o.pop("messages"), "'messages' is missing"),
    ],
)
def test_mistakes_in_the_block_are_named(
    server: DeskServer, change: Callable[[dict[str, Any]], object], says: str
) -> None:
    """With the table and the key."""
    with pytest.raises(ConfigError, match=says):
        source(server, change)


def test_the_example_of_the_documentation_reads_the_answer_that_it_shows() -> None:
    """Word by word: it is what people begin with."""
    page = (Path(__file__).parents[3] / "content" / "publishing" / "live-systems.md").read_text(encoding="utf-8")
    section = page.partition("\n## Another system with a JSON API\n")[2]
    toml, listed = (re.findall(f"```{language}\n(.*?)```", section, re.DOTALL)[0] for language in ("toml", "json"))
    (block,) = tomllib.loads(toml)["sources"]
    comment = {
        "id": 1,
        "body": "<p>Oil it.</p>",
        "author": {"name": "Bo", "id": 2, "kind": "agent"},
        "created_at": moment(1),
    }

    def answer(asked: Asked) -> Reply:
        if asked.path == "/api/tickets/17/comments":
            return Reply({"comments": [comment | {"private": False}]})
        return Reply(json.loads(listed) if asked.query["page"] == "1" else {"data": {"tickets": []}})

    with desk_server(answer) as desk:
        options = {key: value for key, value in block.items() if key not in ("name", "type")}
        source = RestApi("desk", Path(), {**options, "url": desk.address, "token_env": TOKEN})
        found = threads(list(source.threads()))

    assert [message.text for message in found["17"].messages] == ["Oil it.", "Since today."]
    assert (found["17"].title, found["17"].tags, found["17"].resolved) == ("The fax beeps", ("fax",), True)
    assert not any(message.internal for message in found["17"].messages)
