"""KB103: a translation of nothing, and one that its original has left behind."""

from __future__ import annotations

from collections.abc import Iterable

from deskbook.checks.rule import Rule, place
from deskbook.model import Finding, Knowledge, Severity
from deskbook.text.pages import INDEX_NAMES
from deskbook.text.translations import outdated


class Translations(Rule):
    """A translation lies where its original does, below the folder of its language: that is how the two belong together."""

    code = "KB103"
    name = "translations"
    severity = Severity.WARNING
    cure = "move it to the path that its original has, below the folder of the language"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding a translation; a notice where only the original is newer. An index needs no original, for `build` makes one."""
        originals = {article.path: article for article in knowledge.articles if not article.language}
        folders = {folder for path in originals for folder in path.parents}
        for article in knowledge.articles:
            if not (article.language and article.is_page):
                continue
            original = originals.get(article.original)
            where = place(knowledge, article)
            if original is None:
                if not (article.path.name in INDEX_NAMES and article.original.parent in folders):
                    yield self.at(where, f"there is no {article.original} that this could be the translation of")
            elif not original.is_page:
                yield self.at(
                    where,
                    f"its original {original.path} is no page any more",
                    hint="set `confidence: archived` here, too, or remove the file",
                    related=(place(knowledge, original),),
                )
            elif outdated(article, original) and original.changed:
                yield self.at(
                    where,
                    f"its original was changed on {original.changed.isoformat()}, after this translation was made",
                    severity=Severity.NOTICE,
                    hint=f"bring it up to date, then write `translated: {original.changed.isoformat()}`",
                    related=(place(knowledge, original),),
                )
