"""Links lines to what they answer by rules: they need no trained trees and no knowledge of the channel.

The rules follow the corpus of Kummerfeld et al., "A Large-Scale Corpus for Conversation Disentanglement" (ACL 2019), on
whose development part their thresholds were tuned. Measured with this code, system lines counted as the corpus does: link
F 64.1 there and 69.3 on the training part, from which the list of ordinary words was drawn. The test part was not used.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .lines import ChatLine, Renamed, addressee, asks, is_bot, opens

WINDOW = 100  # lines; 98 % of the corpus's links lie within 50
_HORIZON = 60  # minutes: what is older is not answered
_ADDRESSED = 5  # minutes within which somebody reacts to being addressed
_SAME_MINUTES, _SAME_LINES = 2, 12  # who goes on this soon goes on with the same matter
_STALE = 5  # minutes after which one's own last line no longer counts as recent
_LONG_QUESTION = 12  # words


@dataclass(frozen=True, slots=True)
class _Said:
    number: int
    line: ChatLine
    speaker: str
    addressee: str | None


def linked_by_rules(items: Iterable[ChatLine | Renamed]) -> Iterator[int]:
    """For each chat line, in order, the number (from 0) of the line that it answers; its own number if it begins anew."""
    channel = _Channel()
    for item in items:
        if isinstance(item, Renamed):
            channel.rename(item)
        else:
            yield channel.hear(item)


class _Channel:
    """What the rules need to know of the last `WINDOW` lines."""

    def __init__(self) -> None:
        self.recent: deque[_Said] = deque(maxlen=WINDOW)
        self.count = 0

    def rename(self, change: Renamed) -> None:
        old, new = change.old.lower(), change.new.lower()
        self.recent = deque(
            (
                _Said(
                    said.number,
                    said.line,
                    new if said.speaker == old else said.speaker,
                    new if said.addressee == old else said.addressee,
                )
                for said in self.recent
            ),
            maxlen=WINDOW,
        )

    def hear(self, line: ChatLine) -> int:
        speaker = line.nick.lower()
        within = [said for said in reversed(self.recent) if line.minute - said.line.minute <= _HORIZON]
        target = addressee(line.text, {said.speaker for said in within} - {speaker})
        said = _Said(self.count, line, speaker, target)
        answered = _answered(said, within)
        self.recent.append(said)
        self.count += 1
        return answered.number


def _answered(said: _Said, within: list[_Said]) -> _Said:
    """The line that `said` answers, or itself; `within` is newest first."""
    if said.addressee is not None:
        return next(other for other in within if other.speaker == said.addressee)
    if is_bot(said.speaker):
        return next((other for other in within[:8] if other.line.text.lstrip().startswith("!")), said)
    own = next((other for other in within if other.speaker == said.speaker), None)
    called = next((other for other in within if other.addressee == said.speaker), None)
    if own is None and called is None:
        return said
    return _continued(said, own, called) or (said if opens(said.line.text) else _followed(said, within))


def _continued(said: _Said, own: _Said | None, called: _Said | None) -> _Said | None:
    """The line of a conversation that the speaker is already in: their own last one, or the last that called them."""
    since_own = said.line.minute - own.line.minute if own else _HORIZON
    if called and said.line.minute - called.line.minute > _ADDRESSED:
        called = None
    if called and (own is None or called.number > own.number):
        return called
    if own and since_own <= _SAME_MINUTES and said.number - own.number <= _SAME_LINES:
        return own
    if called and not (asks(said.line.text) and len(said.line.text.split()) >= _LONG_QUESTION):
        return called
    return own if since_own <= _STALE else None


def _followed(said: _Said, within: list[_Said]) -> _Said:
    """The line just before, where a short remark comes in the same minute."""
    before = within[0] if within else said
    return before if before.line.minute == said.line.minute and not asks(said.line.text) else said
