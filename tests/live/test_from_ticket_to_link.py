"""The whole road, with a real Request Tracker: a marked ticket becomes a draft, an article, a page, and a link on the ticket."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from servers.request_tracker import RequestTracker

pytestmark = pytest.mark.live

QUESTION = "The scanner on the second floor answers error 0x8f2 whenever I send a scan to my mailbox. What can I do?"
ANSWER = (
    "Open the scanner's page of mail settings, choose TLS 1.3 for the outgoing server, save, and switch the scanner off and on "
    "again. Old firmware cannot do that: install version 4.2 first."
)
SITE = "https://help.example"
PROJECT = f"""\
[site]
url = "{SITE}"

[[sources]]
name = "desk"
type = "request-tracker"
url = "RT"
token_env = "DESK_TOKEN"
marked_fields = {{Docs = "wanted"}}
pace = 1000
publish = "internal"
publish_tag = "documented"
"""


@pytest.fixture(name="project")
def _project(rt: RequestTracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty help centre that reads and tells the real system."""
    monkeypatch.setenv("DESK_TOKEN", rt.deskbook)
    assert CliRunner().invoke(cli, ["init", str(tmp_path)]).exit_code == 0
    (tmp_path / "deskbook.toml").write_text(PROJECT.replace("RT", rt.url), encoding="utf-8")
    return tmp_path


def run(project: Path, *arguments: str) -> Result:
    """What somebody types; it must do what it is for."""
    done = CliRunner().invoke(cli, ["-q", "-C", str(project), *arguments])
    assert done.exit_code in (0, 1), (arguments, done.output, done.exception)
    return done


def test_a_marked_ticket_gets_the_link_to_its_article(rt: RequestTracker, project: Path) -> None:
    """Through every verb, and each of them twice; archived, the article is taken back from the ticket."""
    ticket = rt.ticket("Scanner answers 0x8f2", QUESTION)
    rt.say(ticket, ANSWER)
    rt.say(ticket, "The quixalor in the cellar is to blame.", internal=True)
    rt.change(ticket, Status="resolved", CustomFields={"Docs": "wanted"})

    run(project, "collect")
    run(project, "cluster")
    run(project, "draft")
    drafts = [path for path in (project / "content" / "drafts").rglob("*.md") if f"desk:{ticket}" in _text(path)]
    assert len(drafts) == 1
    article = _promoted(project, drafts[0])
    run(project, "build", "--no-links")
    told = run(project, "publish")

    assert f"desk:{ticket}: told {SITE}" in told.stdout
    (link,) = _links(rt, ticket)
    assert link.startswith(f"{SITE}/")
    page = project / "site" / link.removeprefix(f"{SITE}/")
    shown = _text(page / "index.html" if page.is_dir() else page)
    assert "0x8f2" in shown
    assert "TLS 1.3" in shown
    assert not [path for path in (project / "site").rglob("*.html") if "quixalor" in _text(path)]
    comments = [one for one in _said(rt, ticket) if link in one]
    assert len(comments) == 1

    run(project, "collect")
    again = json.loads(run(project, "publish", "--json").stdout)

    assert not [one for one in again if one["thread"] == f"desk:{ticket}"]
    assert _said(rt, ticket).count(comments[0]) == 1
    assert run(project, "collect").exit_code == 0

    article.write_text(_text(article).replace("confidence: validated", "confidence: archived"), encoding="utf-8")
    run(project, "publish", "--retract")

    assert _links(rt, ticket) == []
    assert len([one for one in _said(rt, ticket) if link in one]) == 2


def _promoted(project: Path, draft: Path) -> Path:
    """The draft as somebody leaves it who reviewed it: in its section, and to be read by everybody."""
    article = project / "content" / "scanners" / draft.name
    article.parent.mkdir()
    text = _text(draft).replace("confidence: wip", "confidence: validated")
    text = text.replace("audience: internal", "audience: public")
    article.write_text(text, encoding="utf-8")
    draft.unlink()
    return article


def _links(rt: RequestTracker, ticket: int) -> list[str]:
    shown = rt.call("GET", f"/ticket/{ticket}")
    return [link["_url"] for link in shown["_hyperlinks"] if link["ref"] == "refers-to"]


def _said(rt: RequestTracker, ticket: int) -> list[str]:
    return [
        part["Content"] for part in rt.call("GET", f"/ticket/{ticket}/attachments?fields=Content&per_page=100")["items"]
    ]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
