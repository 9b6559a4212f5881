"""What lists, feeds and other programs may know of an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from deskbook.model import ArticleKind, Audience, Confidence
from deskbook.text.learning import FOLDER
from deskbook.text.pages import INDEX_NAMES, page_url


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that is on the site, with nothing in it that the site's audience may not read.

    `path` is relative to the staged folder. `body` is Markdown that went through the gate. `threads` is how many threads ask
    what it answers. `vouched` names who validated it, in words for the audience; None where nobody did. `overdue` says that
    it should have been reviewed since. `foreign` is the language that it is written in, where that is not the page's; `newer` the
    day on which its original changed after it was translated.
    """

    path: PurePosixPath
    id: str
    title: str
    kind: ArticleKind
    audience: Audience
    confidence: Confidence
    body: str
    summary: str = ""
    tags: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    created: date | None = None
    reviewed: date | None = None
    threads: int = 0
    vouched: str | None = None
    overdue: bool = False
    foreign: str | None = None
    newer: date | None = None

    @property
    def url(self) -> str:
        """The page's address relative to the site's, without a leading slash."""
        return page_url(self.path)

    @property
    def is_index(self) -> bool:
        """Whether it is the page of a section, which leads to others."""
        return self.path.name in INDEX_NAMES

    @property
    def kind_key(self) -> str:
        """The key of the words that say what sort of page it is."""
        is_path = self.section == FOLDER and not self.is_index
        return "kind_path" if is_path else f"kind_{self.kind}"

    @property
    def section(self) -> str:
        """The folder that it lies in, relative to the site; empty at the top."""
        folder = self.path.parent.as_posix()
        return "" if folder == "." else folder

    @property
    def changed(self) -> date | None:
        """The last day on which somebody is known to have looked at it."""
        return max(filter(None, (self.created, self.reviewed)), default=None)
