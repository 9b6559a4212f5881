"""What live systems have in common: their options, one visit, where it goes on, and what its problems mean to people.

A module for one system says how to ask it (`LiveDesk.read`) and, if it can be told something, how (`publish`, `retract`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Annotated, ClassVar, NoReturn
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from deskbook.errors import ConfigError, PublishError, SourceError
from deskbook.http import Moved, NoAnswer, PoliteClient, Refused
from deskbook.model import Audience, Damage, Given, Incoming, Message, Note, Thread, ThreadKind, is_note

from .options import base_address, read_options
from .records import Spoiled, first_and_last, one_line, title_from, unique

LATER = "run `deskbook collect` again later"
_LOCAL = ("localhost", "127.0.0.1", "::1")
_PUBLISH_LATER = "run `deskbook publish` again later"


class MarkOptions(BaseModel):
    """How people mark what shall be documented. One of these is enough."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    marked_tags: tuple[str, ...] = Field(
        ("document-me",), description="What has one of these tags (or labels, keywords) is marked for documentation."
    )
    marked_fields: dict[str, str] = Field(
        {},
        description='Custom fields that mark, and the value that each must have: `marked_fields = {"Write up" = "yes"}`.',
    )
    marked_statuses: tuple[str, ...] = Field(
        (), description="What has one of these statuses is marked, and taken as resolved."
    )

    def marks(self, tags: Iterable[str], fields: Mapping[str, str], status: str) -> bool:
        """Whether somebody with these tags, custom fields and this status asks for an article."""
        return (
            not set(self.marked_tags).isdisjoint(tags)
            or any(fields.get(name) == value for name, value in self.marked_fields.items())
            or status in self.marked_statuses
        )


class LiveOptions(MarkOptions):
    """What every live system is told."""

    url: Annotated[str, AfterValidator(base_address)] = Field(
        description="The address of the system, such as `https://desk.example`."
    )
    token_env: SecretStr | None = Field(
        None,
        description="The NAME of the environment variable that holds the token to read with. The token itself stands in no file.",
    )
    publish_token_env: SecretStr | None = Field(
        None,
        description="The NAME of another variable, with a token that may also write, for `deskbook publish`. By default the same.",
    )
    pace: float = Field(2.0, gt=0, le=1000, description="How many requests a second the system gets at most.")


