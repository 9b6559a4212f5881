"""The block of deskbook.toml about the page for the sidebar of a ticket system."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .block import Block

_Origin = Annotated[str, Field(pattern=r"^https?://[^\s<>\"'/*]+$")]


class SidebarBlock(Block):
    """The page `sidebar/`, which a ticket system can show beside a ticket: what answers its subject, and the text to reply with."""

    origins: tuple[_Origin, ...] = Field(
        (),
        description="Whose pages may tell it the subject of a ticket by `postMessage`, such as `https://acme.zendesk.com`. Without them "
        "the subject comes only in its address.",
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s<>\"']+$",
        description="The address of the site that customers can open, which replies link to. By default `[site] url`.",
    )
