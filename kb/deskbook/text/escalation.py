"""Which team a ticket was handed to before it was solved."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deskbook.model import Message, Role, Thread

_HANDING = (
    r"(?:pass(?:ed|ing)?|hand(?:ed|ing)?|escalat(?:e|ed|ing)|forward(?:ed|ing)?|assign(?:ed|ing)?|transfer(?:red|ring)?|rout(?:ed|ing)|"
    r"mov(?:ed|ing)|over)\b[^.!?\n]{0,40}?(?:\bto\b|->|→)|->|→"
)


def handed_to(thread: Thread, answer: Message, teams: Iterable[str]) -> str | None:
    """The team, of `teams`, that a colleague handed the thread to last before somebody else gave `answer`.

    Notes of the team are read for this, and nothing of them is given back but a name that is known already.
    """
    names = {team.casefold(): team for team in teams}
    if not names:
        return None
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    handing = re.compile(
        rf"(?:{_HANDING})\s*(?:(?:the|our|my)\s+)?(?:\w+ (?:in|of|from|on|at) (?:the )?)?({known})(?!\w)", re.IGNORECASE
    )
    found = None
    for message in thread.messages:
        if message.id == answer.id:
            break
        if message.role is Role.AGENT and message.author != answer.author:
            for match in handing.finditer(message.text):
                found = names[match.group(1).casefold()]
    return found
