"""Marked tickets, from the ticket to the file to the site: every outcome, proposed and decided."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from deskbook.library import Library, render
from deskbook.model import Audience, Confidence
from pages import page

ANSWER = "Open the token page, tick the purge scope and save the token."
# Words that stand nowhere else: what an improvement says must be on no site before somebody has worked it in.
NEWS = "Then wait until the quixalor of every edge server has heard of it, which takes up to twenty minutes."
QUESTION = "Purging a single page answers 403 forbidden since this morning."
TICKETS = {
    "new": ("Invoice for March is missing", "Where do I find the invoice for March?",
            "Choose Billing, then Documents, tick the month and download the file as a PDF."),
    "covered": ("Purging one page answers 403", QUESTION, ANSWER),
    "improves": ("Purging one page answers 403", QUESTION, f"{ANSWER} {NEWS}"),
    "skip": ("Login fails", "I cannot log in since this morning, on no page at all.", "Fixed, thanks."),
}  # fmt: skip


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    rows = [
        {
            "id": id_, "title": title, "created": f"2026-01-0{number}T00:00:00Z", "resolved": True, "marked": True,
            "url": f"https://desk.example/{id_}",
            "messages": [
                {"author": "Eve", "role": "customer", "text": question},
                {"author": "Bo", "role": "agent", "text": answer},
            ],
        }
        for number, (id_, (title, question, answer)) in enumerate(TICKETS.items(), 1)
    ]  # fmt: skip
    (tmp_path / "threads.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "deskbook.toml").write_text(
        '[[sources]]\nname = "t"\ntype = "jsonl"\npath = "threads.jsonl"\n', encoding="utf-8"
    )
    article = page("edge/purge.md", f"## Issue\n\n{QUESTION}\n\n## Resolution\n\n{ANSWER}", title=TICKETS["covered"][0])
    (tmp_path / "content" / "edge").mkdir(parents=True)
    (tmp_path / "content" / article.path).write_text(render(article), encoding="utf-8")
    for verb in ("collect", "cluster"):
        run(tmp_path, verb)
    return tmp_path


def run(desk: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(cli, ["-q", "-C", str(desk), *arguments])
    assert done.exit_code in (0, 1), (done.output, done.exception)
    return done


def whole(path: Path) -> bytes:
    """What a file says; the fragments of the search index are compressed."""
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def counts(desk: Path) -> dict[str, tuple[int, int]]:
    """(proposed, decided) of each outcome; those without one as (number, 0)."""
    table = json.loads(run(desk, "report", "outcomes", "--format", "json").stdout)["reports"][0]
    found = {row[0].split(":")[0].split(",")[0].split()[0]: (row[1], row[2]) for row in table["rows"][:-1]}
    return {**found, "without": (table["rows"][-1][3]["part"], 0)}


def finding(desk: Path) -> tuple[str, str] | None:
    """Severity and message of what `check` says of marked threads."""
    found = json.loads(run(desk, "check", "--format", "json").stdout)["findings"]
    return next(
        ((f["severity"], f["message"]) for f in found if f["code"] == "KB801" and f["path"] == "deskbook.toml"), None
    )


def test_from_ticket_to_file(desk: Path) -> None:
    """Each ticket gets its outcome with its file; a person decides, by a command or by moving a file; nothing is forgotten."""
    assert counts(desk)["without"] == (4, 0)
    assert finding(desk) == ("warning", "4 of 4 resolved threads marked for documentation have no outcome")

    printed = run(desk, "draft").stdout

    assert "1 new, 1 improving an article, 1 covered, 1 skipped\n4 of them wait" in printed
    assert counts(desk) == {"new": (1, 0), "improves": (1, 0), "covered": (1, 0), "skipped": (1, 0), "without": (0, 0)}
    assert finding(desk) == (
        "notice",
        "4 of 4 resolved threads marked for documentation have an outcome that nobody has decided yet",
    )
    beside = desk / "content" / "edge" / "purge.improves-t-improves.md"
    assert NEWS in beside.read_text(encoding="utf-8")
    assert ANSWER not in beside.read_text(encoding="utf-8")

    (desk / "content" / "drafts" / "invoice-for-march-is-missing.md").rename(desk / "content" / "invoice.md")
    run(desk, "promote", "t:covered", "--covered-by", "purge")
    run(desk, "promote", "t:improves", "--improves", "purge")
    run(desk, "promote", "t:skip", "--skip", "a fault of ours, mended")

    assert counts(desk) == {"new": (0, 1), "improves": (0, 1), "covered": (0, 1), "skipped": (0, 1), "without": (0, 0)}
    assert finding(desk) is None
    before = {path: path.read_bytes() for path in (desk / "content").rglob("*.md")}
    run(desk, "draft")
    assert {path: path.read_bytes() for path in (desk / "content").rglob("*.md")} == before
    skipped = json.loads(run(desk, "report", "skipped", "--format", "json").stdout)["reports"][0]["rows"]
    assert [row[0] for row in skipped] == ["t:skip"]


def test_another_checkout_knows_what_was_decided(desk: Path) -> None:
    """Where the store is made anew, as in CI, articles and the list of outcomes say the same; what was proposed comes again."""
    run(desk, "draft")
    (desk / "content" / "drafts" / "invoice-for-march-is-missing.md").rename(desk / "content" / "invoice.md")
    run(desk, "promote", "t:improves", "--improves", "purge")
    run(desk, "promote", "t:skip", "--skip", "mended")
    for file in (desk / ".deskbook").glob("deskbook.db*"):
        file.unlink()

    assert finding(desk) is None  # without a store nothing is known of threads, and none is made
    assert not (desk / ".deskbook" / "deskbook.db").exists()

    for verb in ("collect", "cluster", "draft"):
        run(desk, verb)

    assert counts(desk) == {"new": (0, 1), "improves": (0, 1), "covered": (1, 0), "skipped": (0, 1), "without": (0, 0)}


def test_a_file_beside_an_article_is_no_page(desk: Path) -> None:
    """Neither the public site nor the team's own has it: no page, no entry in navigation or search. Rules for pages leave it
    alone, but not the one for personal data; and it answers no question."""
    run(desk, "draft")
    path = desk / "content" / "edge" / "purge.improves-t-improves.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nMail ana.silva@corp-mail.com.\n", encoding="utf-8")

    for audience in (Audience.PUBLIC, Audience.INTERNAL):
        run(desk, "build", "--no-links", "--audience", str(audience))
        tops = [p for p in desk.iterdir() if p.name.startswith(("site", "build"))]
        made = [p for top in tops for p in top.rglob("*") if p.is_file()]
        assert made
        assert [p for p in made if b"quixalor" in whole(p) or "improves-t" in p.name] == []
        assert [p for p in made if b"purge scope" in whole(p)]  # the search would find something

    findings = json.loads(run(desk, "check", "--format", "json").stdout)["findings"]
    assert {f["code"] for f in findings if f["path"].endswith("t-improves.md")} == {"KB501"}
    assert "improves-t" not in run(desk, "similar", "waiting for the quixalor of every edge server").stdout
    article = next(a for a in Library(desk / "content").read().articles if a.improves)
    assert (article.confidence, article.improves) == (Confidence.WIP, "purge")
