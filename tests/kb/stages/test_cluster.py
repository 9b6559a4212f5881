"""Threads that ask the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.cli.progress import Quiet
from deskbook.model import Decision, Message, Role, Ruling, Thread, ThreadKind
from deskbook.similarity.folder import IndexFolder
from deskbook.similarity.index import Index
from deskbook.stages.cluster import Clustered, Terms, asking_the_same, cluster
from deskbook.stages.draft import asked_together, cases
from deskbook.store import Store

NOW = datetime(2026, 3, 1, tzinfo=UTC)
QUESTIONS = {
    "a": "Purging one page answers 403",
    "b": "Purging a single page answers 403",
    "c": "Invoice for March is missing",
    "d": "March invoice missing",
    "e": "Deploy fails with node out of memory",
}
PURGE, INVOICE = QUESTIONS["a"], QUESTIONS["c"]


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as store:
        yield store


def thread(key: str, days: float, question: str | None = None, *, marked: bool = False) -> Thread:
    asked, text = NOW + timedelta(days=days), question or QUESTIONS[key]
    message = Message("m", "customer", Role.CUSTOMER, asked, text)
    return Thread("desk", key, ThreadKind.TICKET, text, (message,), asked, asked, marked=marked)


def run(store: Store, *decisions: Decision, min_threads: int = 2) -> Clustered:
    return cluster(store, IndexFolder(f"{store.path.parent}/index"), Terms(0.7, min_threads, decisions), Quiet())


def found(store: Store, *decisions: Decision) -> dict[str, str]:
    """The members of each cluster by its id, all without the source; those of dismissed clusters in capitals."""
    short = {c.id: "".join(key.removeprefix("desk:") for key in c.members) for c in run(store, *decisions).clusters}
    gone = {c.id for c in store.clusters() if c.dismissed}
    return {id_.removeprefix("desk:"): keys.upper() if id_ in gone else keys for id_, keys in short.items()}


def decided(ruling: Ruling, keys: str, taken_out: str | None = None, day: int = 0) -> Decision:
    threads = tuple(f"desk:{key}" for key in keys)
    return Decision(NOW + timedelta(days=day), ruling, threads, f"desk:{taken_out}" if taken_out else None)


def test_two_are_enough_and_the_oldest_names_the_cluster(store: Store) -> None:
    """Each pair that asks the same is a cluster; a second run changes nothing; a new thread joins under the same name."""
    store.put([thread(key, days) for days, key in enumerate("badce")])

    first, second = run(store), run(store)

    assert {c.id: c.members for c in first.clusters} == {
        "desk:b": ("desk:a", "desk:b"),
        "desk:d": ("desk:c", "desk:d"),
    }
    assert first.asking == 5
    assert first.changed
    assert not second.changed
    assert second.clusters == store.clusters() == first.clusters
    store.put([thread("f", -1, PURGE)])
    assert found(store) == {"b": "abf", "d": "cd"}


@settings(max_examples=10)
@given(st.permutations(sorted(QUESTIONS)))
def test_the_order_of_threads_does_not_matter(order: list[str]) -> None:
    """Clusters are a partition, whatever the input order."""
    index = Index.of({key: QUESTIONS[key] for key in order})

    assert asking_the_same(index, index.pairs(0.35), 0.7) == [("a", "b"), ("c", "d")]


def test_a_dismissed_cluster_stays_dismissed(store: Store) -> None:
    """Also when a thread joins it, when an older thread gives it another title, and in another store, until it is restored."""
    store.put([thread("a", 1, PURGE), thread("b", 2, PURGE), thread("c", 1), thread("d", 2)])
    dismissed = decided(Ruling.DISMISS, "ab")
    assert found(store) == {"a": "ab", "c": "cd"}
    assert found(store, dismissed) == {"a": "AB", "c": "cd"}

    store.put([thread("f", 3, PURGE)])
    assert found(store, dismissed) == {"a": "ABF", "c": "cd"}
    store.put([thread("g", 0, PURGE)])
    assert found(store, dismissed) == {"a": "ABFG", "c": "cd"}
    store.replace_clusters([])
    assert found(store, dismissed) == {"g": "ABFG", "c": "cd"}

    assert found(store, dismissed, decided(Ruling.RESTORE, "abfg", day=1)) == {"g": "abfg", "c": "cd"}


def test_a_thread_that_was_taken_out_stays_out(store: Store) -> None:
    """Also when threads come in that say the same as it and as the others: those go where it was taken out."""
    store.put([thread(key, day, PURGE) for day, key in enumerate("abx")])
    assert found(store) == {"a": "abx"}
    out = decided(Ruling.APART, "ab", "x")
    assert found(store, out) == {"a": "ab"}

    store.put([thread(key, day, PURGE) for day, key in enumerate("fghijk", 3)])

    assert found(store, out) == {"a": "abfghijk"}


def test_joined_clusters_stay_joined(store: Store) -> None:
    """However little they are alike; who asks what one of them asks joins both; the name is that of the older."""
    store.put([thread(key, days) for days, key in enumerate("abcde")])
    assert found(store) == {"a": "ab", "c": "cd"}
    joined = decided(Ruling.TOGETHER, "abcd")
    assert found(store, joined) == {"a": "abcd"}

    store.put([thread("f", 9, INVOICE), thread("g", 9, PURGE)])

    assert found(store, joined) == {"a": "abcdfg"}


def test_a_thread_can_be_joined_to_a_cluster(store: Store) -> None:
    """A person knows better than any likeness; decisions about threads that are gone mean nothing."""
    store.put([thread(key, days) for days, key in enumerate("abe")])

    assert found(store, decided(Ruling.TOGETHER, "abez")) == {"a": "abe"}
    assert found(store, decided(Ruling.TOGETHER, "yz"), decided(Ruling.APART, "y", "a")) == {"a": "ab"}


def test_a_cluster_that_is_split_keeps_its_name(store: Store) -> None:
    """Of two parts the larger one; a thread that is reworded leaves its cluster and changes no name."""
    store.put([thread(key, day, PURGE) for day, key in enumerate("abcde")])
    assert found(store) == {"a": "abcde"}

    later = timedelta(days=99)
    store.put([
        Thread("desk", key, ThreadKind.TICKET, INVOICE, (Message("m", "c", Role.CUSTOMER, NOW, INVOICE),), NOW + timedelta(days=day), NOW + later)
        for day, key in enumerate("ab")
    ])  # fmt: skip

    assert found(store) == {"a": "cde", "b": "ab"}


def test_small_clusters_can_be_left_out(store: Store) -> None:
    """A team that needs three threads to write something up sees no pairs."""
    store.put([thread(key, day, PURGE) for day, key in enumerate("abf")] + [thread("c", 0), thread("d", 0)])

    assert [c.id for c in run(store, min_threads=3).clusters] == ["desk:a"]


def test_a_dismissed_cluster_is_no_case(store: Store) -> None:
    """Nothing is drafted from it, but a thread in it that somebody marked is a case of its own."""
    store.put([thread("a", 1), thread("b", 2, marked=True), thread("c", 1), thread("d", 2)])
    run(store, decided(Ruling.DISMISS, "ab"))

    assert sorted(sorted(t.id for t in case.threads) for case in cases(store, asked_together(store))) == [
        ["b"],
        ["c", "d"],
    ]
