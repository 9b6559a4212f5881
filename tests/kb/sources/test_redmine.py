"""A live Redmine, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from desk_server import DeskServer, Reply, desk_server
from deskbook.errors import ConfigError, PublishError, SourceError
from deskbook.model import Audience, Given, Incoming, Role
from desks.redmine import ADA, CY, NOTE, Tracker, _status, filled, source
from giving import cursor_of, gone, threads


@pytest.fixture(name="tracker")
def _tracker() -> Tracker:
    return filled()


@pytest.fixture
def server(tracker: Tracker) -> Iterator[DeskServer]:
    """It, answering."""
    with desk_server(tracker.answer) as desk:
        yield desk


def read(server: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(server, **options).threads_since(cursor))


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
