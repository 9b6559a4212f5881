"""KB603: a learning path with a step that readers cannot take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from deskbook.checks.rule import Rule, place
from deskbook.model import Article, Audience, Confidence, Finding, Knowledge, Severity
from deskbook.text.learning import Step, is_path, steps


class PathSteps(Rule):
    """Each numbered item of a page in paths/ leads to another article, and to one that no earlier item leads to.

    The build leaves all other steps out, and a path without any.
    """

    code = "KB603"
    name = "path-steps"
    severity = Severity.ERROR
    cure = "correct the link of the item, or take the item out"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding a step; a warning where only some readers of the path cannot open it; one for a path without steps."""
        pages = {article.path: article for article in knowledge.articles}
        for article in knowledge.articles:
            if article.is_page and is_path(article):
                yield from self._path(knowledge, article, pages)

    def _path(self, knowledge: Knowledge, article: Article, pages: dict[PurePosixPath, Article]) -> Iterator[Finding]:
        found = steps(article)
        if not found:
            hint = "write what to read as a numbered list: `1. [Title](../folder/page.md)`"
            yield self.at(place(knowledge, article), "this path has no steps", hint=hint)
        seen: dict[PurePosixPath, Step] = {}
        for number, step in enumerate(found, 1):
            where = place(knowledge, article, article.body_line + step.first)
            page = _page(article, step, pages)
            if step.target is None:
                yield self.at(where, f"step {number} leads to no article")
            elif step.target in seen:
                before = place(knowledge, article, article.body_line + seen[step.target].first)
                yield self.at(where, f"step {number} is on the path already", related=(before,))
            elif page is None or page is article:
                yield self.at(where, f"step {number} leads to {step.target}, which is no other article")
            elif page.confidence is Confidence.ARCHIVED:
                yield self.at(where, f"step {number} is archived", related=(place(knowledge, page),))
            elif any(article.visible_to(reader) and not page.visible_to(reader) for reader in Audience):
                yield self.at(
                    where,
                    f"some readers of this path cannot open step {number}: for them it is left out",
                    severity=Severity.NOTICE,
                    hint="that may be right; otherwise change `audience:` or `confidence:` of one of the two",
                    related=(place(knowledge, page),),
                )
            if step.target is not None:
                seen.setdefault(step.target, step)


def _page(article: Article, step: Step, pages: dict[PurePosixPath, Article]) -> Article | None:
    """Where a step leads; from a translation to the original where the page has no translation."""
    if step.target is None or step.target in pages:
        return pages.get(step.target) if step.target else None
    language, *original = step.target.parts
    return pages.get(PurePosixPath(*original)) if language == article.language else None
