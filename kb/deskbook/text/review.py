"""When an article is due for review.

Three hundred pages that were imported on one day must not fall due on one day. So each gets up to an eighth of the time less
than the rule allows, by a digest of its id: the same every day and on every machine, and never more than the rule allows.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from deskbook.model import Article, ArticleKind, Knowledge

# One part in so many of the time between reviews is what they are spread over.
_SPREAD = 8


def review_days(kind: ArticleKind, knowledge: Knowledge) -> int | None:
    """After how many days a kind of article is due at the latest; None where it never is."""
    return knowledge.review_days.get(kind, knowledge.stale_after_days) or None


def last_look(article: Article, knowledge: Knowledge) -> date | None:
    """When somebody last vouched for an article: reviewed it, or linked a ticket to it as its answer, which needs reading it.

    Else the day on which it was made; None where nothing tells.
    """
    stated = article.reviewed or article.created
    reused = knowledge.reused.get(article.id)
    return max(stated, reused) if stated and reused else stated


def due(article: Article, knowledge: Knowledge) -> date | None:
    """The day on which an article is due for review. None where it never is: its kind is exempt, it is not published, or nothing
    tells when it was last looked at.
    """
    days, last = review_days(article.kind, knowledge), last_look(article, knowledge)
    if days is None or last is None or not (article.is_page and article.confidence.published):
        return None
    return last + timedelta(days=days - _early(article.id, days // _SPREAD))


def _early(id: str, most: int) -> int:
    """Some number of days from 0 to `most`."""
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:4], "big") % (most + 1)
