"""What a thread asks."""

from __future__ import annotations

import re

from deskbook.model import Thread, ThreadKind
from deskbook.similarity.terms import terms
from deskbook.text.quotes import own_words

# Longer first messages are mostly pasted logs: their words would drown the question.
_LONGEST = 2000
_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_REPLY_PREFIX = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg)\s*:\s*|\[[^\]]{1,40}\]\s*(?=\S))+", re.IGNORECASE)
# Stems of words that say that something is asked, not what.
SAYS_NOTHING = frozenset(
    terms(
        "help urgent urgently question questions problem problems issue issues error errors support request ticket case please hi hello "
        "hey asap inquiry enquiry query need no subject untitled important critical emergency bug broken trouble something thing wrong "
        "idea ideas advice assistance attention required customer team thanks thank fwd re new quick stuck anyone somebody someone "
        "know tell want would like could get got going happening doing fix work works working kind regards again"
    )
)
_ASKING = re.compile(
    r"\?|^\s*(?:how|why|what|where|when|which|who|can|could|does|do|is|are|should|any(?:one|body))\b", re.IGNORECASE
)


def question_text(thread: Thread) -> str:
    """Title and first customer message, the text by which threads are compared.

    The rest of a thread is left out: a whole long ticket resembles every other long ticket. Code blocks are left out too.
    """
    body = _beginning(thread.question.text) if thread.question else ""
    return body if thread.kind is ThreadKind.CHAT else titled(clean_title(thread.title), body)


def pasted(text: str) -> str:
    """The same of a question that somebody typed or pasted. Its first line is the title."""
    title, _, body = text.strip().partition("\n")
    return titled(clean_title(title), _beginning(body))


def titled(title: str, body: str) -> str:
    """A text by which something with a title is compared. Its words count three times: they are the author's own summary,
    unless the title only asks for help."""
    return f"{title}\n" * (3 if set(terms(title)) - SAYS_NOTHING else 1) + body


def _beginning(body: str) -> str:
    return _FENCE.sub(" ", own_words(body))[:_LONGEST]


def clean_title(title: str) -> str:
    """A title without 'Re:', 'Fwd:' and list tags in front."""
    return " ".join(_REPLY_PREFIX.sub("", title).split())


def asks(thread: Thread) -> bool:
    """Whether a thread asks something at all. Tickets and topics do; of chat, only what looks like a real question that
    somebody answered does: most chat is talk."""
    if thread.question is None:
        return False
    if thread.kind is not ThreadKind.CHAT:
        return True
    text = thread.question.text
    return bool(_ASKING.search(text)) and len(text.split()) >= 6 and len({m.author for m in thread.messages}) >= 2
