"""KB602: an article that no person has linked to."""

from __future__ import annotations

from collections.abc import Iterable

from deskbook.checks.links import destinations
from deskbook.checks.rule import Rule, place
from deskbook.model import Finding, Knowledge, Severity


class Orphans(Rule):
    """Generated indexes list every page; a link that somebody wrote is what tells a reader why to go there."""

    code = "KB602"
    name = "orphans"
    severity = Severity.NOTICE
    cure = "link to it from the page that a reader would come from"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding an article that is published, is no index.md and no translation, and has no link from another article."""
        reached = {
            destination.path
            for article in knowledge.articles
            if article.is_page
            for destination in destinations(article)
            if destination.path != article.path
        }
        for article in knowledge.articles:
            published = article.is_page and article.confidence.published
            if published and not article.language and article.path.name != "index.md" and article.path not in reached:
                yield self.at(place(knowledge, article), "no other page links to this one")
