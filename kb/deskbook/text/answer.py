"""Which message of a thread answers it, and what belongs to the answer besides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.similarity.terms import terms
from deskbook.text import cues
from deskbook.text.quotes import own_words

_STEPS = re.compile(r"^\s*(?:\d+[.)]|[-*+])\s+\S", re.MULTILINE)
_CODE = re.compile(r"^(?:```|~~~|    \S)|`[^`\n]+`", re.MULTILINE)
_LINK = re.compile(r"https?://|\]\(")
_FIRST_STEP = re.compile(r"^\s*(\d{1,2})[.)]\s+\S", re.MULTILINE)
# Below this an answer is 'fixed, thanks': nobody else could act on it.
_FEWEST_WORDS = 12
# Below this a line adds nothing to an answer.
_FEWEST_ADDED = 5
# The asker of a topic who writes at length and asks nothing may be answering. In words.
_SELF_ANSWER = 30
# One vote of one is chance, ten of ten are not.
_FEW_VOTES = 2
# Of long questions the beginning says what is asked. In characters.
_QUESTION = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """What one message says, without quotes and greetings."""

    message: Message
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers a thread: `message` is the one that does, `said` all that belong to it, in order, and `text` what they say
    together. `confirmed` is whether the asker said that it helped, or accepted it."""

    message: Message
    text: str
    confirmed: bool
    said: tuple[Said, ...] = ()


class Signs(NamedTuple):
    """What speaks for and against a message as the answer; shares are 0..1, the others 0 or 1.

    `length` is a share of the longest of the thread's candidates, `substance` of 150 words, `likeness` of the question's
    words, `position` of the way to the end of a ticket, `score` of the best one's and two more.
    """

    length: float = 0.0
    substance: float = 0.0
    likeness: float = 0.0
    position: float = 0.0
    score: float = 0.0
    steps: float = 0.0
    code: float = 0.0
    link: float = 0.0
    staff: float = 0.0
    agreed: float = 0.0
    thanked: float = 0.0
    failed: float = 0.0
    asks_back: float = 0.0
    holds_off: float = 0.0
    empty: float = 0.0
    comment: float = 0.0
    asker: float = 0.0


# By hand, near what a fit to the 157 accepted answers of bicycles.meta gives (tests/realdata/answers.py) where they tell anything;
# there nobody hands a case on or says that a step failed, so those weights are judgement.
WEIGHTS = Signs(
    length=1.0,
    substance=0.5,
    likeness=1.0,
    position=0.5,
    score=5.0,
    steps=0.5,
    code=0.5,
    link=0.5,
    staff=0.5,
    agreed=2.5,
    thanked=0.7,
    failed=-2.0,
    asks_back=-1.0,
    holds_off=-2.0,
    empty=-1.0,
    comment=-1.5,
    asker=-1.0,
)

_Turn = tuple[Said, ...]


def pick_answer(thread: Thread) -> Answer | None:
    """The best answer of a thread, or None if nobody answered.

    An accepted answer wins. Otherwise the messages written to the asker are weighed by what `Signs` lists; of equals the later
    one wins, because a help desk ends with the answer. An answer that was given in several messages has them all.
    """
    turns = _turns(thread)
    candidates = [number for number, turn in enumerate(turns) if _answers(turn, thread)]
    if not candidates:
        return None
    signs = _signs(thread, turns, candidates)
    accepted = [any(said.message.accepted for said in turns[number]) for number in candidates]
    best = max(range(len(candidates)), key=lambda n: (accepted[n], weight(signs[n]), n))
    picked = candidates[best]
    whole = _whole(turns, picked, thread)
    main = max(turns[picked], key=lambda said: (said.message.accepted, len(said.text)))
    confirmed = accepted[best] or bool(signs[best].agreed)
    return Answer(main.message, "\n\n".join(said.text for said in whole), confirmed, whole)


def weight(signs: Signs) -> float:
    """How much speaks for a message."""
    return sum(sign * factor for sign, factor in zip(signs, WEIGHTS, strict=True))


def is_thin(answer: Answer) -> bool:
    """Whether an answer says too little for somebody else to act on, or only asks back."""
    return cues.only_holds_off(answer.text) or _says_little(answer.text)


def _says_little(text: str) -> bool:
    return len(re.findall(r"\w+", text)) < _FEWEST_WORDS and not _CODE.search(text)


def said_in_public(thread: Thread) -> list[Said]:
    """What was said in public, in order, without quotes and greetings and, in chat, without the name of whom a line is for."""
    said = [Said(message, own_words(message.text)) for message in thread.public_messages]
    if thread.kind is not ThreadKind.CHAT:
        return said
    authors = {one.message.author.casefold() for one in said}
    return [Said(one.message, _unaddressed(one.text, authors)) for one in said]


def _unaddressed(text: str, authors: set[str]) -> str:
    name, mark, rest = text.partition(" ")
    return rest.strip() if mark and name.strip("@[]:,").casefold() in authors and name[-1] in ":," else text


def _turns(thread: Thread) -> list[_Turn]:
    """The same by turns: in chat people write one thought over several lines."""
    said = said_in_public(thread)
    if thread.kind is not ThreadKind.CHAT:
        return [(one,) for one in said]
    return [tuple(lines) for _, lines in groupby(said, key=lambda one: one.message.author)]


def _answers(turn: _Turn, thread: Thread) -> bool:
    """Whether a turn may be the answer: it is written to the asker, accepted, or the asker's own solution."""
    asker = thread.question
    first = turn[0].message
    if asker is None or any(said.message is asker for said in turn) or not any(said.text for said in turn):
        return False
    if any(said.message.accepted for said in turn):
        return True
    if first.author == asker.author:
        return any(cues.own_solution(said.text) or _is_self_answer(said.text, thread.kind) for said in turn)
    return thread.kind is not ThreadKind.TICKET or first.role is Role.AGENT


