"""Tiny articles, and a knowledge base of them, for tests of rules."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any

from deskbook.model import Article, Audience, Confidence, Knowledge, Roster

TODAY = date(2026, 11, 1)
ALL_KEYS = frozenset({"id", "title", "kind", "confidence", "audience", "owner"})


def page(path: str, body: str = "Some text.", **values: Any) -> Article:
    """A validated public article that states everything, whose body begins at line 10 of its file."""
    stem = PurePosixPath(path).stem
    given: dict[str, Any] = {
        "id": stem,
        "title": stem.capitalize(),
        "confidence": Confidence.VALIDATED,
        "audience": Audience.PUBLIC,
        "stated": ALL_KEYS,
        "body_line": 10,
    }
    return Article(path=PurePosixPath(path), body=body, **(given | values))


def shelf(*articles: Article, roster: Roster = Roster(), **values: Any) -> Knowledge:  # noqa: B008
    """A knowledge base of some articles on the first of November 2026, in the folder help/."""
    return Knowledge(articles=articles, roster=roster, today=TODAY, prefix="help", **values)
