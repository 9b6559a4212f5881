"""cluster: which threads ask the same question."""

from __future__ import annotations

from dataclasses import dataclass

from deskbook.model import Cluster, Progress, Thread
from deskbook.store import Store
from deskbook.text.grouping import group
from deskbook.text.question import asks, clean_title, question_text
from deskbook.text.similarity import Index


@dataclass(frozen=True, slots=True)
class Clustered:
    """How many threads ask something, the clusters found among them, and whether that is news."""

    asking: int
    clusters: tuple[Cluster, ...]
    changed: bool


def cluster(store: Store, *, threshold: float, min_threads: int, progress: Progress) -> Clustered:
    """Group the stored threads and keep the groups, by `asking_the_same`."""
    asking = {thread.key: thread for thread in progress.track(store.threads(), "read threads") if asks(thread)}
    found = tuple(
        _cluster(keys, asking)
        for keys in asking_the_same({key: question_text(thread) for key, thread in asking.items()}, threshold)
        if len(keys) >= min_threads
    )
    return Clustered(len(asking), found, store.replace_clusters(found))


def asking_the_same(questions: dict[str, str], threshold: float) -> list[tuple[str, ...]]:
    """Groups of keys whose questions are at least `threshold` alike. The one place that decides what the same question is."""
    return group(Index(questions).pairs(threshold), threshold)


def _cluster(keys: tuple[str, ...], threads: dict[str, Thread]) -> Cluster:
    """Named after its oldest thread, so that a later thread joins it under the same name."""
    oldest = min((threads[key] for key in keys), key=lambda thread: (thread.created, thread.key))
    return Cluster(id=oldest.key, label=clean_title(oldest.title), members=tuple(sorted(keys)))
