"""Which tickets are told of an article."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from deskbook.model import Article, Audience, Confidence, Link, Note, Outcome, Told, is_note
from deskbook.text.publishing import Manner, Plan, plan

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MANNER = Manner(public=False, tag="documented", tags={"covered": "in-the-docs"}, words="Written up: {title} {link}")


def article(name: str, *sources: str, **values: Any) -> Article:
    """A validated public article."""
    given: dict[str, Any] = {"audience": Audience.PUBLIC, "confidence": Confidence.VALIDATED, "body": ""}
    return Article(PurePosixPath(f"{name}.md"), name, name.title(), sources=sources, **(given | values))


def link(thread: str, name: str, *, decided: bool = True) -> Link:
    """The word of a person, or of deskbook, that an article answers a thread."""
    return Link(thread, Outcome.COVERED, name, "", NOW, decided=decided)


def told(thread: str, name: str, *, count: int = 0, stands: bool = True) -> Told:
    """What a ticket was told before."""
    return Told(thread, name, Note("x", "y", "z"), "1", NOW, count, stands)


def planned(
    *articles: Article, links: tuple[Link, ...] = (), told: tuple[Told, ...] = (), manner: Manner = MANNER
) -> Plan:
    """The plan for the source `desk`."""
    return plan(articles, links, told, {"desk": manner}, "https://help.example/")


def test_a_ticket_is_told_of_the_article_that_was_made_of_it() -> None:
    """With the title, the whole address, and a mark by which deskbook knows its own note."""
    (one,) = planned(article("dns", "desk:7", "forum:3")).tell

    assert one.thread == "desk:7"
    assert one.note.text.startswith("Written up: Dns https://help.example/dns/\n")
    assert one.note.text.endswith(one.note.marker)
    assert is_note(one.note.text)
    assert not is_note("about [deskbook: x]")
    assert (one.note.public, one.note.tag) == (False, "documented")


def test_a_ticket_that_an_article_answered_before_gets_another_tag() -> None:
    """Where a person said so; what deskbook only proposes tells nobody anything."""
    result = planned(article("dns"), links=(link("desk:7", "dns"), link("desk:8", "dns", decided=False)))

    assert [(one.thread, one.note.tag) for one in result.tell] == [("desk:7", "in-the-docs")]


def test_what_readers_cannot_open_is_not_told() -> None:
    """Drafts and archived articles never; articles for the team are counted, since somebody may wonder."""
    result = planned(
        article("draft", "desk:1", confidence=Confidence.WIP),
        article("old", "desk:2", confidence=Confidence.ARCHIVED),
        article("team", "desk:3", audience=Audience.INTERNAL),
        article("de/dns", "desk:4", language="de"),
    )

    assert result == Plan((), (), 0, 1)


def test_a_ticket_is_told_once() -> None:
    """Also where two articles name it: the first counts."""
    first = planned(article("b", "desk:7"), article("a", "desk:7"))
    assert [one.article.id for one in first.tell] == ["a"]

    second = planned(article("b", "desk:7"), article("a", "desk:7"), told=(told("desk:7", "a"),))
    assert (second.tell, second.outdated, second.standing) == ((), (), 1)


def test_what_no_longer_holds_is_found() -> None:
    """Its article is gone, or another one is the ticket's now; nothing new is said before that is taken back."""
    before = (told("desk:1", "gone"), told("desk:2", "old"), told("other:3", "gone"))

    result = planned(article("new", "desk:2"), told=before)

    assert [one.thread for one in result.outdated] == ["desk:1", "desk:2"]
    assert result.tell == ()


def test_a_note_after_one_that_was_taken_back_has_another_mark() -> None:
    """Else the first, which may still stand there as text, would be taken for it."""
    (first,) = planned(article("dns", "desk:7")).tell
    (again,) = planned(article("dns", "desk:7"), told=(told("desk:7", "dns", count=1, stands=False),)).tell

    assert first.note == planned(article("dns", "desk:7")).tell[0].note
    assert again.note.marker != first.note.marker
    assert again.round == 1


def test_a_silent_source_is_told_nothing_new() -> None:
    """But what it was told may be taken back."""
    silent = Manner(public=False, tag="", tags={}, words="{link}", silent=True)

    result = planned(article("dns", "desk:7"), told=(told("desk:8", "gone"),), manner=silent)

    assert result.tell == ()
    assert [one.thread for one in result.outdated] == ["desk:8"]
