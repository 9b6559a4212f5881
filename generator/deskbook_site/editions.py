"""The site in each of its languages: the first at the site's address, the others below a folder of the language.

All have the same pages. What nobody translated stands in the others as it was written, says so, and names its original to search
engines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath

from deskbook.model import Article, Audience, Knowledge
from deskbook.text.pages import page_link
from deskbook.text.relinking import Moves
from deskbook.text.translations import outdated

from .page import Page, relative_url
from .words import ENGLISH, Words, words_of


@dataclass(frozen=True, slots=True)
class Edition:
    """What readers of one language get.

    `knowledge` holds the articles for them, at the paths of the originals. `prefix` is the address of the edition, relative to the
    site's. `untranslated` are the paths of the articles that stand in it in the first language, `newer` maps those that changed
    after they were translated to the day.
    """

    words: Words
    knowledge: Knowledge
    prefix: str = ""
    untranslated: frozenset[PurePosixPath] = frozenset()
    newer: Mapping[PurePosixPath, date] = field(default_factory=dict)

    @property
    def up(self) -> str:
        """The way from the edition's address to the site's."""
        return "../" if self.prefix else ""

    def url(self, site: str | None) -> str | None:
        """Its whole address, where that of the site is known."""
        return f"{site.rstrip('/')}/{self.prefix}" if site else None


def editions(knowledge: Knowledge, audience: Audience, languages: Sequence[str]) -> tuple[Edition, ...]:
    """One for each language, the first of the site first; without `languages` there is one, in English."""
    if not languages:
        return (Edition(ENGLISH, knowledge),)
    first = tuple(article for article in knowledge.articles if article.language is None)
    origin = Edition(words_of(languages[0]), replace(knowledge, articles=first))
    return (origin, *(_edition(knowledge, first, audience, language) for language in languages[1:]))


def _edition(knowledge: Knowledge, originals: Sequence[Article], audience: Audience, language: str) -> Edition:
    folder = f"{language}/"
    others = [article for article in knowledge.articles if article.language == language]
    files = {name.removeprefix(folder) for name in knowledge.files}
    names = {*files, *(str(article.path) for article in originals), *(str(article.original) for article in others)}
    moves = Moves({*names, *(f"{folder}{name}" for name in names)}, {f"{folder}{name}": name for name in names})
    shown = {article.path: article for article in originals}
    newer = {}
    for article in others:
        original = shown.get(article.original)
        if original and not article.visible_to(audience):
            continue  # better the original than nothing
        sources = dict.fromkeys((*(original.sources if original else ()), *article.sources))
        body = moves.relinked(article.body, article.path, article.original)
        shown[article.original] = replace(article, path=article.original, body=body, sources=tuple(sources))
        if original and original.changed and outdated(article, original):
            newer[article.original] = original.changed
    return Edition(
        words_of(language),
        replace(knowledge, articles=tuple(shown[path] for path in sorted(shown)), files=frozenset(files)),
        folder,
        frozenset(path for path, article in shown.items() if article.language is None),
        newer,
    )


def with_languages(made: Sequence[tuple[Edition, Sequence[Page]]], site: str | None) -> list[tuple[Page, ...]]:
    """The pages of each edition, and in the front matter of each page where it is in other languages. `site` is where the site
    lives, if that is known."""
    if len(made) < 2:
        return [tuple(pages) for _, pages in made]
    paths = [frozenset(page.path for page in pages) for _, pages in made]
    known = [edition for edition, _ in made]
    return [
        tuple(_linked(page, edition, list(zip(known, paths, strict=True)), site) for page in pages)
        for edition, pages in made
    ]


def homes(here: Edition, known: Sequence[Edition]) -> list[dict[str, str]]:
    """Where readers of an edition find the others; nothing where there is only one."""
    return [_place(other, f"{here.up}{other.prefix}" or ".") for other in known] if len(known) > 1 else []


def _linked(
    page: Page, here: Edition, known: Sequence[tuple[Edition, frozenset[PurePosixPath]]], site: str | None
) -> Page:
    places = []
    for other, paths in known:
        if page.path in paths:
            translated = bool(site) and page.path not in other.untranslated
            whole = page_link(other.url(site) or "", page.path) if translated else ""
            places.append(
                {**_place(other, relative_url(page.url, f"{here.up}{other.prefix}{page.url}")), "whole": whole}
            )
        else:
            places.append(_place(other, relative_url(page.url, f"{here.up}{other.prefix}")))
    meta: dict[str, object] = {**page.meta, "languages": places}
    if page.path in here.untranslated:
        first = known[0][0]
        meta |= {"lang": first.words.language, "dir": first.words.direction}
        if site:
            meta["original"] = page_link(site, page.path)
    return replace(page, meta=meta)


def _place(other: Edition, url: str) -> dict[str, str]:
    return {"lang": other.words.language, "name": other.words.own_name, "url": url}
