"""A live Redmine, in good and bad order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook import http
from deskbook.cli.progress import Quiet
from deskbook.errors import ConfigError, PublishError, SourceError
from deskbook.model import Audience, Damage, Given, Gone, Incoming, Note, Reached, Role, Thread, marker
from deskbook.sources.redmine import Redmine
from deskbook.stages.collect import Origin, collect
from deskbook.store import Store
from deskbook.text.redact import Policy

TOKEN = "k3y-0f-n0b0dy"
NOTE = Note(
    f"See https://help.example/fax\n{marker('ab' * 8)}", "https://help.example/fax", marker("ab" * 8), tag="documented"
)
ADA, BO, CY = ({"id": key, "name": name} for key, name in ((5, "Ada Okafor"), (6, "Bo Lind"), (7, "Cy Ray")))
STATUSES = {1: ("New", False), 3: ("Resolved", False), 5: ("Closed", True), 6: ("Rejected", True)}


def moment(minute: int) -> str:
    """A time of one day."""
    return f"2026-01-05T{10 + minute // 60:02}:{minute % 60:02}:00Z"


@dataclass
class Tracker:
    """A small Redmine. Pages are two issues long."""

    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    clock: int = 300
    # What the account may: write private notes, and edit notes (from Redmine 5.0 on).
    private: bool = True
    edits: bool = True
    options: tuple[str, ...] = ("documented", "toner")
    ignored: tuple[str, ...] = ()

    def issue(self, key: int, minute: int, *notes: str, status: int = 5, **values: Any) -> None:
        """Add an issue of ada's, with notes by bo."""
        made = {"id": key, "subject": f"Fax {key}", "description": "It does not print.", "author": ADA, "journals": []}
        kinds = {"project": {"id": 1, "name": "Support"}, "tracker": {"id": 3, "name": "Question"}}
        times = {"created_on": moment(minute), "updated_on": moment(minute)}
        tags = {"id": 2, "name": "Tags", "multiple": True, "value": ["paper"]}
        self.issues[str(key)] = {**made, **kinds, **times, "custom_fields": [tags], **_status(status), **values}
        for text in notes:
            self.note(str(key), text, minute)

    def note(self, key: str, text: str | None, minute: int, who: object = BO, **values: Any) -> None:
        """Add a journal, which moves the issue."""
        number = 100 * int(key) + len(self.issues[key]["journals"])
        made = {"id": number, "user": who, "notes": text, "created_on": moment(minute), "details": []}
        self.issues[key]["journals"].append({**made, "private_notes": False, **values})
        self.issues[key]["updated_on"] = max(self.issues[key]["updated_on"], moment(minute))

    def change(self, key: str, minute: int, **values: Any) -> None:
        """Somebody changes an issue."""
        self.issues[key] |= {"updated_on": moment(minute), **values}

    def notes(self, key: str) -> list[tuple[str, bool]]:
        """What was said in an issue, and whether it is private."""
        return [(one["notes"], one["private_notes"]) for one in self.issues[key]["journals"] if one["notes"]]

    def answer(self, asked: Asked) -> Reply | None:
        """As the wiki of redmine.org says."""
        if asked.headers.get("x-redmine-api-key") != TOKEN:
            return Reply(b"", 401)
        if asked.path == "/issue_statuses.json":
            rows = [{"id": key, "name": name, "is_closed": closed} for key, (name, closed) in STATUSES.items()]
            return Reply({"issue_statuses": rows})
        if asked.path == "/issues.json":
            return self.listed({name: value for name, value in asked.query.items() if name not in self.ignored})
        match = re.fullmatch(r"/(issues|journals)/(\d+)\.json", asked.path)
        if match and match[1] == "journals":
            return self.edit(int(match[2]), asked)
        return self.one(match[2], asked) if match and match[2] in self.issues else None

    def one(self, key: str, asked: Asked) -> Reply:
        """An issue is read or written."""
        if asked.method == "PUT":
            return self.tell(key, asked.body["issue"])
        hidden = () if asked.query.get("include") == "journals" else ("journals",)
        return Reply({"issue": {name: part for name, part in self.issues[key].items() if name not in hidden}})

    def listed(self, query: dict[str, str]) -> Reply | None:
        """A part of the list, without journals."""
        if query.get("project_id", "support") != "support":
            return None
        since = query.get("updated_on", ">=").removeprefix(">=")
        there = [one for one in self.issues.values() if one["updated_on"] >= since]
        if query.get("status_id") != "*":
            there = [one for one in there if not STATUSES[one["status"]["id"]][1]]
        if query.get("sort", "").startswith("updated_on:asc"):
            there.sort(key=lambda one: (one["updated_on"], one["id"]))
        first, limit = int(query.get("offset", "0")), min(2, int(query["limit"]))
        rows = [{name: part for name, part in one.items() if name != "journals"} for one in there]
        page = {"issues": rows[first : first + limit], "offset": first, "limit": limit}
        return Reply({**page, "total_count": len(rows)})

    def tell(self, key: str, change: dict[str, Any]) -> Reply:
        """A write. What the account may not change is left out without a word."""
        self.clock += 1
        for new in change.get("custom_fields", ()):
            own = next(one for one in self.issues[key]["custom_fields"] if str(one["id"]) == str(new["id"]))
            values = new["value"] if isinstance(new["value"], list) else [new["value"]]
            if {*values} - {*self.options, "paper", ""}:
                return Reply({"errors": ["Tags is not included in the list"]}, 422)
            own["value"] = new["value"]
        text = change.get("notes")
        self.note(key, text, self.clock, CY, private_notes=bool(change.get("private_notes")) and self.private)
        return Reply(b"", 204)

    def edit(self, number: int, asked: Asked) -> Reply | None:
        """A note that becomes empty is deleted."""
        if not self.edits:
            return Reply(b"", 403)
        for issue in self.issues.values():
            if any(one["id"] == number for one in issue["journals"]) and not asked.body["journal"]["notes"]:
                issue["journals"] = [one for one in issue["journals"] if one["id"] != number]
                return Reply(b"", 204)
        return None


