"""Site engines, one per module. Each offers `render(order)`: staged Markdown -> a built site, and what it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deskbook_site.indexes import Nav
from deskbook_site.page import Page
from deskbook_site.words import ENGLISH, Words


@dataclass(frozen=True, slots=True)
class Order:
    """What an engine is asked to build.

    `root` is the project's folder, `content` that of the articles, `config` the file that the engine's own settings go to,
    `docs` the staged Markdown and `site` the folder to build into, in which there may be empty folders; all lie below `root`. `url` is
    where the site will live, `theme` the theme's folder. The engine must make every one of `pages`. `language` is that of the engine's own
    words, where the project states one; `words` are those of the theme.
    Pages may be made by so many `processes`; 0 means one for each processor.
    """

    root: Path
    name: str
    url: str | None
    content: Path
    config: Path
    docs: Path
    site: Path
    theme: Path
    nav: Sequence[Nav]
    pages: Sequence[Page]
    extra: Mapping[str, object] = field(default_factory=dict)
    language: str | None = None
    words: Words = ENGLISH
    processes: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """How many pages an engine had to make, how many it has kept from earlier builds; and why it made all, where it had to."""

    made: int
    kept: int = 0
    reason: str = ""

    @property
    def said(self) -> str:
        """In words, for people."""
        return f"{self.made} made, {self.kept} kept" + (f" ({self.reason})" if self.reason else "")
