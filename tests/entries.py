"""Entries of articles, for tests of what is made of them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from deskbook.model import ArticleKind, Audience, Confidence
from deskbook_site.entry import Entry


def entry(path: str, **values: Any) -> Entry:
    """A validated public article that nobody vouches for; its id and title are its path."""
    given: dict[str, Any] = {
        "id": path,
        "title": path,
        "kind": ArticleKind.FAQ,
        "audience": Audience.PUBLIC,
        "confidence": Confidence.VALIDATED,
        "body": "",
    }
    return Entry(path=PurePosixPath(path), **(given | values))
