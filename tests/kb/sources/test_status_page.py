"""What status pages of each system say is open, each answer as its documentation or code has it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deskbook import http
from deskbook.errors import SourceError
from deskbook.model import Incident, StatusPage
from deskbook.sources import status_shapes
from deskbook.sources.status_page import open_incidents

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = datetime(2026, 3, 1, 11, 30, tzinfo=UTC)


@contextmanager
def serving(answers: Mapping[str, object]) -> Iterator[str]:
    """A status page that gives these answers by path; all others are not found."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = answers.get(self.path)
            body = said.encode() if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(404 if said is None else 200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def read(kind: StatusPage, answers: Mapping[str, object], address: str = "{}") -> tuple[Incident, ...]:
    """The open incidents of a page."""
    with serving(answers) as page:
        found = open_incidents(kind, address.format(page), NOW)
        return tuple(Incident(i.name, i.state, i.text, i.at, i.url.replace(page, "") if i.url else None) for i in found)


SUMMARY = {
    "page": {"id": "x", "name": "Acme", "url": "https://status.example"},
    "status": {"indicator": "major", "description": "Partial outage"},
    "incidents": [
        {
            "name": "DNS is <b>slow</b>",
            "status": "monitoring",
            "impact": "major",
            "shortlink": "https://stspg.example/abc",
            "updated_at": "2026-03-01T11:00:00.000Z",
            "incident_updates": [
                {"body": "We look.", "status": "investigating", "display_at": "2026-03-01T10:00:00.000Z"},
                {
                    "body": "<p>A fix is <script>alert(1)</script>out &amp; watched.</p>",
                    "status": "monitoring",
                    "display_at": "2026-03-01T12:30:00.000+01:00",
                },
            ],
        },
        {"name": "Over", "status": "resolved", "incident_updates": []},
    ],
}


def test_statuspage_gives_the_last_update_as_text() -> None:
    """The last by its own time, whatever the order; markup is taken out; what is resolved is left out."""
    found = read(StatusPage.STATUSPAGE, {"/api/v2/summary.json": SUMMARY})

    assert found == (Incident("DNS is slow", "monitoring", "A fix is out & watched.", AT, "https://stspg.example/abc"),)


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    """`javascript:` of somebody else's page never becomes a link of ours: the page's own address stands in its place."""
    evil = {"incidents": [{"name": "x", "status": "identified", "shortlink": "javascript:alert(1)"}]}

    assert read(StatusPage.STATUSPAGE, {"/api/v2/summary.json": evil})[0].url == ""


def test_instatus_has_no_text() -> None:
    """Its summary says only what is wrong and since when."""
    said = {
        "page": {"name": "Acme", "url": "https://acme.example", "status": "HASISSUES"},
        "activeIncidents": [
            {"name": "Slow", "started": "2026-03-01T11:30:00Z", "status": "INVESTIGATING", "impact": "MINOR",
             "url": "https://acme.example/i/1"}
        ],
    }  # fmt: skip

    assert read(StatusPage.INSTATUS, {"/summary.json": said}) == (
        Incident("Slow", "investigating", "", AT, "https://acme.example/i/1"),
    )


def test_better_stack_joins_reports_and_updates() -> None:
    """A report that has ended, and planned work, are no incidents."""
    said = {
        "data": {"type": "status_page", "attributes": {"aggregate_state": "degraded"}},
        "included": [
            {"id": "7", "type": "status_report", "attributes": {"title": "Slow", "report_type": "manual",
             "starts_at": "2026-03-01T09:00:00Z", "ends_at": None, "aggregate_state": "degraded"}},
            {"id": "8", "type": "status_report", "attributes": {"title": "Past", "ends_at": "2026-02-01T09:00:00Z"}},
            {"id": "9", "type": "status_report", "attributes": {"title": "Planned", "report_type": "maintenance"}},
            {"id": "1", "type": "status_update", "attributes": {"message": "New", "published_at": "2026-03-01T11:30:00Z",
             "status_report_id": 7}},
            {"id": "2", "type": "status_update", "attributes": {"message": "Old", "published_at": "2026-03-01T09:30:00Z",
             "status_report_id": 7}},
            {"id": "3", "type": "status_page_resource", "attributes": {"public_name": "API", "status": "degraded"}},
        ],
    }  # fmt: skip

    assert read(StatusPage.BETTER_STACK, {"/index.json": said}) == (Incident("Slow", "degraded", "New", AT, ""),)


def test_cstate_names_an_incident_once() -> None:
    """It is listed with each system that it concerns; its text is in the feed."""
    issue = {
        "title": "Slow",
        "permalink": "https://status.example/issues/slow/",
        "severity": "disrupted",
        "resolved": False,
        "createdAt": "2026-03-01T09:00:00Z",
        "lastMod": "2026-03-01T11:30:00Z",
    }
    index = {
        "summaryStatus": "disrupted",
        "systems": [{"name": "API", "unresolvedIssues": [issue]}, {"name": "Web", "unresolvedIssues": [issue]}],
    }
    feed = """<?xml version="1.0"?><rss version="2.0"><channel><item><title>Slow</title>
        <link>https://status.example/issues/slow/</link><description>&lt;p&gt;We look.&lt;/p&gt;</description></item></channel></rss>"""

    found = read(StatusPage.CSTATE, {"/index.json": index, "/index.xml": feed})

    assert found == (Incident("Slow", "disrupted", "We look.", AT, "https://status.example/issues/slow/"),)


def test_upptime_reads_the_last_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Incidents are open issues with the label `status`; a pull request is none."""
    with serving(answers := {}) as github:
        monkeypatch.setattr(status_shapes, "_ISSUES", f"{github}/repos/{{}}/issues")
        issues = f"{github}/repos/acme/status/issues"
        answers["/repos/acme/status/issues?labels=status&state=open&per_page=20"] = [
            {"title": "API is down", "html_url": "https://github.example/1", "body": "Down.", "comments": 2,
             "updated_at": "2026-03-01T11:30:00Z", "comments_url": f"{issues}/1/comments"},
            {"title": "A change", "pull_request": {"url": "x"}},
        ]  # fmt: skip
        answers["/repos/acme/status/issues/1/comments?per_page=100"] = [
            {"body": "We look.", "created_at": "2026-03-01T10:00:00Z"},
            {"body": "It comes back.", "created_at": "2026-03-01T11:30:00Z"},
        ]

        found = open_incidents(StatusPage.UPPTIME, "acme/status", NOW)

    assert found == (Incident("API is down", "open", "It comes back.", AT, "https://github.example/1"),)


RSS = """<?xml version="1.0"?><rss version="2.0"><channel>
<item><title>Slow</title><link>/i/1</link><pubDate>Sun, 01 Mar 2026 11:30:00 GMT</pubDate>
 <description>&lt;p&gt;We look.&lt;/p&gt;&lt;p&gt;It began.&lt;/p&gt;</description></item>
<item><title>Old</title><link>/i/2</link><pubDate>Sun, 01 Feb 2026 11:30:00 GMT</pubDate><description>x</description></item>
<item><title>Over</title><link>/i/3</link><pubDate>Sun, 01 Mar 2026 11:30:00 GMT</pubDate>
 <description>&lt;p&gt;Resolved - all is well.&lt;/p&gt;</description></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Slow</title>
<link rel="alternate" href="/i/1"/><updated>2026-03-01T11:30:00Z</updated>
<content type="html">&lt;p&gt;We look.&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize("feed", [RSS, ATOM])
def test_a_feed_gives_what_is_new_and_not_over(feed: str) -> None:
    """The newest update of what was written in the last day."""
    assert read(StatusPage.FEED, {"/feed": feed}, "{}/feed") == (Incident("Slow", "", "We look.", AT, "/i/1"),)


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        (StatusPage.FEED, {"/": '<!DOCTYPE x [<!ENTITY a "aaaa">]><rss>&a;</rss>'}),
        (StatusPage.FEED, {"/": "<rss"}),
        (StatusPage.STATUSPAGE, {"/api/v2/summary.json": {"incidents": "none"}}),
        (StatusPage.STATUSPAGE, {"/api/v2/summary.json": [1]}),
        (StatusPage.STATUSPAGE, {}),
        (StatusPage.BETTER_STACK, {"/index.json": {"included": [{"id": 1}]}}),
        (StatusPage.INSTATUS, {"/summary.json": "<html>"}),
    ],
)
def test_what_is_no_answer_says_so(
    kind: StatusPage, answers: Mapping[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the address and what to look at, and never a traceback."""
    monkeypatch.setattr(http, "sleep", lambda seconds: None)

    with pytest.raises(SourceError) as problem:
        read(kind, answers, "{}/" if kind is StatusPage.FEED else "{}")

    assert problem.value.cure
    assert "[status]" in problem.value.cure
