"""From sources into the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deskbook.cli.progress import Quiet
from deskbook.model import Incoming, Message, Role, Thread, ThreadKind
from deskbook.stages.collect import Origin, collect
from deskbook.store import Store
from deskbook.text.redact import Policy

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """Two tickets of one customer, known by name, and one of another, known by account."""

    def threads(self) -> Iterator[Incoming]:
        yield from (
            _ticket("1", "Zorbina Quell"),
            _ticket("2", "zorbina quell"),
            _ticket("3", "Zorbina Quell", "774411"),
        )


def _ticket(id_: str, author: str, account: str = "") -> Incoming:
    messages = (Message("q", author, Role.CUSTOMER, NOW, f"It does not print. {author}"),)
    return Incoming(Thread("desk", id_, ThreadKind.TICKET, "Printer", messages, NOW, NOW), (author,), asker=account)


def _collected(folder: Path) -> list[Thread]:
    with Store(folder) as store:
        collect([Origin("desk", Desk())], store, Policy(asker_key=store.asker_key()), Quiet())
        return list(store.threads())


def test_askers_are_pseudonyms_of_one_store(tmp_path: Path) -> None:
    """One person has one pseudonym in a store, now and later; another store has another for them."""
    first, second, third = (thread.asker for thread in _collected(tmp_path / "a"))

    assert first == second != third
    assert all((first, second, third))
    assert [thread.asker for thread in _collected(tmp_path / "a")] == [first, second, third]
    assert _collected(tmp_path / "b")[0].asker not in (first, third)


def test_no_author_is_in_the_file(tmp_path: Path) -> None:
    """Neither name nor account of who asked is among the store's bytes, in any spelling."""
    _collected(tmp_path)

    written = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()

    assert b"printer" in written
    assert not any(word in written for word in (b"zorbina", b"quell", b"774411"))


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    """What was collected once is not written again."""
    with Store(tmp_path) as store:
        policy = Policy(asker_key=store.asker_key())
        collect([Origin("desk", Desk())], store, policy, Quiet())
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}

        (again,) = collect([Origin("desk", Desk())], store, policy, Quiet())

        assert (again.stored.new, again.stored.changed, again.stored.same) == (0, 0, 3)
        after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}
        assert after == before


def test_an_older_store_learns_who_asked(tmp_path: Path) -> None:
    """Threads that were stored without a pseudonym get theirs when they are collected again, and are not new for it."""
    with Store(tmp_path) as store:
        collect([Origin("desk", Desk())], store, Policy(), Quiet())
        numbers = store.numbers()
        assert {thread.asker for thread in store.threads()} == {""}

    assert all(thread.asker for thread in _collected(tmp_path))
    with Store(tmp_path) as store:
        assert store.numbers() == numbers
