"""What must not come back: persons, texts and threads that were taken down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TakedownKind(StrEnum):
    """What sort of thing was taken down."""

    PERSON = "person"
    TEXT = "text"
    THREAD = "thread"


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a person or text is written, as keyed digests (hexadecimal): nobody without the key can tell what it is.

    `words` is how many words it has, `first` the digest of the first word and `whole` that of all of them.
    """

    words: int
    first: str
    whole: str


@dataclass(frozen=True, slots=True)
class Takedown:
    """One line of the list. `at` is aware UTC, in whole seconds.

    A thread is named by its key (`thread`); a person or text by its `forms`, and `key` is the fingerprint of the key that
    they were made with.
    """

    at: datetime
    kind: TakedownKind
    thread: str = ""
    key: str = ""
    forms: tuple[Form, ...] = ()
