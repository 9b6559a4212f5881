"""Systems that nobody wrote a source for, in good and bad order."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook.errors import ConfigError, SourceError
from deskbook.model import Damage, Given, Gone, Incoming, Role
from deskbook.sources.rest import RestApi
from desks.rest import ADA, NOTE, PAGING, TOKEN, Desk, filled, moment, source
from giving import cursor_of, threads


@pytest.fixture(name="desk")
def _desk() -> Desk:
    return filled()


@pytest.fixture
def server(desk: Desk) -> Iterator[DeskServer]:
    """It, answering."""
    with desk_server(desk.answer) as server:
        desk.address = server.address
        yield server


def read(
    server: DeskServer, cursor: str = "", change: Callable[[dict[str, Any]], object] = id, **options: object
) -> list[Given]:
    """What it gives."""
    return list(source(server, change, **options).threads_since(cursor))


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


def test_notes_are_written_as_the_block_says(server: DeskServer, desk: Desk) -> None:
    """As HTML in which the link can be followed, and with a label that fits into an address."""
    source(server).publish("2", NOTE)

    (note,) = desk.notes["2"][1:]
    assert note["text"] == f'See <a href="{NOTE.link}">{NOTE.link}</a><br>{NOTE.marker}'
    assert note["private"] is True
    assert {"name": "written%20up"} in desk.one("2")["labels"]


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


def test_a_ticket_without_its_list_is_damage(server: DeskServer) -> None:
    """It names the option and what stands there."""
    server.faults.append(Fault("/api/tickets/3/notes", "null"))

    (damage,) = (entry for entry in read(server) if isinstance(entry, Damage))

    assert damage.what == 'ticket 3 was not given: `messages.items = "notes"`: there is no list, but null'


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