def _status(key: int) -> dict[str, Any]:
    return {"status": {"id": key, "name": STATUSES[key][0]}}


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    return waited


@pytest.fixture
def tracker() -> Tracker:
    """Five closed issues."""
    made = Tracker()
    made.issue(1, 1, "Turn it on.", "Then press the green key.")
    for key, minute in ((2, 5), (3, 6), (4, 7), (5, 9)):
        made.issue(key, minute, "Oil the wheel.")
    return made


@pytest.fixture
def server(tracker: Tracker) -> Iterator[DeskServer]:
    """It, answering."""
    with desk_server(tracker.answer) as desk:
        yield desk


def source(server: DeskServer, **options: object) -> Redmine:
    """A source that reads it."""
    return Redmine("desk", Path(), {"url": server.address, "token_env": TOKEN, "pace": 1000, **options})


def read(server: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(server, **options).threads_since(cursor))


def threads(entries: list[Given]) -> dict[str, Thread]:
    """The threads among the entries, by id."""
    return {entry.thread.id: entry.thread for entry in entries if isinstance(entry, Incoming)}


def gone(entries: list[Given]) -> list[str]:
    """The ids of what is gone."""
    return [entry.id for entry in entries if isinstance(entry, Gone)]


def cursor_of(entries: list[Given]) -> str:
    """Where the next run goes on."""
    return next((entry.cursor for entry in reversed(entries) if isinstance(entry, Reached)), "")


def test_issues_come_with_all_their_notes(server: DeskServer, tracker: Tracker) -> None:
    """Page by page; private notes stay inside, and what is no note is left out."""
    tracker.note("1", "Only for us", 20, private_notes=True)
    tracker.note("1", "Old server", 21, private_notes=None)
    tracker.note("1", "Thanks", 22, ADA)
    tracker.note("1", None, 23)
    tracker.note("1", "", 24)
    tracker.note("1", "Closing this", 25, None)
    tracker.issues["1"]["assigned_to"] = CY

    entries = read(server)

    assert list(threads(entries)) == ["2", "3", "4", "5", "1"]
    thread = threads(entries)["1"]
    assert [(message.text, message.author, message.role, message.internal) for message in thread.messages] == [
        ("It does not print.", "Ada Okafor", Role.CUSTOMER, False),
        ("Turn it on.", "Bo Lind", Role.AGENT, False),
        ("Then press the green key.", "Bo Lind", Role.AGENT, False),
        ("Only for us", "Bo Lind", Role.AGENT, True),
        ("Old server", "Bo Lind", Role.AGENT, True),
        ("Thanks", "Ada Okafor", Role.CUSTOMER, False),
        ("Closing this", "agent", Role.AGENT, False),
    ]
    assert (thread.title, thread.group, thread.resolved, thread.marked) == ("Fax 1", "Support", True, False)
    assert (thread.audience, thread.url) == (Audience.INTERNAL, f"{server.address}/issues/1")
    last = next(entry for entry in entries if isinstance(entry, Incoming) and entry.thread.id == "1")
    assert (set(last.people), last.asker) == ({"Ada Okafor", "Bo Lind", "Cy Ray"}, "5")


