"""deskbook's own thread format: one JSON object to a line. Whatever has no source of its own can be brought into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from deskbook.model import Audience, Damage, Incoming, Message, Role, Thread, ThreadKind

from .files import Record, find_files, records
from .markdown import from_html, from_markdown, from_plain
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

_TO_MARKDOWN: dict[str, Callable[[str], str]] = {"markdown": from_markdown, "html": from_html, "plain": from_plain}
# A thread that no date is known of still has a place in time, and the same one in every run.
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def _web(text: str | None) -> str | None:
    if text and web_address(text) is None:
        raise ValueError("is not an http or https address")
    return text or None


class _Strict(BaseModel):
    # A misspelt `internal` must not publish a note, so unknown keys are errors.
    model_config = ConfigDict(extra="forbid", frozen=True)


class JsonlMessage(_Strict):
    """One message."""

    text: Words = Field(description="What was written, in the format that the option `text` names.")
    id: Key | None = Field(None, description="Unique in its thread. By default the message's number, from 1.")
    author: Words | None = Field(None, description="The name to show. By default the role.")
    role: Role | None = Field(
        None,
        description="customer, agent or system. By default whoever wrote first is the customer, everybody else an agent.",
    )
    at: Moment | None = Field(
        None, description="When, in ISO 8601; UTC where it says no zone. By default as the message before."
    )
    internal: bool = Field(False, description="A note of the team, never published.")
    accepted: bool = Field(False, description="This is the accepted answer.")
    reply_to: Key | None = Field(None, description="The id of the earlier message that it answers.")
    score: int = Field(0, description="Votes or likes.")


class JsonlThread(_Strict):
    """One line of the file."""

    id: Key = Field(
        description="Unique in its source; a later line with the same id and a newer `updated` replaces it."
    )
    title: Annotated[str, AfterValidator(one_line), Field(min_length=1, description="One line.")]
    messages: list[JsonlMessage] = Field(min_length=1, description="In the order in which they were written.")
    kind: ThreadKind = Field(ThreadKind.TICKET, description="ticket, topic or chat.")
    url: Annotated[str | None, AfterValidator(_web)] = Field(None, description="Where the thread lives.")
    created: Moment | None = Field(None, description="By default when the first message was written.")
    updated: Moment | None = Field(None, description="By default when the last message was written.")
    resolved: bool | None = Field(None, description="By default whether a message is accepted.")
    marked: bool = Field(False, description="Somebody tagged it for documentation.")
    closed: bool = Field(False, description="Nobody can write in it any more where it lives.")
    tags: list[Words] = Field([], description="The source's own tags.")
    category: Words | None = Field(None, description="The forum category or chat channel.")
    group: Words | None = Field(None, description="The team that dealt with a ticket.")
    audience: Audience = Field(Audience.INTERNAL, description="internal, partner or public.")
    people: list[Words] = Field(
        [], description="Names, user names and e-mail addresses to look for in the text, besides the authors."
    )


class JsonlSource:
    """Reads threads from files in deskbook's own format, one JSON object to a line."""

    class Options(FileOptions):
        """What a `[[sources]]` block of type `jsonl` may say."""

        text: Literal["markdown", "html", "plain"] = Field("markdown", description="How the messages' text is written.")

    Format: ClassVar[type[BaseModel]] = JsonlThread

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every line as a thread, file by file."""
        for path in find_files(self.options.path, self.root, self.name):
            for record in records(path, self.root):
                yield self._incoming(record) if isinstance(record, Record) else record

    def _incoming(self, record: Record) -> Incoming | Damage:
        try:
            return _thread(checked(JsonlThread, record.value), self.name, _TO_MARKDOWN[self.options.text])
        except Spoiled as spoiled:
            return Damage(spoiled.what, record.where, spoiled.cure)


def _thread(raw: JsonlThread, source: str, to_markdown: Callable[[str], str]) -> Incoming:
    messages = with_known_replies(_messages(raw, to_markdown))
    if len({message.id for message in messages}) < len(messages):
        raise Spoiled(
            f"two messages of thread {raw.id} have the same id", "give each message an id of its own, or none"
        )
    first, last = first_and_last(messages)
    thread = Thread(
        source=source,
        id=raw.id,
        kind=raw.kind,
        title=raw.title,
        messages=messages,
        created=raw.created or first,
        updated=raw.updated or max(last, raw.created or last),
        url=raw.url,
        resolved=any(message.accepted for message in messages) if raw.resolved is None else raw.resolved,
        marked=raw.marked,
        tags=unique(raw.tags),
        category=raw.category or None,
        group=raw.group or None,
        audience=raw.audience,
        closed=raw.closed,
    )
    return Incoming(thread, unique([*(message.author for message in raw.messages), *raw.people]))


def _messages(raw: JsonlThread, to_markdown: Callable[[str], str]) -> Iterator[Message]:
    asker = raw.messages[0].author
    at = raw.created or next((message.at for message in raw.messages if message.at), None) or raw.updated or _NO_DATE
    for number, message in enumerate(raw.messages, 1):
        at = message.at or at
        by_asker = number == 1 or (asker is not None and message.author == asker)
        role = message.role or (Role.CUSTOMER if by_asker else Role.AGENT)
        yield Message(
            id=message.id or str(number),
            author=one_line(message.author or "") or role.value,
            role=role,
            at=at,
            text=to_markdown(message.text),
            internal=message.internal,
            accepted=message.accepted,
            reply_to=message.reply_to,
            score=message.score,
        )
