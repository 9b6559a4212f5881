"""Translations: which articles they are, and what they take over from their originals."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from deskbook.model import Article

# What a translation is, unless it says otherwise: just what its original is.
_TAKEN = ("kind", "confidence", "audience", "owner", "tags", "applies_to")
_DATES = ("created", "reviewed", "translated")


def with_languages(articles: Iterable[Article], languages: Collection[str]) -> tuple[Article, ...]:
    """The articles, and of those in a folder of one of `languages` (those of translations) the language, and from the original all
    that they do not state. A translation without any date is as old as its original.
    """
    found = tuple(
        replace(article, language=article.path.parts[0])
        if article.path.parts[0] in languages and len(article.path.parts) > 1
        else article
        for article in articles
    )
    originals = {article.path: article for article in found if article.language is None}
    return tuple(
        _completed(article, originals.get(article.original)) if article.language else article for article in found
    )


def outdated(translation: Article, original: Article) -> bool:
    """Whether the original was changed after the translation was made."""
    made = translation.translated or translation.changed
    return bool(made and original.changed and made < original.changed)


def _completed(translation: Article, original: Article | None) -> Article:
    if original is None:
        return translation
    missing = [name for name in _TAKEN if name not in translation.stated]
    if not any(getattr(translation, name) for name in _DATES):
        missing += ["created", "reviewed"]
    taken = {name: getattr(original, name) for name in missing}
    # Its id is its path, which nobody needs to write down.
    stated = translation.stated | {"id"} | (original.stated & set(missing))
    return replace(translation, stated=stated, **taken)
