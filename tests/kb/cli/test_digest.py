"""`deskbook digest`: one short page for each owner."""

from __future__ import annotations

import re
from datetime import date
from email import message_from_string, policy
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.letters import letter
from deskbook.cli.main import cli
from deskbook.model import Chore, Digest, Task

DIGEST = Digest(
    "ana",
    "Ana <Silva>\nBcc: all@example.org",
    (
        Chore(
            "Drafts",
            (Task("A [b] @bo <i>", PurePosixPath("a.md"), "content/a.md"), Task("Plain")),
            12,
            "deskbook check",
        ),
    ),
)
TODAY = date(2026, 11, 22)


def address(path: PurePosixPath) -> str | None:
    return f"https://help.example/{path.stem}/"


def test_markdown_is_for_a_chat() -> None:
    """Titles are links where there is a page, and call nobody; what was left out is counted, and where to read it is said."""
    assert letter(DIGEST, "md", TODAY, address) == (
        "## Ana \\<Silva\\> Bcc: all@\u200bexample.org: 14 things to do for the help centre\n\nAs of 2026-11-22.\n\n"
        "**Drafts** (14)\n\n"
        "- [A \\[b\\] @\u200bbo \\<i\\>](<https://help.example/a/>)  \n  `content/a.md`\n"
        "- Plain\n"
        "- and 12 more: `deskbook check`\n"
    )


def test_html_stands_for_itself() -> None:
    """Styles are inline, nothing is fetched, no script runs, and words are words."""
    html = letter(DIGEST, "html", TODAY, address)

    assert '<a href="https://help.example/a/">A [b] @bo &lt;i&gt;</a>' in html
    assert "and 12 more: <code" in html
    assert not re.search(r"<(?:script|style|link|img)|src=|class=|<i>|url\(", html)


def test_a_mail_has_both_forms_and_one_subject() -> None:
    """A name with a line end adds no header; the same digest is the same file."""
    text = letter(DIGEST, "email", TODAY, lambda _: None)
    mail = message_from_string(text, policy=policy.default)

    assert mail["Subject"] == "Ana <Silva> Bcc: all@example.org: 14 things to do for the help centre"
    assert mail["Bcc"] is None
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "A [b] @bo &lt;i&gt;" in mail.get_body(("html",)).get_content()
    assert text == letter(DIGEST, "email", TODAY, lambda _: None)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A project with a draft of a team, an article of a person who has nothing to do, and one of nobody."""
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "deskbook.toml").write_text(
        '[check]\ndisable = ["orphans"]\n[site]\nurl = "https://help.example"\n', encoding="utf-8"
    )
    (content / "owners.yml").write_text(
        "people:\n  - {id: ana, name: Ana}\nteams:\n  - {id: edge/eu, name: Edge}\n", encoding="utf-8"
    )
    for name, owner, confidence in (("a", "ana", "validated"), ("b", "edge/eu", "wip"), ("sub/c", "gone", "validated")):
        file = content / f"{name}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(
            f"---\nid: {name[-1]}\ntitle: Page {name[-1]}\nkind: reference\nconfidence: {confidence}\naudience: public\n"
            f"owner: {owner}\nreviewed: {date.today().isoformat()}\n---\n\nWords of {name}.\n",  # noqa: DTZ011
            encoding="utf-8",
        )
    return tmp_path


def run(desk: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-q", "-C", str(desk), "digest", *arguments])


def test_each_owner_gets_a_file_and_who_has_nothing_gets_none(desk: Path) -> None:
    """Names of owners never lead out of the folder; a file of an earlier run goes when nothing is left to do."""
    folder = desk / "out"
    folder.mkdir()
    (folder / "ana.md").write_text("old\n", encoding="utf-8")
    (folder / "mine.md").write_text("mine\n", encoding="utf-8")
    done = run(desk, "--output", str(folder))

    assert done.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["edge%2Feu.md", "mine.md", "on-duty.md"]
    assert done.stdout.split() == [str(folder / "edge%2Feu.md"), str(folder / "on-duty.md")]
    duty = (folder / "on-duty.md").read_text(encoding="utf-8")
    assert "[Page c](<https://help.example/sub/c/>)  \n  `deskbook claim content/sub/c.md --owner ID`" in duty
    assert (folder / "edge%2Feu.md").read_text(encoding="utf-8").count("https://") == 0  # a draft has no page


def test_one_owner_is_asked_for_by_id(desk: Path) -> None:
    """Nothing to say is no error; nobody of that name is."""
    assert run(desk, "--owner", "edge/eu", "--limit", "1").stdout.startswith("## Edge: 1 thing to do")
    assert (run(desk, "--owner", "ana").stdout, run(desk, "--owner", "ana").exit_code) == ("", 0)
    assert run(desk, "--owner", "anna").exit_code == 2
    assert "did you mean 'ana'?" in run(desk, "--owner", "anna").stderr
    assert not (desk / ".deskbook" / "deskbook.db").exists()
