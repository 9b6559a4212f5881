"""What an answer commits itself to, and where it applies: the words in which two texts can disagree."""

from __future__ import annotations

import re
from collections import Counter

from deskbook.model import Article
from deskbook.similarity.terms import terms

_SYSTEMS = (
    "windows|macos|os x|linux|ubuntu|debian|fedora|centos|rhel|alpine|freebsd|ios|ipados|iphone|ipad|android|chromeos|wsl|"
    "firefox|safari|chrome"
)
_PLACE = re.compile(
    rf"\b(?:(?:{_SYSTEMS})(?: server)?(?: \d+(?:\.\d+)*)?|v\d+(?:\.\d+)*|\d+(?:\.\d+)+|(?:19|20)\d\d)\b"
)
_VALUE = re.compile(r"`([^`\n]+)`|(?<![\w.])(\d+(?:[.:]\d+)*)(?!\w)")
_LIST_NUMBER = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
_DENIAL = re.compile(
    r"\b(?:not|never|avoid|cannot|(?:do|does|must|should|ca|wo)n['’]t)\s+(?:(?:to|be|ever)\s+)?([^\W\d_]{3,})",
    re.IGNORECASE,
)
# Values that are named where two answers disagree; in an example there may be dozens.
_SHOWN = 3


def surroundings(article: Article, environment: str) -> frozenset[str]:
    """Where an article applies: the systems, versions and years of its Environment part, title, path and tags, and what its
    front matter says that it applies to.

    An Environment part that names neither counts with all its words.
    """
    path = re.sub(r"[-_/]", " ", str(article.path.with_suffix("")))
    named = _places("\n".join((article.title, path, *article.tags)))
    stated = {place for applies in article.applies_to for place in _places(applies) or {applies.lower().strip()}}
    return frozenset(named | stated | (_places(environment) or set(terms(environment))))


def told_apart(one: frozenset[str], other: frozenset[str]) -> str:
    """How two surroundings differ, in words: `nginx 1.24 here, nginx 1.25 there`."""
    sides = [_some(_telling(places)) for places in (one - other, other - one)]
    if not any(sides):
        return "their Environment parts differ"
    return f"{sides[0] or 'none named'} here, {sides[1] or 'none named'} there"


def without_places(title: str) -> str:
    """A title without systems, versions and years: what it is about, wherever that is."""
    return _PLACE.sub(" ", title.lower())


def disagree(one: str, other: str) -> str:
    """In what two answers disagree, in words; empty where they do not.

    Each has a number or a piece of code that the other lacks, or one denies what the other says.
    """
    values, others = _values(one), _values(other)
    if values - others and others - values:
        return f"{_some(values - others)} here, {_some(others - values)} there"
    (denied, said), (other_denied, other_said) = stance(one), stance(other)
    clash = denied & other_said or other_denied & said
    return f"one says not to do what the other says to do ({_some(clash)})" if clash else ""


def _telling(places: frozenset[str]) -> set[str]:
    """The systems and versions, not the stems of an Environment without them; and no `macos` beside `macos 14`."""
    named = {place for place in places if _PLACE.fullmatch(place) or " " in place or place.isdigit()}
    return {place for place in named if not any(other.startswith(f"{place} ") for other in named)}


def _places(text: str) -> set[str]:
    return {place.lstrip("v") if place[1:2].isdigit() else place for place in _PLACE.findall(text.lower())}


def _values(text: str) -> set[str]:
    return {code.strip() or number for code, number in _VALUE.findall(_LIST_NUMBER.sub("", text))}


def _some(values: set[str]) -> str:
    """A few of them, the shortest first."""
    shown = sorted(values, key=lambda value: (len(value), value))
    return ", ".join(shown[:_SHOWN]) + (", …" if len(shown) > _SHOWN else "")


def stance(text: str) -> tuple[set[str], set[str]]:
    """(stems that the text only denies, stems that it says without denying them)."""
    denied = Counter(term for word in _DENIAL.findall(text) for term in terms(word))
    said = Counter(terms(text)) - denied
    return denied.keys() - said.keys(), set(said)
