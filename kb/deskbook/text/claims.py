"""What an answer commits itself to, and where it applies: the words in which two texts can disagree."""

from __future__ import annotations

import re
from collections import Counter

from deskbook.model import Article
from deskbook.similarity.terms import terms

_SYSTEMS = "windows|macos|os x|linux|ubuntu|debian|fedora|centos|rhel|alpine|freebsd|ios|ipados|android|chromeos"
_PLACE = re.compile(
    rf"\b(?:(?:{_SYSTEMS})(?: server)?(?: \d+(?:\.\d+)*)?|v\d+(?:\.\d+)*|\d+(?:\.\d+)+|(?:19|20)\d\d)\b"
)
_VALUE = re.compile(r"`([^`\n]+)`|(?<![\w.])(\d+(?:[.:]\d+)*)(?!\w)")
_LIST_NUMBER = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
_DENIAL = re.compile(
    r"\b(?:not|never|avoid|cannot|(?:do|does|must|should|ca|wo)n['’]t)\s+(?:(?:to|be|ever)\s+)?([^\W\d_]{3,})",
    re.IGNORECASE,
)


def surroundings(article: Article, environment: str) -> frozenset[str]:
    """Where an article applies: the systems, versions and years of its Environment part, title, path and tags.

    An Environment part that names neither counts with all its words.
    """
    path = re.sub(r"[-_/]", " ", str(article.path.with_suffix("")))
    named = _places("\n".join((article.title, path, *article.tags)))
    return frozenset(named | (_places(environment) or set(terms(environment))))


def without_places(title: str) -> str:
    """A title without systems, versions and years: what it is about, wherever that is."""
    return _PLACE.sub(" ", title.lower())


def disagree(one: str, other: str) -> bool:
    """Whether each of two answers has a number or a piece of code that the other lacks, or one denies what the other says."""
    values, others = _values(one), _values(other)
    if values - others and others - values:
        return True
    (denied, said), (other_denied, other_said) = stance(one), stance(other)
    return bool(denied & other_said or other_denied & said)


def _places(text: str) -> set[str]:
    return {place.lstrip("v") if place[1:2].isdigit() else place for place in _PLACE.findall(text.lower())}


def _values(text: str) -> set[str]:
    return {code.strip() or number for code, number in _VALUE.findall(_LIST_NUMBER.sub("", text))}


def stance(text: str) -> tuple[set[str], set[str]]:
    """(stems that the text only denies, stems that it says without denying them)."""
    denied = Counter(term for word in _DENIAL.findall(text) for term in terms(word))
    said = Counter(terms(text)) - denied
    return denied.keys() - said.keys(), set(said)
