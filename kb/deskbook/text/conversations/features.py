"""What is measured of a line and of each line that it may answer: numbers that the trees look at.

All of it follows from the lines before: who spoke, to whom, when, in which words, and which line each of those was found
to answer. Nothing depends on a channel, and little on English.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from .hearing import NEVER, TALK_WORDS, Calls, Heard, last_of, last_to

Numbers = NDArray[np.float32]

CANDIDATES = 50  # lines before; 98.6 % of the links of the training part lie within
_WORDS_OF = 60  # lines whose words are looked at
_LATELY = 5  # minutes


def measure(heard: Heard, recent: list[Heard], calls: Calls) -> Numbers:
    """A row for the line itself (that it answers nothing), then one for each of `recent[:CANDIDATES]`, newest first."""
    context = _context(heard, recent)
    pairs = _pairs(heard, recent, calls)
    found = np.full((len(pairs) + 1, len(context) + _OF_PAIR), -1.0, np.float32)
    found[:, : len(context)] = context
    if pairs:
        found[1:, len(context) :] = pairs
    return found


def _context(heard: Heard, recent: list[Heard]) -> list[float]:
    """What holds for the line, whatever it may answer."""
    me = heard.speaker
    own, to_me = last_of(me, recent), last_to(me, recent)
    lately = [other for other in recent if heard.minute - other.minute <= _LATELY]
    return [
        *heard.traits,
        *heard.gaps,
        float(heard.minute - to_me.minute) if to_me else NEVER,
        float(len(lately)),
        float(len({other.speaker for other in lately})),
        float(len({id(other.talk) for other in lately})),
        float(len(heard.others)),
        float(bool(recent) and recent[0].speaker == me),
        float(heard.minute - recent[0].minute) if recent else NEVER,
        float(sum(other.speaker == me for other in recent)),
        float(len({id(other.talk) for other in recent if other.speaker == me})),
        float(heard.number - own.talk.last) if own else NEVER,
        float(own is not None and own.answered >= 0),
    ]


def _pairs(heard: Heard, recent: list[Heard], calls: Calls) -> list[list[float]]:
    """What holds between the line and each that it may answer."""
    me, target, minute = heard.speaker, heard.target, heard.minute
    own = last_of(me, recent)
    own_talk = own.talk if own else None
    own_partner = own.partner if own else -1
    said_lately, talk_words = _lately_said(heard, recent)
    last_target: dict[int, int] = {}
    for other in recent:
        if other.target >= 0:
            last_target.setdefault(other.speaker, other.target)
    after: Counter[int] = Counter()  # lines by each speaker since
    to: Counter[int] = Counter()  # lines to each since
    mine_to: Counter[int] = Counter()  # and of those, mine
    talks: dict[int, int] = {}  # lines of each conversation since
    rows = []
    for place, other in enumerate(recent[:CANDIDATES]):
        who, talk = other.speaker, other.talk
        shared = heard.words.keys() & other.words.keys()
        weights = [heard.words[word] for word in shared]
        weight = math.fsum(weights)  # whatever the order of a set
        partner = other.partner
        older = recent[place + 1].speaker if place + 1 < len(recent) else -1
        newer = recent[place - 1].speaker if place else -1
        rows.append([
            place + 1.0,
            minute - other.minute,
            len(after),
            who == me,
            target == who,
            who in heard.others,
            other.target == me,
            me in other.others,
            target >= 0 and other.target == target,
            other.target >= 0 and other.target != me,
            target >= 0 and who not in (target, me),
            after[who],
            after[me],
            to[me],
            to[who],
            mine_to[who],
            heard.before == who,
            last_target.get(who, -1) == me,
            who in last_target,
            calls.count(me, who),
            calls.count(who, me),
            calls.since(who, me, heard.number),
            calls.since(me, who, heard.number),
            weight,
            max(weights, default=0.0),
            weight / (heard.norm * other.norm),
            len(weights),
            said_lately[who],
            *other.traits,
            *other.gaps,
            newer == who,
            older == who,
            other.before == me,
            other.target >= 0 and to[other.target] > 0,
            # from here on: what was found of the lines before
            partner == me,
            target >= 0 and partner == target,
            partner >= 0,
            partner == who,
            other.answers,
            me in other.answered_by,
            own_partner == who,
            own is not None and own.answered == other.number,
            talk is own_talk,
            talks.get(id(talk), 0),
            len(talks),
            talk.lines,
            len(talk.people),
            me in talk.people,
            target in talk.people,
            heard.number - talk.last,
            talk_words[id(talk)],
        ])  # fmt: skip
        after[who] += 1
        for person in (other.target, *other.others):
            if person >= 0:
                to[person] += 1
                if who == me:
                    mine_to[person] += 1
        talks[id(talk)] = talks.get(id(talk), 0) + 1
    return rows


# How many numbers `_pairs` gives of each candidate.
_OF_PAIR = 28 + 16 + 4 + 4 + 17


def _lately_said(heard: Heard, recent: list[Heard]) -> tuple[dict[int, float], dict[int, float]]:
    """How much a line shares with the last few lines of each speaker, and with those of each conversation (by `id`)."""
    by: dict[int, list[Mapping[str, float]]] = {}
    talks: dict[int, float] = {}
    for other in recent[:_WORDS_OF]:
        said = by.setdefault(other.speaker, [])
        if len(said) < TALK_WORDS:
            said.append(other.words)
        if id(other.talk) not in talks:
            talks[id(other.talk)] = _shared(heard, other.talk.words)
    return {person: _shared(heard, said) for person, said in by.items()}, talks


def _shared(heard: Heard, said: Iterable[Mapping[str, float]]) -> float:
    return sum(weight for word, weight in heard.words.items() if any(word in words for words in said))
