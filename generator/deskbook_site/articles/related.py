"""Which articles a reader of one may want next."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from deskbook.similarity.terms import terms
from deskbook.text.pages import page_url

from ..entry import Entry
from .readings import Readings

# What is in more articles than this tells little of any of them. It also keeps the work in step with their number.
_COMMON = 30
_TAG, _THREAD = 1.5, 3.0
_NEIGHBOUR = 1.25
# Below this, articles have a chance word in common.
_ALIKE = 0.12


class _Telling(NamedTuple):
    """What of an article says which others are near it."""

    path: str
    section: str
    words: str
    tags: tuple[str, ...]
    threads: tuple[str, ...]


def related(
    entries: Sequence[Entry], threads: Mapping[str, Collection[str]], readings: Readings | None = None, most: int = 4
) -> dict[PurePosixPath, tuple[Entry, ...]]:
    """For the path of each article the articles that share its words, tags or threads, nearest first; ties go by address.

    `threads` are the keys of those that each article answers, with all that ask the same. Likeness is the cosine of what
    two articles have in common, rare things counting most.
    """
    articles = {str(entry.path): entry for entry in entries if not entry.is_index}
    telling = [
        _Telling(
            path,
            entry.section,
            " ".join((entry.title, entry.title, *entry.asked_as, entry.summary)),
            entry.tags,
            tuple(sorted(threads.get(entry.id, ()))),
        )
        for path, entry in articles.items()
    ]
    near = (readings or Readings()).among((most, telling), lambda: _near(telling, most))
    return {entry.path: tuple(articles[other] for other in near[path]) for path, entry in articles.items()}


def _near(articles: Sequence[_Telling], most: int) -> dict[str, list[str]]:
    marks = [_marks(article) for article in articles]
    places: dict[str, list[int]] = defaultdict(list)
    for place, mine in enumerate(marks):
        for mark in mine:
            places[mark].append(place)
    rarity = {mark: math.log(len(articles) / len(found)) for mark, found in places.items()}
    lengths = [math.sqrt(sum((weight * rarity[mark]) ** 2 for mark, weight in mine.items())) or 1.0 for mine in marks]
    nearest = {}
    for place, article in enumerate(articles):
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
            likeness *= _NEIGHBOUR if article.section == articles[other].section else 1.0
            if likeness >= _ALIKE:
                near.append((-likeness, page_url(PurePosixPath(articles[other].path)), other))
        nearest[article.path] = [articles[other].path for _, _, other in sorted(near)[:most]]
    return nearest


def _marks(article: _Telling) -> dict[str, float]:
    """What an article can share with another, and how much each counts."""
    marks = {f"word {word}": 1 + math.log(number) for word, number in Counter(terms(article.words)).items()}
    marks |= {f"tag {tag.casefold()}": _TAG for tag in article.tags}
    return marks | dict.fromkeys((f"thread {key}" for key in article.threads), _THREAD)
