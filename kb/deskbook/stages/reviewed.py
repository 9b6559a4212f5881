"""reviewed: somebody read articles, and all in them is still right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskbook.library import Library
from deskbook.model import Article
from deskbook.stages.one_line import Stated, state


def reviewed(library: Library, articles: Sequence[Article], today: date, *, commit: bool) -> Stated:
    """Have articles say that they were reviewed today, in one commit."""
    paths = [f"{library.prefix}/{article.path}" for article in articles]
    lines = (
        [f"Review {paths[0]}: still right"]
        if len(paths) == 1
        else [f"Review {len(paths)} pages: still right", "", *paths]
    )
    return state(library, articles, ("reviewed", today), "\n".join(lines), commit=commit)
