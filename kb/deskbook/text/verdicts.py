"""What sort of overlap two pages are, and why.

After KCS v6: a duplicate has "similar symptoms and the same resolution"; one article is for one resolution, and Environment tells
apart articles with like issues. So Issue, Environment, Cause and Resolution are compared each for itself, and other pages section
by section.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np

from deskbook.model import Article, Measure, Overlap, Part, PartLikeness, Passage, Verdict
from deskbook.similarity.kept import Kept
from deskbook.similarity.terms import terms
from deskbook.text.article_sections import named_sections, part_of
from deskbook.text.claims import disagree, surroundings, told_apart, without_places
from deskbook.text.markdown import Section, says_nothing
from deskbook.text.passages import Wording, passages, wording

# Titles of pages differ by the very word that tells them apart ("... a canned policy", "... a custom policy").
SAME_TITLE = 0.9
# Resolutions at least this alike are one resolution.
_SAME = 0.9
# Nearly the same words with other values in them: not a retelling but another answer.
_NEAR = 0.6
# Resolutions less alike than this are different answers.
_OTHER = 0.3
# Pages without an Issue and a Resolution that have less in common only have like titles.
_HALF = 0.5
# Different answers are reported only where the question is the same by so much more: what has neither is a chance likeness.
_SURER = 0.1
# Pages with so much text in common are one page, whatever they are called.
_COPY = 0.8
# Fewer words in a row are a turn of phrase, not a block.
_BLOCK_WORDS = 40
_MOST_PASSAGES = 5
# The name under which verdicts are kept; another one where a pair would be judged otherwise.
_JUDGED = "verdicts-1"


@dataclass(frozen=True)
class Page:
    """A page that is a candidate; what costs time is read when it is needed."""

    article: Article
    ignored: frozenset[int]

    @cached_property
    def title(self) -> Counter[str]:
        return Counter(terms(without_places(self.article.title)))

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        return named_sections(self.article)

    @cached_property
    def counts(self) -> Mapping[str, Counter[str]]:
        return {name: Counter(terms(section.text)) for name, section in self.sections.items()}

    @cached_property
    def answer(self) -> str | None:
        """The Resolution of a page that has an Issue, too."""
        issue, answer = (part_of(self.sections, part) for part in (Part.ISSUE, Part.RESOLUTION))
        return None if says_nothing(issue) or says_nothing(answer) else answer

    @cached_property
    def surroundings(self) -> frozenset[str]:
        environment = part_of(self.sections, Part.ENVIRONMENT)
        return surroundings(self.article, "" if says_nothing(environment) else environment)

    @cached_property
    def wording(self) -> Wording:
        return wording(self.article.body, self.article.body_line)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What made a pair a candidate, all 0..1, in ten thousandths: the probability that both are about the same, how alike the titles
    are, and of the runs of words of the shorter page (`copied`) and of both pages (`resemblance`) the share that stands in both."""

    asked: float
    titles: float
    copied: float
    resemblance: float


@dataclass(frozen=True)
class Candidate:
    """Two pages that may overlap, the one first whose path is first. All that the verdict depends on."""

    one: Page
    other: Page
    evidence: Evidence
    threshold: float

    @property
    def ignored(self) -> frozenset[int]:
        """The boilerplate in both."""
        return self.one.ignored & self.other.ignored

    @property
    def digest(self) -> str:
        """The same for the same two pages, evidence and threshold."""
        pages = [
            (a.path, a.title, a.body, a.body_line, a.tags, a.applies_to) for a in (self.one.article, self.other.article)
        ]
        said = repr((pages, self.evidence, self.threshold, sorted(self.ignored)))
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


