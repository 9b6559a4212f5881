"""What is known about a question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from deskbook.cli.progress import Quiet
from deskbook.model import Article, Confidence, Message, Role, Thread, ThreadKind
from deskbook.similarity.folder import IndexFolder
from deskbook.stages.questions import questions
from deskbook.stages.similar import Similar, similar
from deskbook.store import Store
from deskbook.text.answering import Answers

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ASKED = "Purging one page answers 403"
ANSWER = "Open the token page, tick the purge scope and save the token."
ARTICLES = [
    Article(PurePosixPath(f"{id_}.md"), id_, title, "Text.", confidence=Confidence.VALIDATED)
    for id_, title in (("purge", "Purging a page is refused"), ("invoice", "Where invoices are"))
]


def thread(key: str, title: str, answer: str | None = ANSWER) -> Thread:
    messages = [Message("1", "eve", Role.CUSTOMER, NOW, title)]
    if answer:
        messages.append(Message("2", "bo", Role.AGENT, NOW, answer))
    return Thread("desk", key, ThreadKind.TICKET, title, tuple(messages), NOW, NOW)


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store") as store:
        store.put(
            [
                thread("answered", ASKED),
                thread("close", "Purging of one page"),
                thread("open", f"{ASKED} too", answer=None),
                thread("other", "The invoice for March is missing"),
            ]
        )
        yield store


def found(store: Store, folder: Path, text: str, top: int = 5) -> list[Similar]:
    index = questions(store, IndexFolder(f"{folder}/index"), Quiet())
    return similar(text, Answers(ARTICLES), index, store, top=top)


def names(some: list[Similar]) -> list[str]:
    return [one.found.id for one in some]


def test_articles_then_answered_threads(store: Store, tmp_path: Path) -> None:
    """Articles first, then threads with an answer, each best first; who only asked the same is of no help."""
    some = found(store, tmp_path, ASKED)

    assert names(some) == ["purge", "answered", "close"]
    assert some[1].probability > some[2].probability
    assert names(found(store, tmp_path, ASKED, top=1)) == ["purge", "answered"]


def test_each_says_why(store: Store, tmp_path: Path) -> None:
    """The words that are shared, and the very probability that is given."""
    for one in found(store, tmp_path, ASKED):
        assert one.why.probability == pytest.approx(one.probability, abs=1e-4)
        assert "purging" in {word for word, _ in one.why.shared}


@pytest.mark.parametrize("text", ["Printers burn", "", "😀", "[e-mail]"])
def test_nothing_is_known_about_it(store: Store, tmp_path: Path, text: str) -> None:
    """A new question, or none at all."""
    assert names(found(store, tmp_path, text)) == []


def test_a_pasted_log_is_no_hindrance(store: Store, tmp_path: Path) -> None:
    """A ticket with a megabyte of log in a code block finds the thread with the same title; without the block the log is
    what is asked about, but does no other harm."""
    log = "\n".join(f"10.0.0.{n % 250} GET /x{n} 200" for n in range(40_000))

    assert "answered" in names(found(store, tmp_path, f"Re: {ASKED}\n\nPlease help.\n\n```\n{log}\n```\n"))
    assert "open" not in names(found(store, tmp_path, f"Re: {ASKED}\n\nPlease help.\n\n{log}"))
