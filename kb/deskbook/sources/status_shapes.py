"""What status pages answer -> incidents. One class a system; each knows where to ask and how its answer looks.

Atlassian Statuspage API v2 (metastatuspage.com/api/v2, which many others imitate), Instatus `/summary.json`, Better Stack
`/index.json` (JSON:API), cState `/index.json` and `/index.xml`, Upptime by the issues of its GitHub repository, and RSS 2.0 or Atom
(RFC 4287). Whatever comes is text: markup is taken out of it, and what is no web address is no link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Annotated
from urllib.parse import urljoin
from xml.etree import ElementTree

from bs4 import BeautifulSoup
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from deskbook.model import Incident, StatusPage

from .records import Moment, Spoiled, checked, one_line, web_address

_LONGEST = 600  # characters of an update; its page has the rest
_OVER = re.compile(r"\b(?:resolved|completed|postmortem|closed|restored|operational)\b", re.IGNORECASE)
# The updates of an item of a feed, newest first, as Statuspage writes them.
_FIRST_UPDATE = re.compile(r"<p>.*?</p>", re.IGNORECASE | re.DOTALL)
# A feed does not say what is over. What is older is taken to be.
_FRESH = timedelta(hours=24)
_ATOM = "{http://www.w3.org/2005/Atom}"
_ISSUES = "https://api.github.com/repos/{}/issues"


@dataclass(frozen=True, slots=True)
class Page:
    """A status page: its `address`, what asks an address for JSON and for text, and the time (aware)."""

    address: str
    json: Callable[[str], object]
    text: Callable[[str], str]
    now: datetime


def plain(text: object) -> str:
    """Markup or text as one line of text, cut where it is long."""
    said = str(text or "")
    if "<" in said or "&" in said:
        said = BeautifulSoup(said, "html.parser").get_text(" ")
    said = one_line(said)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rsplit(' ', 1)[0]}…"


_Said = Annotated[str, BeforeValidator(plain)]
_Link = Annotated[
    str | None, BeforeValidator(lambda value: value if isinstance(value, str) else None), AfterValidator(web_address)
]


class _Update(BaseModel):
    body: _Said = ""
    display_at: Moment | None = None
    created_at: Moment | None = None

    @property
    def at(self) -> datetime | None:
        return self.display_at or self.created_at


class _Reported(BaseModel):
    name: _Said
    status: _Said = ""
    shortlink: _Link = None
    updated_at: Moment | None = None
    incident_updates: list[_Update] = []


class _Summary(BaseModel):
    incidents: list[_Reported]


def statuspage(page: Page) -> Iterator[Incident]:
    """Atlassian Statuspage and those that speak like it."""
    for one in checked(_Summary, page.json(f"{page.address}/api/v2/summary.json")).incidents:
        if _OVER.fullmatch(one.status):
            continue
        # Not the first: some of those that imitate it put the oldest there.
        last = max(one.incident_updates, key=lambda update: _time(update.at), default=_Update())
        yield Incident(one.name, one.status, last.body, last.at or one.updated_at, one.shortlink or page.address)


class _Active(BaseModel):
    name: _Said
    status: _Said = ""
    started: Moment | None = None
    url: _Link = None


class _InstatusSummary(BaseModel):
    activeIncidents: list[_Active] = []  # noqa: N815  its own name


def instatus(page: Page) -> Iterator[Incident]:
    """Instatus, whose summary has no text of updates."""
    for one in checked(_InstatusSummary, page.json(f"{page.address}/summary.json")).activeIncidents:
        yield Incident(one.name, one.status.lower(), "", one.started, one.url or page.address)


class _Attributes(BaseModel):
    title: _Said = ""
    message: _Said = ""
    published_at: Moment | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    report_type: str = ""
    aggregate_state: str = ""
    status_report_id: Annotated[str, BeforeValidator(str)] = ""


class _Included(BaseModel):
    id: Annotated[str, BeforeValidator(str)]
    type: str
    attributes: _Attributes = _Attributes()


class _BetterStackIndex(BaseModel):
    included: list[_Included] = []


def betterstack(page: Page) -> Iterator[Incident]:
    """Better Stack's pages, as JSON:API: reports, and their updates beside them."""
    included = checked(_BetterStackIndex, page.json(f"{page.address}/index.json")).included
    updates = [one.attributes for one in included if one.type == "status_update"]
    for one in included:
        report = one.attributes
        if one.type != "status_report" or report.ends_at or report.report_type == "maintenance":
            continue
        mine = [update for update in updates if update.status_report_id == one.id]
        last = max(mine, key=lambda update: _time(update.published_at), default=_Attributes())
        at = last.published_at or report.starts_at
        yield Incident(report.title or "Incident", report.aggregate_state, last.message, at, page.address)


