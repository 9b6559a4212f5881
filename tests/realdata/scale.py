"""One measurement of the engine, or of a peer, on generated threads: JSON lines. tests/realdata/similar.py runs them all.

    python tests/realdata/scale.py deskbook|exact|add|scikit-learn|datasketch THREADS FOLDER

`deskbook` makes an index of so many threads in FOLDER, searches and groups; `exact` and `add` need that index.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path

import numpy as np
from generated import Desk, Numbers, key
from numpy.typing import NDArray

from deskbook.similarity.files import read_segment, read_statistics
from deskbook.similarity.folder import IndexFolder
from deskbook.similarity.index import Index, ScoredPair
from deskbook.similarity.likeness import Alike, Statistics, Vectors, fitted
from deskbook.similarity.segment import Document, segment
from deskbook.stages.cluster import asking_the_same
from deskbook.workers import executor

FITTED = Path(__file__).parents[2] / "kb" / "deskbook" / "similarity" / "fitted.json"
THRESHOLD: float = json.loads(FITTED.read_text(encoding="utf-8"))["threshold"]
FLOOR = THRESHOLD / 2
PROCESSES = 2
# Threads that come later: so many, or of a small desk every tenth.
ADDED = 1_000
# Threads whose neighbours are sought exactly, from so many stretches of so many: every second one is asked again.
_SAMPLED, _STRETCHES, _STRETCH = 200, 20, 5_000
NEAREST = 10
_ROWS = 10_000
# Probabilities that differ by less are the same.
_SAME = 1e-5
MILLION = 1_000_000

Scored = tuple[str, float]


class Clock:
    """Prints lines, each with the seconds since the one before."""

    def __init__(self, **common: object) -> None:
        self._common = common
        self._begun = self._last = time.perf_counter()

    def line(self, measure: str, *, whole: bool = False, **said: object) -> None:
        """What was done since the last line, or the whole since the beginning."""
        seconds = time.perf_counter() - (self._begun if whole else self._last)
        print(json.dumps({"measure": measure, **self._common, "seconds": round(seconds, 2), **said}), flush=True)
        self._last = time.perf_counter()


class Timed:
    """Iterates, and knows how long it waited for the next."""

    def __init__(self, items: Iterable[Document]) -> None:
        self.seconds = 0.0
        self._items = iter(items)

    def __iter__(self) -> Iterator[Document]:
        return self

    def __next__(self) -> Document:
        begun = time.perf_counter()
        try:
            return next(self._items)
        finally:
            self.seconds += time.perf_counter() - begun


def desk_of(threads: int) -> Desk:
    """A desk with so many threads, and those that come later."""
    return Desk(threads + later(threads))


def later(threads: int) -> int:
    """How many come later."""
    return min(ADDED, threads // 10)


def deskbook(threads: int, folder: Path) -> None:
    """Index, search and group."""
    desk, clock = desk_of(threads), Clock(engine="deskbook", threads=threads)
    repeats = desk.repeats[desk.repeats[:, 1] < threads]
    with executor(PROCESSES, jobs=threads) as pool:
        documents = Timed(desk.threads(end=threads))
        IndexFolder(str(folder)).add(documents, threads, pool)
        clock.line("index", processes=PROCESSES, of_these_seconds_for_generating=round(documents.seconds, 2))
        index, pairs = _searched(folder, threads, pool)
    clock.line("pairs", floor=FLOOR, found=len(pairs), repeats_found=_share(repeats, {pair[:2] for pair in pairs}))
    groups = asking_the_same(index, pairs, THRESHOLD)
    clock.line(
        "clusters",
        threshold=THRESHOLD,
        found=len(groups),
        **_judged(groups, repeats, desk.outage[desk.outage < threads]),
    )
    targets = {"target_seconds": 600, "target_peak_mb": 6_000} if threads == MILLION else {}
    clock.line("index, pairs and clusters", whole=True, **targets)


def exact(threads: int, folder: Path) -> None:
    """Neighbours against those of a comparison with all threads by the same score."""
    desk, clock = desk_of(threads), Clock(engine="deskbook", threads=threads)
    asked = list(_sampled(desk, threads))
    listed = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    statistics = read_statistics(str(folder / listed["statistics"]))
    best = _exact(asked, [folder / name for name in listed["segments"]], statistics)
    clock.line("exact neighbours", sampled=len(asked))

    index = IndexFolder(str(folder)).index(np.arange(1, threads + 1))
    near = index.nearest_each([each.text for each in asked], NEAREST + 1)
    found = [_without(each.key, some) for each, some in zip(asked, near, strict=True)]
    clock.line("nearest", of_exact_top_10=_recall(best, found), target_of_exact_top_10=0.95)

    beside: dict[str, list[Scored]] = {each.key: [] for each in asked}
    for one, other, probability in _searched(folder, threads)[1]:
        for own, its in ((one, other), (other, one)):
            if own in beside:
                beside[own].append((its, probability))
    probable = [[(its, p) for its, p in some if p >= FLOOR + _SAME] for some in best]
    clock.line(
        "pairs against exact",
        floor=FLOOR,
        of_exact_top_10_above_the_floor=_recall(probable, list(beside.values())),
        these_are=sum(map(len, probable)),
        target_of_exact_top_10=0.95,
    )


def _sampled(desk: Desk, threads: int) -> Iterator[Document]:
    """Threads outside of the outage: among thousands that say the same nobody has ten nearest."""
    chance = np.random.default_rng(0)
    again, outage = set(desk.repeats.ravel().tolist()), set(desk.outage.tolist())
    starts = chance.permutation(np.arange(0, threads, _STRETCH))[:_STRETCHES].tolist()
    for start in starts:
        some = [t for t in desk.threads(start, min(threads, start + _STRETCH)) if t.number - 1 not in outage]
        for sort in (True, False):
            alike = [thread for thread in some if (thread.number - 1 in again) is sort]
            yield from (alike[n] for n in chance.permutation(len(alike))[: _SAMPLED // 2 // len(starts)])


def add(threads: int, folder: Path) -> None:
    """Take in what comes later, and find whom it is like."""
    desk = desk_of(threads)
    documents = list(desk.threads(threads))
    clock = Clock(engine="deskbook", threads=threads, added=len(documents))
    with executor(PROCESSES, jobs=threads) as pool:
        IndexFolder(str(folder)).add(documents, desk.size, pool)
        clock.line("add to the index")
        index, pairs = _searched(folder, desk.size, pool)
    repeats = desk.repeats[desk.repeats[:, 1] >= threads]
    clock.line("their pairs", repeats=len(repeats), repeats_found=_share(repeats, {pair[:2] for pair in pairs}))
    targets = {"target_seconds": 15} if threads == MILLION else {}
    clock.line("add, and find pairs", whole=True, **targets)
    asking_the_same(index, pairs, THRESHOLD)
    clock.line("clusters of all again")


def scikit_learn(threads: int, _: Path) -> None:
    """Brute force neighbours by cosine of TF-IDF, with the defaults of scikit-learn."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415

    desk = desk_of(threads)
    texts = [thread.text for thread in desk.threads(end=threads)]
    clock = Clock(engine="scikit-learn TfidfVectorizer, NearestNeighbors brute", threads=threads)
    vectors = TfidfVectorizer().fit_transform(texts)
    near = NearestNeighbors(n_neighbors=NEAREST + 1, metric="cosine", algorithm="brute").fit(vectors)
    found = near.kneighbors(return_distance=False)
    pairs = {(min(n, other), max(n, other)) for n, others in enumerate(found.tolist()) for other in others}
    _peer(clock, desk, threads, pairs)