def test_what_is_private_is_never_the_customers(server: DeskServer, tracker: Tracker) -> None:
    """Only the team can write private notes, also in issues that one of them opened."""
    tracker.note("1", "Do not tell", 20, ADA, private_notes=True)

    assert threads(read(server))["1"].messages[-1].role is Role.AGENT


@pytest.mark.parametrize(("formatting", "text"), [("textile", "\\# **one**"), ("common_mark", "# **one**")])
def test_texts_are_read_as_they_are_written_there(
    server: DeskServer, tracker: Tracker, formatting: str, text: str
) -> None:
    """Textile is no Markdown."""
    tracker.issues["1"]["description"] = "# **one**"

    assert threads(read(server, text_formatting=formatting))["1"].messages[0].text == text


def test_redmine_says_what_is_closed(server: DeskServer, tracker: Tracker) -> None:
    """Its status Resolved is not, unless the options say so."""
    tracker.change("2", 20, **_status(3))
    tracker.change("3", 21, **_status(6))
    tracker.change("4", 22, **_status(1))

    entries = read(server)

    assert (list(threads(entries)), gone(entries)) == (["1", "5", "3"], ["2", "4"])
    assert list(threads(read(server, resolved_statuses=["Resolved"]))) == ["2"]


def test_an_issue_is_marked_by_field_status_tracker_or_category(server: DeskServer, tracker: Tracker) -> None:
    """Redmine has no tags, but a field may hold them; so does the category."""
    tracker.change("1", 20, custom_fields=[{"id": 1, "name": "Docs", "value": "wanted"}])
    tracker.change("2", 21, tracker={"id": 9, "name": "Puzzle"})
    tracker.change("3", 22, category={"id": 9, "name": "Write up"})
    tracker.change("4", 23, custom_fields=[{"id": 2, "name": "Tags", "value": ["document-me", "toner"]}])
    tracker.change("5", 24, **_status(3))
    tracker.issue(6, 30, status=1)

    def marked(**options: Any) -> list[str]:
        return [key for key, thread in threads(read(server, **options)).items() if thread.marked]

    assert marked(marked_fields={"Docs": "wanted"}) == ["1"]
    assert marked(marked_fields={"Tracker": "Puzzle", "Category": "Write up"}) == ["2", "3"]
    assert marked(tag_field="Tags") == ["4"]
    assert marked(marked_tags=["Write up"]) == ["3"]
    assert marked(marked_statuses=["Resolved"]) == ["5"]
    assert threads(read(server, tag_field="Tags"))["4"].tags == ("toner",)


def test_one_project_is_read_where_it_is_named(server: DeskServer) -> None:
    """Redmine hears of it with each page; one that is not there is named, and what cannot be one is refused."""
    assert len(threads(read(server, project="support"))) == 5
    with pytest.raises(SourceError, match="no project 'sales'"):
        read(server, project="sales")
    with pytest.raises(ConfigError):
        source(server, project="a/../b")


def test_a_run_without_news_asks_little(server: DeskServer) -> None:
    """The statuses, the list, and the last issue again."""
    entries = read(server)
    server.asked.clear()

    again = read(server, cursor_of(entries))

    assert threads(again) == {"5": threads(entries)["5"]}
    assert server.paths() == ["/issue_statuses.json", "/issues.json", "/issues/5.json"]


def test_what_changed_is_read_again(server: DeskServer, tracker: Tracker) -> None:
    """What was opened again is gone."""
    cursor = cursor_of(read(server))
    tracker.note("1", "One more thing", 20)
    tracker.change("2", 21, **_status(1))

    entries = read(server, cursor)

    assert (list(threads(entries)), gone(entries)) == (["5", "1"], ["2"])
    assert threads(entries)["1"].messages[-1].text == "One more thing"


def test_many_changes_in_one_second_are_all_read(server: DeskServer, tracker: Tracker) -> None:
    """People change many issues at once; then pages are counted."""
    for key in tracker.issues:
        tracker.change(key, 50)

    entries = read(server)

    assert list(threads(entries)) == ["1", "2", "3", "4", "5"]
    assert len([entry for entry in entries if isinstance(entry, Incoming)]) == 5


