"""The block of deskbook.toml about the site."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from deskbook.model import Audience

from .block import Block


class SiteBlock(Block):
    """The site that `build` makes."""

    audience: Audience = Field(Audience.PUBLIC, description="For whom the site is built, unless `--audience` says.")
    engine: Literal["mkdocs", "zensical"] = Field(
        "mkdocs",
        description="The site engine. `mkdocs` is MkDocs with Material. `zensical` is its successor, which is still young, and needs "
        "`pip install 'deskbook[zensical]'`; it runs no hooks, so a `mkdocs.yml` with hooks or plugins is refused.",
    )
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")], ...] = Field(
        (),
        description='The languages of the site, such as `["en", "fr"]`. The first is that of the articles right in content/ and lives at '
        "the site's address; translations into the others lie below a folder of the language (`content/fr/dns/slow.md`) and live below "
        "`/fr/`. Without it the site is in English, and no folder is one of a language.",
    )
    url: str | None = Field(None, description="The address at which the site will live, for sitemaps and feeds.")
    forum: bool = Field(True, description="Whether forum topics become pages.")
    chat: bool = Field(True, description="Whether chat logs become pages.")
    check_links: bool = Field(True, description="Whether linkchecker is run over the finished site.")
    redirects: tuple[Literal["hosts", "nginx", "pages"], ...] = Field(
        (),
        description="How addresses of a live forum (`/t/name/123`) lead to its topics here: `hosts` writes `_redirects` for Netlify "
        "and Cloudflare Pages, `nginx` writes `forum/redirects.nginx.conf`, `pages` a small page for each old address. "
        "Articles that moved have a small page in any case; `hosts` and `nginx` (`redirects.nginx.conf`) add rules for them.",
    )
    offline: bool = Field(
        False,
        description="Whether the public site can be installed, and opens without a network: browsers keep articles and what their "
        "readers visit.",
    )
    offline_megabytes: float = Field(
        5,
        ge=0,
        description="How many megabytes of articles and search index a browser keeps at once, most asked first; what readers visit "
        "is kept besides.",
    )
    icon: str | None = Field(
        None,
        min_length=1,
        description="The picture of the installed site, as a path below the articles' folder: a PNG file of 512 by 512 pixels, or an SVG "
        "file. By default the first letter of its name.",
    )
    picture: str | None = Field(
        None,
        min_length=1,
        description="The picture by which chats and social networks show pages that have none of their own, as a path below the articles' "
        "folder: PNG, JPEG, GIF or WebP, 1200 by 630 pixels. It needs `url`.",
    )

    @field_validator("languages")
    @classmethod
    def _each_once(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(languages)) < len(languages):
            raise PydanticCustomError("twice", "a language stands there twice")
        return languages
