"""Pairs of articles that say the same, and what sort of sameness it is.

The verdict follows KCS v6: a duplicate has "similar symptoms and the same resolution"; one article is for one resolution,
and Environment tells apart articles with like issues. So Issue, Environment and Resolution are compared each for itself.
Pages without these parts have only a title and a text: they are the same page where both are nearly the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath

from deskbook.model import Article, Overlap, Part, Verdict
from deskbook.similarity.index import Index
from deskbook.similarity.terms import terms
from deskbook.text.answering import about
from deskbook.text.claims import disagree, surroundings, without_places
from deskbook.text.markdown import parts, says_nothing
from deskbook.text.passages import Wording, boilerplate, passages, wording

# Resolutions at least this alike are one resolution, whatever the environment.
_SAME = 0.9
# Nearly the same words with other values in them: not a retelling but another answer.
_NEAR = 0.6
# Resolutions less alike than this are different answers.
_OTHER = 0.3
# Different answers are reported only where the question is the same by so much more: what has neither is a chance likeness.
_SURER = 0.1
# Pages with so much text in common are one page, whatever they are called.
_COPY = 0.8
# Titles of pages differ by the very word that tells them apart ("... a canned policy", "... a custom policy").
_SAME_TITLE = 0.9
# Fewer words in a row are a turn of phrase, not a block.
_BLOCK_WORDS = 40
_MOST_PASSAGES = 5
# Pairs of which it is less probable that they ask the same are no candidates for that.
_LEAST = 0.01
_MUST_MEND = (Verdict.DUPLICATE, Verdict.CONTRADICTION)
_URGENCY = (*_MUST_MEND, Verdict.VARIANT, Verdict.SHARED_BLOCK)


@dataclass(frozen=True, slots=True)
class _Page:
    article: Article
    title: Counter[str]
    about: str
    answer: str | None
    substance: Counter[str]
    surroundings: frozenset[str]
    wording: Wording


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What made a pair a candidate: how alike what they are about is (0..1), and how many telling shingles they share."""

    alike: float
    copied: int


def overlaps(articles: Sequence[Article], threshold: float) -> tuple[Overlap, ...]:
    """Pairs at least `threshold` (0..1) alike, sorted by path. Archived articles are left out.

    `Overlap.score` is the likeness of the issue or, for a shared block, the share of the shorter page that also stands
    in the other. `Overlap.passages` are at most five, the longest first. Every duplicate and contradiction is given; of
    variants and shared blocks only as many pairs as connect a family of pages, the most alike first: ten versions of
    one page are nine pairs, not forty-five.
    """
    vocabulary: dict[str, int] = {}
    living = sorted((article for article in articles if article.is_page), key=lambda article: article.path)
    pages = {str(article.path): _read(article, vocabulary) for article in living}
    ignored = boilerplate([page.wording for page in pages.values()])
    index = Index.of({key: page.about for key, page in pages.items()})
    copied = _copied(pages, ignored)
    asked_alike = {(one, other) for one, other, _ in index.pairs(_LEAST)}
    candidates = sorted({*asked_alike, *_twins(pages), *copied})
    found = []
    for pair, alike in zip(candidates, index.compare(candidates), strict=True):
        one, other = sorted((pages[key] for key in pair), key=lambda page: page.article.path)
        overlap = _overlap(one, other, _Evidence(alike, copied[pair]), threshold, ignored)
        if overlap:
            found.append(overlap)
    return tuple(sorted(_connecting(found), key=lambda overlap: (overlap.path, overlap.other)))


def _read(article: Article, vocabulary: dict[str, int]) -> _Page:
    said = {part: section.text for part, section in parts(article.body).items() if not says_nothing(section.text)}
    answer = said.get(Part.RESOLUTION) if Part.ISSUE in said else None
    return _Page(
        article=article,
        title=Counter(terms(without_places(article.title))),
        about=about(article),
        answer=answer,
        substance=Counter(terms(answer or article.body)),
        surroundings=surroundings(article, said.get(Part.ENVIRONMENT, "")),
        wording=wording(article.body, vocabulary, article.body_line),
    )


def _twins(pages: Mapping[str, _Page]) -> Iterator[tuple[str, str]]:
    """All pairs of pages that are about the same in the same words; an index pairs only one of these with the others."""
    by_words: dict[str, list[str]] = {}
    for key, page in pages.items():
        by_words.setdefault(page.about, []).append(key)
    for keys in by_words.values():
        yield from combinations(sorted(keys), 2)


def _copied(pages: Mapping[str, _Page], ignored: frozenset[int]) -> Counter[tuple[str, str]]:
    """How many telling shingles each pair shares."""
    holders: dict[int, list[str]] = {}
    for key in sorted(pages):
        for shingle in set(pages[key].wording.shingles) - ignored:
            holders.setdefault(shingle, []).append(key)
    pairs: Counter[tuple[str, str]] = Counter()
    for keys in holders.values():
        pairs.update((one, other) for at, one in enumerate(keys) for other in keys[at + 1 :])
    return pairs


def _overlap(
    one: _Page, other: _Page, evidence: _Evidence, threshold: float, ignored: frozenset[int]
) -> Overlap | None:
    sizes = [len(set(page.wording.shingles)) for page in (one, other)]
    share = evidence.copied / max(1, min(sizes))
    resemblance = evidence.copied / max(1, sum(sizes) - evidence.copied)
    issue = _same_issue(one, other, evidence.alike, share, resemblance)
    verdict = _verdict(one, other, issue, threshold) if issue >= threshold else None
    if verdict is None and not (evidence.copied and share >= threshold):
        return None
    shared = passages(one.wording, other.wording, ignored) or passages(one.wording, other.wording, frozenset())
    if verdict is None and shared[0][0] < _BLOCK_WORDS:
        return None
    quoted = tuple(passage for _, passage in shared[:_MOST_PASSAGES])
    score = round(share if verdict is None else issue, 4)
    return Overlap(one.article.path, other.article.path, verdict or Verdict.SHARED_BLOCK, score, quoted)


def _same_issue(one: _Page, other: _Page, alike: float, share: float, resemblance: float) -> float:
    """How surely two pages are about one question, 0..1."""
    same = one.article.title.casefold() == other.article.title.casefold()
    title = 1.0 if same else _dice(one.title, other.title)
    if one.answer and other.answer:
        # Titles are short and written with care: where they agree, the customers' own words may differ more.
        return max(alike, (alike + title) / 2)
    if resemblance >= _COPY:
        return resemblance
    return math.sqrt(title * max(alike, share)) if title >= _SAME_TITLE else 0.0


def _verdict(one: _Page, other: _Page, issue: float, threshold: float) -> Verdict | None:
    answers = _dice(one.substance, other.substance)
    both = one.answer is not None and other.answer is not None
    conflict = both and answers >= _NEAR and disagree(one.answer or "", other.answer or "")
    if answers >= _SAME and not conflict:
        return Verdict.DUPLICATE
    if answers < _OTHER and not (both and issue >= threshold + _SURER):
        return None
    if _apart(one.surroundings, other.surroundings):
        return Verdict.VARIANT
    return Verdict.CONTRADICTION if both and (conflict or answers < _OTHER) else Verdict.DUPLICATE


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the environments differ. One that is a part of the other is the same place, told less fully."""
    return bool(one - other and other - one) if one and other else one != other


def _dice(one: Counter[str], other: Counter[str]) -> float:
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0


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
