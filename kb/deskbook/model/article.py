"""Articles: one Markdown file each, written and owned by people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath

from .audience import Audience


class Confidence(StrEnum):
    """How far an article may be trusted (KCS v6, technique 5.2)."""

    WIP = "wip"
    NOT_VALIDATED = "not-validated"
    VALIDATED = "validated"
    ARCHIVED = "archived"

    @property
    def published(self) -> bool:
        """Whether pages of this confidence may leave the team at all."""
        return self in (Confidence.NOT_VALIDATED, Confidence.VALIDATED)


class ArticleKind(StrEnum):
    """What sort of article it is; it decides which parts are required."""

    BREAKFIX = "breakfix"
    FAQ = "faq"
    HOW_TO = "how-to"
    PROCESS = "process"
    REFERENCE = "reference"


class Part(StrEnum):
    """The parts of an article (KCS v6, technique 2.1): second-level headings in its file."""

    ISSUE = "Issue"
    ENVIRONMENT = "Environment"
    CAUSE = "Cause"
    RESOLUTION = "Resolution"


REQUIRED_PARTS: Mapping[ArticleKind, tuple[Part, ...]] = {
    ArticleKind.BREAKFIX: (Part.ISSUE, Part.ENVIRONMENT, Part.RESOLUTION),
    ArticleKind.FAQ: (Part.ISSUE, Part.RESOLUTION),
    ArticleKind.HOW_TO: (),
    ArticleKind.PROCESS: (),
    ArticleKind.REFERENCE: (),
}


@dataclass(frozen=True, slots=True)
class Article:
    """One Markdown file below content/.

    `path` is relative to content/. `body` is the Markdown after the front matter, without surrounding blank lines.
    `sources` are thread keys. `asked_as` are other ways in which customers asked, for the search. `reply` is the short text with
    which an agent answers a ticket. `applies_to` are the products and versions for which the answer holds. `improves` is the id of another article: then this is no page, but what a thread has to add
    to that one. `provenance` says where sentences come from: for each message, as `thread key#message id`, the first words of each
    sentence that was taken from it. `aliases` are the paths, relative to content/, that it or what was merged into it had before,
    and `former_ids` the ids; `replaced_by` is the id of the article that readers of an archived one go to. `stated` holds the names of the front matter keys that the file really states;
    other values are the project's defaults. `other` keeps the keys that deskbook does not know, as they were.
    `translated` is the day of the original that a translation was made of. `language` is that of a translation, by the folder that it
    lies in; None for all that is written in the first language.
    `body_line` is the 1-based line of the file at which `body` begins; it is a place, not part of the value. `previewed` is said by
    nothing but a preview on the author's own computer.
    """

    path: PurePosixPath
    id: str
    title: str
    body: str
    kind: ArticleKind = ArticleKind.REFERENCE
    confidence: Confidence = Confidence.WIP
    audience: Audience = Audience.INTERNAL
    owner: str | None = None
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    reply: str | None = None
    improves: str | None = None
    provenance: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    created: date | None = None
    reviewed: date | None = None
    other: Mapping[str, object] = field(default_factory=dict)
    applies_to: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    replaced_by: str | None = None
    translated: date | None = None
    language: str | None = None
    stated: frozenset[str] = field(default=frozenset(), compare=False)
    body_line: int = field(default=1, compare=False)
    previewed: bool = field(default=False, compare=False)

    @property
    def original(self) -> PurePosixPath:
        """The path of what this is a translation of; its own where it is none."""
        return PurePosixPath(*self.path.parts[1:]) if self.language else self.path

    @property
    def changed(self) -> date | None:
        """The last day on which somebody is known to have looked at it."""
        return max(filter(None, (self.created, self.reviewed)), default=None)

    @property
    def is_page(self) -> bool:
        """Whether it is meant to be read: not archived, and no file that is to improve another article."""
        return self.confidence is not Confidence.ARCHIVED and not self.improves

    def visible_to(self, audience: Audience) -> bool:
        """The gate: whether a site for `audience` may hold this article. Work in progress is for the team only, and for the preview of
        a site for those who may read it once it is done."""
        if not self.is_page:
            return False
        if not audience.may_read(self.audience):
            return False
        return self.confidence.published or audience is Audience.INTERNAL or self.previewed