class Judged:
    """What was said of pairs the last time: most of them have not changed."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        stored = kept.get(_JUDGED)
        text = stored["json"].tobytes().decode("utf-8") if stored and "json" in stored else "{}"
        self._before: Mapping[str, list[Any] | None] = json.loads(text)
        self._now: dict[str, list[Any] | None] = {}

    def get(self, pair: Candidate) -> Overlap | None:
        """What two pages have in common, if that is worth telling."""
        digest = pair.digest
        if digest in self._before:
            said = self._before[digest]
            found = _restored(pair, said) if said else None
        else:
            found = judge(pair)
            said = _plain(found) if found else None
        self._now[digest] = said
        return found

    def put(self) -> None:
        """Keep what was said of the pairs asked for."""
        if self._now.keys() != self._before.keys():
            said = json.dumps(self._now).encode("utf-8")
            self._kept.put(_JUDGED, {"json": np.frombuffer(said, np.uint8)})


def judge(pair: Candidate) -> Overlap | None:
    """What two pages have in common, if that is worth telling."""
    one, other, evidence = pair.one, pair.other, pair.evidence
    score, measure = _same_issue(one, other, evidence)
    judged = _verdict(one, other, score - pair.threshold) if score >= pair.threshold else None
    if judged is None and not evidence.copied:
        return None
    shared = passages(one.wording, other.wording, pair.ignored) or passages(one.wording, other.wording, frozenset())
    if judged is None:
        if not shared or shared[0][0] < _BLOCK_WORDS:
            return None
        score, measure = evidence.copied, Measure.SHARE
        judged = Verdict.SHARED_BLOCK, f"{shared[0][0]} words in a row stand in both, which are about different things"
    return Overlap(
        one.article.path,
        other.article.path,
        judged[0],
        score,
        tuple(passage for _, passage in shared[:_MOST_PASSAGES]),
        measure,
        judged[1],
        tuple(_parts(one, other)),
    )


def _same_issue(one: Page, other: Page, evidence: Evidence) -> tuple[float, Measure]:
    """How surely two pages are about one question."""
    if not (one.answer and other.answer):
        if evidence.resemblance >= _COPY:
            return evidence.resemblance, Measure.SHARE
        if evidence.titles < SAME_TITLE:
            return 0.0, Measure.PROBABILITY
    return evidence.asked, Measure.PROBABILITY


def _verdict(one: Page, other: Page, surer: float) -> tuple[Verdict, str] | None:
    """What sort of overlap of two pages with one issue it is, and why; `surer` is how far the score is above the threshold."""
    both = one.answer is not None and other.answer is not None
    answers = _likeness(one, other, Part.RESOLUTION.value.lower()) or 0.0 if both else _whole(one, other)
    same = (
        f"{'the Resolutions have' if both else 'section by section they have'} {answers:.0%} of their words in common"
    )
    if answers < _OTHER and not (both and surer >= _SURER):
        return None
    if apart := _apart(one.surroundings, other.surroundings, same_answer=answers >= _SAME):
        return Verdict.VARIANT, f"they apply to different places ({apart}); {same}"
    clash = disagree(one.answer or "", other.answer or "") if both and answers >= _NEAR else ""
    if clash or (both and answers < _OTHER):
        return Verdict.CONTRADICTION, f"the Resolutions differ: {clash}" if clash else f"one environment, but {same}"
    return (Verdict.DUPLICATE, same) if both or answers >= _HALF else None


def _apart(one: frozenset[str], other: frozenset[str], *, same_answer: bool) -> str:
    """How the environments differ, in words; empty where they do not.

    One that is a part of the other is the same place, told less fully. So is none at all, if the answer is the same.
    """
    if (not one or not other) and same_answer:
        return ""
    differ = bool(one - other and other - one) if one and other else one != other
    return told_apart(one, other) if differ else ""


def _parts(one: Page, other: Page) -> Iterator[PartLikeness]:
    """The sections of both, in the order of the first page."""
    for name in dict.fromkeys((*one.sections, *other.sections)):
        section = one.sections.get(name) or other.sections[name]
        yield PartLikeness(section.heading, _likeness(one, other, name))


def _likeness(one: Page, other: Page, name: str) -> float | None:
    if name not in one.counts or name not in other.counts:
        return None
    return round(dice(one.counts[name], other.counts[name]), 4)


def _whole(one: Page, other: Page) -> float:
    """Of all words of two pages the share that stands in the same section of both."""
    common = sum((one.counts[name] & other.counts[name]).total() for name in one.counts.keys() & other.counts.keys())
    total = sum(counts.total() for page in (one, other) for counts in page.counts.values())
    return 2 * common / total if total else 0.0


def dice(one: Counter[str], other: Counter[str]) -> float:
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0


def _plain(overlap: Overlap) -> list[Any]:
    passages_ = [[passage.line, passage.other_line, passage.text] for passage in overlap.passages]
    parts = [[part.name, part.share] for part in overlap.parts]
    return [overlap.verdict, overlap.score, passages_, overlap.measure, overlap.why, parts]


def _restored(pair: Candidate, said: list[Any]) -> Overlap:
    verdict, score, shared, measure, why, parts = said
    return Overlap(
        pair.one.article.path,
        pair.other.article.path,
        Verdict(verdict),
        score,
        tuple(Passage(*passage) for passage in shared),
        Measure(measure),
        why,
        tuple(PartLikeness(*part) for part in parts),
    )