class _Issue(BaseModel):
    title: _Said
    permalink: _Link = None
    severity: _Said = ""
    resolved: bool = False
    last_modified: Moment | None = Field(None, alias="lastMod")
    created: Moment | None = Field(None, alias="createdAt")


class _System(BaseModel):
    unresolved: list[_Issue] = Field([], alias="unresolvedIssues")


class _CstateIndex(BaseModel):
    systems: list[_System] = []


def cstate(page: Page) -> Iterator[Incident]:
    """cState, which names an incident with each system that it concerns, and says what happened in its feed only."""
    issues = {
        issue.permalink or issue.title: issue
        for system in checked(_CstateIndex, page.json(f"{page.address}/index.json")).systems
        for issue in system.unresolved
        if not issue.resolved
    }
    told = (
        {item.url: item.text for item in _items(page.text(f"{page.address}/index.xml"), page.address)} if issues else {}
    )
    for issue in issues.values():
        at = issue.last_modified or issue.created
        yield Incident(issue.title, issue.severity, told.get(issue.permalink, ""), at, issue.permalink or page.address)


class _GitHubIssue(BaseModel):
    title: _Said
    html_url: _Link = None
    body: _Said = ""
    updated_at: Moment | None = None
    comments: int = 0
    comments_url: _Link = None
    pull_request: object = None


class _Comment(BaseModel):
    body: _Said = ""
    created_at: Moment | None = None


class _Issues(BaseModel):
    issues: list[_GitHubIssue]


class _Comments(BaseModel):
    comments: list[_Comment]


def upptime(page: Page) -> Iterator[Incident]:
    """Upptime, whose incidents are the open issues with the label `status` of a GitHub repository, `owner/name`."""
    issues = _ISSUES.format(page.address)
    found = page.json(f"{issues}?labels=status&state=open&per_page=20")
    for issue in checked(_Issues, {"issues": found}).issues:
        if issue.pull_request is not None:
            continue
        said, at = issue.body, issue.updated_at
        if issue.comments and issue.comments_url and issue.comments_url.startswith(issues):
            comments = checked(_Comments, {"comments": page.json(f"{issue.comments_url}?per_page=100")}).comments
            last = max(comments, key=lambda comment: _time(comment.created_at), default=_Comment(body=said))
            said, at = last.body, last.created_at or at
        yield Incident(issue.title, "open", said, at, issue.html_url)


def feed(page: Page) -> Iterator[Incident]:
    """An RSS or Atom feed: what was written in the last day, unless its newest update says that it is over."""
    for item in _items(page.text(page.address), page.address):
        if item.at and page.now - item.at <= _FRESH and not _OVER.search(f"{item.name} {item.text}"):
            yield item


def _items(source: str, base: str) -> Iterator[Incident]:
    if "<!DOCTYPE" in source or "<!ENTITY" in source:
        raise Spoiled("the feed declares entities, which could blow it up", "name another address")
    try:
        root = ElementTree.fromstring(source)  # noqa: S314  without a declaration there is nothing to expand
    except ElementTree.ParseError as error:
        raise Spoiled(f"the feed is no XML: {error}", "see that the address is that of a feed") from None
    for item in root.iter("item"):
        values = {child.tag: child.text or "" for child in item}
        yield _item(values, values.get("link"), values.get("description", ""), base)
    for entry in root.iter(f"{_ATOM}entry"):
        values = {child.tag.removeprefix(_ATOM): "".join(child.itertext()) for child in entry}
        href = next(
            (link.get("href") for link in entry.iter(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate"),
            None,
        )
        yield _item(values, href, values.get("content") or values.get("summary", ""), base)


def _item(values: Mapping[str, str], link: str | None, said: str, base: str) -> Incident:
    newest = _FIRST_UPDATE.search(said)
    at = _moment(values.get("updated") or values.get("published") or values.get("pubDate") or "")
    address = web_address(urljoin(base, (link or "").strip())) if link else None
    return Incident(
        plain(values.get("title", "")) or "Incident", "", plain(newest[0] if newest else said), at, address or base
    )


def _moment(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text.strip())
        except (ValueError, TypeError):
            continue
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return None


def _time(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


def latest_first(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """Incidents in the order in which people want to read them."""
    return tuple(sorted(incidents, key=lambda incident: (-_time(incident.at), incident.name)))


SHAPES: Mapping[StatusPage, Callable[[Page], Iterator[Incident]]] = {
    StatusPage.STATUSPAGE: statuspage,
    StatusPage.INSTATUS: instatus,
    StatusPage.BETTER_STACK: betterstack,
    StatusPage.CSTATE: cstate,
    StatusPage.UPPTIME: upptime,
    StatusPage.FEED: feed,
}
