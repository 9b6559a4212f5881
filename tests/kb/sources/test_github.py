"""A GitHub repository, in good and bad order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook.errors import SourceError
from deskbook.model import Audience, Given, Gone, Incoming, Role, ThreadKind
from desks.github import NOTE, TOKEN, Repository, discussion, filled, moment, person, reply, source
from giving import cursor_of, threads


@pytest.fixture(name="repository")
def _repository() -> Repository:
    return filled()


@pytest.fixture
def server(repository: Repository) -> Iterator[DeskServer]:
    """It, answering."""
    with desk_server(repository.answer) as desk:
        repository.address = desk.address
        yield desk


def read(server: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(server, **options).threads_since(cursor))


def test_closed_issues_come_with_all_their_comments(server: DeskServer) -> None:
    """Each once, though some moved in the same second and pages are short."""
    entries = read(server)

    assert [entry.thread.id for entry in entries if isinstance(entry, Incoming)] == ["1", "2", "3", "4", "5"]
    thread = threads(entries)["1"]
    assert [(message.role, message.text) for message in thread.messages] == [
        (Role.CUSTOMER, "It does not print 1."),
        (Role.AGENT, "Turn it on."),
        (Role.AGENT, "Then press the green key."),
        (Role.AGENT, "And wait."),
    ]
    assert thread.url == "https://github.example/acme/fax/issues/1"
    assert thread.resolved
    assert thread.audience is Audience.INTERNAL
    first = next(entry for entry in entries if isinstance(entry, Incoming))
    assert first.people == ("ada", "bo")
    assert first.asker == str(sum(map(ord, "ada")))


def test_what_changed_is_read_again_and_what_was_opened_is_gone(server: DeskServer, repository: Repository) -> None:
    """So are spam and what was closed because it is no question; pull requests are nothing."""
    cursor = cursor_of(read(server))
    repository.comment("2", "That helped, thanks!", 20, user=person("ada"), author_association="NONE")
    repository.one("3").update(state="open", state_reason="reopened", updated_at=moment(21))
    repository.one("4").update(state_reason="not_planned", updated_at=moment(22))
    repository.issue(6, 23, active_lock_reason="spam")
    repository.issue(7, 24, pull_request={"url": "x"})

    entries = read(server, cursor)

    assert list(threads(entries)) == ["5", "2"]
    assert threads(entries)["2"].messages[-1].role is Role.CUSTOMER
    assert [entry.id for entry in entries if isinstance(entry, Gone)] == ["3", "4", "6"]
    assert list(threads(read(server, cursor, resolved_reasons=["not_planned"]))) == ["4"]


def test_labels_and_states_mark(server: DeskServer, repository: Repository) -> None:
    """A marked status counts as resolved."""
    repository.issue(8, 30, labels=[{"name": "document-me"}, {"name": "toner"}])
    repository.issue(9, 31, state="open", state_reason=None)

    found = threads(read(server, marked_statuses=["open"], public=True))

    assert found["8"].marked
    assert found["8"].tags == ("toner",)
    assert found["9"].marked
    assert found["9"].resolved
    assert found["9"].audience is Audience.PUBLIC


def test_templates_bots_and_people_who_left(server: DeskServer, repository: Repository) -> None:
    """Hints in comments of HTML go, HTML is text, machines are no agents, and an account may be missing."""
    repository.issue(8, 30, body="<!-- Tell us\nmore -->It beeps <script>x</script>", user=None)
    repository.comment("8", "Stale.", 31, user=person("stale", "Bot"))

    found = threads(read(server))["8"]

    assert found.messages[0].author == "ghost"
    assert found.messages[0].text == "It beeps &lt;script>x&lt;/script>"
    assert found.messages[1].role is Role.SYSTEM


def test_what_moves_meanwhile_is_not_skipped(server: DeskServer, repository: Repository) -> None:
    """Then every other issue stands one place earlier."""
    given = source(server).threads_since("")
    first = [next(given), next(given)]  # of the first page
    repository.one("1")["updated_at"] = moment(40)

    assert sorted(threads([*first, *given])) == ["1", "2", "3", "4", "5"]


def test_discussions_come_with_replies_and_the_answer(server: DeskServer, repository: Repository) -> None:
    """All pages of comments and of replies; what was minimised is left out, what has no answer is gone."""
    repository.discussions = [
        discussion(
            11,
            50,
            reply(
                "C1",
                "Clean it.",
                "bo",
                51,
                isAnswer=True,
                answers=[reply("R1", "Thanks", "ada", 52), reply("R2", "!", "cy", 53)],
            ),
            reply("C2", "Buy pills", "spam", 54, isMinimized=True),
        ),
        discussion(12, 45, isAnswered=False),
        discussion(13, 40, isAnswered=None, closed=True, stateReason="RESOLVED"),
    ]

    entries = read(server, what=["issues", "discussions"])

    found = threads(entries)
    assert list(found)[-2:] == ["discussion-13", "discussion-11"]
    assert [entry.id for entry in entries if isinstance(entry, Gone)] == ["discussion-12"]
    topic = found["discussion-11"]
    assert topic.kind is ThreadKind.TOPIC
    assert topic.category == "Q&A"
    assert [(said.id, said.text, said.accepted, said.reply_to) for said in topic.messages] == [
        ("0", "Why is it slow?", False, None),
        ("C1", "Clean it.", True, None),
        ("R1", "Thanks", False, "C1"),
        ("R2", "!", False, "C1"),
    ]
    server.asked.clear()
    again = read(server, cursor_of(entries), what=["issues", "discussions"])
    assert list(threads(again)) == ["5", "discussion-11"]
    vanished = [repository.discussions.pop(0)]
    assert vanished
    assert read(server, cursor_of(entries), what=["discussions"]) == []


def test_a_discussion_that_vanishes_is_gone(server: DeskServer, repository: Repository) -> None:
    """Errors of GraphQL come with status 200."""
    repository.discussions = [discussion(11, 50)]
    with desk_server(lambda asked: self_destroying(asked, repository)) as desk:
        assert [entry.id for entry in read(desk, what=["discussions"]) if isinstance(entry, Gone)] == ["discussion-11"]


def self_destroying(asked: Asked, repository: Repository) -> Reply | None:
    """Every discussion is deleted once it is listed."""
    said = repository.answer(asked)
    repository.discussions.clear()
    return said


def test_discussions_are_told_too(server: DeskServer, repository: Repository) -> None:
    """The label is made where there is none."""
    repository.discussions = [discussion(11, 50, reply("C1", "Clean it.", "bo", 51))]
    desk = source(server, what=["discussions"])
    before = threads(list(desk.threads()))["discussion-11"]

    receipt = desk.publish("discussion-11", NOTE)
    assert desk.publish("discussion-11", NOTE) == receipt
    assert len(repository.discussions[0]["said"]) == 2
    assert replace(threads(list(desk.threads()))["discussion-11"], tags=()) == before
    assert repository.labels == {"documented": "L_documented"}

    desk.retract("discussion-11", NOTE, receipt)
    assert threads(list(desk.threads()))["discussion-11"] == before


def test_notes_for_the_team_alone_are_not_written(server: DeskServer, repository: Repository) -> None:
    """GitHub has none: everybody would read them."""
    with pytest.raises(SourceError, match=r'publish = "public"'):
        source(server).publish("2", replace(NOTE, public=False))
    assert server.asked == []


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        (Fault("/repos", 403, value={"message": "API rate limit exceeded for user"}), "again later"),
        (Fault("/repos", 404), "mend `repository`"),
    ],
)
def test_refusals_have_a_cure(server: DeskServer, fault: Fault, cure: str) -> None:
    """And never show the token."""
    server.faults.append(fault)

    with pytest.raises(SourceError, match=cure) as caught:
        read(server)

    assert TOKEN not in str(caught.value)


def test_a_server_that_ignores_the_time_is_found_out(repository: Repository) -> None:
    """Else everything would be read each time, or changes be missed."""

    def forgetful(asked: Asked) -> Reply | None:
        return repository.answer(
            replace(asked, query={key: value for key, value in asked.query.items() if key != "since"})
        )

    with desk_server(forgetful) as desk, pytest.raises(SourceError, match="before the time that was asked for"):
        read(desk, f"2026-01-05T10:05:00+00:00| {desk.address}")
