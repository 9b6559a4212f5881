"""A live Roundup tracker, over its REST interface: roundup-tracker.org/docs/rest.html. Proven on a real one, see tests/live.

What changed is listed whole, in one answer: a list that is asked for in pages may move meanwhile. Issues and messages then come by their
ids, many in a request. Roundup reads the dates of a query in the time zone of the account that asks, so a query begins a day's part
earlier, and what is too old is left out here.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from deskbook.errors import SourceError
from deskbook.http import PoliteClient
from deskbook.model import Given, Gone, Message, Note, Role

from .live import LiveDesk, incoming, seen_until
from .markdown import from_plain
from .records import Key, Words, checked, in_utc
from .rounds import next_since, to_its_end
from .walking import BEGINNING, Changed, read_each

_API = "/rest/data"
_AT_ONCE = 50  # ids in one request; more make an address that servers refuse
_ZONES = timedelta(hours=14)  # how far a time zone is from UTC at most
_NO_NAMES = ("admin", "anonymous")  # accounts that are words of their own


def _moment(value: object) -> object:
    """Roundup writes `2026-11-22.21:04:18`."""
    return value.replace(".", "T", 1) if isinstance(value, str) else value


_Moment = Annotated[datetime, BeforeValidator(_moment), AfterValidator(in_utc)]
_Text = Annotated[Words, BeforeValidator(lambda value: "" if value is None else value)]


class _Changed(BaseModel):
    id: Key
    activity: _Moment


class _Link(BaseModel):
    id: Key


class _Named(_Link):
    name: str


class _Issue(_Changed):
    creation: _Moment
    title: _Text = ""
    status: _Named | None = None
    keyword: list[_Named] = []
    messages: list[_Link] = []


class _Message(BaseModel):
    id: Key
    date: _Moment
    content: Words
    user: _Text = Field("", alias="author.username")
    name: _Text = Field("", alias="author.realname")
    address: _Text = Field("", alias="author.address")


class _List(BaseModel):
    """What Roundup has of a class. Whoever asks for one id too many is told less."""

    class _Of(BaseModel):
        collection: list[object]

    data: _Of


class _Created(BaseModel):
    data: _Link


class _Shown(BaseModel):
    """An issue by itself. `etag` says which state of it this is; nothing is changed that came after it."""

    class _Data(BaseModel):
        class _Attributes(BaseModel):
            status: _Link | None = None
            keyword: list[_Link] = []
            messages: list[_Link] = []

        attributes: _Attributes
        etag: str = Field(alias="@etag")

    data: _Data


class Roundup(LiveDesk):
    """Reads the resolved issues of a live Roundup tracker with their messages, and can tell them of articles."""

    class Options(LiveDesk.Options):
        """What a `[[sources]]` block of type `roundup` may say."""

        resolved_statuses: tuple[str, ...] = Field(("resolved",), description="The statuses of issues that are done.")

    options: Options
    what = "Roundup"
    access = (
        "put the name and the password of an account that may see issues, messages and users, written `NAME:PASSWORD`, into an "
        "environment variable and name that in `token_env`"
    )

    def headers(self, token: str) -> Mapping[str, str]:
        """Roundup also wants to know that no other site asks."""
        return {
            "Authorization": f"Basic {b64encode(token.encode()).decode()}",
            "X-Requested-With": "deskbook",
            "Origin": self.options.url,
            "Referer": f"{self.options.url}/",
        }

    def read(self, client: PoliteClient, position: str) -> Iterator[Given]:
        """`position` is the time, in UTC, up to which all is known."""
        since = seen_until(position) or BEGINNING
        changed, until = _changed_since(client, since)

        def pages() -> Iterator[list[Changed[_Issue | None]]]:
            for first in range(0, len(changed), _AT_ONCE):
                some = changed[first : first + _AT_ONCE]
                issues = _issues(client, [one.id for one in some])
                yield [Changed(one.id, one.activity, issues.get(one.id)) for one in some]

        issues = read_each(
            pages(),
            lambda one: self._issue(client, one.key, one.listed),
            self.damage,
            lambda moment: moment.isoformat(),
        )
        yield from to_its_end(issues, until.isoformat)

    def publish(self, thread: str, note: Note) -> str:
        """As `Publisher`, for notes that everybody reads: Roundup has no others."""
        if not note.public:
            raise SourceError(
                "Roundup has no notes for the team alone: everybody on an issue reads them, and gets them by mail",
                where=self.options.url,
                cure=f"write `publish = \"public\"` into the block of '{self.name}' in deskbook.toml, if customers shall be told",
            )
        with self.telling(thread) as client:
            issue = _shown(client, thread)
            said = [one.id for one in issue.attributes.messages]
            tags = [one.id for one in issue.attributes.keyword]
            receipt = next((one.id for one in _messages(client, said) if note.marker in one.content), "")
            wanted = [_keyword(client, note.tag)] if note.tag else []
            if receipt and set(wanted) <= set(tags):
                return receipt
            if not receipt:
                new = {"content": note.text, "author": self._account(), "date": "."}
                receipt = checked(_Created, client.send("POST", f"{_API}/msg", new)).data.id
                said.append(receipt)
            # Roundup takes an issue with news for one that goes on, unless the same request says how it stands.
            _change(client, thread, issue, {"messages": said, "keyword": list(dict.fromkeys(tags + wanted))})
            return receipt

    def retract(self, thread: str, note: Note, receipt: str) -> None:
        """As `Publisher`. The note leaves the issue."""
        with self.telling(thread) as client:
            issue = _shown(client, thread)
            said = [one.id for one in issue.attributes.messages]
            tags = [one.id for one in issue.attributes.keyword]
            own = [one.id for one in _messages(client, said) if note.marker in one.content]
            tag = _keyword(client, note.tag) if note.tag else ""
            if own or tag in tags:
                left = {
                    "messages": [one for one in said if one not in own],
                    "keyword": [one for one in tags if one != tag],
                }
                _change(client, thread, issue, left)

    def _account(self) -> str:
        """The name of the account that writes."""
        token = self.options.publish_token_env or self.options.token_env
        return token.get_secret_value().partition(":")[0] if token else ""

    def _issue(self, client: PoliteClient, key: str, issue: _Issue | None) -> Iterator[Given]:
        status = issue.status.name if issue and issue.status else ""
        options = self.options
        resolved = status in options.resolved_statuses
        if issue is None or not (resolved or status in options.marked_statuses):
            yield Gone(key)
            return
        said = sorted(_messages(client, [one.id for one in issue.messages]), key=lambda one: one.date)
        asker = said[0].user if said else ""
        messages = [
            Message(
                one.id, one.user, Role.CUSTOMER if one.user == asker else Role.AGENT, one.date, from_plain(one.content)
            )
            for one in said
        ]
        thread = self.thread(
            key,
            issue.title,
            messages,
            url=f"{options.url}/issue{key}",
            resolved=resolved,
            tags=[keyword.name for keyword in issue.keyword],
            status=status,
            created=issue.creation,
        )
        people = [name for one in said if one.user not in _NO_NAMES for name in (one.user, one.name, one.address)]
        yield from incoming(thread, people, asker=asker)


def _changed_since(client: PoliteClient, since: datetime) -> tuple[list[_Changed], datetime]:
    """Ids and times of what changed, the oldest change first, and where the next round begins."""
    asked = [("@fields", "activity"), ("@verbose", "0")]
    if since > BEGINNING:
        asked.append(("activity", f"{since - _ZONES:%Y-%m-%d.%H:%M:%S};"))
    answer = client.answer(f"{_API}/issue", asked)
    found = [checked(_Changed, one) for one in checked(_List, answer.value).data.collection]
    news = [one for one in found if one.activity >= since]
    return sorted(news, key=lambda one: (one.activity, one.id)), next_since(answer.headers)


def _issues(client: PoliteClient, keys: Sequence[str]) -> dict[str, _Issue]:
    """Issues by id, without those that are there no more."""
    fields = [("@fields", "title,status,keyword,activity,creation,messages"), ("@verbose", "2")]
    value = client.get(f"{_API}/issue", [*fields, *(("id", key) for key in keys)])
    found = [checked(_Issue, one) for one in checked(_List, value).data.collection]
    return {one.id: one for one in found}


def _messages(client: PoliteClient, keys: Sequence[str]) -> list[_Message]:
    fields = [("@fields", "author.username,author.realname,author.address,date,content"), ("@verbose", "3")]
    found = []
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        value = client.get(f"{_API}/msg", [*fields, *(("id", key) for key in some)])
        found += [checked(_Message, one) for one in checked(_List, value).data.collection]
    return found


def _shown(client: PoliteClient, key: str) -> _Shown._Data:
    return checked(_Shown, client.get(f"{_API}/issue/{key}")).data


def _change(client: PoliteClient, key: str, issue: _Shown._Data, values: Mapping[str, object]) -> None:
    status = {"status": issue.attributes.status.id} if issue.attributes.status else {}
    client.send("PATCH", f"{_API}/issue/{key}", {"@op": "replace", "@etag": issue.etag, **values, **status})


def _keyword(client: PoliteClient, name: str) -> str:
    """The id of a keyword, which is made where there is none of this name."""
    value = client.get(f"{_API}/keyword", [("@fields", "name"), ("@verbose", "1"), ("name:", name)])
    for one in checked(_List, value).data.collection:
        keyword = checked(_Named, one)
        if keyword.name == name:
            return keyword.id
    return checked(_Created, client.send("POST", f"{_API}/keyword", {"name": name})).data.id
