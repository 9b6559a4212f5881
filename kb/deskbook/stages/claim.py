"""claim: somebody takes articles over."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from deskbook.errors import ConfigError
from deskbook.library import Git, Library
from deskbook.model import Article, Knowledge, Standing
from deskbook.stages.one_line import Stated, state
from deskbook.text.ownership import ownership


def claimant(owner: str | None, knowledge: Knowledge, git: Git) -> str:
    """The id of whoever takes over: `owner`, else the person under whose address git commits here.

    Raises `ConfigError` where the roster does not know them, or they cannot own anything.
    """
    roster = knowledge.roster
    if owner is None:
        address = git.email()
        found = roster.known_as(address) if address else None
        if found is None:
            raise ConfigError(
                f"nobody in the roster has the address {address}" if address else "git does not say who you are",
                cure="name the owner with `--owner ID`, or add the address to your `accounts: {email: …}` in the roster",
            )
        owner = found
    standing = roster.standing(owner, knowledge.today)
    if standing is Standing.ACTIVE:
        return owner
    near = difflib.get_close_matches(owner.lower(), roster.ids, n=1) if standing is Standing.UNKNOWN else []
    raise ConfigError(
        f"'{owner}' is not in the roster{f'; did you mean {near[0]!r}?' if near else ''}"
        if standing is Standing.UNKNOWN
        else f"{roster.display(owner)} cannot own an article: {standing}",
        cure=f"name one of the roster: {', '.join(roster.ids) or 'it is empty yet'}",
    )


def claim(library: Library, knowledge: Knowledge, articles: Sequence[Article], owner: str, *, commit: bool) -> Stated:
    """Have articles name `owner`, in one commit."""
    paths = [f"{library.prefix}/{article.path}" for article in articles]
    what = paths[0] if len(paths) == 1 else f"{len(paths)} pages"
    lines = [f"{path} ({_before(article, knowledge)})" for path, article in zip(paths, articles, strict=True)]
    message = "\n".join([f"Claim {what} for {owner}", "", *lines])
    return state(library, articles, ("owner", owner), message, commit=commit)


def _before(article: Article, knowledge: Knowledge) -> str:
    found = ownership(article, knowledge)
    if found.owner is None:
        return "nobody owned it"
    return f"the owner was {found.owner}" + ("" if found.standing is Standing.ACTIVE else f": {found.standing}")
