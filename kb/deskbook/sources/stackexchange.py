"""Stack Exchange questions, one JSON object to a line, as made from the site's public data dump."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from deskbook.model import Audience, Damage, Incoming, Message, Role, Thread, ThreadKind

from .files import Record, find_files, records
from .markdown import from_html, from_markdown
from .options import FileOptions, read_options
from .records import (
    Key,
    Moment,
    Spoiled,
    Words,
    checked,
    first_and_last,
    one_line,
    unique,
    web_address,
    with_known_replies,
)

_NOBODY = "anonymous"  # the site keeps the posts of people who left


class _Comment(BaseModel):
    author: Words | None = None
    created: Moment
    text: str


class _Post(BaseModel):
    id: Key
    author: Words | None = None
    created: Moment
    score: int = 0
    body_html: str
    comments: list[_Comment] = []


class _Question(_Post):
    title: Annotated[str, AfterValidator(one_line), Field(min_length=1)]
    url: str | None = None
    tags: list[Words] = []
    licence: Words | None = None
    accepted_answer: Key | None = None
    answers: list[_Post] = []


class StackExchange:
    """Reads questions with their answers and comments from a Stack Exchange data dump, one JSON object to a line."""

    class Options(FileOptions):
        """What a `[[sources]]` block of type `stackexchange` may say."""

        marked_tags: tuple[str, ...] = Field(
            (), description="Questions with one of these tags are marked for documentation."
        )

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every question as a topic, file by file. The licence travels as a tag, such as `licence-cc-by-sa-4.0`."""
        for path in find_files(self.options.path, self.root, self.name):
            for record in records(path, self.root):
                yield self._incoming(record) if isinstance(record, Record) else record

    def _incoming(self, record: Record) -> Incoming | Damage:
        try:
            question = checked(_Question, record.value)
        except Spoiled as spoiled:
            return Damage(spoiled.what, record.where, spoiled.cure)
        messages = with_known_replies(_messages(question))
        created, updated = first_and_last(messages)
        licence = (
            f"licence-{re.sub(r'[^a-z0-9.]+', '-', question.licence.lower()).strip('-')}" if question.licence else None
        )
        tags = unique(question.tags)
        thread = Thread(
            source=self.name,
            id=question.id,
            kind=ThreadKind.TOPIC,
            title=question.title,
            messages=messages,
            created=min(created, question.created),
            updated=updated,
            url=web_address(question.url),
            resolved=question.accepted_answer is not None or any(answer.score > 0 for answer in question.answers),
            marked=not set(tags).isdisjoint(self.options.marked_tags),
            tags=unique([*(tag for tag in tags if tag not in self.options.marked_tags), licence]),
            category=tags[0] if tags else None,
            audience=Audience.PUBLIC,
        )
        return Incoming(thread, unique(_authors(question)))


def _messages(question: _Question) -> list[Message]:
    """The question, then answers and comments as they were written."""
    first = _message(question, question)
    others = list(_comments(question, question))
    for answer in question.answers:
        others.append(_message(question, answer))
        others.extend(_comments(question, answer))
    return [first, *sorted(others, key=lambda message: message.at)]


def _message(question: _Question, post: _Post) -> Message:
    return Message(
        id=post.id,
        author=one_line(post.author or "") or _NOBODY,
        role=Role.CUSTOMER,  # the site's users answer each other: nobody speaks for a support team
        at=post.created,
        text=from_html(post.body_html, web_address(question.url)),
        accepted=post is not question and post.id == question.accepted_answer,
        reply_to=None if post is question else question.id,
        score=post.score,
    )


def _comments(question: _Question, post: _Post) -> Iterator[Message]:
    for number, comment in enumerate(post.comments, 1):
        yield Message(
            id=f"{post.id}-c{number}",
            author=one_line(comment.author or "") or _NOBODY,
            role=Role.CUSTOMER,
            at=comment.created,
            text=from_markdown(comment.text),
            reply_to=post.id,
        )


def _authors(question: _Question) -> Iterator[str | None]:
    for post in (question, *question.answers):
        yield post.author
        for comment in post.comments:
            yield comment.author