def datasketch(threads: int, _: Path) -> None:
    """Pairs of which MinHash LSH thinks that half of their words are the same."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415

    desk = desk_of(threads)
    texts = [thread.text for thread in desk.threads(end=threads)]
    clock = Clock(engine="datasketch MinHashLSH, threshold 0.5, 128 permutations", threads=threads)
    index = MinHashLSH(threshold=0.5, num_perm=128)
    pairs = set()
    words = ([word.encode("utf-8") for word in set(text.split())] for text in texts)
    for n, hashes in enumerate(MinHash.generator(words, num_perm=128)):
        pairs.update((other, n) for other in index.query(hashes))
        index.insert(n, hashes)
    _peer(clock, desk, threads, pairs)


def _peer(clock: Clock, desk: Desk, threads: int, pairs: set[tuple[int, int]]) -> None:
    repeats = desk.repeats[desk.repeats[:, 1] < threads]
    found = {(key(one), key(other)) for one, other in pairs}
    clock.line("pairs of a peer", found=len(pairs), repeats_found=_share(repeats, found))


def _searched(folder: Path, last: int, pool: Executor | None = None) -> tuple[Index, list[ScoredPair]]:
    opened = IndexFolder(str(folder))
    index = opened.index(np.arange(1, last + 1))
    return index, index.named(opened.pairs(index, FLOOR, pool))


def _share(repeats: Numbers, found: set[tuple[str, str]]) -> float:
    return round(float(np.mean([(key(one), key(other)) in found for one, other in repeats.tolist()])), 3)


def _judged(groups: Sequence[Sequence[str]], repeats: Numbers, outage: Numbers) -> dict[str, object]:
    """How much of what asks the same is in one cluster, and how many pairs are that do not."""
    number = {name: n for n, keys in enumerate(groups) for name in keys}
    together = [
        (one, other) for one, other in repeats.tolist() if number.get(key(one), -1) == number.get(key(other), -2)
    ]
    again = np.bincount([number[key(place)] for place in outage.tolist() if key(place) in number], minlength=1)
    every = sum(len(keys) * (len(keys) - 1) // 2 for keys in groups)
    return {
        "repeats_found": round(len(together) / max(1, len(repeats)), 3),
        "outage": len(outage),
        "outage_in_one_cluster": int(again.max()),
        "pairs_of_strangers": every - len(together) - int((again * (again - 1) // 2).sum()),
    }


def _exact(asked: Sequence[Document], parts: Iterable[Path], statistics: Statistics) -> list[list[Scored]]:
    """The most probable of all threads for each, itself left out."""
    queries = Vectors(segment(asked), statistics)
    words, characters = queries.all_words.T.tocsr(), queries.characters(slice(None)).T.tocsr()
    best: list[list[Scored]] = [[] for _ in asked]
    for path in parts:
        part = read_segment(str(path))
        vectors = Vectors(part, statistics)
        for start in range(0, len(part), _ROWS):
            rows = slice(start, start + _ROWS)
            length = np.minimum(vectors.length[rows, None], queries.length[None, :]).astype(np.float32)
            meaning = np.full(length.shape, np.nan, np.float32)
            found = Alike(
                _cosines(vectors.words(rows) @ words), _cosines(vectors.characters(rows) @ characters), meaning, length
            )
            _keep(best, fitted().probability(found), part.keys[rows])
    return [_without(each.key, some) for each, some in zip(asked, best, strict=True)]


def _cosines(product: object) -> NDArray[np.float32]:
    return np.clip(product.toarray(), 0, 1)


def _keep(best: list[list[Scored]], probability: NDArray[np.float32], keys: Sequence[str]) -> None:
    """`probability` has a column for each list in `best`."""
    many = min(NEAREST + 1, len(keys))
    for n, column in enumerate(probability.T):
        top = np.argpartition(-column, many - 1)[:many].tolist()
        best[n] = sorted([*best[n], *((keys[row], float(column[row])) for row in top)], key=lambda each: -each[1])[
            : NEAREST + 1
        ]


def _without(own: str, near: Sequence[Scored]) -> list[Scored]:
    return [each for each in near if each[0] != own][:NEAREST]


def _recall(best: Sequence[Sequence[Scored]], found: Sequence[Sequence[Scored]]) -> float:
    """The share of the best that is among the found, or something as probable."""
    least = [some[-1][1] - _SAME if some else 2.0 for some in best]
    good = [sum(p >= floor for _, p in some) for floor, some in zip(least, found, strict=True)]
    both = sum(min(len(some), many) for some, many in zip(best, good, strict=True))
    return round(both / max(1, len(list(chain.from_iterable(best)))), 4)


MEASUREMENTS = {
    "deskbook": deskbook,
    "exact": exact,
    "add": add,
    "scikit-learn": scikit_learn,
    "datasketch": datasketch,
}

if __name__ == "__main__":
    MEASUREMENTS[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
