"""From a live system into the store, bit by bit."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbook.cli.progress import Quiet
from deskbook.model import Damage, Given, Gone, Incoming, LiveSource, Message, Reached, Role, Thread, ThreadKind
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


def test_a_run_that_is_stopped_keeps_what_was_read(tmp_path: Path) -> None:
    """The cursor is stored with the threads, never before them."""
    with Store(tmp_path) as store:
        source = Live(list(range(35)), most=28)
        with pytest.raises(KeyboardInterrupt):
            run(store, source)
        assert store.cursor("live") == "27"
        assert len(list(store.threads())) == 28

        run(store, replace(source, most=99))

        assert source.asked == ["", "27"]
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


@dataclass
class Told:
    """Gives what it is told to."""

    entries: list[Given]
    incremental: bool = True

    def threads(self) -> Iterator[Given]:
        return self.threads_since("")

    def threads_since(self, cursor: str) -> Iterator[Given]:
        yield from self.entries


def told(store: Store, *entries: Given) -> Collected:
    """One run."""
    return collect([Origin("live", Told(list(entries)))], store, Policy(asker_key=store.asker_key()), Quiet()).sources[
        0
    ]


def asked(number: int) -> Incoming:
    """A thread."""
    message = Message("q", "Ada", Role.CUSTOMER, NOW, f"Question number {number}?")
    return Incoming(Thread("live", str(number), ThreadKind.TICKET, f"Question {number}", (message,), NOW, NOW))


def test_what_the_system_says_is_gone_is_removed(tmp_path: Path) -> None:
    """Unknown ones are left out, and what comes again in the same breath stays."""
    with Store(tmp_path) as store:
        told(store, asked(1), asked(2), Reached("a"))

        result = told(store, Gone("1"), Gone("7"), Gone("2"), asked(2), Reached("b"))

        assert result.gone == 1
        assert [thread.id for thread in store.threads()] == ["2"]
        assert store.cursor("live") == "b"


def test_a_page_with_nothing_to_keep_is_a_step(tmp_path: Path) -> None:
    """The next run does not read it again."""
    with Store(tmp_path) as store:
        told(store, Reached("page 2"))

        assert store.cursor("live") == "page 2"


def test_a_slow_system_does_not_hold_up_another(tmp_path: Path) -> None:
    """The slow one waits here until the quick one is stored, and would wait for ever."""
    with Store(tmp_path) as store:
        seen = threading.Event()

        class Slow(Told):
            def threads_since(self, cursor: str) -> Iterator[Given]:
                assert seen.wait(30), "the quick one was not read"
                yield asked(1)

        class Quick(Told):
            def threads_since(self, cursor: str) -> Iterator[Given]:
                yield replace(asked(2), thread=replace(asked(2).thread, source="quick"))
                seen.set()

        origins = [Origin("live", Slow([])), Origin("quick", Quick([]))]
        collect(origins, store, Policy(asker_key=store.asker_key()), Quiet())

        assert {thread.key for thread in store.threads()} == {"live:1", "quick:2"}


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