class LiveDesk(ABC):
    """One live system. A subclass has its own `Options`, and says:

    `what` it is called in messages ("the help desk"), `access` how somebody makes a token for it, and `read`.
    """

    class Options(LiveOptions):
        """What a `[[sources]]` block may say."""

    what: ClassVar[str] = "the help desk"
    access: ClassVar[str] = "make a token there, put it into an environment variable and name that in `token_env`"
    incremental = True

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        """Those of `options` that end in `_env` are given as what the variables hold. Raises `ConfigError`."""
        self.name = name
        self.options = read_options(self.Options, name, options)
        place = urlsplit(self.options.url)
        if self.options.token_env and place.scheme != "https" and place.hostname not in _LOCAL:
            raise ConfigError(
                "a token would go over the net for all to read",
                where=f"source '{name}' in deskbook.toml",
                cure="write https:// in `url`",
            )

    def threads(self) -> Iterator[Given]:
        """Everything that the system has."""
        return self.threads_since("")

    def threads_since(self, cursor: str) -> Iterator[Given]:
        """What is new since `cursor`, which means nothing where it belongs to another `url`."""
        position, _, url = cursor.rpartition(" ")
        with self.visit() as client:
            for given in self.read(client, position if url == self.options.url else ""):
                if isinstance(given, Damage) or not given.cursor:
                    yield given
                else:
                    yield replace(given, cursor=f"{given.cursor} {self.options.url}")

    @abstractmethod
    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """What changed since `position`, page by page, each page with a `Reached` (or a cursor on its last thread) at its end.

        `position` is what this method gave as a cursor before, or empty. A thread that cannot be read is given as `Damage`; one that
        was deleted, or opened again, as `Gone`. Raises what `PoliteClient` does, and `Spoiled` where an answer is not what the
        system promises.
        """
        ...

    def headers(self, token: str) -> Mapping[str, str]:
        """How the token is shown."""
        return {"Authorization": f"Bearer {token}"}

    def asked_pause(self, said: object) -> float | None:
        """How many seconds the system asks to be left alone for, where its refusal says so elsewhere than in `Retry-After`."""
        return None

    @contextmanager
    def visit(self, *, writing: bool = False, pace: float = 0.0) -> Iterator[PoliteClient]:
        """A client for this system, with a `pace` of its own or that of the options. Its problems leave the block as `SourceError`."""
        token = (writing and self.options.publish_token_env) or self.options.token_env
        headers = self.headers(token.get_secret_value()) if token else {}
        client = PoliteClient(
            self.options.url, pace=pace or self.options.pace, headers=headers, asked_pause=self.asked_pause
        )
        with client:
            try:
                yield client
            except (NoAnswer, Refused, Moved, Spoiled) as problem:
                raise self._error(problem, writing=writing) from None

    @contextmanager
    def telling(self, thread: str) -> Iterator[PoliteClient]:
        """A client that writes to one ticket: what the system refuses leaves the block as `PublishError`."""
        with self.visit(writing=True) as client:
            try:
                yield client
            except Refused as refused:
                if refused.status == 401:
                    raise
                self.not_published(thread, f"{self.what} answered {refused.status}")
            except Spoiled as spoiled:
                self.not_published(thread, f"{self.what} gave an answer that is not what it promises: {spoiled}")

    def not_published(self, thread: str, why: str) -> NoReturn:
        """Raise that one ticket cannot be told."""
        raise PublishError(
            f"the ticket cannot be told: {why}",
            where=f"{self.name}:{thread}",
            cure="look at the ticket: it may be closed for good, gone, or the token may not write there",
        )

    def thread(  # noqa: PLR0913  the parts of a thread
        self,
        key: str,
        title: str,
        messages: Sequence[Message],
        *,
        url: str | None,
        resolved: bool,
        tags: Iterable[str] = (),
        fields: Mapping[str, str] | None = None,
        status: str = "",
        group: str | None = None,
        created: datetime | None = None,
        updated: datetime | None = None,
        kind: ThreadKind = ThreadKind.TICKET,
        audience: Audience = Audience.INTERNAL,
    ) -> Thread | None:
        """The thread of a ticket, marked or not, without what deskbook wrote there itself; None where nobody said anything.

        `messages` are in any order; each id counts once.
        """
        own = {message.id: message for message in messages if message.text.strip() and not is_note(message.text)}
        if not own:
            return None
        said = tuple(sorted(own.values(), key=lambda message: message.at))
        first, last = first_and_last(said)
        tags = unique(tags)
        options = self.options
        return Thread(
            source=self.name,
            id=key,
            kind=kind,
            title=one_line(title) or title_from(said[0].text) or f"Ticket {key}",
            messages=said,
            created=created or first,
            updated=updated or last,
            url=url,
            resolved=resolved or status in options.marked_statuses,
            marked=options.marks(tags, fields or {}, status),
            tags=tuple(tag for tag in tags if tag not in options.marked_tags),
            group=group,
            audience=audience,
        )

    def damage(self, key: str, problem: Exception) -> Damage:
        """That one ticket could not be read now."""
        return Damage(f"ticket {key} was not given: {problem}", f"{self.options.url}, ticket {key}", LATER)

    def _error(self, problem: Exception, *, writing: bool) -> SourceError:
        done = "told" if writing else "read"
        what, cure = f"{self.what} cannot be {done}: {problem}", _PUBLISH_LATER if writing else LATER
        if isinstance(problem, Refused) and problem.status in (401, 403):
            has = self.options.token_env is not None
            what = f"{self.what} refuses the token" if has else f"nobody may read {self.what} without a token"
            cure = self.access if not has else f"it may have expired, or may do too little; {self.access}"
        elif isinstance(problem, Refused) and problem.status in (404, 410):
            cure = "mend `url` in deskbook.toml: it is the address at which people open the system"
        elif isinstance(problem, Moved):
            cure = f'write `url = "{problem.address}"` in deskbook.toml, if that is where your system is'
        elif isinstance(problem, Spoiled):
            cure = "see in a browser whether `url` in deskbook.toml is the system that `type` names"
        return SourceError(what, where=self.options.url, cure=cure)


def seen_until(position: str) -> datetime | None:
    """The time in UTC that a position is, ISO 8601; None where it is empty, or none."""
    try:
        moment = datetime.fromisoformat(position)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def incoming(
    thread: Thread | None, people: Iterable[str | None], asker: str = "", cursor: str = ""
) -> Iterator[Incoming]:
    """A thread with the names of everybody in it, if there is a thread."""
    if thread is not None:
        yield Incoming(thread, unique(people), asker=asker, cursor=cursor)


def note_as_html(note: Note, text: str = "") -> str:
    """A note, or its `withdrawal`, for a system that shows HTML: the link can be followed, and nothing else means anything."""
    link = escape(note.link)
    return escape(text or note.text).replace(link, f'<a href="{link}">{link}</a>').replace("\n", "<br>")
