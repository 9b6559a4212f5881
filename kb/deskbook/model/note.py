"""What a ticket is told of the article that came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"\[deskbook:[0-9a-f]{12}\]")


@dataclass(frozen=True, slots=True)
class Note:
    """A note for one ticket: `text` is plain, holds `link`, and ends with `marker`.

    `public` says that the customer is to read it. `tag` is put on the ticket, or empty.
    """

    text: str
    link: str
    marker: str
    public: bool = False
    tag: str = ""


def marker(digest: str) -> str:
    """The mark by which a note of deskbook is known, from 12 or more hexadecimal digits."""
    return f"[deskbook:{digest[:12]}]"


def is_note(text: str) -> bool:
    """Whether deskbook wrote this on a ticket. Such text is no part of what people said there."""
    return _MARK.search(text) is not None
