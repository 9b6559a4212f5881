"""The blocks of deskbook.toml about what customers see before they open a ticket."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from deskbook.model import SignalKind, StatusPage

from .block import Block, OneOrMore


class StatusBlock(Block):
    """The status page of your platform. `deskbook incidents` looks at it; who is about to open a ticket sees the open incidents."""

    type: StatusPage = Field(
        StatusPage.STATUSPAGE,
        description="The system: `statuspage` (Atlassian, version 2 of the API, and the many that imitate it), `instatus`, "
        "`betterstack`, `cstate`, `upptime`, or `feed` (RSS or Atom).",
    )
    url: str | None = Field(
        None,
        pattern=r"^https?://[^\s<>\"']+$",
        description="The address of the page, such as `https://status.acme.example`; of a feed that of the feed itself.",
    )
    repository: str | None = Field(
        None, pattern=r"^[\w.-]+/[\w.-]+$", description="Of `upptime` its GitHub repository, as `owner/name`."
    )
    live: bool = Field(
        False,
        description="Whether readers' browsers also ask the status page itself, for what is newer than the site. It then learns "
        "their IP addresses.",
    )

    @model_validator(mode="after")
    def _says_where(self) -> StatusBlock:
        if self.repository and self.type is not StatusPage.UPPTIME:
            raise PydanticCustomError("repository", "`repository` is for `upptime` only")
        if self.type is StatusPage.UPPTIME and self.url and not self.repository:
            raise PydanticCustomError("repository", 'upptime needs its `repository`, as "owner/name"')
        return self

    @property
    def address(self) -> str | None:
        """Where to look, without a slash at the end; None where there is no status page."""
        if self.type is StatusPage.UPPTIME:
            return self.repository
        return self.url.rstrip("/") if self.url and self.type is not StatusPage.FEED else self.url


class EventsBlock(Block):
    """Which counter hears what readers search for and whether pages helped. None does unless one is named."""

    sink: Literal["none", "endpoint", "plausible", "matomo", "goatcounter", "ga4"] = Field(
        "none",
        description="The counter: `plausible`, `matomo`, `goatcounter`, `ga4` (whose own script you add to the theme, with your "
        "readers' consent), `endpoint` for an address of your own that takes JSON, or `none`.",
    )
    address: str | None = Field(
        None,
        pattern=r"^https?://[^\s<>\"']+$",
        description="Where the counter is, such as `https://stats.acme.example`.",
    )
    site: str = Field("", description="What the counter calls this site: Plausible its domain, Matomo its number.")

    @model_validator(mode="after")
    def _says_where(self) -> EventsBlock:
        if self.sink not in ("none", "ga4") and not self.address:
            raise PydanticCustomError("address", "a counter needs its `address`")
        return self


class SignalsBlock(Block):
    """Exports of the counter, which `deskbook collect signals` reads."""

    path: str = Field(
        min_length=1,
        description="The file or files, relative to deskbook.toml; `*` matches many. CSV, or deskbook's own JSON lines.",
    )
    kind: SignalKind | None = Field(
        None,
        description="What the rows are, where they do not say: `search`, `no-result`, `helpful`, `unhelpful`. Matomo's list of "
        "keywords without results, for one, is `no-result`.",
    )


class ToolBlock(Block):
    """A tool that answers by itself what tickets ask: a card that is shown for some words."""

    title: str = Field(min_length=1, description="What it is called: `DNS checker`.")
    url: str = Field(pattern=r"^(?:https?://|/|\.)[^\s<>\"']*$", description="Where it is.")
    words: OneOrMore = Field(
        min_length=1,
        description='Words of a ticket for which it is shown: `["DNS", "name server"]`. All words of one entry must be there.',
    )
    text: str = Field("", description="One line that says what it does.")


class ContactBlock(Block):
    """The page that customers see before they open a ticket, and where the ticket goes. Without `form` and `email` there is none."""

    form: str | None = Field(
        None,
        pattern=r"^https?://[^\s<>\"']+$",
        description="Where the ticket is sent, as a form of the web would: the address of your ticket system's own form.",
    )
    method: Literal["get", "post"] = Field(
        "get", description="How: `get` opens that form with fields filled in, `post` sends them."
    )
    subject: str = Field(
        "subject", description="What that form calls the field of the subject, such as `tf_subject` of Zendesk."
    )
    body: str = Field(
        "description", description="What it calls the field of the text, such as `tf_description` of Zendesk."
    )
    email: str | None = Field(
        None,
        pattern=r"^[^\s@<>\"'?&]+@[^\s@<>\"'?&]+$",
        description="An address to write to, instead of a form or beside it.",
    )
    note: str = Field("", description="One line about how soon somebody answers.")
    tools: tuple[ToolBlock, ...] = Field((), description="Tools of your own: see `[[contact.tools]]`.")

    @property
    def open(self) -> bool:
        """Whether there is a page at all."""
        return bool(self.form or self.email)
