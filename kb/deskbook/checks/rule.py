"""What the rules share: how a finding about an article is made."""

from __future__ import annotations

from typing import ClassVar

from deskbook.model import Article, Finding, Knowledge, Location, Severity


def place(knowledge: Knowledge, article: Article, line: int = 1) -> Location:
    """A line of an article's file; 1 is its front matter."""
    return Location(f"{knowledge.prefix}/{article.path}", line)


class Rule:
    """A rule says what it is in four class attributes; `severity` and `cure` hold where a finding has none of its own."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    cure: ClassVar[str]

    def at(  # noqa: PLR0913  what a finding is made of
        self,
        where: Location,
        message: str,
        *,
        severity: Severity | None = None,
        hint: str | None = None,
        related: tuple[Location, ...] = (),
        identity: str = "",
    ) -> Finding:
        """A finding of this rule."""
        return Finding(
            self.code, self.name, severity or self.severity, where, message, hint or self.cure, related, identity
        )
