"""Who answers for an article, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .roster import Standing


class Origin(StrEnum):
    """What names the owner, in the words of reports."""

    ARTICLE = "the article"
    CODEOWNERS = "CODEOWNERS"
    SECTION = "the section's default"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Ownership:
    """The owner of one article.

    `owner` is an id of the roster, or what was written where the roster does not know it; None where nothing names an owner.
    `origin` says what names it, and `place` where: `CODEOWNERS:12`, or a folder of the roster's `sections`. `instead_of` is the
    person who left, where `owner` is only their deputy.
    """

    owner: str | None
    origin: Origin
    standing: Standing
    place: str = ""
    instead_of: str | None = None

    @property
    def ownerless(self) -> bool:
        """Whether nobody answers for the article."""
        return not self.standing.owns


@dataclass(frozen=True, slots=True)
class CodeOwners:
    """What CODEOWNERS says of one file: the owners as they are written there (`@user`, `@org/team`, e-mail), and its `file:line`."""

    owners: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Edit:
    """That somebody edited a file in git: their e-mail address, the name that they gave there, and the day of their last edit."""

    email: str
    name: str
    last: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could own an ownerless article, and what speaks for it, the strongest first."""

    owner: str
    reasons: tuple[str, ...]
