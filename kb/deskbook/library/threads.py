"""A thread -> a Markdown file that stands alone: front matter, the question, the answers."""

from __future__ import annotations

import yaml

from deskbook.model import Message, Thread
from deskbook.text.headings import demote_headings


def thread_page(thread: Thread) -> str:
    """Front matter and the public messages of a thread, each below a heading of its author and time (UTC)."""
    said = thread.public_messages
    meta: dict[str, object] = {
        "title": thread.title,
        "key": thread.key,
        "kind": str(thread.kind),
        "category": thread.category,
        "tags": list(thread.tags),
        "created": thread.created.isoformat(),
        "updated": thread.updated.isoformat(),
        "resolved": thread.resolved,
        "audience": str(thread.audience),
        "url": thread.url,
        "closed": thread.closed or None,
        "messages": len(said),
    }
    kept = {key: value for key, value in meta.items() if value not in (None, [])}
    front = yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=1000)
    parts = [f"---\n{front}---", f"# {_line(thread.title)}", *(_message(message) for message in said)]
    return "\n\n".join(parts) + "\n"


def _message(message: Message) -> str:
    accepted = " (accepted answer)" if message.accepted else ""
    head = f"## {_line(message.author)}, {message.at:%Y-%m-%d %H:%M}{accepted}"
    return f"{head}\n\n{demote_headings(message.text.strip(), 3)}"


def _line(text: str) -> str:
    return " ".join(text.split())
