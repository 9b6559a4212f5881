"""What is kept in mind of a channel: the last lines, who said them to whom, and what each was found to answer.

Memory is bounded by the lines that are kept in mind, but for the nicks.
"""

from __future__ import annotations

import math
import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from deskbook.similarity.stop_words import STOP_WORDS

from .lines import ORDINARY, ChatLine, Renamed, addressee, asks, greets, is_bot, mentioned

RARE = 8.0  # weight of a word that is not among the common ones: about 1 in 3,000 lines has it
NEVER = 999.0  # lines or minutes
TALK_WORDS = 6  # lines of a conversation whose words count
_MIND = 100  # lines that are kept in mind
_HORIZON = 90  # minutes: what is older is not answered
_CALLS = 600  # how many times that somebody addressed somebody are remembered

_WORD = re.compile(r"[^\W_][\w.+/'-]*\w|[^\W_]")
_CALL = re.compile(r"\s*@?([^\s,:;>]{2,}?)\s?[:,;>]+(?:\s|$)")
_COLON = re.compile(r"\s*@?[^\s,:;>]{2,}:")
_DECORATION = "_`|^-0123456789"
_COMMAND = re.compile(r"\s*[!@][a-z]", re.IGNORECASE)
_TRAITS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\?",
        (
            r"^\W*(?:ok(?:ay)?|k|yes|yeah|yep|yup|no|nope|nah|sure|right|ah+|oh+|hm+|thanks?|thx|ty|cool|great|nice|lol|true"
            r"|exactly|indeed|well|but|and|so|or|because|it|that|this|then|i did|i have)\b"
        ),
        r"\b(?:thanks?|thank you|thx|ty|cheers|tnx)\b",
        r"^\W*(?:yes|yeah|yep|yup|no|nope|nah|not|sure|right|true|correct|exactly|indeed|ok(?:ay)?|k)\b",
        r"\b(?:it|that|this|they|them|he|she|those|these)\b",
        r"\b(?:i|i'm|my|me|im|i've|ive|i'd)\b",
        r"\b(?:you|your|u|ur|you're|youre|try|type|check|run|open|use)\b",
        r"^\W*(?:lol|haha+|heh+|rofl|lmao|:\)|:d|;\)|:p)",
        r"\b(?:anyone|anybody|somebody|someone|guys|all|everyone|everybody)\b",
        r"https?://|www\.",
    )
)


@dataclass(slots=True)
class Talk:
    """A conversation as far as it was found: who takes part, the number of its last line, the words of its last few."""

    people: set[int] = field(default_factory=set)
    lines: int = 0
    last: int = 0
    words: deque[Mapping[str, float]] = field(default_factory=lambda: deque(maxlen=TALK_WORDS))


@dataclass(slots=True)
class Heard:
    """A line with what was found in it. People are numbers: a person keeps theirs under a new nick; -1 is nobody.

    `target` is whom it addresses, `others` whom else it names, `before` whom its speaker addressed last. `words` have weights,
    of which `norm` is the length. `answered` is the number of the line that it answers and `partner` who said that, once this
    is decided; `answered_by` are the speakers of the lines that answer this one, and `answers` counts those.
    """

    number: int
    minute: int
    speaker: int
    target: int
    others: tuple[int, ...]
    words: Mapping[str, float]
    norm: float
    traits: tuple[float, ...]
    gaps: tuple[float, ...]
    before: int
    answered: int = -1
    partner: int = -1
    talk: Talk = field(default_factory=Talk)
    answers: int = 0
    answered_by: set[int] = field(default_factory=set)


class Calls:
    """Who addressed whom how often of late, and in which line the last time."""

    def __init__(self) -> None:
        self._order: deque[tuple[int, int]] = deque()
        self._counts: Counter[tuple[int, int]] = Counter()
        self._last: dict[tuple[int, int], int] = {}

    def add(self, speaker: int, person: int, number: int) -> None:
        """Somebody addressed somebody in the line of this number."""
        self._order.append((speaker, person))
        self._counts[speaker, person] += 1
        self._last[speaker, person] = number
        if len(self._order) > _CALLS:
            oldest = self._order.popleft()
            self._counts[oldest] -= 1
            if not self._counts[oldest]:
                del self._counts[oldest], self._last[oldest]

    def count(self, speaker: int, person: int) -> int:
        """How often."""
        return self._counts.get((speaker, person), 0)

    def since(self, speaker: int, person: int, number: int) -> float:
        """How many lines ago, seen from the line of this number."""
        last = self._last.get((speaker, person))
        return NEVER if last is None else float(number - last)


