"""Where drafts go: what a team decided once, so that nobody has to ask."""

from __future__ import annotations

from dataclasses import dataclass

from .article import ArticleKind
from .audience import Audience


@dataclass(frozen=True, slots=True)
class PlacementRule:
    """Cases that a rule is about, and what it decides for them.

    A case fits if for each condition that is stated (`group`, `category`, `tag`, `product`, `words`) one of its values holds;
    a rule without conditions fits every case. `words` are words or phrases of the title or the question. What is not decided
    (an empty `section`, no `tags`, None) is left to the rules that follow. `section` is a folder of the content.
    """

    group: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    audience: Audience | None = None
    owner: str | None = None
    kind: ArticleKind | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """What the rules decide for one case; None and empty where none does."""

    section: str = ""
    tags: tuple[str, ...] = ()
    audience: Audience | None = None
    owner: str | None = None
    kind: ArticleKind | None = None
