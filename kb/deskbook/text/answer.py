"""Which message of a thread answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.quotes import own_words

_AGREEMENT = re.compile(
    r"\b(?:that|this|it|which)(?:'s| is| has| did| all)?\s*(?:work(?:s|ed|ing)|fixed|solved|did (?:it|the trick)|helped)\b"
    r"|\b(?:works|working|fixed|solved|sorted|resolved) (?:now|it|my|the)\b|\bperfect\b|\bdid the trick\b|\bspot on\b",
    re.IGNORECASE,
)
_HOLDING = re.compile(
    r"\b(?:looking into|look into (?:it|this)|get back to you|escalat(?:ed|ing)|passed (?:it|this) (?:on|to)|investigating|"
    r"could you (?:please )?(?:send|share|tell|confirm|provide)|can you (?:please )?(?:send|share|tell|confirm|provide)|"
    r"closing this|automatic reply|out of office)\b",
    re.IGNORECASE,
)
_STEPS = re.compile(r"^\s*(?:\d+[.)]|[-*+])\s+\S", re.MULTILINE)
_CODE = re.compile(r"^(?:```|~~~|    \S)|`[^`\n]+`", re.MULTILINE)
# Below this an answer is 'fixed, thanks': nobody else could act on it.
_FEWEST_WORDS = 12
# A short message that asks back or promises to look is no answer, though it may name a command.
_LONGEST_HOLDING = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """The message that answers, its text without quotes and greetings, and whether the asker said that it helped."""

    message: Message
    text: str
    confirmed: bool


def pick_answer(thread: Thread) -> Answer | None:
    """The best answer of a thread, or None if nobody answered.

    An accepted answer wins. Otherwise the messages written to the asker are weighed by length, steps, code, score, a word of
    thanks after them, and against holding replies and questions back; of equals the later one wins, because a help desk
    ends with the answer.
    """
    asker = thread.question
    if asker is None:
        return None
    public = thread.public_messages
    answers = [
        (position, message)
        for position, message in enumerate(public)
        if message is not asker and _answers(message, asker, thread.kind)
    ]
    if not answers:
        return None
    agreed = {position: _agreed(public[position + 1 :], asker.author) for position, _ in answers}
    position, best = max(answers, key=lambda item: (_weight(item[1], agreed[item[0]]), item[0]))
    return Answer(best, own_words(best.text), best.accepted or agreed[position])


def is_thin(answer: Answer) -> bool:
    """Whether an answer says too little for somebody else to act on, or only asks back."""
    words = len(re.findall(r"\w+", answer.text))
    if _HOLDING.search(answer.text) and words < _LONGEST_HOLDING:
        return True
    return words < _FEWEST_WORDS and not _CODE.search(answer.text)


def _answers(message: Message, asker: Message, kind: ThreadKind) -> bool:
    if kind is ThreadKind.TICKET:
        return message.role is Role.AGENT
    return message.author != asker.author or message.accepted


def _agreed(later: tuple[Message, ...], asker: str) -> bool:
    """Whether the asker's next message says that it helped."""
    reply = next((m for m in later if m.author == asker), None)
    return reply is not None and bool(_AGREEMENT.search(own_words(reply.text)[:300]))


def _weight(message: Message, agreed: bool) -> float:
    text = own_words(message.text)
    words = len(text.split())
    weight = min(words, 150) / 50  # beyond three paragraphs more words say no more
    weight += 1.0 if _STEPS.search(text) else 0.0
    weight += 0.7 if _CODE.search(text) else 0.0
    weight += 2.0 if agreed else 0.0
    weight += min(max(message.score, 0), 5) / 5
    weight -= 2.0 if _HOLDING.search(text) and words < 80 else 0.0
    weight -= 1.0 if text.rstrip().endswith("?") else 0.0
    return weight + (100.0 if message.accepted else 0.0)
