"""cluster: which threads ask the same question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from deskbook.library import Dismissals, rulings
from deskbook.model import Cluster, Decision, Progress, Rulings, Thread
from deskbook.similarity.folder import IndexFolder
from deskbook.similarity.grouping import group
from deskbook.similarity.index import Index, Likeness, ScoredPair
from deskbook.stages.cluster_ids import cluster_ids
from deskbook.stages.questions import questions
from deskbook.store import Store
from deskbook.text.question import clean_title, question_text

# More likely than not.
_LIKELY = 0.5
# In an outage all say the same: a thread need not be compared with thousands to show whom it is like.
_COMPARED = 50


@dataclass(frozen=True, slots=True)
class Terms:
    """When threads make a cluster: how probable it is that they ask the same (0..1), how many they are, and what people
    decided."""

    threshold: float
    min_threads: int = 2
    decisions: Sequence[Decision] = ()


@dataclass(frozen=True, slots=True)
class Clustered:
    """How many threads ask something, the clusters found among them (by id), and whether that is news.

    `likely` counts pairs of threads in no common cluster that more likely than not ask the same, but not as probably as wanted.
    """

    asking: int
    clusters: tuple[Cluster, ...]
    changed: bool
    likely: int


def cluster(
    store: Store, folder: IndexFolder, terms: Terms, progress: Progress, executor: Executor | None = None
) -> Clustered:
    """Group the stored threads by `asking_the_same` and what people decided, and keep the groups.

    A cluster has the title of its oldest thread; its id is the one that it had before.
    """
    index = questions(store, folder, progress, executor)
    pairs = index.named(folder.pairs(index, terms.threshold / 2, executor))
    progress.say(f"compared {len(index.live):,} questions")
    ruled = rulings(terms.decisions).among(index.live_keys)
    groups = [keys for keys in asking_the_same(index, pairs, terms.threshold, ruled) if len(keys) >= terms.min_threads]
    beginnings = store.beginnings([key for keys in groups for key in keys])
    dismissals = Dismissals(terms.decisions)
    found = []
    for id_, keys in zip(cluster_ids(groups, store.clusters(), beginnings), groups, strict=True):
        oldest = min(keys, key=lambda key: (beginnings[key].created, key))
        found.append(Cluster(id_, clean_title(beginnings[oldest].title), keys, dismissals.hold(keys)))
    found.sort(key=lambda cluster: cluster.id)
    place = {key: number for number, keys in enumerate(groups) for key in keys}
    likely = sum(
        _LIKELY <= p < terms.threshold and (one not in place or place[one] != place.get(other))
        for one, other, p in pairs
    )
    return Clustered(len(index.live), tuple(found), store.replace_clusters(found), likely)


def asking_the_same(
    index: Index,
    pairs: Iterable[ScoredPair],
    threshold: float,
    ruled: Rulings = Rulings(),  # noqa: B008  frozen
) -> list[tuple[str, ...]]:
    """Groups of keys that ask the same with at least `threshold` probability. The one place that decides what the same
    question is."""
    return group(pairs, threshold, likeness=index.compare, rulings=ruled)


def likeness(index: Index, members: Sequence[Thread]) -> dict[str, tuple[str, Likeness]]:
    """For each member of a cluster but the first, by key: the one before it that it is most like, and why.

    `index` says how common words are.
    """
    found = {}
    for number, thread in enumerate(members[1:], 1):
        pairs = [(earlier.key, thread.key) for earlier in members[:number][:_COMPARED]]
        probabilities = index.compare(pairs)
        best = members[max(range(len(pairs)), key=probabilities.__getitem__)]
        found[thread.key] = (best.key, index.explain(question_text(best), question_text(thread)))
    return found
