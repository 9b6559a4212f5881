"""What is said in a channel, and what can be seen in a single line."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from deskbook.similarity.stop_words import STOP_WORDS

LONG = 6  # words; who comes with as many opens a conversation

# Words that are somebody's nick now and then, and far more often just words.
ORDINARY = STOP_WORDS | frozenset(
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
    return [word for word in words if len(word) > 1 and word in nicks and word not in ORDINARY]


def opens(text: str) -> bool:
    """Whether somebody who comes with this line is likely to begin a conversation."""
    return asks(text) or len(text.split()) >= LONG or greets(text)


def asks(text: str) -> bool:
    """Whether a line looks like a question."""
    return "?" in text or _QUESTION_WORD.search(text) is not None


def greets(text: str) -> bool:
    """Whether a line begins with a greeting."""
    return _GREETING.search(text) is not None


def is_bot(nick: str) -> bool:
    """Whether a nick is one that programs have."""
    return _BOT.search(nick) is not None
