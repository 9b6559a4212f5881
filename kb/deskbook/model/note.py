"""What a ticket is told of the article that came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

# A text that has become Markdown has its last bracket escaped.
_MARK = re.compile(r"\[deskbook:[0-9a-f]{12}\\?\]")


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

    @property
    def withdrawal(self) -> str:
        """What takes the note back where the system cannot delete it. It is known by the same marker."""
        return f"The article {self.link} no longer answers this. {self.marker}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a ticket (the key `thread`) was told: of which `article` (its id), and how. `at` is aware UTC.

    `receipt` is the note's id in the system. `round` counts, from 0, how often the ticket was told and that was taken back; `stands`
    says that the note is still there.
    """

    thread: str
    article: str
    note: Note
    receipt: str
    at: datetime
    round: int = 0
    stands: bool = True


def marker(digest: str) -> str:
    """The mark by which a note of deskbook is known, from 12 or more hexadecimal digits."""
    return f"[deskbook:{digest[:12]}]"


def is_note(text: str) -> bool:
    """Whether deskbook wrote this on a ticket. Such text is no part of what people said there."""
    return _MARK.search(text) is not None
