"""`deskbook claim` and `deskbook reviewed`: one line, committed."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli

ARTICLE = "---\r\nid: mx\r\ntitle: 'MX  records'   # odd\r\nowner:   sam # gone\r\nconfidence: validated\r\n---\r\n\r\nText.\r\n"
OTHER = "---\nid: tls\ntitle: TLS\nconfidence: validated\nreviewed: 2020-01-01\n---\n\nText of another sort.\n"
ROSTER = """\
people:
  - {id: ana, name: Ana Silva, accounts: {email: Ana@x.example}}
  - {id: sam, name: Sam Otero, left: true}
"""
TODAY = datetime.now(UTC).date().isoformat()


def git(desk: Path, *words: str) -> str:
    """What git says in the project."""
    return subprocess.run(["git", "-C", str(desk), *words], check=True, capture_output=True).stdout.decode()


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    (tmp_path / "deskbook.toml").write_text("", encoding="utf-8")
    content = tmp_path / "content"
    content.mkdir()
    (content / "mx.md").write_bytes(ARTICLE.encode())
    (content / "tls.md").write_text(OTHER, encoding="utf-8")
    (content / "owners.yml").write_text(ROSTER, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    for key, value in (
        ("user.name", "Ana"),
        ("user.email", "ana@X.example"),
        ("commit.gpgsign", "false"),
        ("core.autocrlf", "false"),
    ):
        git(tmp_path, "config", key, value)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "-m", "Begin")
    return tmp_path


def run(desk: Path, *words: str) -> Result:
    """One verb."""
    return CliRunner().invoke(cli, ["-C", str(desk), *words])


def test_claim_makes_me_the_owner_in_one_line_and_commits_it(desk: Path) -> None:
    """I am known by the address under which git commits; the commit says who owned it before; the rest of the file stays byte for
    byte."""
    done = run(desk, "claim", "mx")

    assert done.exit_code == 0, done.output
    assert (desk / "content" / "mx.md").read_bytes() == ARTICLE.replace("sam", "ana").encode()
    assert git(desk, "show", "--format=%B", "--numstat", "HEAD").splitlines() == [
        "Claim content/mx.md for ana", "", "content/mx.md (the owner was sam: has left)", "", "", "1\t1\tcontent/mx.md",
    ]  # fmt: skip
    assert git(desk, "status", "--short") == ""
    again = run(desk, "claim", "content/mx.md")
    assert "is owned by Ana Silva already" in again.output
    assert git(desk, "rev-list", "--count", "HEAD") == "2\n"


def test_reviewed_sets_the_date_of_several_pages_in_one_commit(desk: Path) -> None:
    """As a date without quotation marks, in place of the old one or as a line more."""
    done = run(desk, "reviewed", "mx", "tls")

    assert done.exit_code == 0, done.output
    assert (desk / "content" / "tls.md").read_text(encoding="utf-8") == OTHER.replace("2020-01-01", TODAY)
    assert (desk / "content" / "mx.md").read_bytes() == ARTICLE.replace(
        "confidence: validated\r\n", f"confidence: validated\r\nreviewed: {TODAY}\r\n"
    ).encode()
    assert git(desk, "log", "-1", "--format=%B").split("\n")[:4] == [
        "Review 2 pages: still right", "", "content/mx.md", "content/tls.md",
    ]  # fmt: skip


def test_other_changes_in_the_file_are_not_committed(desk: Path) -> None:
    """The line is written, the command is shown, and the exit code says that something is left to do."""
    (desk / "content" / "tls.md").write_text(OTHER + "More.\n", encoding="utf-8")

    done = run(desk, "reviewed", "tls")

    assert done.exit_code == 2
    assert "tls.md has other changes that are not committed yet" in done.output
    assert "git commit -m 'Review content/tls.md: still right' -- content/tls.md" in done.output
    assert git(desk, "rev-list", "--count", "HEAD") == "1\n"
    assert f"reviewed: {TODAY}" in (desk / "content" / "tls.md").read_text(encoding="utf-8")


def test_no_commit_leaves_it_to_you(desk: Path) -> None:
    """That is no failure."""
    done = run(desk, "claim", "tls", "--no-commit")

    assert done.exit_code == 0
    assert "git commit -m" in done.output
    assert git(desk, "status", "--short").split() == ["M", "content/tls.md"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--owner", "anna"), "did you mean 'ana'?"),
        (("--owner", "sam"), "Sam Otero cannot own an article: has left"),
    ],
)
def test_nobody_claims_who_cannot_own_it(desk: Path, words: tuple[str, ...], said: str) -> None:
    """The file stays as it is."""
    done = run(desk, "claim", "mx", *words)

    assert said in str(done.exception)
    assert git(desk, "status", "--short") == ""


def test_who_is_not_known_has_to_say_who_owns_it(desk: Path) -> None:
    """An address that the roster does not have is named, with both ways out."""
    git(desk, "config", "user.email", "eve@x.example")

    done = run(desk, "claim", "mx")

    assert "nobody in the roster has the address eve@x.example" in str(done.exception)
    assert "--owner ID" in str(done.exception)


def test_a_page_that_nobody_knows_is_named_with_the_nearest(desk: Path) -> None:
    """And of several nothing is changed before all are known."""
    done = run(desk, "reviewed", "mx", "tlss")

    assert "did you mean 'tls'?" in str(done.exception)
    assert git(desk, "status", "--short") == ""


def test_without_git_the_line_is_written_and_that_is_said(desk: Path) -> None:
    """A help centre that is not in git yet can be reviewed, too."""
    (desk / ".git").rename(desk / "elsewhere")

    done = run(desk, "reviewed", "tls")

    assert "this folder is not kept in git" in done.output
    assert f"reviewed: {TODAY}" in (desk / "content" / "tls.md").read_text(encoding="utf-8")


def test_check_and_report_say_who_could_own_a_page(desk: Path) -> None:
    """Who edited it in git is known by the address; the report says what names each owner."""
    (desk / "CODEOWNERS").write_text("/content/tls.md @ana\n", encoding="utf-8")

    found = run(desk, "check").output
    report = run(desk, "report", "owners", "--format", "csv").stdout

    assert "`deskbook claim content/mx.md --owner ana`: last edited it on " in found
    assert "Ana Silva,,CODEOWNERS (CODEOWNERS:1),tls.md" in report
    assert "sam" not in report.replace("Sam Otero,has left,the article,mx.md", "")
