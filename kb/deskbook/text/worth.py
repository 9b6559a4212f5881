"""Which threads are worth a page of their own."""

from __future__ import annotations

from deskbook.model import Thread, ThreadKind

_LINES, _PEOPLE = 4, 2


def is_page(thread: Thread) -> bool:
    """Whether a thread can be read alone. Of a chat that is what surely is a conversation; the rest is for its log."""
    if thread.kind is not ThreadKind.CHAT:
        return bool(thread.public_messages)
    return thread.sure and is_talk(thread)


def is_talk(thread: Thread) -> bool:
    """Whether a conversation is more than a few words: four lines by two people."""
    public = thread.public_messages
    return len(public) >= _LINES and len({message.author for message in public}) >= _PEOPLE
