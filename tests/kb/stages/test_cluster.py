"""Threads that ask the same."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from deskbook.cli.progress import Quiet
from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.stages.cluster import asking_the_same, cluster
from deskbook.store import Store

NOW = datetime(2026, 3, 1, tzinfo=UTC)
QUESTIONS = {
    "a": "Purging one page answers 403",
    "b": "403 while purging a single page",
    "c": "Invoice for March is missing",
    "d": "March invoice missing",
    "e": "Deploy fails with node out of memory",
}


def thread(key: str, days: int) -> Thread:
    asked = NOW + timedelta(days=days)
    message = Message("m", "customer", Role.CUSTOMER, asked, QUESTIONS[key])
    return Thread("desk", key, ThreadKind.TICKET, QUESTIONS[key], (message,), asked, asked)


def test_two_are_enough_and_the_oldest_names_the_cluster(tmp_path: Path) -> None:
    """Each pair that asks the same is a cluster; a second run changes nothing; a new thread joins under the same name."""
    with Store(tmp_path) as store:
        store.put([thread(key, days) for days, key in enumerate("badce")])

        first = cluster(store, threshold=0.3, min_threads=2, progress=Quiet())
        second = cluster(store, threshold=0.3, min_threads=2, progress=Quiet())

    assert [(found.id, found.members) for found in sorted(first.clusters, key=lambda c: c.id)] == [
        ("desk:b", ("desk:a", "desk:b")),
        ("desk:d", ("desk:c", "desk:d")),
    ]
    assert first.changed
    assert not second.changed


@given(st.permutations(sorted(QUESTIONS)))
def test_the_order_of_threads_does_not_matter(order: list[str]) -> None:
    """Clusters are a partition, whatever the input order."""
    assert asking_the_same({key: QUESTIONS[key] for key in order}, 0.3) == [("a", "b"), ("c", "d")]
