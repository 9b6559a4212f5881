"""From a live system into the store, bit by bit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbook.cli.progress import Quiet
from deskbook.model import Damage, Incoming, LiveSource, Message, Role, Thread, ThreadKind
from deskbook.stages.collect import Collected, Origin, collect
from deskbook.store import Store
from deskbook.text.redact import Policy

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Live:
    """Threads 0, 1, 2 … that moved at that hour, from the oldest; asked for `most`, it breaks down after so many."""

    threads_there: list[int]
    most: int = 99
    asked: list[str] = field(default_factory=list)
    incremental: bool = True

    def threads(self) -> Iterator[Incoming | Damage]:
        return self.threads_since("")

    def threads_since(self, cursor: str) -> Iterator[Incoming | Damage]:
        self.asked.append(cursor)
        for given, number in enumerate(n for n in self.threads_there if n > int(cursor or -1)):
            if given == self.most:
                raise KeyboardInterrupt
            at = NOW + timedelta(hours=number)
            message = Message("q", "Ada", Role.CUSTOMER, at, f"Question number {number}?")
            thread = Thread("live", str(number), ThreadKind.TOPIC, f"Question {number}", (message,), at, at)
            yield Incoming(thread, ("Ada",), cursor=str(number))


def run(store: Store, source: Live, *, again: bool = False) -> Collected:
    """One run."""
    policy = Policy(asker_key=store.asker_key())
    return collect([Origin("live", source)], store, policy, Quiet(), again=again).sources[0]


def test_the_next_run_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    """What was there stays, though it is not given again."""
    with Store(tmp_path) as store:
        source = Live([0, 1, 2])
        run(store, source)
        source.threads_there.append(3)

        second = run(store, source)

        assert isinstance(source, LiveSource)
        assert source.asked == ["", "2"]
        assert (second.stored.new, second.gone, second.missing) == (1, 0, 0)
        assert len(list(store.threads())) == 4


def test_a_run_that_is_killed_loses_a_few_threads_at_most(tmp_path: Path) -> None:
    """The cursor is stored with the threads, never before them."""
    with Store(tmp_path) as store:
        source = Live(list(range(35)), most=28)
        with pytest.raises(KeyboardInterrupt):
            run(store, source)
        assert store.cursor("live") == "19"
        assert len(list(store.threads())) == 20

        run(store, replace(source, most=99))

        assert source.asked == ["", "19"]
        assert len(list(store.threads())) == 35


def test_again_reads_everything_and_removes_what_is_gone(tmp_path: Path) -> None:
    """Only a whole reading can tell what was deleted."""
    with Store(tmp_path) as store:
        source = Live([0, 1, 2])
        run(store, source)
        source.threads_there.remove(1)

        assert run(store, source).gone == 0
        assert run(store, source, again=True).gone == 1
        assert [thread.id for thread in store.threads()] == ["0", "2"]


def test_a_run_without_news_writes_nothing(tmp_path: Path) -> None:
    """Not even the cursor."""
    with Store(tmp_path) as store:
        source = Live([0, 1])
        run(store, source)
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}

        run(store, source)

        after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}
        assert after == before


def test_each_source_has_a_cursor_of_its_own(tmp_path: Path) -> None:
    """And an empty one in the beginning."""
    with Store(tmp_path) as store:
        store.put([], [], ("a", "1"))
        store.put([], [], ("b", "2"))
        store.put([], [], ("a", "3"))
        store.put([])

        assert [store.cursor(name) for name in "abc"] == ["3", "2", ""]
