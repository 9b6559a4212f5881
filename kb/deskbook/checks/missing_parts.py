"""KB102: an article without the parts that its kind needs."""

from __future__ import annotations

from collections.abc import Iterable

from deskbook.checks.rule import Rule, place
from deskbook.model import REQUIRED_PARTS, Confidence, Finding, Knowledge, Severity
from deskbook.text.markdown import parts, says_nothing

# What is still being written may have gaps; what says that it is validated may not.
_SEVERITY = {Confidence.WIP: Severity.NOTICE, Confidence.VALIDATED: Severity.ERROR}


class MissingParts(Rule):
    """Issue, Environment, Resolution: KCS v6 calls an article without them incomplete. An empty part is a missing one."""

    code = "KB102"
    name = "missing-parts"
    severity = Severity.WARNING
    cure = "write the part below a second-level heading of its name"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding a part, the graver the more the article claims. Archived articles are left alone, and translations, whose
        headings are in other words."""
        for article in knowledge.articles:
            if not article.is_page or article.language:
                continue
            there = parts(article.body)
            severity = _SEVERITY.get(article.confidence)
            for part in REQUIRED_PARTS[article.kind]:
                section = there.get(part)
                if section is None:
                    message = f"a {article.kind} article needs the part {part}"
                    hint = f"add `## {part}` and write it, or change `kind:` if the article is no {article.kind}"
                    yield self.at(place(knowledge, article), message, severity=severity, hint=hint)
                elif says_nothing(section.text):
                    where = place(knowledge, article, article.body_line + section.line - 1)
                    hint = f"write what belongs below `## {part}`"
                    yield self.at(where, f"the part {part} is empty", severity=severity, hint=hint)
