"""Where the links of an article lead."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from deskbook.model import Article
from deskbook.text.markdown import MarkdownLink, outline

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Destination:
    """A place below content/: `path` as `Article.path` has it, beginning with `..` where it leads out of the folder.

    `written` is the link without its anchor; an absolute `path` is one that was written from the root of the site.
    """

    path: PurePosixPath
    anchor: str
    written: str
    link: MarkdownLink


def destinations(article: Article) -> Iterator[Destination]:
    """The links and images of an article that lead to no other site, in order."""
    for link in outline(article.body).links:
        if not _ELSEWHERE.match(link.target):
            written, _, anchor = link.target.partition("#")
            written = written.partition("?")[0]
            joined = posixpath.join(article.path.parent.as_posix(), written) if written else article.path.as_posix()
            yield Destination(PurePosixPath(posixpath.normpath(joined)), anchor, written, link)


def relative(article: Article, path: str) -> str:
    """How to write a link from an article to a path below content/."""
    return posixpath.relpath(path, article.path.parent.as_posix())