def test_a_list_that_moves_loses_nothing(server: DeskServer, tracker: Tracker) -> None:
    """What changes after the first page goes to the end."""
    desk = source(server).threads_since("")
    entries = [next(desk), next(desk)]
    tracker.note("1", "More", 60)

    assert set(threads([*entries, *desk])) == {"1", "2", "3", "4", "5"}


@pytest.mark.parametrize("name", ["updated_on", "sort"])
def test_a_server_that_ignores_what_it_is_asked_is_found_out(server: DeskServer, tracker: Tracker, name: str) -> None:
    """Redmine answers 200 all the same."""
    cursor = cursor_of(read(server))
    tracker.ignored = (name,)
    tracker.change("1", 30)
    tracker.change("2", 29)

    with pytest.raises(SourceError, match="order of their last change|before the time"):
        read(server, cursor)


def test_a_run_that_was_stopped_is_taken_up(server: DeskServer) -> None:
    """Wherever it was killed, nothing is lost."""
    whole = list(threads(read(server)))
    for count in range(1, 9):
        entries = []
        for entry in source(server).threads_since(""):
            entries.append(entry)
            if len(entries) == count:
                break
        assert sorted({*threads(entries), *threads(read(server, cursor_of(entries)))}) == whole


@pytest.mark.parametrize("path", ["/issues.json", "/issues/2.json", "/issue_statuses.json"])
@pytest.mark.parametrize("kind", [503, "truncated", "html", "closed"])
def test_a_passing_fault_costs_nothing(server: DeskServer, path: str, kind: int | str, pauses: list[float]) -> None:
    """Nothing is skipped, nothing comes twice."""
    server.faults.append(Fault(path, kind, times=2))

    entries = read(server)

    assert [entry.thread.id for entry in entries if isinstance(entry, Incoming)] == ["1", "2", "3", "4", "5"]
    assert not [entry for entry in entries if isinstance(entry, Damage)]
    assert any(pause > 0.5 for pause in pauses)


def test_who_is_told_to_wait_waits(server: DeskServer, pauses: list[float]) -> None:
    """As long as a server in front of Redmine says."""
    server.faults.append(Fault("/issues", 429, headers={"Retry-After": "47"}))

    assert len(threads(read(server))) == 5
    assert 47 in pauses


def test_an_issue_that_is_not_given_holds_the_place(server: DeskServer) -> None:
    """It is damage now, the others are read, and the next run begins before it; one that vanished is gone."""
    server.faults.append(Fault("/issues/3.json", 500, 6))
    server.faults.append(Fault("/issues/4.json", 404))

    entries = read(server)

    assert (list(threads(entries)), gone(entries)) == (["1", "2", "5"], ["4"])
    (damage,) = (entry for entry in entries if isinstance(entry, Damage))
    assert "ticket 3" in damage.what
    assert {"3", "4", "5"} <= set(threads(read(server, cursor_of(entries))))


def test_three_failures_in_a_row_end_the_run(server: DeskServer) -> None:
    """Then it is not the issues that are broken."""
    server.faults.append(Fault("/issues/", 500, times=99))

    with pytest.raises(SourceError, match="Redmine cannot be read"):
        read(server)


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        (Fault("/issue", 401), "it may have expired"),
        (Fault("/issues.json", 403), "REST web service"),
        (Fault("/issue", 404), "mend `url`"),
        (Fault("/issues.json", "null"), "the system that `type` names"),
        (Fault("/issues.json", 200, value=[]), "the system that `type` names"),
        (Fault("/issues.json", "html", 6), "again later"),
    ],
)
def test_refusals_have_a_cure(server: DeskServer, fault: Fault, cure: str) -> None:
    """And never show the key."""
    server.faults.append(fault)

    with pytest.raises(SourceError) as caught:
        read(server)

    assert cure in (caught.value.cure or "")
    assert TOKEN not in f"{caught.value} {caught.value.cure}"


def test_notes_are_told_once_and_taken_back(server: DeskServer, tracker: Tracker) -> None:
    """Inside, unless they shall be public; the thread is as it was."""
    before = threads(read(server))["2"]
    desk = source(server)

    receipt = desk.publish("2", NOTE)
    assert desk.publish("2", NOTE) == receipt
    assert tracker.notes("2") == [("Oil the wheel.", False), (NOTE.text, True)]
    assert threads(read(server))["2"] == before

    desk.retract("2", NOTE, receipt)
    desk.retract("2", NOTE, receipt)
    assert tracker.notes("2") == [("Oil the wheel.", False)]
    desk.publish("2", replace(NOTE, public=True))
    assert tracker.notes("2")[-1] == (NOTE.text, False)


