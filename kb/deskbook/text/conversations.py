"""Untangles a chat channel: links each line to the line that it answers.

The rules follow the corpus of Kummerfeld et al., "A Large-Scale Corpus for Conversation Disentanglement" (ACL 2019), on
whose development part their thresholds were tuned. Measured with this code, system lines counted as the corpus does: link
F 64.1 there and 69.3 on the training part, from which the list of ordinary words was drawn. The test part was not used.
They need no model and no knowledge of the channel.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from deskbook.similarity.stop_words import STOP_WORDS

WINDOW = 100  # lines; 98 % of the corpus's links lie within 50
_HORIZON = 60  # minutes: what is older is not answered
_ADDRESSED = 5  # minutes within which somebody reacts to being addressed
_SAME_MINUTES, _SAME_LINES = 2, 12  # who goes on this soon goes on with the same matter
_STALE = 5  # minutes after which one's own last line no longer counts as recent
_LONG, _LONG_QUESTION = 6, 12  # words

# Words that are somebody's nick now and then, and far more often just words.
_ORDINARY = STOP_WORDS | frozenset(
    """
    advanced agent alien alpha anybody apache argument away bash big boot bot brb browser bye cant cat channel code cool
    day dead debian default desktop dev died disk driver due edgy empty error everybody everyone expert family fast fat
    favor file find firefox foo found generic ghost gnome google green grub guest guy guys hack hard hdd hello hey hmm
    hmmm house html ill image install internet irc kernel kill knoppix lame last laptop legal line linux little lo local
    lol long lost lucid made mail man map media mind mobile money mouse multimedia music name network new newbie nice
    nick nobody noob nope nothing ok oops oracle owner ooh package people person player pm program red root sample
    script self server sir small space stable start strange stuff stupid success sudo system target terminal test text
    thought ticket time today topic tux ubuntu unity universal unknown unstable user usual version video wanna wanted
    web wifi win windows wow yeah yep yes yo zero
    """.split()
)
_NICK = re.compile(r"[^\s,:;!?()<>\"'@]+")
_HEAD = re.compile(r"\s*@?(\S+?):(?:\s|$)")
_BOT = re.compile(r"bot(?:tu|u)?[\d_]*$|^(?:chan|nick|memo)serv$", re.IGNORECASE)
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|howdy|greetings|yo|sup|morning|good (?:morning|evening|day|afternoon))\b", re.IGNORECASE
)
_QUESTION_WORD = re.compile(
    r"^\W*(?:anyone|anybody|can (?:any|some)|does any|is there|how (?:do|can|to)|what(?:'s| is)|where|why)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ChatLine:
    """Something that was said in a channel. `minute` counts minutes from any fixed moment."""

    nick: str
    text: str
    minute: int


@dataclass(frozen=True, slots=True)
class Renamed:
    """From here on, `old` is called `new`."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Said:
    number: int
    line: ChatLine
    speaker: str
    addressee: str | None


def linked(items: Iterable[ChatLine | Renamed]) -> Iterator[int]:
    """For each chat line, in order, the number (from 0) of the line that it answers; its own number if it begins anew.

    Memory is bounded by `WINDOW` lines: a line is never linked further back than that. A `Renamed` gives no number.
    """
    channel = _Channel()
    for item in items:
        if isinstance(item, Renamed):
            channel.rename(item)
        else:
            yield channel.hear(item)


def addressee(text: str, present: Iterable[str]) -> str | None:
    """Whom a line addresses, in lower case: the first of its words that is the nick of somebody present.

    A nick that is an ordinary word ("help", "ubuntu") counts only where the line begins with it and a colon.
    """
    present = set(present)
    head = _HEAD.match(text.lower())
    if head and head[1] in present:
        return str(head[1])
    return next(iter(mentioned(text, present)), None)


def mentioned(text: str, nicks: Container[str]) -> list[str]:
    """Those of the nicks, in lower case, that are words of the text and no ordinary words, as they come."""
    words = [form for word in _NICK.findall(text.lower()) for form in dict.fromkeys((word, word.rstrip(".")))]
    return [word for word in words if len(word) > 1 and word in nicks and word not in _ORDINARY]


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
    if _BOT.search(said.speaker):
        return next((other for other in within[:8] if other.line.text.lstrip().startswith("!")), said)
    own = next((other for other in within if other.speaker == said.speaker), None)
    called = next((other for other in within if other.addressee == said.speaker), None)
    if own is None and called is None:
        return said
    return _continued(said, own, called) or (said if _opens(said.line.text) else _followed(said, within))


def _continued(said: _Said, own: _Said | None, called: _Said | None) -> _Said | None:
    """The line of a conversation that the speaker is already in: their own last one, or the last that called them."""
    since_own = said.line.minute - own.line.minute if own else _HORIZON
    if called and said.line.minute - called.line.minute > _ADDRESSED:
        called = None
    if called and (own is None or called.number > own.number):
        return called
    if own and since_own <= _SAME_MINUTES and said.number - own.number <= _SAME_LINES:
        return own
    if called and not (_asks(said.line.text) and len(said.line.text.split()) >= _LONG_QUESTION):
        return called
    return own if since_own <= _STALE else None


def _followed(said: _Said, within: list[_Said]) -> _Said:
    """The line just before, where a short remark comes in the same minute."""
    before = within[0] if within else said
    return before if before.line.minute == said.line.minute and not _asks(said.line.text) else said


def _opens(text: str) -> bool:
    return _asks(text) or len(text.split()) >= _LONG or _GREETING.search(text) is not None


def _asks(text: str) -> bool:
    return "?" in text or _QUESTION_WORD.search(text) is not None
