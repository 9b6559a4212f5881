"""What people said and do not want kept: lines that begin with `[off]`, and what those said who opted out, also where others
quote it.

`[off]` is what people write in channels that are logged (irclog bots, ChannelLogger); in forums it is honoured in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from deskbook.model import Incoming, Message, ThreadKind
from deskbook.text.first_line import first_line

# In an action the nick stands first; Markdown may have escaped the last bracket.
_LONGEST_HEAD = 200  # characters of "bo wrote:"
_QUOTED = re.compile(r"\s*(?:>\s*)*\W*(?P<name>[^\s>].*?)\W*\s(?:wrote|said|schrieb)\b[^\w\n]*")
_OFF = re.compile(r"\s*(?:\*\S+ +)?\\?\[off\\?\]", re.IGNORECASE)


def without_withheld(incoming: Incoming, opted_out: Collection[str]) -> Incoming | None:
    """The thread without what its authors withhold; None where nothing of it is left. Tickets stay as they are.

    `opted_out` are user names in small letters; how others call them is for redaction to remove. A thread that loses its first
    message loses its title, which is made of that message or written by the same person, and who asked is forgotten.
    """
    thread = incoming.thread
    if thread.kind is ThreadKind.TICKET:
        return incoming
    kept = tuple(filter(None, (_spoken(message, opted_out) for message in thread.messages)))
    if kept == thread.messages:
        return incoming
    if not kept:
        return None
    known = {message.id for message in kept}
    messages = tuple(m if m.reply_to is None or m.reply_to in known else replace(m, reply_to=None) for m in kept)
    if kept[0].id == thread.messages[0].id:
        return replace(incoming, thread=replace(thread, messages=messages))
    title = first_line(kept[0].text) or "…"
    return replace(incoming, thread=replace(thread, title=title, messages=messages), asker="")


def _spoken(message: Message, opted_out: Collection[str]) -> Message | None:
    if message.author.strip().lstrip("@").lower() in opted_out or _OFF.match(message.text):
        return None
    lines = message.text.split("\n")
    spoken = [line for line in _without_quotes(lines, opted_out) if not _OFF.match(line)]
    if len(spoken) == len(lines):
        return message
    text = "\n".join(spoken).strip()
    return replace(message, text=text) if text else None


def _without_quotes(lines: list[str], opted_out: Collection[str]) -> Iterator[str]:
    """The lines without quotes that are headed "bo wrote:", inside or above, where bo opted out."""
    quoting = False
    for line in lines:
        head = _QUOTED.fullmatch(line) if opted_out and len(line) <= _LONGEST_HEAD else None
        if head and head["name"].replace("\\", "").strip("@*_ ").lower() in opted_out:
            quoting = True
        elif not (quoting and (line.lstrip().startswith(">") or not line.strip())):
            quoting = False
            yield line
