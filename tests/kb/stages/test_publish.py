"""Telling tickets, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from deskbook.cli.progress import Quiet
from deskbook.errors import PublishError, SourceError
from deskbook.model import Article, Audience, Confidence, Note, Publisher
from deskbook.stages.publish import Published, publish, retract
from deskbook.store import Store
from deskbook.text.publishing import Manner, Plan, plan

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ARTICLE = Article(
    PurePosixPath("dns.md"), "dns", "DNS", "", audience=Audience.PUBLIC, confidence=Confidence.VALIDATED,
    sources=("desk:1", "desk:2", "desk:3", "other:1"),
)  # fmt: skip


@dataclass
class Desk:
    """A ticket system: `closed` tickets refuse, and it breaks down after `most` notes."""

    closed: tuple[str, ...] = ()
    most: int = 99
    notes: dict[str, str] = field(default_factory=dict)

    def publish(self, thread: str, note: Note) -> str:
        if thread in self.closed:
            raise PublishError("closed", where=thread, cure="open it")
        if len(self.notes) == self.most:
            raise SourceError("down", where="desk", cure="later")
        self.notes[thread] = note.text
        return f"n{thread}"

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        assert self.notes.pop(thread) == note.text
        assert receipt == f"n{thread}"


def planned(store: Store, *articles: Article) -> Plan:
    """What is to be told now."""
    manner = Manner(public=True, tag="documented", tags={}, words="{title}: {link}")
    return plan(articles, (), store.notes.all(), {"desk": manner, "other": manner}, "https://help.example")


def run(store: Store, **desks: Publisher) -> Published:
    """One run."""
    return publish(planned(store, ARTICLE).tell, desks, store.notes, NOW, Quiet())


def test_each_ticket_is_told_once(tmp_path: Path) -> None:
    """What was told is remembered as it was."""
    with Store(tmp_path) as store:
        desk, other = Desk(), Desk()

        first, second = run(store, desk=desk, other=other), run(store, desk=desk, other=other)

        assert [one.thread for one in first.done] == ["desk:1", "desk:2", "desk:3", "other:1"]
        assert second == Published((), ())
        assert store.notes.all() == first.done
        assert isinstance(desk, Publisher)


def test_one_ticket_or_system_does_not_hold_up_the_others(tmp_path: Path) -> None:
    """What could not be told is told by a later run."""
    with Store(tmp_path) as store:
        desk, other = Desk(closed=("2",)), Desk(most=0)

        result = run(store, desk=desk, other=other)

        assert sorted(desk.notes) == ["1", "3"]
        assert [(one.what, one.where) for one in result.damages] == [("closed", "2"), ("down", "desk")]
        assert [one.thread for one in planned(store, ARTICLE).tell] == ["desk:2", "other:1"]


def test_a_system_that_is_down_is_asked_once(tmp_path: Path) -> None:
    """Its other tickets wait."""
    with Store(tmp_path) as store:
        assert len(run(store, desk=Desk(most=0), other=Desk()).damages) == 1


def test_what_no_longer_holds_is_taken_back_once(tmp_path: Path) -> None:
    """And the ticket may be told of another article then."""
    with Store(tmp_path) as store:
        desk = Desk()
        desks = {"desk": desk, "other": Desk()}
        run(store, **desks)
        archived = replace(ARTICLE, confidence=Confidence.ARCHIVED)

        result = retract(planned(store, archived).outdated, desks, store.notes, NOW, Quiet())

        assert desk.notes == {}
        assert len(result.done) == 4
        assert planned(store, archived) == Plan((), (), 0, 0)
        assert len(run(store, **desks).done) == 4
        assert "1" in desk.notes
