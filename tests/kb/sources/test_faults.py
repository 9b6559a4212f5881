"""What every live source promises, whatever goes wrong at the other end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook.cli.progress import Quiet
from deskbook.errors import PublishError, SourceError
from deskbook.model import Damage, Given, Note, marker
from deskbook.plugins import available, load
from deskbook.sources.live import LiveDesk
from deskbook.stages.collect import Collected, Origin, collect
from deskbook.store import Store
from deskbook.text.redact import Policy
from desks import (
    freshdesk,
    github,
    gitlab,
    help_scout,
    intercom,
    jira,
    redmine,
    request_tracker,
    rest,
    roundup,
    zammad,
    zendesk,
)
from giving import cursor_of, gone, ids, threads

LINK, MARK = "https://help.example/a?b&c", marker("0123456789abcdef")
HTML_LINK = '<a href="https://help.example/a?b&amp;c">'


@dataclass(frozen=True)
class Live:
    """A source, and a small system with a few resolved tickets for it to read.

    `told` says what was written on a ticket, and whether it is internal. `keys` are the resolved tickets in the order of their last
    change. `listed` is the path of the list, `each` what the paths of single tickets begin with, `one` what is asked for the ticket
    `keys[nth]` alone. `access` is in the cure for a token that does too little; `quiet` is how many requests a run without news may cost.
    """

    source: Callable[..., LiveDesk]
    filled: Callable[[], Any]
    told: Callable[[Any, str], list[tuple[str, bool]]]
    listed: str
    each: str
    one: str
    access: str
    quiet: int
    keys: str = "1 2 3 4 5"
    nth: int = 1
    # Whether notes are public, HTML, and how many there are once they are taken back: none, or two.
    public: bool = False
    html: bool = False
    left: int = 0
    options: Mapping[str, object] = field(default_factory=dict)
    patches: Mapping[str, object] = field(default_factory=dict)


LIVE = {
    "zendesk": Live(
        zendesk.source,
        zendesk.filled,
        lambda desk, key: [(one.get("plain_body", ""), not one["public"]) for one in desk.comments[int(key)]],
        listed=zendesk.EXPORT,
        each="/api/v2/tickets/",
        one="/api/v2/tickets/2/comments.json",
        access="OAuth token",
        quiet=1,
        keys="1 2 3",
        left=2,
    ),
    "freshdesk": Live(
        freshdesk.source,
        freshdesk.filled,
        lambda desk, key: [(one.get("body", ""), one["private"]) for one in desk.said[int(key)]],
        listed="/api/v2/tickets",
        each="/api/v2/tickets/",
        one="/api/v2/tickets/2/conversations",
        access="API key",
        quiet=3,
        keys="1 2 3 4",
        html=True,
    ),
    "zammad": Live(
        zammad.source,
        zammad.filled,
        lambda desk, key: [(one["body"], one["internal"]) for one in desk.articles[int(key)]],
        listed=zammad.SEARCH,
        each=zammad.ARTICLES,
        one=f"{zammad.ARTICLES}/by_ticket/2",
        access="ticket.agent",
        quiet=2,
        keys="1 2 3",
        html=True,
    ),
    "github": Live(
        github.source,
        github.filled,
        lambda desk, key: [(one["body"], False) for one in desk.comments[key]],
        listed="/repos/acme/fax/issues",
        each="/repos/acme/fax/issues/",
        one="/repos/acme/fax/issues/2/comments",
        access="fine-grained token",
        quiet=2,
        public=True,
    ),
    "gitlab": Live(
        gitlab.source,
        gitlab.filled,
        lambda desk, key: [(one["body"], one["internal"]) for one in desk.notes[key]],
        listed="/api/v4/projects/acme%2Ffax/issues",
        each="/api/v4/projects/acme%2Ffax/issues/",
        one="/api/v4/projects/acme%2Ffax/issues/2/notes",
        access="read_api",
        quiet=3,
    ),
    "jira": Live(
        jira.source,
        jira.filled,
        lambda desk, key: [
            (one["body"]["content"][0]["content"][0]["text"], not one["jsdPublic"]) for one in desk.comments[key]
        ],
        listed="/rest/api/3/search",
        each="/rest/api/3/issue/",
        one="/rest/api/3/issue/SUP-2/comment",
        access="API token",
        quiet=3,
        keys="SUP-1 SUP-2 SUP-3 SUP-4 SUP-5",
        patches={
            "http.server.BaseHTTPRequestHandler.date_time_string": lambda handler: format_datetime(
                jira.filled().now, usegmt=True
            )
        },
    ),
    "rest": Live(
        rest.source,
        rest.filled,
        lambda desk, key: [(one["text"], one["private"]) for one in desk.notes[key]],
        listed="/api/tickets",
        each="/api/tickets/",
        one="/api/tickets/2/notes",
        access="token_env",
        quiet=2,
        html=True,
        patches={"deskbook.sources.rest._AT_ONCE": 2},
    ),
    "request-tracker": Live(
        request_tracker.source,
        request_tracker.filled,
        lambda desk, key: desk.notes.get(int(key), []),
        listed="/REST/2.0/tickets",
        each="/REST/2.0/ticket/",
        one="/REST/2.0/ticket/2/history",
        access="Auth Tokens",
        quiet=2,
        left=2,
        patches={"deskbook.sources.request_tracker._PAGE": 2, "deskbook.sources.request_tracker._FEW": 2},
    ),
    "roundup": Live(
        roundup.source,
        roundup.filled,
        lambda desk, key: [(text, False) for text in desk.told(key)],
        listed="/rest/data/issue",
        each="/rest/data/msg",
        one="/rest/data/msg",
        access="NAME:PASSWORD",
        quiet=1,
        keys="5 4 3 2 1",
        nth=0,
        public=True,
        patches={"deskbook.sources.roundup._AT_ONCE": 2},
    ),
    "redmine": Live(
        redmine.source,
        redmine.filled,
        lambda desk, key: desk.notes(key),
        listed="/issues.json",
        each="/issues/",
        one="/issues/2.json",
        access="REST web service",
        quiet=3,
        options={"tag_field": "Tags"},
    ),
    "intercom": Live(
        intercom.source,
        intercom.filled,
        lambda desk, key: [
            (one["body"], one["part_type"] == "note")
            for one in desk.conversations[key]["conversation_parts"]["conversation_parts"]
        ],
        listed="/conversations/search",
        each="/conversations/",
        one="/conversations/2",
        access="Developer Hub",
        quiet=4,
        html=True,
        left=2,
    ),
    "help-scout": Live(
        help_scout.source,
        help_scout.filled,
        lambda desk, key: [(one["body"], one["type"] == "note") for one in desk.said[int(key)]],
        listed="/v2/conversations",
        each="/v2/conversations/",
        one="/v2/conversations/2",
        access="My apps",
        quiet=3,
        html=True,
        left=2,
    ),
}


@dataclass
class Visit:
    """A system on the net."""

    live: Live
    system: Any
    server: DeskServer

    @property
    def keys(self) -> list[str]:
        """Of all resolved tickets, in the order in which they come."""
        return self.live.keys.split()

    @property
    def key(self) -> str:
        """Of the ticket that `Live.one` asks for."""
        return self.keys[self.live.nth]

    def source(self) -> LiveDesk:
        """One that reads it."""
        return self.live.source(self.server, **self.live.options)

    def read(self, cursor: str = "") -> list[Given]:
        """What it gives."""
        return list(self.source().threads_since(cursor))

    def fails(self, path: str, kind: int | str, times: int = 1, **how: Any) -> None:
        """Something goes wrong from now on."""
        self.server.faults.append(Fault(path, kind, times, **how))

    def told(self) -> list[tuple[str, bool]]:
        """The notes on a ticket that deskbook wrote."""
        return [(text, inside) for text, inside in self.live.told(self.system, self.key) if MARK in text]

    def note(self, tag: str = "documented") -> Note:
        """What the ticket is told."""
        return Note(f"See {LINK}\n{MARK}", LINK, MARK, self.live.public, tag)


@pytest.fixture(params=LIVE, name="visit")
def _visit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    live = LIVE[request.param]
    for name, value in live.patches.items():
        monkeypatch.setattr(name, value)
    system = live.filled()
    with desk_server(system.answer) as server:
        system.address = server.address
        yield Visit(live, system, server)


def test_every_live_desk_keeps_this_contract() -> None:
    """One that is added to the project is added here."""
    desks = {name for name in available("sources") if issubclass(load("sources", name), LiveDesk)}

    assert desks == set(LIVE)


def test_what_is_resolved_comes_once_the_oldest_change_first(visit: Visit) -> None:
    """And nothing is damage."""
    given = visit.read()

    assert ids(given) == visit.keys
    assert not [one for one in given if isinstance(one, Damage)]


def test_a_run_without_news_asks_little(visit: Visit) -> None:
    """The last ticket may be read again, as another may have changed in the same second; it is what it was."""
    first = visit.read()
    visit.server.asked.clear()

    again = visit.read(cursor_of(first))

    assert threads(again).items() <= {visit.keys[-1]: threads(first)[visit.keys[-1]]}.items()
    assert len(visit.server.asked) <= visit.live.quiet


@pytest.mark.parametrize("kind", [500, 503, "truncated", "html", "closed"])
def test_a_passing_fault_costs_nothing(visit: Visit, kind: int | str, pauses: list[float]) -> None:
    """In the list or in a ticket: nothing is skipped, nothing comes twice, and the system has time to recover."""
    for path in (visit.live.listed, visit.live.one):
        visit.fails(path, kind, times=2)

    given = visit.read()

    assert ids(given) == visit.keys
    assert not [one for one in given if isinstance(one, Damage)]
    assert any(pause > 0.5 for pause in pauses)


def test_who_is_told_to_wait_waits(visit: Visit, pauses: list[float]) -> None:
    """As long as the system says."""
    visit.fails(visit.live.listed, 429, headers={"Retry-After": "47"})
    visit.fails(visit.live.one, 429, headers={"Retry-After": "9"})

    assert ids(visit.read()) == visit.keys
    assert {47, 9} <= set(pauses)


@pytest.mark.parametrize(("status", "times", "value"), [(500, 6, None), (200, 1, {"hello": "world"})])
def test_a_ticket_that_is_not_given_keeps_the_place(visit: Visit, status: int, times: int, value: object) -> None:
    """It is damage now, the others are read, and the next run begins before it."""
    visit.fails(visit.live.one, status, times, value=value)

    given = visit.read()
    visit.server.faults.clear()

    assert ids(given) == [key for key in visit.keys if key != visit.key]
    assert [f"ticket {visit.key}" in one.what for one in given if isinstance(one, Damage)] == [True]
    assert {*visit.keys[visit.live.nth :]} <= set(ids(visit.read(cursor_of(given))))


def test_three_failures_in_a_row_end_the_run(visit: Visit) -> None:
    """Then it is not the tickets that are broken."""
    visit.fails(visit.live.each, 500, times=999)

    with pytest.raises(SourceError, match="cannot be read") as error:
        visit.read()

    assert "again later" in (error.value.cure or "")
    assert len({path for path in visit.server.paths() if path.startswith(visit.live.each)}) <= 3


@pytest.mark.parametrize("status", [404, 410])
def test_a_ticket_that_vanished_is_gone(visit: Visit, status: int) -> None:
    """It was deleted since it was listed."""
    visit.fails(visit.live.one, status)

    given = visit.read()

    assert visit.key in gone(given)
    assert ids(given) == [key for key in visit.keys if key != visit.key]


@pytest.mark.parametrize(
    ("kind", "value", "cure"),
    [
        (401, None, "it may have expired"),
        (403, None, "access"),
        (404, None, "mend `"),
        (500, None, "again later"),
        ("html", None, "again later"),
        (200, {"hello": "world"}, "in a browser"),
        (200, [{"hello": "world"}], "in a browser"),
    ],
)
def test_a_problem_with_the_list_says_how_to_mend_it(visit: Visit, kind: int | str, value: object, cure: str) -> None:
    """And never shows the token, also where the system says it."""
    token = visit.source().options.token_env
    assert token is not None
    secret = token.get_secret_value()
    visit.fails(visit.live.listed, kind, times=99, value=value or {"error": secret})

    with pytest.raises(SourceError) as error:
        visit.read()

    assert (visit.live.access if cure == "access" else cure) in (error.value.cure or "")
    assert secret not in f"{error.value.what} {error.value.where} {error.value.cure}"


def test_a_run_that_was_stopped_is_taken_up(visit: Visit) -> None:
    """Wherever it was killed: nothing is lost, and nothing comes twice in one run."""
    for count in range(1, len(visit.read()) + 1):
        entries = visit.source().threads()
        first = list(islice(entries, count))
        entries.close()  # type: ignore[attr-defined]

        second = visit.read(cursor_of(first))

        assert {*ids(first), *ids(second)} == set(visit.keys)
        assert len(ids(second)) == len(set(ids(second)))


def test_a_ticket_is_told_once_and_that_taken_back(visit: Visit) -> None:
    """Inside where that can be, with a link that can be followed. The tag comes and goes alone; what people wrote is as it was."""
    before, source = threads(visit.read())[visit.key], visit.source()

    receipts = {source.publish(visit.key, visit.note()) for _ in range(2)}

    ((text, inside),) = visit.told()
    assert len(receipts) == 1
    assert inside is not visit.live.public
    assert LINK in unescape(text)
    assert (HTML_LINK in text) is visit.live.html
    after = threads(visit.read())[visit.key]
    assert set(after.tags) == {*before.tags, "documented"}
    assert replace(after, tags=before.tags) == before

    for _ in range(2):
        source.retract(visit.key, visit.note(), *receipts)

    assert len(visit.told()) == visit.live.left
    assert ["no longer" in text for text, _ in visit.told()].count(True) == visit.live.left // 2
    assert {inside for _, inside in visit.told()} <= {not visit.live.public}
    assert threads(visit.read())[visit.key] == before


def test_a_note_for_customers_is_public(visit: Visit) -> None:
    """Where the block says so."""
    visit.source().publish(visit.key, replace(visit.note(), public=True))

    assert [inside for _, inside in visit.told()] == [False]


def test_a_note_whose_answer_was_lost_is_not_written_again(visit: Visit) -> None:
    """The run died right after it; the next one finds the note by its marker."""
    answer = visit.server.answer

    def lost(asked: Asked) -> Reply | None:
        reply = answer(asked)
        return reply if asked.method == "GET" else Reply({}, 502)

    visit.server.answer = lost
    with pytest.raises(SourceError):
        visit.source().publish(visit.key, visit.note(tag=""))
    visit.server.answer = answer
    visit.source().publish(visit.key, visit.note(tag=""))

    assert len(visit.told()) == 1


def test_a_ticket_that_cannot_be_told_is_named(visit: Visit) -> None:
    """It is not there any more."""
    missing = visit.key.replace("2", "99").replace("5", "99")

    with pytest.raises(PublishError, match="404") as error:
        visit.source().publish(missing, visit.note())

    assert error.value.where == f"{visit.source().name}:{missing}"


def collected(store: Store, visit: Visit) -> Collected:
    """One run into a store."""
    return collect([Origin("desk", visit.source())], store, Policy(asker_key=store.asker_key()), Quiet()).sources[0]


def test_our_own_note_is_no_news(visit: Visit, tmp_path: Path) -> None:
    """The ticket is read again, and is what it was."""
    with Store(tmp_path) as store:
        assert collected(store, visit).stored.new == len(visit.keys)
        visit.source().publish(visit.key, visit.note(tag=""))

        second = collected(store, visit)

        assert (second.stored.new, second.stored.changed) == (0, 0)
