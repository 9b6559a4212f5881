"""Which articles a reader of one may want next."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePosixPath

from deskbook.similarity.terms import terms

from ..entry import Entry

# What is in more articles than this tells little of any of them. It also keeps the work in step with their number.
_COMMON = 30
_TAG, _THREAD = 1.5, 3.0
_NEIGHBOUR = 1.25
# Below this, articles have a chance word in common.
_ALIKE = 0.12


def related(
    entries: Sequence[Entry], threads: Mapping[str, Collection[str]], most: int = 4
) -> dict[PurePosixPath, tuple[Entry, ...]]:
    """For the path of each article the articles that share its words, tags or threads, nearest first; ties go by address.

    `threads` are the keys of those that each article answers, with all that ask the same. Likeness is the cosine of what
    two articles have in common, rare things counting most.
    """
    articles = [entry for entry in entries if not entry.is_index]
    marks = [_marks(entry, threads.get(entry.id, ())) for entry in articles]
    places: dict[str, list[int]] = defaultdict(list)
    for place, mine in enumerate(marks):
        for mark in mine:
            places[mark].append(place)
    rarity = {mark: math.log(len(articles) / len(found)) for mark, found in places.items()}
    lengths = [math.sqrt(sum((weight * rarity[mark]) ** 2 for mark, weight in mine.items())) or 1.0 for mine in marks]
    sections = [entry.section for entry in articles]
    nearest = {}
    for place, entry in enumerate(articles):
        shared: dict[int, float] = defaultdict(float)
        for mark, weight in marks[place].items():
            if len(places[mark]) <= _COMMON:
                worth = weight * rarity[mark] ** 2
                for other in places[mark]:
                    shared[other] += worth * marks[other][mark]
        shared.pop(place, None)
        near = []
        for other, product in shared.items():
            likeness = product / (lengths[place] * lengths[other])
            likeness *= _NEIGHBOUR if sections[place] == sections[other] else 1.0
            if likeness >= _ALIKE:
                near.append((-likeness, articles[other].url, other))
        nearest[entry.path] = tuple(articles[other] for _, _, other in sorted(near)[:most])
    return nearest


def _marks(entry: Entry, threads: Collection[str]) -> dict[str, float]:
    """What an article can share with another, and how much each counts."""
    words = terms(" ".join((entry.title, entry.title, *entry.asked_as, entry.summary)))
    marks = {f"word {word}": 1 + math.log(number) for word, number in Counter(words).items()}
    marks |= {f"tag {tag.casefold()}": _TAG for tag in entry.tags}
    return marks | dict.fromkeys((f"thread {key}" for key in threads), _THREAD)
