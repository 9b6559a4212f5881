"""One line of front matter, stated in some articles and committed: what `claim` and `reviewed` share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskbook.library import Git, Library
from deskbook.model import Article


@dataclass(frozen=True, slots=True)
class Stated:
    """What was done. `changed` are the articles whose files say something new; `message` is that of the commit.

    `committed` says whether it was made, `why_not` why not: empty where nobody wanted it, or nothing changed.
    """

    changed: tuple[Article, ...]
    message: str
    committed: bool = False
    why_not: str = ""


def state(
    library: Library, articles: Sequence[Article], line: tuple[str, str | date], message: str, *, commit: bool
) -> Stated:
    """Have articles say a `line`, a key and its value, and commit their files, and only those, with a message.

    Nothing is committed where a file had other changes before: nobody meant those. Raises `ContentError` for a front matter in which
    the line cannot be changed safely; the articles before it are changed by then.
    """
    git = Git(library.folder)
    files = [library.folder / article.path for article in articles]
    before = git.changed(files) if commit else []
    changed = tuple(article for article in articles if library.state(article.path, *line))
    if not changed or not commit:
        return Stated(changed, message)
    if not git.there:
        return Stated(changed, message, why_not="this folder is not kept in git")
    if before:
        return Stated(changed, message, why_not=f"{before[0].name} has other changes that are not committed yet")
    complaint = git.commit([library.folder / article.path for article in changed], message)
    return Stated(changed, message, committed=not complaint, why_not=complaint)
