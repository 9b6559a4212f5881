"""Where a round of what changed ends, by the clock of the system: its next round begins there, with or without news."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from deskbook.model import Damage, Given, Reached

from .records import Spoiled, in_utc

# A change may be seen somewhat after the time that it bears, and the time of an answer is not that at which its list was made.
_OVERLAP = timedelta(minutes=1)


def next_since(headers: Mapping[str, str]) -> datetime:
    """What changed before this is in the list that came with these headers. Raises `Spoiled` where they do not say when."""
    try:
        return in_utc(parsedate_to_datetime(headers.get("date", ""))) - _OVERLAP
    except (ValueError, TypeError):
        raise Spoiled("the answer does not say when it was given (its header Date)") from None


def to_its_end(given: Iterable[Given], position: Callable[[], str]) -> Iterator[Given]:
    """What is given and, where nothing of it is damage, the position at which the next round begins."""
    whole = True
    for one in given:
        whole = whole and not isinstance(one, Damage)
        yield one
    if whole:
        yield Reached(position())