def test_where_notes_cannot_be_deleted_a_second_one_is_written(server: DeskServer, tracker: Tracker) -> None:
    """Once; deskbook reads neither."""
    tracker.edits = False
    before = threads(read(server))["2"]
    desk = source(server)
    receipt = desk.publish("2", NOTE)

    desk.retract("2", NOTE, receipt)
    desk.retract("2", NOTE, receipt)

    assert tracker.notes("2")[1:] == [(NOTE.text, True), (NOTE.withdrawal, True)]
    assert threads(read(server))["2"] == before


@pytest.mark.parametrize(("edits", "said"), [(True, "was taken back"), (False, "could not be taken back")])
def test_who_may_not_write_private_notes_publishes_none(
    server: DeskServer, tracker: Tracker, edits: bool, said: str
) -> None:
    """Redmine publishes them without a word, so the note goes at once."""
    tracker.private, tracker.edits = False, edits

    with pytest.raises(PublishError, match=said):
        source(server).publish("2", NOTE)

    assert len(tracker.notes("2")) == (1 if edits else 2)


def test_a_note_whose_answer_was_lost_is_not_told_again(server: DeskServer, tracker: Tracker) -> None:
    """The marker shows that it is there."""
    desk, answer = source(server), tracker.answer

    def lost(asked: Asked) -> Reply | None:
        reply = answer(asked)
        return reply if asked.method == "GET" else Reply({}, 502)

    server.answer = lost
    with pytest.raises(SourceError, match="502"):
        desk.publish("2", NOTE)
    server.answer = answer

    desk.publish("2", NOTE)

    assert len(tracker.notes("2")) == 2


def test_a_note_that_redmine_does_not_show_is_not_told(server: DeskServer, tracker: Tracker) -> None:
    """It answers 204 to what it did not do."""
    server.answer = lambda asked: Reply(b"", 204) if asked.method == "PUT" else tracker.answer(asked)

    with pytest.raises(PublishError, match="does not show it"):
        source(server).publish("2", NOTE)


def test_the_tag_goes_into_a_field(server: DeskServer, tracker: Tracker) -> None:
    """Beside what people put there; issues without that field are told all the same."""
    desk = source(server, tag_field="Tags")
    (tags,) = tracker.issues["2"]["custom_fields"]
    tracker.issues["3"]["custom_fields"] = []

    receipt = desk.publish("2", NOTE)
    desk.publish("3", NOTE)
    assert (tags["value"], len(tracker.notes("3"))) == (["paper", "documented"], 2)

    desk.retract("2", NOTE, receipt)
    assert tags["value"] == ["paper"]


def test_a_field_for_one_value_keeps_what_people_chose(server: DeskServer, tracker: Tracker) -> None:
    """An empty one takes the tag, and is empty again after it."""
    desk = source(server, tag_field="Tags")
    for key, value in (("2", "toner"), ("3", "")):
        tracker.issues[key]["custom_fields"] = [{"id": 2, "name": "Tags", "value": value}]

    receipts = {key: desk.publish(key, NOTE) for key in ("2", "3")}
    assert [tracker.issues[key]["custom_fields"][0]["value"] for key in ("2", "3")] == ["toner", "documented"]

    for key, receipt in receipts.items():
        desk.retract(key, NOTE, receipt)
    assert [tracker.issues[key]["custom_fields"][0]["value"] for key in ("2", "3")] == ["toner", ""]


def test_a_field_that_does_not_take_the_tag_is_named(server: DeskServer, tracker: Tracker) -> None:
    """Its list of values is Redmine's to change."""
    tracker.options = ()

    with pytest.raises(PublishError, match=r"desk:2: .*field 'Tags' does not take"):
        source(server, tag_field="Tags").publish("2", NOTE)


def test_an_issue_that_cannot_be_told_is_named(server: DeskServer) -> None:
    """It was deleted."""
    with pytest.raises(PublishError, match=r"desk:99: .*404"):
        source(server, project="support").publish("99", NOTE)


def test_our_own_note_is_no_news(server: DeskServer, tmp_path: Path) -> None:
    """The issue is read again, and is what it was."""
    with Store(tmp_path) as store:
        policy = Policy(asker_key=store.asker_key())
        first = collect([Origin("desk", source(server))], store, policy, Quiet()).sources[0]
        source(server).publish("2", NOTE)

        second = collect([Origin("desk", source(server))], store, policy, Quiet()).sources[0]

        assert first.stored.new == 5
        assert (second.stored.new, second.stored.changed) == (0, 0)
