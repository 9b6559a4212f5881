"""Pairs of articles that say the same: which ones to look at. What sort of sameness it is, `verdicts` says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import PurePosixPath

import numpy as np

from deskbook.model import Article, Overlap, Verdict
from deskbook.similarity.kept import Kept, Nowhere
from deskbook.text.readings import Readings, Rows, asked_alike, readings
from deskbook.text.verdicts import SAME_TITLE, Candidate, Evidence, Judged, Page, dice

# Pairs of which it is less probable that they are about the same are found by their titles and passages alone.
_LEAST = 0.2
# Of more pages with one title each is compared with the next only.
_NAMESAKES = 50
_MUST_MEND = (Verdict.DUPLICATE, Verdict.CONTRADICTION)
_URGENCY = (*_MUST_MEND, Verdict.VARIANT, Verdict.SHARED_BLOCK)


def overlaps(articles: Sequence[Article], threshold: float, kept: Kept = Nowhere()) -> tuple[Overlap, ...]:  # noqa: B008
    """Pairs at least `threshold` (0..1) alike, sorted by path. Archived articles are left out.

    `Overlap.passages` are at most five, the longest first. Every duplicate and contradiction is given; of variants and shared
    blocks only as many pairs as connect a family of pages, the most alike first: ten versions of one page are nine pairs, not
    forty-five. With `kept` only what changed since the last time is read and searched for.
    """
    living = sorted((article for article in articles if article.is_page), key=lambda article: article.path.parts)
    if len(living) < 2:
        return ()
    desk = _Desk(readings(living, kept), living, threshold)
    judged = Judged(kept)
    pairs = [judged.get(pair) for pair in desk.candidates(kept)]
    judged.put()
    connected = _connecting([overlap for overlap in pairs if overlap])
    return tuple(sorted(connected, key=lambda overlap: (overlap.path, overlap.other)))


class _Desk:
    """All pages, by row of what was read of them."""

    def __init__(self, read: Readings, articles: Sequence[Article], threshold: float) -> None:
        self._read = read
        rank = {str(article.path): place for place, article in enumerate(articles)}
        self._rank = [rank[key] for key in read.asked.keys]
        self._articles = [articles[place] for place in self._rank]
        self._threshold = threshold
        self._pages: dict[int, Page] = {}

    def candidates(self, kept: Kept) -> Iterator[Candidate]:
        """Pairs that may overlap, the page first whose path is first."""
        alike, copied = asked_alike(self._read, min(_LEAST, self._threshold), kept), self._read.copied()
        sizes = self._read.sizes
        one, other, both = sizes[copied.left], sizes[copied.right], copied.probability
        shorter, whole = both / np.minimum(one, other), both / (one + other - both)
        much = shorter >= self._threshold
        copies = self._by_path(copied.left[much], copied.right[much])
        shares = dict(zip(copies, zip(shorter[much].tolist(), whole[much].tolist(), strict=True), strict=True))
        found = {*copies, *self._by_path(alike.left, alike.right), *self._by_path(*self._namesakes())}
        # Pages in two languages are for two readers.
        pairs = [(a, b) for a, b in found if self._articles[a].language == self._articles[b].language]
        keys = self._read.asked.keys
        probable = self._read.index.compare([(keys[one], keys[other]) for one, other in pairs])
        for pair, asked in zip(pairs, probable, strict=True):
            titles = self._titles(*pair)
            if asked >= self._threshold or titles >= SAME_TITLE or pair in shares:
                sure = asked
                if titles >= SAME_TITLE and asked < self._threshold:
                    # Titles are written with care: where they agree, the customers' own words may differ.
                    sure = self._read.index.explain(*(self._articles[row].title for row in pair)).probability
                evidence = Evidence(*(round(value, 4) for value in (sure, titles, *shares.get(pair, (0.0, 0.0)))))
                yield Candidate(self._page(pair[0]), self._page(pair[1]), evidence, self._threshold)

    def _by_path(self, left: Rows, right: Rows) -> list[tuple[int, int]]:
        rank = self._rank
        return [(a, b) if rank[a] < rank[b] else (b, a) for a, b in zip(left.tolist(), right.tolist(), strict=True)]

    def _namesakes(self) -> tuple[Rows, Rows]:
        """Pairs with one title, or about the same in the same words: of the latter an index pairs one with the others only."""
        groups: dict[object, list[int]] = {}
        for row, (article, asked) in enumerate(zip(self._articles, self._read.asked.fingerprint.tolist(), strict=True)):
            for sign in {article.title.casefold(), asked}:
                groups.setdefault(sign, []).append(row)
        found = [
            pair for rows in groups.values() for pair in (pairwise if len(rows) > _NAMESAKES else _all_pairs)(rows)
        ]
        left, right = np.array(found, np.int64).reshape(-1, 2).T
        return left, right

    def _titles(self, one: int, other: int) -> float:
        titles = {self._articles[row].title.casefold() for row in (one, other)}
        return 1.0 if len(titles) == 1 else dice(self._page(one).title, self._page(other).title)

    def _page(self, row: int) -> Page:
        if row not in self._pages:
            self._pages[row] = Page(self._articles[row], self._read.boilerplate_in(row))
        return self._pages[row]


def _all_pairs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    return combinations(rows, 2)


def _connecting(found: Sequence[Overlap]) -> Iterator[Overlap]:
    """All that must be mended, and of the rest what connects pages that nothing before connects."""
    family: dict[PurePosixPath, PurePosixPath] = {}

    def head(path: PurePosixPath) -> PurePosixPath:
        while path in family:
            path = family[path]
        return path

    for overlap in sorted(found, key=lambda o: (_URGENCY.index(o.verdict), -o.score, o.path, o.other)):
        one, other = head(overlap.path), head(overlap.other)
        if one != other:
            family[max(one, other)] = min(one, other)
        if one != other or overlap.verdict in _MUST_MEND:
            yield overlap
