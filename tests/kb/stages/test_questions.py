"""The index of questions and the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.similarity.folder import IndexFolder
from deskbook.stages.questions import questions
from deskbook.store import Store
from fakes import RecordingProgress

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def thread(key: str, text: str, kind: ThreadKind = ThreadKind.TICKET, hours: int = 0) -> Thread:
    at = NOW + timedelta(hours=hours)
    asked = Message("1", "eve", Role.CUSTOMER, at, text)
    return Thread("desk", key, kind, text, (asked,), at, at)


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store") as store:
        yield store


class Watched(RecordingProgress):
    """Counts the threads that are read."""

    def __init__(self) -> None:
        super().__init__()
        self.read = 0

    def track(self, items, label, total=None):  # type: ignore[no-untyped-def]
        for item in items:
            self.read += 1
            yield item


def near(store: Store, folder: Path, text: str) -> tuple[list[str], int]:
    """The keys that are found, and how many threads were read for it."""
    progress = Watched()
    index = questions(store, IndexFolder(str(folder)), progress)
    return [key for key, _ in index.nearest(text)], progress.read


def test_only_new_and_changed_threads_are_read(store: Store, tmp_path: Path) -> None:
    """The second run reads nothing, the third what came in between; a changed thread counts as it is now."""
    store.put([thread("1", "purge the cache"), thread("2", "march invoice")])
    store.put([thread(key, word) for key, word in (("3", "zone"), ("4", "mail"), ("6", "disk"), ("7", "node"))])

    assert near(store, tmp_path, "invoice") == (["desk:2"], 6)
    assert near(store, tmp_path, "invoice") == (["desk:2"], 0)
    store.put([thread("5", "invoice of may"), thread("1", "purge an invoice", hours=1)])
    assert near(store, tmp_path, "invoice")[1] == 2
    assert set(near(store, tmp_path, "invoice")[0]) == {"desk:1", "desk:2", "desk:5"}
    assert near(store, tmp_path, "cache") == ([], 0)


def test_what_asks_nothing_is_left_out(store: Store, tmp_path: Path) -> None:
    """Talk in a chat is no question, and a thread without a customer's message neither."""
    staff = thread("2", "purge the cache")
    staff = replace(staff, messages=tuple(replace(m, role=Role.AGENT) for m in staff.messages))
    store.put([thread("1", "purge the cache, lol", ThreadKind.CHAT), staff])

    assert near(store, tmp_path, "purge the cache") == ([], 2)
    assert near(store, tmp_path, "purge the cache") == ([], 0)


def test_an_empty_store_is_an_empty_index(store: Store, tmp_path: Path) -> None:
    """There is nothing to find and nothing to write."""
    assert near(store, tmp_path / "index", "purge") == ([], 0)
    assert not (tmp_path / "index").exists()


def test_what_is_stored_meanwhile_comes_next_time(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `collect` that runs at the same time brings no thread into the index twice."""
    store.put([thread("1", "purge the cache")])
    numbers = store.numbers()
    store.put([thread("2", "purge a cache")])
    with monkeypatch.context() as patch:
        patch.setattr(Store, "numbers", lambda _: numbers)
        assert near(store, tmp_path, "purge")[0] == ["desk:1"]

    assert sorted(near(store, tmp_path, "purge")[0]) == ["desk:1", "desk:2"]


def test_another_store_is_indexed_anew(store: Store, tmp_path: Path) -> None:
    """A store that was deleted and collected again gives its numbers to other threads: none is mistaken for another."""
    folder = tmp_path / "index"
    store.put([thread("1", "purge the cache"), thread("2", "march invoice")])
    near(store, folder, "purge")

    with Store(tmp_path / "other") as other:
        other.put([thread("2", "march invoice"), thread("3", "zone"), thread("1", "purge the cache")])
        assert near(other, folder, "purge") == (["desk:1"], 3)
