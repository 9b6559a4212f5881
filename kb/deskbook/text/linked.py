"""Which article answers a thread, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from deskbook.model import Article, Knowledge, Outcome


@dataclass(frozen=True, slots=True)
class Linked:
    """The article of a thread, and the first day on which both were there; today where the article does not say when it was made."""

    article: Article
    since: date


@lru_cache(maxsize=1)  # several reports ask for it
def linked(knowledge: Knowledge) -> Mapping[str, Linked]:
    """The article of every thread that has one, proposed or decided, by the thread's key."""
    pages = {article.id: article for article in knowledge.articles if article.is_page}
    found = {}
    for key, link in knowledge.outcomes.items():
        article, thread = pages.get(link.article), knowledge.threads.get(key)
        if article and thread and link.outcome is not Outcome.SKIP:
            since = max(article.created or knowledge.today, thread.created.date())
            found[key] = Linked(article, since)
    return found
