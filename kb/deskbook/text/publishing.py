"""Which tickets are to be told of an article, and in which words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deskbook.model import Article, Audience, Link, Note, Outcome, Told, marker

from .pages import page_link


@dataclass(frozen=True, slots=True)
class Manner:
    """How the tickets of one source are told: whether customers read it, with which tag (by outcome, else `tag`), in which words.

    `words` holds `{title}` and `{link}`. A `silent` source is told nothing new.
    """

    public: bool
    tag: str
    tags: Mapping[str, str]
    words: str
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """A ticket that is to be told of an article, for the `round`th time (from 0)."""

    thread: str
    article: Article
    note: Note
    round: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """`tell` are tickets that do not know of their article yet, `outdated` what was told and no longer holds; both by ticket.

    `standing` counts tickets that know, and `inside` those whose article is on no public page.
    """

    tell: tuple[Telling, ...]
    outdated: tuple[Told, ...]
    standing: int
    inside: int


def plan(
    articles: Iterable[Article], links: Iterable[Link], told: Iterable[Told], manners: Mapping[str, Manner], site: str
) -> Plan:
    """What is to be told in the sources that `manners` names. `site` is the address of the public site.

    A ticket is told of an article that was made of it, or that a person said answers it, once that is published. The first article
    by path counts. An outcome that deskbook only proposed tells nobody anything.
    """
    outcomes = {link.thread: link for link in links}
    answers, inside = _answers(articles, outcomes.values(), manners)
    known = {one.thread: one for one in told if source_of(one.thread) in manners}
    tell, standing = [], 0
    for thread, article in sorted(answers.items()):
        before, manner = known.get(thread), manners[source_of(thread)]
        if before and before.stands:
            standing += before.article == article.id
        elif not manner.silent:
            count = before.round if before else 0
            outcome = outcomes[thread].outcome if thread in outcomes else Outcome.NEW
            tell.append(Telling(thread, article, _note(thread, article, count, manner, outcome, site), count))
    outdated = tuple(
        one
        for one in known.values()
        if one.stands and (one.thread not in answers or answers[one.thread].id != one.article)
    )
    return Plan(tuple(tell), outdated, standing, len(inside - answers.keys()))


def source_of(thread: str) -> str:
    """The name of the source of a thread, by the thread's key."""
    return thread.partition(":")[0]


def _answers(
    articles: Iterable[Article], links: Iterable[Link], manners: Mapping[str, Manner]
) -> tuple[dict[str, Article], set[str]]:
    """The public article of each thread, and the threads that have one which is not public."""
    covered: dict[str, list[str]] = {}
    for link in links:
        if link.decided and link.outcome is Outcome.COVERED:
            covered.setdefault(link.article, []).append(link.thread)
    answers: dict[str, Article] = {}
    inside: set[str] = set()
    for article in sorted(articles, key=lambda one: one.path):
        # A translation has the sources of its original.
        if article.language or not article.is_page or not article.confidence.published:
            continue
        threads = [one for one in (*article.sources, *covered.get(article.id, ())) if source_of(one) in manners]
        if article.visible_to(Audience.PUBLIC):
            answers |= {thread: article for thread in threads if thread not in answers}
        else:
            inside.update(threads)
    return answers, inside


def _note(  # noqa: PLR0913, PLR0917  what makes a note
    thread: str, article: Article, count: int, manner: Manner, outcome: Outcome, site: str
) -> Note:
    """The same for the same ticket, article and round: so a note that stands there already is known."""
    link = page_link(site, article.path)
    mark = marker(hashlib.sha256(f"{thread}\n{article.id}\n{count}".encode()).hexdigest())
    text = manner.words.format(title=article.title, link=link)
    return Note(f"{text}\n\n{mark}", link, mark, manner.public, manner.tags.get(outcome, manner.tag))