def _is_self_answer(text: str, kind: ThreadKind) -> bool:
    """Whether the asker's own post is long enough to be an answer to the topic, and asks nothing."""
    return kind is ThreadKind.TOPIC and len(text.split()) >= _SELF_ANSWER and "?" not in text


def _signs(thread: Thread, turns: Sequence[_Turn], candidates: Sequence[int]) -> list[Signs]:
    """The signs of each candidate."""
    question = thread.question
    assert question is not None  # noqa: S101  without a question nothing answers
    if len(candidates) == 1:
        # Nothing to compare: only whether it helped is asked for.
        return [Signs(agreed=_received(turns, candidates[0], question)[0])]
    asked = set(terms(f"{thread.title}\n{question.text[:_QUESTION]}"))
    texts = [_text(turns[number]) for number in candidates]
    lengths = [len(text.split()) for text in texts]
    posts = {turns[number][0].message.id for number in candidates}
    best = max(1, *(said.message.score for number in candidates for said in turns[number])) + _FEW_VOTES
    signs = []
    for number, text, length in zip(candidates, texts, lengths, strict=True):
        first = turns[number][0].message
        agreed, thanked, failed = _received(turns, number, question)
        signs.append(
            Signs(
                length=length / max(1, *lengths),
                substance=min(length, 150) / 150,
                likeness=len(asked & set(terms(text[:_QUESTION]))) / max(1, len(asked)),
                position=number / len(turns) if thread.kind is ThreadKind.TICKET else 0.0,
                score=max(0, *(said.message.score for said in turns[number])) / best,
                steps=float(bool(_STEPS.search(text))),
                code=float(bool(_CODE.search(text))),
                link=float(bool(_LINK.search(text))),
                staff=float(first.role is Role.AGENT),
                agreed=agreed,
                thanked=thanked,
                failed=failed,
                asks_back=cues.share_of_questions(text),
                holds_off=float(cues.holds_off(text)),
                empty=float(cues.says_nothing_new(text) or _says_little(text)),
                comment=float(first.reply_to in posts),
                asker=float(first.author == question.author),
            )
        )
    return signs


def _received(turns: Sequence[_Turn], number: int, question: Message) -> tuple[float, float, float]:
    """How the asker took a turn, by their next message to it: whether it helped, whether they gave thanks, whether it failed."""
    if turns[number][0].message.author == question.author:
        return float(any(cues.own_solution(said.text) for said in turns[number])), 0.0, 0.0
    ids = {said.message.id for said in turns[number]}
    reply = next((turn for turn in turns[number + 1 :] if _is_reply(turn, turns[number], ids, question)), None)
    if reply is None:
        return 0.0, 0.0, 0.0
    text = _text(reply)
    helped = cues.helped(text) and not cues.own_solution(text)
    return float(helped), float(cues.thanks(text)), float(cues.failed(text))


def _is_reply(turn: _Turn, to: _Turn, ids: set[str], question: Message) -> bool:
    first = turn[0].message
    if first.author != question.author:
        return False
    if first.reply_to is None or first.reply_to == question.id:
        return True
    return first.reply_to in ids or first.reply_to == to[0].message.reply_to


def _whole(turns: Sequence[_Turn], picked: int, thread: Thread) -> tuple[Said, ...]:
    """The picked turn, and what came before or after it that plainly belongs to it."""
    asker = thread.question.author if thread.question else ""
    whole = _with_earlier(turns, picked, thread, asker)
    for turn in turns[picked + 1 :]:
        text = _text(turn)
        if turn[0].message.author == asker:
            if cues.failed(text):
                break
            whole += [said for said in turn if cues.asker_adds(said.text)]
        elif _same_side(turn, turns[picked], thread.kind) and _continues(text) and _says_something(text):
            whole += turn
    return tuple(said for said in whole if said.text)


def _with_earlier(turns: Sequence[_Turn], picked: int, thread: Thread, asker: str) -> list[Said]:
    """The picked turn after those that it goes on from, back to the question or to what did not help."""
    whole = list(turns[picked])
    for turn in reversed(turns[:picked]):
        text = _text(turn)
        if turn[0].message.author == asker:
            if cues.failed(text) or any(said.message is thread.question for said in turn):
                break
        elif not _same_side(turn, turns[picked], thread.kind):
            continue
        elif thread.kind is ThreadKind.CHAT:
            # In chat an answer is given in pieces, and the asker says 'done' and 'where?' in between.
            whole[:0] = [said for said in turn if _says_something(said.text)]
        elif not _continues(_text(whole)):
            break
        elif not cues.holds_off(text):
            whole[:0] = turn
    return whole


def _text(said: Iterable[Said]) -> str:
    return "\n".join(one.text for one in said)


def _same_side(turn: _Turn, picked: _Turn, kind: ThreadKind) -> bool:
    one, other = turn[0].message, picked[0].message
    return one.author == other.author or (kind is ThreadKind.TICKET and one.role is other.role is Role.AGENT)


def _continues(text: str) -> bool:
    """Whether a text needs what was said before it: it begins with a later step or with 'one more thing'."""
    step = _FIRST_STEP.search(text)
    return cues.goes_on(text) or (step is not None and int(step.group(1)) > 1)


def _says_something(text: str) -> bool:
    """Whether a text tells what to do: it neither holds off nor asks back, and is more than a word or two."""
    return (
        not cues.holds_off(text)
        and not cues.asks_back(text)
        and not cues.says_nothing_new(text)
        and (len(text.split()) >= _FEWEST_ADDED or bool(_CODE.search(text)))
    )