class Listener:
    """Hears a channel line by line. After each `hear` comes one `settle`, which says what the line answers."""

    def __init__(self, common: Mapping[str, float]) -> None:
        self._common = common
        self._recent: deque[Heard] = deque(maxlen=_MIND)
        self._count = 0
        self._people: dict[str, int] = {}
        self._named: dict[int, str] = {}
        self._spoken: Counter[int] = Counter()
        self.calls = Calls()

    def rename(self, change: Renamed) -> None:
        """Somebody has a new nick."""
        old, new = change.old.lower(), change.new.lower()
        person = self._people.pop(old, None)
        if person is not None:
            self._people[new] = person
            self._named[person] = new

    def hear(self, line: ChatLine) -> tuple[Heard, list[Heard]]:
        """A line, and the lines that it may answer, newest first."""
        speaker = self._person(line.nick.lower())
        recent = [heard for heard in reversed(self._recent) if line.minute - heard.minute <= _HORIZON]
        present = {self._named[heard.speaker]: heard.speaker for heard in recent if heard.speaker != speaker}
        target, others = _called(line.text, present)
        words = self._words(line.text, present)
        own = last_of(speaker, recent)
        to_me = last_to(speaker, recent)
        heard = Heard(
            number=self._count,
            minute=line.minute,
            speaker=speaker,
            target=present[target] if target else -1,
            others=tuple(present[nick] for nick in others),
            words=words,
            norm=math.sqrt(sum(weight * weight for weight in words.values())) or 1.0,
            traits=_traits(line, target),
            gaps=(
                float(self._count - own.number) if own else NEVER,
                float(line.minute - own.minute) if own else NEVER,
                float(self._count - to_me.number) if to_me else NEVER,
                min(float(self._spoken[speaker]), 50.0),
            ),
            before=next((other.target for other in recent if other.speaker == speaker and other.target >= 0), -1),
        )
        self._count += 1
        return heard, recent

    def settle(self, heard: Heard, answered: Heard | None) -> None:
        """Keep a line in mind, as the answer to another or as the beginning of something."""
        if answered is not None:
            heard.answered, heard.partner = answered.number, answered.speaker
            heard.talk = answered.talk
            answered.answers += 1
            answered.answered_by.add(heard.speaker)
        talk = heard.talk
        talk.people.add(heard.speaker)
        talk.lines += 1
        talk.last = heard.number
        talk.words.append(heard.words)
        self._recent.append(heard)
        self._spoken[heard.speaker] += 1
        for person in (heard.target, *heard.others):
            if person >= 0:
                self.calls.add(heard.speaker, person, heard.number)

    def _person(self, nick: str) -> int:
        if nick not in self._people:
            number = self._people[nick] = len(self._named)
            self._named[number] = nick
        return self._people[nick]

    def _words(self, text: str, present: Mapping[str, int]) -> dict[str, float]:
        # A plural counts as its singular.
        return {
            word.rstrip("s") if len(word) > 4 else word: self._common.get(word, RARE)
            for word in weighable(text)
            if word not in present
        }


def weighable(text: str) -> list[str]:
    """The words of a line that say what it is about, in lower case, each once."""
    words = dict.fromkeys(_WORD.findall(text.lower()))
    return [word for word in words if len(word) > 1 and word not in STOP_WORDS]


def last_of(speaker: int, recent: Iterable[Heard]) -> Heard | None:
    """Somebody's last line; `recent` is newest first."""
    return next((other for other in recent if other.speaker == speaker), None)


def last_to(speaker: int, recent: Iterable[Heard]) -> Heard | None:
    """The last line that names somebody; `recent` is newest first."""
    return next((other for other in recent if other.target == speaker or speaker in other.others), None)


def _called(text: str, present: Mapping[str, int]) -> tuple[str | None, list[str]]:
    """The nick that a line addresses, and the others in it. At its head also a nick without its decoration, or begun."""
    named = mentioned(text, present)
    first = addressee(text, present)
    if first is None and (head := _CALL.match(text.lower())):
        first = head[1] if head[1] in present else _shortened(head[1], present)
    return first, [nick for nick in dict.fromkeys(named) if nick != first]


def _shortened(head: str, present: Iterable[str]) -> str | None:
    bare = head.rstrip(_DECORATION)
    if len(bare) < 3 or bare in ORDINARY:
        return None
    meant = [nick for nick in present if nick.rstrip(_DECORATION) == bare or (len(bare) > 3 and nick.startswith(bare))]
    return meant[0] if len(meant) == 1 else None


def _traits(line: ChatLine, target: str | None) -> tuple[float, ...]:
    text = line.text
    return (
        *(float(pattern.search(text) is not None) for pattern in _TRAITS),
        float(_COMMAND.match(text) is not None),
        float(asks(text)),
        float(is_bot(line.nick)),
        float(greets(text)),
        min(float(len(text.split())), 40.0),
        _addressing(text, target),
    )


def _addressing(text: str, target: str | None) -> float:
    """0 to nobody, 1 perhaps to somebody who is not there, 2 to somebody, 3 to somebody whose nick comes first."""
    if target is None:
        return float(_COLON.match(text) is not None)
    return 3.0 if text.lower().lstrip(" @").startswith(target[:3]) else 2.0
