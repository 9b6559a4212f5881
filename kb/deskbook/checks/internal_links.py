"""KB601: links inside the content that lead nowhere, or where their readers may not go."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from deskbook.checks.links import Destination, destinations, relative
from deskbook.checks.rule import Rule, place
from deskbook.model import Article, Audience, Confidence, Finding, Knowledge, Severity
from deskbook.text.learning import is_path, steps
from deskbook.text.markdown import outline

# Anchors that the site's Markdown makes of itself: footnotes and tabs.
_GENERATED_ANCHORS = ("fn:", "fnref:", "__tabbed", ":~:")


class InternalLinks(Rule):
    """Links and images that name a file. Addresses of pages (`../dns/`) can be judged on the finished site only."""

    code = "KB601"
    name = "internal-links"
    severity = Severity.ERROR
    cure = "correct the link"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding a link; the links of archived articles are left alone."""
        known = _Known(knowledge)
        for article in knowledge.articles:
            if article.confidence is not Confidence.ARCHIVED:
                for destination in destinations(article):
                    yield from self._judge(knowledge, known, article, known.in_language(article, destination))

    def _judge(self, knowledge: Knowledge, known: _Known, article: Article, to: Destination) -> Iterator[Finding]:
        where = place(knowledge, article, article.body_line + to.link.line - 1)
        page = known.articles.get(to.path)
        if page:
            yield from self._anchor(knowledge, article, page, to)
            if (reason := _closed(article, page)) and not _is_step(article, to):
                yield self.at(
                    where,
                    f"readers of this page cannot open {to.written}: it is {reason}",
                    severity=Severity.WARNING,
                    hint="link to a page that they may read, or leave the link out",
                    related=(place(knowledge, page),),
                )
        elif problem := known.problem(article, to):
            message, hint = problem
            yield self.at(where, message, hint=hint)

    def _anchor(self, knowledge: Knowledge, article: Article, page: Article, to: Destination) -> Iterator[Finding]:
        anchors = outline(page.body).anchors
        if not to.anchor or to.anchor in anchors or to.anchor.startswith(_GENERATED_ANCHORS):
            return
        near = difflib.get_close_matches(to.anchor, sorted(anchors), n=1)
        yield self.at(
            place(knowledge, article, article.body_line + to.link.line - 1),
            f"{to.written or 'this page'} has no heading or anchor '#{to.anchor}'{_meant(near, '#')}",
            hint="link to a heading of the page; an anchor is the heading in lower case with hyphens",
        )


class _Known:
    """What there is to link to."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.articles = {article.path: article for article in knowledge.articles}
        self._prefix = knowledge.prefix
        broken = (finding.location.path.removeprefix(f"{knowledge.prefix}/") for finding in knowledge.unreadable)
        self._files = {PurePosixPath(name) for name in (*knowledge.files, *broken)}
        # `build` makes an index of each folder that has none.
        self._indexes = {folder / "index.md" for path in self.articles for folder in path.parents}

    def in_language(self, article: Article, to: Destination) -> Destination:
        """What a link of a translation leads to: where nobody translated that, the original."""
        if article.language and to.path.parts[:1] == (article.language,) and not self._has(to.path):
            original = PurePosixPath(*to.path.parts[1:])
            return replace(to, path=original) if self._has(original) else to
        return to

    def _has(self, path: PurePosixPath) -> bool:
        return path in self.articles or path in self._files or path in self._indexes

    def problem(self, article: Article, to: Destination) -> tuple[str, str | None] | None:
        """What is wrong with a link that leads to no article, and what to do about it; None where nothing is."""
        if to.path in self._files or to.path in self._indexes:
            return None
        if to.path.is_absolute():
            inside = to.path.as_posix().lstrip("/")
            cure = f"write it from this file: {relative(article, inside)}"
            return (f"{to.written} begins at the root of the site", cure) if to.path.suffix == ".md" else None
        if to.path.parts[:1] == ("..",):
            return (
                f"{to.written} leads out of {self._prefix}/",
                f"copy the file below {self._prefix}/, or link to its address",
            )
        if not to.path.suffix:
            page = to.path.with_suffix(".md")
            forgot = page in self.articles and not to.written.endswith("/")
            return (f"{to.written} is no file", f"write {relative(article, page.as_posix())}") if forgot else None
        return f"there is no {to.written}{_meant(self._near(article, to.path))}", None

    def _near(self, article: Article, path: PurePosixPath) -> list[str]:
        """How to write a link to the file whose name is nearest; to one of the same name in another folder, if there is any."""
        by_name = {
            known.name: known for known in sorted((*self.articles, *self._files), reverse=True) if known != article.path
        }
        return [
            relative(article, by_name[name].as_posix())
            for name in difflib.get_close_matches(path.name, by_name, n=1, cutoff=0.75)
        ]


def _is_step(article: Article, to: Destination) -> bool:
    """Whether it is a step of a learning path, which a site that may not have the page leaves out; KB603 judges those."""
    return is_path(article) and any(step.target == to.path for step in steps(article))


def _meant(near: list[str], mark: str = "") -> str:
    return f"; did you mean '{mark}{near[0]}'?" if near else ""


def _closed(article: Article, page: Article) -> str:
    """Why some reader of `article` may not read `page`; empty where all may."""
    shut_out = [reader for reader in Audience if article.visible_to(reader) and not page.visible_to(reader)]
    if not shut_out:
        return ""
    if page.confidence is Confidence.ARCHIVED:
        return "archived"
    return f"for {page.audience} readers" if page.confidence.published else "still work in progress"
