"""What was read of each page to find those that overlap. It is kept between runs: of a page that did not change, reading
the Markdown again would be most of the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from deskbook.model import Article
from deskbook.similarity.files import arrays_of, segment_of
from deskbook.similarity.index import Index
from deskbook.similarity.kept import Arrays, Kept
from deskbook.similarity.likeness import Statistics
from deskbook.similarity.search import Pairs
from deskbook.similarity.segment import Document, Segment, joined, segment
from deskbook.text.answering import about
from deskbook.text.passages import BITS, most_holders, shingles

# Changes when a page would be read in another way.
_FORMAT = 1
_PAGES, _PAIRS = "pages", "pairs"
# Up to so many pages all pairs are searched anew each time: it takes seconds, and the result depends on nothing else.
_FEW = 5_000
# Of more, the pairs of pages that did not change are kept until this share of all has changed: what is rare changes slowly.
_CHANGED = 0.1
_NEW = 1

Rows = NDArray[np.int64]
Numbers = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Readings:
    """Pages in rows. `asked` holds what each is about (`Segment.number` is 1 for a page that is new or has changed), `digests`
    which page it is and what it says; row r has the shingles `shingles[starts[r]:starts[r + 1]]`, each once.
    """

    asked: Segment
    digests: Numbers
    shingles: Numbers
    starts: Rows

    def __len__(self) -> int:
        return len(self.digests)

    @cached_property
    def sizes(self) -> Rows:
        """How many different shingles each page has."""
        return np.diff(self.starts)

    @cached_property
    def index(self) -> Index:
        """The engine over what the pages are about."""
        return Index([self.asked], Statistics.of([self.asked]))

    def boilerplate_in(self, row: int) -> frozenset[int]:
        """The shingles of a page that too many pages have."""
        own = self.shingles[self.starts[row] : self.starts[row + 1]]
        return frozenset(own[np.isin(own, self._counted[1])].tolist())

    def copied(self) -> Pairs:
        """Pairs of rows that share telling shingles; `probability` is how many."""
        return self._counted[0]

    @cached_property
    def _counted(self) -> tuple[Pairs, Numbers]:
        """(pairs with the number of telling shingles that they share, shingles that are boilerplate)."""
        bits = np.uint64(64 - BITS)
        owner = np.repeat(np.arange(len(self), dtype=np.uint64), self.sizes)
        held = np.sort((self.shingles << bits) | owner)
        first = np.flatnonzero(np.diff(held >> bits, prepend=~np.uint64(0)))
        holders = np.diff(first, append=len(held))
        most = most_holders(len(self))
        common = held[first[holders > most]] >> bits
        row = (held & np.uint64(2 ** int(bits) - 1)).astype(np.int64)
        sides = [np.zeros((2, 0), np.int64)]
        for many in range(2, most + 1):
            groups = row[first[holders == many][:, None] + np.arange(many)]
            one, other = np.triu_indices(many, 1)
            sides.append(np.stack([groups[:, one].ravel(), groups[:, other].ravel()]))
        left, right = np.concatenate(sides, axis=1)
        pairs, counts = np.unique(left * len(self) + right, return_counts=True)
        return Pairs(pairs // max(1, len(self)), pairs % max(1, len(self)), counts.astype(np.float32)), common


def readings(articles: Sequence[Article], kept: Kept) -> Readings:
    """What is read of some articles, the known ones first."""
    wanted = {_digest(article): article for article in articles}
    known = _restored(kept.get(_PAGES)) or _read({})
    rows = np.flatnonzero(np.isin(known.digests, np.fromiter(wanted, np.uint64, len(wanted))))
    if len(rows) == len(known) == len(wanted):
        return known
    still = known if len(rows) == len(known) else _only(known, rows)
    for digest in still.digests.tolist():
        del wanted[digest]
    made = _joined([part for part in (still, _read(wanted)) if len(part)])
    kept.put(_PAGES, _arrays(made))
    return made


def asked_alike(read: Readings, floor: float, kept: Kept) -> Pairs:
    """Pairs of rows at least `floor` probably about the same. Of many pages only the new ones are searched for."""
    new = int((read.asked.number == _NEW).sum())
    if len(read) <= _FEW:
        return read.index.search(floor)
    stored = kept.get(_PAIRS)
    if stored and (stored["floor"][0] != floor or stored["changed"][0] + new > _CHANGED * len(read)):
        stored = None
    found, changed = read.index.search(floor, since=_NEW - 1 if stored else None), 0
    if stored:
        found, changed = _together(found, _earlier(stored, read)), int(stored["changed"][0]) + new
    if new or not stored:
        digests = {"left": read.digests[found.left], "right": read.digests[found.right]}
        state = {"floor": np.array([floor]), "changed": np.array([changed])}
        kept.put(_PAIRS, {**digests, **state, "probability": found.probability})
    return found


def _digest(article: Article) -> int:
    said = "\0".join((str(article.path), article.title, article.body))
    return int.from_bytes(blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _read(articles: dict[int, Article]) -> Readings:
    each, asked = [], []
    for article in articles.values():  # one after the other: what both read of the Markdown is read once
        each.append(shingles(article.body))
        asked.append(Document(str(article.path), about(article), _NEW))
    return Readings(
        asked=segment(asked),
        digests=np.fromiter(articles, np.uint64, len(articles)),
        shingles=np.concatenate([np.zeros(0, np.uint64), *each]),
        starts=np.cumsum([0, *map(len, each)]),
    )


def _only(read: Readings, rows: Rows) -> Readings:
    lengths = read.sizes[rows]
    ends = np.cumsum(lengths)
    entries = np.repeat(read.starts[:-1][rows] - (ends - lengths), lengths) + np.arange(lengths.sum())
    starts = np.concatenate([np.zeros(1, np.int64), ends])
    return Readings(read.asked.only(rows), read.digests[rows], read.shingles[entries], starts)


def _joined(parts: Sequence[Readings]) -> Readings:
    if len(parts) == 1:
        return parts[0]
    sizes = np.concatenate([part.sizes for part in parts])
    return Readings(
        joined([part.asked for part in parts]),
        np.concatenate([part.digests for part in parts]),
        np.concatenate([part.shingles for part in parts]),
        np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]),
    )


def _arrays(read: Readings) -> Arrays:
    own = {"digests": read.digests, "shingles": read.shingles, "shingle_starts": read.starts}
    return {"reading": np.array([_FORMAT]), **own, **arrays_of(read.asked), "number": np.zeros(len(read), np.int64)}


def _restored(stored: Arrays | None) -> Readings | None:
    if stored is None or stored.get("reading", [0])[0] != _FORMAT:
        return None
    left = dict(stored)
    del left["reading"]
    digests, each, starts = (left.pop(name) for name in ("digests", "shingles", "shingle_starts"))
    return Readings(segment_of(left), digests, each, starts)


def _earlier(stored: Arrays, read: Readings) -> Pairs:
    """Pairs that were found before, where both pages are as they were."""
    order = np.argsort(read.digests)
    digests = read.digests[order]
    sides = [order[np.minimum(np.searchsorted(digests, stored[side]), len(order) - 1)] for side in ("left", "right")]
    there = np.isin(stored["left"], digests) & np.isin(stored["right"], digests)
    return Pairs(sides[0][there], sides[1][there], stored["probability"][there])


def _together(one: Pairs, other: Pairs) -> Pairs:
    sides = [np.concatenate([getattr(one, name), getattr(other, name)]) for name in ("left", "right", "probability")]
    return Pairs(*sides)
