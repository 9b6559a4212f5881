"""One forum topic -> the HTML inside its page: the question, the accepted answer right under it, then the talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from markupsafe import Markup

from deskbook.model import Message, Role, Thread

from .. import markup
from ..templates import OLD_DAYS, fill


@dataclass(frozen=True, slots=True)
class Post:
    """One post as its template sees it. `number` counts the public posts from 1; `answers` is an earlier one's number."""

    number: int
    author: str
    staff: bool
    at: datetime
    html: Markup
    likes: int
    accepted: bool
    answers: int | None
    answers_author: str


def opening(thread: Thread) -> Message | None:
    """The message that begins the topic's page; None where nothing of the topic may be shown."""
    return next(iter(thread.public_messages), None)


def accepted(thread: Thread) -> tuple[Message, ...]:
    """The accepted answers that may be shown. The opening message is no answer to itself."""
    return tuple(m for m in thread.public_messages[1:] if m.accepted)


def solved(thread: Thread) -> bool:
    """Whether the topic is answered: by an accepted answer, or because its system says so."""
    return thread.resolved or bool(accepted(thread))


def posts(thread: Thread) -> tuple[Post, ...]:
    """The public posts in their order, rendered."""
    live = markup.web_address(thread.url)
    public = thread.public_messages
    numbers = {message.id: number for number, message in enumerate(public, 1)}
    winners = accepted(thread)
    made = []
    for number, message in enumerate(public, 1):
        answers = numbers.get(message.reply_to) if message.reply_to else None
        if answers is not None and not 1 < answers < number:
            answers = None  # everything answers the question; what comes later cannot have been answered
        made.append(
            Post(
                number=number,
                author=_name(message),
                staff=message.role is Role.AGENT,
                at=message.at,
                html=Markup(markup.post(message.text, base=live)),  # noqa: S704  cleaned by nh3
                likes=max(message.score, 0),
                accepted=any(message is winner for winner in winners),
                answers=answers,
                answers_author=_name(public[answers - 1]) if answers else "",
            )
        )
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a topic's page says of the rest of the site; addresses are relative to the page.

    `tags` are (tag, address); `article` is the address and title of the article that the topic became.
    """

    title: str
    category: tuple[str, str] | None
    tags: tuple[tuple[str, str], ...]
    article: tuple[str, str] | None


def body(thread: Thread, around: Surroundings, today: date, theme: Path) -> tuple[str, str]:
    """The page's body and description. The thread must have a public message."""
    talk = posts(thread)
    html = fill(
        theme,
        "topic.html",
        around=around,
        question=talk[0],
        asked=thread.public_messages[0].role is Role.CUSTOMER,
        answers=[post for post in talk if post.accepted],
        replies=talk[1:],
        solved=solved(thread),
        live=markup.web_address(thread.url),
        last=talk[-1].at.date(),
        old=_old(talk, today),
    )
    return html, markup.excerpt(talk[0].html)


def _old(talk: Sequence[Post], today: date) -> str | None:
    if (today - max(post.at for post in talk).date()).days <= OLD_DAYS:
        return None
    answers = [post for post in talk if post.accepted]
    if answers:
        return f"This answer is from {max(post.at for post in answers).year}"
    return f"The last post here is from {max(post.at for post in talk).year}"


def _name(message: Message) -> str:
    return " ".join(message.author.split()) or "Unknown"
