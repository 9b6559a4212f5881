"""The page before a ticket, the same for somebody else's form (embed.js), and the open incidents as data.

The page is staged like any other; what a browser fetches is written beside it once the engine is done. All of it works without
JavaScript, but for the suggestions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from dataclasses import replace as replaced
from datetime import datetime
from pathlib import Path, PurePosixPath

from deskbook.config import ContactBlock, EventsBlock, StatusBlock
from deskbook.library import replace
from deskbook.model import Incident, Snapshot

from .page import Page
from .prose import literal
from .templates import fill
from .words import ENGLISH, Words

CONTACT = PurePosixPath("contact.md")
_SUGGEST = "contact/suggest/"
_STATUS = "status.json"
_EMBED = "embed.js"
_SILENT = EventsBlock()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where tickets go, and what is known of the platform. `popular` are titles and site-relative addresses of pages that answer
    what is asked most."""

    name: str
    contact: ContactBlock
    status: StatusBlock
    snapshot: Snapshot | None = None
    popular: tuple[tuple[str, str], ...] = ()
    events: EventsBlock = _SILENT
    words: Words = ENGLISH

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Those that were open when somebody looked last."""
        return self.snapshot.incidents if self.snapshot and self.status.address else ()

    @property
    def read_at(self) -> datetime | None:
        """When that was."""
        return self.snapshot.read_at if self.snapshot else None

    def tools(self) -> str:
        """The tools as JSON, for the script of the page."""
        return json.dumps([tool.model_dump() for tool in self.contact.tools], ensure_ascii=False)

    def live(self) -> str:
        """Whom a browser may ask for what is open, as JSON; nothing where it may not."""
        status = self.status
        if not (status.live and status.address):
            return ""
        return json.dumps({"type": status.type, "address": status.address}, ensure_ascii=False)


def contact_pages(desk: Desk, theme: Path) -> tuple[Page, ...]:
    """The page at contact/, if there is somebody to write to."""
    if not desk.contact.open:
        return ()
    meta = {
        "title": desk.words("contact"),
        "description": desk.words("contact_text"),
        "layout": "contact",
        "hide": ["toc", "navigation", "feedback"],
        "search": {"exclude": True},
    }
    # Markdown leaves a block of HTML alone as long as it has no empty line.
    body = "\n".join(line for line in fill(theme, "contact.html", desk=desk).splitlines() if line.strip())
    return (Page(CONTACT, meta, f"# {literal(desk.words('contact'))}\n\n{body}\n"),)


def with_incidents(pages: Sequence[Page], desk: Desk) -> tuple[Page, ...]:
    """The pages, and on the home page the open incidents, where there is a status page."""
    if not desk.status.address:
        return tuple(pages)
    found = [
        {
            "name": incident.name,
            "state": incident.state,
            "text": incident.text,
            "at": incident.at.isoformat() if incident.at else "",
            "time": incident.at.strftime("%d %b, %H:%M UTC") if incident.at else "",
            "url": incident.url or "",
        }
        for incident in desk.incidents
    ]
    status = {"open": found, "live": desk.live()}
    return tuple(replaced(page, meta={**page.meta, "status": status}) if not page.url else page for page in pages)


def write_contact(desk: Desk, site: Path, theme: Path, edition: str = "") -> None:
    """Write what browsers fetch into the finished `site`: status.json where there is a status page, and where there is a page before
    the ticket, which asks for it, also the frame and the script for the team's own ticket form. These two are there once for each
    `edition`, which is its address relative to the site's."""
    if not edition and (desk.status.address or desk.contact.open):
        replace(site / _STATUS, _status(desk))
    if desk.contact.open:
        url = f"{edition}{_SUGGEST}"
        html = fill(theme, "suggest.html", desk=desk, up="../" * url.count("/"))
        replace(site / url / "index.html", html)
        replace(site / edition / _EMBED, (theme / "assets" / "javascripts" / "embed.js").read_text(encoding="utf-8"))


def _status(desk: Desk) -> str:
    values = {"version": 1, "read_at": desk.read_at, "incidents": [asdict(incident) for incident in desk.incidents]}
    return json.dumps(values, default=datetime.isoformat, ensure_ascii=False, indent=1) + "\n"


def most_asked(pages: Sequence[tuple[str, str, int]], most: int = 5) -> tuple[tuple[str, str], ...]:
    """Of pages as (title, address, how often it was asked) those that were asked most, and more than once."""
    ranked = sorted((page for page in pages if page[2] > 1), key=lambda page: (-page[2], page[0].casefold()))
    return tuple((title, url) for title, url, _ in ranked[:most])
