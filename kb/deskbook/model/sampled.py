"""Threads drawn at random, so that people can say what caused them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """Why somebody had to ask.

    `bug`: the product does not do what it should. `docs`: what is written is wrong or missing. `how-to`: it is written, and they
    did not find or understand it. `account`: only the team could do it for them. `outage`: the service was down or slow.
    """

    BUG = "bug"
    DOCS = "docs"
    HOW_TO = "how-to"
    ACCOUNT = "account"
    OUTAGE = "outage"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sampled:
    """A thread of the sample (its key), its product area, and its cause: None until a person has said it."""

    thread: str
    area: str
    title: str
    url: str
    cause: Cause | None = None
