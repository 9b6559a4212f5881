"""What a thread is about, as far as its own system and the team's names for products say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deskbook.model import Thread, ThreadKind
from deskbook.text.environment import named_products

NO_AREA = "no area"


def area(thread: Thread) -> str:
    """The product area of a thread: the team that dealt with the ticket, the category of the topic, the channel of the chat."""
    return thread.group or thread.category or NO_AREA


def topics(thread: Thread, products: Sequence[str] = ()) -> Iterable[tuple[str, str]]:
    """All that a thread counts for, as (sort, name): its area if it has one, its tags, and the `products` that its title or question names."""
    if thread.group or thread.category:
        yield ("group" if thread.group else "category"), area(thread)
    yield from (("tag", tag) for tag in dict.fromkeys(thread.tags))
    text = f"{thread.title}\n{thread.question.text if thread.question else ''}"
    yield from (("product", name) for name in named_products(text, products))


def counted(threads: Iterable[Thread]) -> list[Thread]:
    """The threads that reports count: not the conversations that were picked out of a chat by guessing."""
    return [thread for thread in threads if thread.kind is not ThreadKind.CHAT or thread.sure]
