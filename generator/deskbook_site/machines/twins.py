"""The Markdown twin of an article's page: `dns/slow/index.md` beside `dns/slow/index.html`."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath

from deskbook.model import Confidence
from deskbook.text.link_syntax import places
from deskbook.text.pages import page_link, page_url

from ..entry import Entry
from ..prose import day, plain_markdown
from ..words import ENGLISH

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/#?]", re.I)


def twin(entry: Entry, url: str | None) -> str:
    """The article as Markdown, with what its page says of it, and with links that lead to other twins and to the same files.

    `url` is where the site lives, if that is known.
    """
    body = entry.body
    for place in reversed(places(body)):
        if not place.html:  # those are relative to the page's address, which is the twin's, too
            body = body[: place.start] + _moved(entry, body[place.start : place.end]) + body[place.end :]
    if not body.startswith("# "):
        body = f"# {plain_markdown(entry.title)}\n\n{body}"
    heading, _, text = body.partition("\n")
    address = [f"<{page_link(url, entry.path)}>"] if url else []
    asked = [f"Also asked as: {plain_markdown('; '.join(entry.asked_as))}."] if entry.asked_as else []
    said = "\n>\n".join(f"> {line}" for line in (_known(entry), *asked, *address))
    return f"{heading}\n\n{said}\n\n{text.strip()}\n"


def _known(entry: Entry) -> str:
    facts = [ENGLISH(entry.kind_key)]
    if entry.vouched:
        facts.append(f"validated by {entry.vouched}")
    else:
        facts.append("work in progress" if entry.confidence is Confidence.WIP else "not yet reviewed")
    if entry.changed:
        facts.append(f"last {'verified' if entry.vouched and entry.reviewed else 'changed'} on {day(entry.changed)}")
    if entry.applies_to:
        facts.append(f"applies to {', '.join(entry.applies_to)}")
    return plain_markdown("; ".join(facts) + ".")


def _moved(entry: Entry, destination: str) -> str:
    bare = destination.removeprefix("<").removesuffix(">")
    path = re.split(r"[?#]", bare, maxsplit=1)[0]
    # An address without a suffix leads to a page, as seen from this page; it stays true.
    if not path or _ELSEWHERE.match(bare) or not posixpath.splitext(path)[1]:
        return destination
    target = posixpath.normpath(posixpath.join(entry.section, path))
    if target.endswith(".md"):
        target = f"{page_url(PurePosixPath(target))}index.md"
    moved = _relative(entry.url, target) + bare[len(path) :]
    return f"<{moved}>" if re.search(r"[\s()]", moved) else moved


def _relative(origin: str, target: str) -> str:
    """The way from the folder `origin` to a file. `posixpath.relpath` looks for the current folder first, which takes its time."""
    here, there = origin.split("/")[:-1], target.split("/")
    common = len(posixpath.commonprefix([here, there[:-1]]))
    return "/".join([".."] * (len(here) - common) + there[common:])
