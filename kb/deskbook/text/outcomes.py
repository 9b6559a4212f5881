"""The one outcome of each thread: what the articles say, else what somebody decided, else what was proposed.

The articles come first, because everybody sees them and a pull request can change them: whoever adds a thread to the
`sources` of an article has decided. What is only proposed, a draft or a file beside an article that is still in work,
gives way to a decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from deskbook.model import Article, Confidence, Link, Outcome
from deskbook.text.moved import present_ids, with_present_articles


def outcomes(
    articles: Iterable[Article], decided: Iterable[Link], links: Sequence[Link], drafts: str, at: datetime
) -> dict[str, Link]:
    """The outcome of every thread that has one, by key: `standing`, and proposals whose article is still there.

    The reason is that for which it was proposed, as long as it comes to the same.
    """
    held = tuple(articles)
    links = with_present_articles(links, present_ids(held))
    found = standing(held, decided, links, drafts, at)
    pages = {article.id for article in held if article.is_page}
    for link in links:
        said = found.get(link.thread)
        if said and link.comes_to_the_same(said):
            found[link.thread] = replace(said, reason=link.reason or said.reason)
        # A proposal for which a file was written stands as long as the file does, and `standing` has seen the file.
        elif not link.decided and (link.outcome is Outcome.SKIP or (link.article in pages and not link.written)):
            found.setdefault(link.thread, link)
    return found


def standing(
    articles: Iterable[Article], decided: Iterable[Link], links: Iterable[Link], drafts: str, at: datetime
) -> dict[str, Link]:
    """What articles and people say of threads, by key.

    `decided` are people's decisions, at most one a thread; of `links`, the outcomes in the store, only `written` counts.
    `drafts` is the folder of what is not yet reviewed. `at` (aware UTC) is the time that the outcomes get.
    """
    # Of several articles that name a thread the one that comes last here holds: a published one, if there is any.
    held = sorted(articles, key=lambda article: (article.confidence.published, article.path))
    today = present_ids(held)
    written = {link.thread: link.written for link in with_present_articles(links, today)}
    pages = [article for article in held if article.is_page]
    ids = {page.id for page in pages}
    found: dict[str, Link] = {}
    for link in [*_archived(held, at), *_improvements(held, ids, at), *_drafts(pages, drafts, at)]:
        found[link.thread] = link
    for line in with_present_articles(decided, today):
        earlier = found.get(line.thread)
        if line.outcome is Outcome.NEW and earlier and earlier.outcome is Outcome.NEW:
            found[line.thread] = replace(earlier, decided=True)
        elif line.outcome is Outcome.SKIP or (line.outcome is Outcome.IMPROVES and line.article in ids):
            found[line.thread] = replace(line, written=earlier.written if earlier else "")
    for page in pages:
        if not is_draft(page, drafts):
            found |= {key: _accepted(page, key, written.get(key, ""), at) for key in page.sources}
    return {key: replace(link, written=link.written or written.get(key, "")) for key, link in found.items()}


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of some threads: how many of each outcome are proposed and decided, and the keys of those without one."""

    proposed: Mapping[Outcome, int]
    decided: Mapping[Outcome, int]
    without: tuple[str, ...]

    @property
    def waiting(self) -> int:
        """How many outcomes nobody has decided."""
        return sum(self.proposed.values())

    @property
    def threads(self) -> int:
        """How many threads they are in all."""
        return self.waiting + sum(self.decided.values()) + len(self.without)


def tally(keys: Iterable[str], found: Mapping[str, Link]) -> Tally:
    """Count the outcomes of some threads; each has just one or none."""
    held = sorted(keys)
    links = [found[key] for key in held if key in found]
    counts = (Counter(link.outcome for link in links if link.decided is decided) for decided in (False, True))
    proposed, decided = ({outcome: count[outcome] for outcome in Outcome} for count in counts)
    return Tally(proposed, decided, tuple(key for key in held if key not in found))


def is_draft(article: Article, drafts: str) -> bool:
    """Whether an article waits for review: it is in work, and nobody has moved it out of the folder `drafts`."""
    return article.confidence is Confidence.WIP and article.path.is_relative_to(drafts)


def _archived(articles: Sequence[Article], at: datetime) -> list[Link]:
    return [
        Link(key, Outcome.SKIP, article.id, f"“{article.title}” was archived", at, decided=True, written=article.id)
        for article in articles
        if article.confidence is Confidence.ARCHIVED
        for key in article.sources
    ]


def _improvements(articles: Sequence[Article], ids: AbstractSet[str], at: datetime) -> list[Link]:
    return [
        Link(
            key, Outcome.IMPROVES, article.improves, f"what is new in it stands in {article.path.name}", at,
            decided=article.confidence is not Confidence.WIP, written=article.id,
        )
        for article in articles
        if article.improves and article.improves in ids and article.confidence is not Confidence.ARCHIVED
        for key in article.sources
    ]  # fmt: skip


def _drafts(pages: Sequence[Article], drafts: str, at: datetime) -> list[Link]:
    return [
        Link(key, Outcome.NEW, page.id, "written up", at, written=page.id)
        for page in pages
        if is_draft(page, drafts)
        for key in page.sources
    ]


def _accepted(article: Article, key: str, written: str, at: datetime) -> Link:
    """What it means that an article which somebody took over names a thread."""
    drafted = written == article.id or any(message.startswith(f"{key}#") for message in article.provenance)
    if drafted:
        return Link(key, Outcome.NEW, article.id, "written up", at, decided=True)
    return Link(key, Outcome.COVERED, article.id, f"“{article.title}” names it as a source", at, decided=True)
