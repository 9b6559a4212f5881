"""One record of an export -> checked values, and values -> the parts of a thread. Shared by all sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationError

from deskbook.model import Message

from .options import explain

Model = TypeVar("Model", bound=BaseModel)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WEB = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)
TITLE_LENGTH = 80  # characters, where a title is taken from a text


class Spoiled(Exception):  # noqa: N818  it is turned into Damage, never shown as an error
    """A record that is not what its format promises."""

    def __init__(self, what: str, cure: str = "mend this record, or export it again") -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure


def checked(model: type[Model], value: object) -> Model:
    """`value` as `model`. Raises `Spoiled`, naming the keys that are missing or wrong."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise Spoiled(explain(error, model)) from None


def clean(text: str) -> str:
    """Text without control characters, its lines ended by `\\n`."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Text with every run of white space made one space."""
    return " ".join(clean(text).split())


def title_from(text: str) -> str:
    """The first line of a text that says something, cut on a word at `TITLE_LENGTH` characters."""
    line = next((one_line(line) for line in text.splitlines() if line.strip()), "")
    if len(line) <= TITLE_LENGTH:
        return line
    head = line[: TITLE_LENGTH - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:.-") + "…"


def web_address(text: str | None) -> str | None:
    """The text if it is an http or https address, else None."""
    return text if text and _WEB.fullmatch(text) else None


def with_known_replies(messages: Iterable[Message]) -> tuple[Message, ...]:
    """The messages, without replies to what does not come before them."""
    seen: set[str] = set()
    kept = []
    for message in messages:
        kept.append(
            message if message.reply_to is None or message.reply_to in seen else replace(message, reply_to=None)
        )
        seen.add(message.id)
    return tuple(kept)


def unique(names: Iterable[str | None]) -> tuple[str, ...]:
    """Names without empty ones and repeats, in the order given."""
    return tuple(dict.fromkeys(line for name in names if name and (line := one_line(name))))


def field_text(value: object) -> str:
    """What a custom field holds, as people would write it: `yes` or `no` for a box, empty for nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def first_and_last(messages: Sequence[Message]) -> tuple[datetime, datetime]:
    """When the earliest and the latest message were written."""
    times = [message.at for message in messages]
    return min(times), max(times)


def in_utc(moment: datetime) -> datetime:
    """A time in UTC; one that names no zone is taken to be in it. Raises `ValueError` where that is no date."""
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("no such date") from None


def _as_key(value: object) -> object:
    """Exports write ids as numbers or as text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _filled(text: str) -> str:
    if not (line := one_line(text)):
        raise ValueError("is empty")
    return line


Moment = Annotated[datetime, AfterValidator(in_utc)]
Key = Annotated[str, BeforeValidator(_as_key), AfterValidator(_filled)]
Words = Annotated[str, AfterValidator(clean)]
