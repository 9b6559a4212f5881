"""What articles were called before: former ids, and the addresses that readers may still have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from deskbook.model import Article, Confidence, Link
from deskbook.text.pages import page_url


class Fault(StrEnum):
    """What is wrong with a former name."""

    NO_PATH = "no path"  # an alias that is no path of a Markdown file below content/
    TAKEN = "taken"  # another page has the address, or another article the id, today
    CLAIMED = "claimed"  # two articles say that it was theirs
    UNKNOWN = "unknown"  # `replaced_by` names no article
    LOOP = "loop"  # following `replaced_by` comes back to where it began
    IDLE = "idle"  # `replaced_by` of an article that is not archived


@dataclass(frozen=True, slots=True)
class Trouble:
    """A former name that leads nowhere, or to two articles: `of` says `name`, and `other` has it too."""

    fault: Fault
    of: Article
    name: str
    other: Article | None = None


@dataclass(frozen=True, slots=True)
class FormerAddress:
    """A path that no page has any more. `of` is the article that had it or says so, `to` the page that readers go to, or None
    where what was there was withdrawn."""

    path: PurePosixPath
    of: Article
    to: Article | None


def present_ids(articles: Iterable[Article]) -> dict[str, str]:
    """The id of today for each former id; an id that an article has today is no former one."""
    held = _in_order(articles)
    today = {article.id for article in held}
    found: dict[str, str] = {}
    for article in held:
        for name in article.former_ids:
            if name not in today:
                found.setdefault(name, article.id)
    return found


def with_present_ids(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles, naming each other by the ids of today."""
    ids = present_ids(articles)
    if not ids:
        return tuple(articles)
    return tuple(
        replace(
            article,
            improves=ids.get(article.improves or "", article.improves),
            replaced_by=ids.get(article.replaced_by or "", article.replaced_by),
        )
        for article in articles
    )


def with_present_articles(links: Iterable[Link], ids: Mapping[str, str]) -> tuple[Link, ...]:
    """The outcomes of threads, naming articles by the ids of today."""
    return tuple(
        replace(link, article=ids.get(link.article, link.article), written=ids.get(link.written, link.written))
        if link.article in ids or link.written in ids
        else link
        for link in links
    )


def formerly(articles: Iterable[Article], name: str, path: PurePosixPath) -> Article | None:
    """The article that was called `name`, or stood at `path`, before."""
    held = _in_order(articles)
    return next((one for one in held if name in one.former_ids or path.as_posix() in one.aliases), None)


def is_alias(name: str) -> bool:
    """Whether an alias can have been the path of an article below content/."""
    path = PurePosixPath(name)
    odd = path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or ":" in name
    return path.suffix == ".md" and path.as_posix() == name and not odd


def former_addresses(articles: Iterable[Article]) -> tuple[tuple[FormerAddress, ...], tuple[Trouble, ...]]:
    """Every address that was there before, each once and with where it leads at last, and what is wrong with former names.

    An archived article whose address had readers names its own path among its aliases. Of several articles that claim an address
    a page has it before an archived article, then the one with the first path.
    """
    held = _in_order(articles)
    by_id = {article.id: article for article in reversed(held)}
    living = {_address(article.path): article for article in reversed(held) if article.is_page}
    found: dict[str, FormerAddress] = {}
    troubles = [trouble for article in held for trouble in _replacement(article, by_id)]
    for article in held:
        for name in dict.fromkeys(article.aliases):
            address = _address(PurePosixPath(name))
            if not is_alias(name):
                troubles.append(Trouble(Fault.NO_PATH, article, name))
            elif address in living:
                troubles.append(Trouble(Fault.TAKEN, article, name, living[address]))
            elif address not in found:
                found[address] = FormerAddress(PurePosixPath(name), article, _followed(article, by_id))
            elif found[address].of is not article:
                troubles.append(Trouble(Fault.CLAIMED, article, name, found[address].of))
    return tuple(found[address] for address in sorted(found)), (*troubles, *_ids(held))


def _in_order(articles: Iterable[Article]) -> list[Article]:
    """Pages first; files that improve an article were never read by anybody."""
    return sorted((one for one in articles if not one.improves), key=lambda one: (not one.is_page, one.path))


def _address(path: PurePosixPath) -> str:
    # Some web servers do not tell upper from lower case.
    return page_url(path).casefold()


def _followed(article: Article, by_id: Mapping[str, Article]) -> Article | None:
    """The page that stands for an article at last."""
    seen = set[str]()
    while not article.is_page:
        seen.add(article.id)
        following = by_id.get(article.replaced_by or "")
        if following is None or following.id in seen:
            return None
        article = following
    return article


def _replacement(article: Article, by_id: Mapping[str, Article]) -> list[Trouble]:
    name = article.replaced_by
    if name is None:
        return []
    if article.confidence is not Confidence.ARCHIVED:
        return [Trouble(Fault.IDLE, article, name)]
    if name not in by_id:
        return [Trouble(Fault.UNKNOWN, article, name)]
    seen, following = {article.id}, by_id.get(name)
    while following and not following.is_page and following.id not in seen:
        seen.add(following.id)
        following = by_id.get(following.replaced_by or "")
    return [Trouble(Fault.LOOP, article, name, following)] if following and following.id == article.id else []


def _ids(held: Sequence[Article]) -> list[Trouble]:
    today = {article.id: article for article in reversed(held)}
    first: dict[str, Article] = {}
    troubles = []
    for article in held:
        for name in dict.fromkeys(article.former_ids):
            if name in today:
                troubles.append(Trouble(Fault.TAKEN, article, name, today[name]))
            elif first.setdefault(name, article) is not article:
                troubles.append(Trouble(Fault.CLAIMED, article, name, first[name]))
    return troubles
