"""What each verb says and leaves, as its user sees it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli

TICKETS = [
    {
        "id": "1", "title": "Purging one page answers 403", "created": "2026-01-01T00:00:00Z", "resolved": True, "marked": True,
        "messages": [
            {"author": "Ana Silva", "role": "customer", "text": "Purging a single page answers 403. Write to ana@corp-mail.com please."},
            {"author": "Bo", "role": "agent", "text": "The token lacks the purge scope. Open the token page, tick purge and save it."},
        ],
    },
    {
        "id": "2", "title": "403 when purging a page", "created": "2026-02-01T00:00:00Z", "resolved": True,
        "messages": [{"author": "Eve", "role": "customer", "text": "I am purging one page and get 403."}],
    },
    {
        "id": "3", "title": "Invoice", "created": "2026-02-01T00:00:00Z", "resolved": True, "marked": True,
        "messages": [
            {"author": "Eve", "role": "customer", "text": "Where is my invoice for March?"},
            {"author": "Bo", "role": "agent", "text": "Fixed, thanks."},
        ],
    },
]  # fmt: skip


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    (tmp_path / "deskbook.toml").write_text(
        '[cluster]\nthreshold = 0.5\n\n[[sources]]\nname = "desk"\ntype = "jsonl"\npath = "threads.jsonl"\n',
        encoding="utf-8",
    )
    (tmp_path / "threads.jsonl").write_text("\n".join(json.dumps(row) for row in TICKETS), encoding="utf-8")
    return tmp_path


def run(desk: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(desk), *arguments])


def test_collect_counts_and_keeps_addresses_out(desk: Path) -> None:
    """The first run stores, the second finds all as before, and what was removed is counted."""
    first, second = run(desk, "collect"), run(desk, "collect")

    assert "desk: 3 new, 0 changed, 0 as before" in first.output
    assert "1 e-mail" in first.output
    assert "desk: 0 new, 0 changed, 3 as before" in second.output


def test_a_damaged_line_is_named_and_the_rest_kept(desk: Path) -> None:
    """What could be read is stored, the place of the damage is shown, and the exit code is 2."""
    with (desk / "threads.jsonl").open("a", encoding="utf-8") as file:
        file.write('\n{"id": "4", "tit')

    done = run(desk, "collect")

    assert done.exit_code == 2
    assert "threads.jsonl:4" in done.output
    assert "3 new" in done.output


def test_a_source_that_is_not_there_does_not_hold_up_the_others(desk: Path) -> None:
    """The missing file is named with a cure, the other source is read, and the exit code is 2."""
    with (desk / "deskbook.toml").open("a", encoding="utf-8") as file:
        file.write('[[sources]]\nname = "other"\ntype = "jsonl"\npath = "nowhere.jsonl"\n')

    done = run(desk, "collect")

    assert done.exit_code == 2
    assert "nowhere.jsonl" in done.output
    assert "To mend it" in done.output
    assert "desk: 3 new" in done.output


def test_the_road_from_threads_to_a_draft(desk: Path) -> None:
    """Two tickets that ask the same become one draft; a thin one is listed with the reason; nothing is written twice."""
    run(desk, "collect")
    clustered = run(desk, "cluster")
    drafted = run(desk, "draft")
    again = run(desk, "draft")

    assert "1 question asked twice or more" in clustered.output
    assert "1 draft written, 0 questions already covered, 1 not written up" in drafted.output
    assert "desk:3 “Invoice”: the answer is too short" in drafted.output
    assert "0 drafts written, 1 question already covered" in again.output
    drafts = list((desk / "content" / "drafts").iterdir())
    assert [path.name for path in drafts] == ["purging-one-page-answers-403.md"]
    text = drafts[0].read_text(encoding="utf-8")
    assert "- desk:1\n- desk:2\n" in text
    assert "corp-mail" not in text


def test_a_draft_that_somebody_edited_or_deleted_stays_so(desk: Path) -> None:
    """A person's words are never overwritten, and a deleted draft does not come back."""
    run(desk, "collect")
    run(desk, "cluster")
    run(desk, "draft")
    draft = next((desk / "content" / "drafts").iterdir())
    draft.write_text(draft.read_text(encoding="utf-8") + "\nMine.\n", encoding="utf-8")
    run(desk, "draft")
    assert draft.read_text(encoding="utf-8").endswith("Mine.\n")

    draft.unlink()
    done = run(desk, "draft")

    assert not draft.exists()
    assert "its draft was deleted by somebody" in done.output


def test_check_exits_with_one_for_findings(desk: Path) -> None:
    """Findings weigh: a warning fails by default, and the limit can be moved."""
    (desk / "content").mkdir()
    (desk / "content" / "a.md").write_text(
        "---\nid: a\ntitle: A\nkind: reference\nconfidence: validated\naudience: public\n---\nText.\n", encoding="utf-8"
    )

    done = run(desk, "check")

    assert done.exit_code == 1
    assert "KB201" in done.output
    assert run(desk, "check", "--fail-on", "error").exit_code == 0
    assert json.loads(run(desk, "-q", "check", "--format", "json").stdout)["version"] == 1
    assert "KB301" in run(desk, "check", "--rules").output


def test_reports_for_people_and_machines(desk: Path) -> None:
    """Every report prints as text and JSON; csv takes one."""
    for verb in ("collect", "cluster", "draft"):
        run(desk, verb)

    everything = json.loads(run(desk, "report", "--format", "json").stdout)
    rates = run(desk, "report", "link-rate", "--format", "csv").stdout

    assert {table["name"] for table in everything["reports"]} >= {
        "demand",
        "link-rate",
        "owners",
        "overlap",
        "held",
        "skipped",
    }
    assert "resolved tickets linked to an article,2,3" in rates
    assert "Purging one page" in run(desk, "report", "demand").stdout
    assert run(desk, "report", "--format", "csv").exit_code == 2


def test_sources_and_find(desk: Path) -> None:
    """One sees what was collected, what can be read, and finds a thread by its words."""
    run(desk, "collect")

    assert "desk (jsonl): 3 threads, 2 marked" in run(desk, "sources").output
    assert "marked_tags" in run(desk, "sources", "--types").output
    assert "desk:3" in run(desk, "find", "invoices").output
    assert json.loads(run(desk, "find", "--json", "purging").stdout)[0]["thread"].startswith("desk:")


def test_init_writes_a_project_once(tmp_path: Path) -> None:
    """A new project can be checked at once, and a second init leaves every file alone."""
    new = tmp_path / "new"
    first = CliRunner().invoke(cli, ["init", str(new), "--name", 'Ana\'s "desk"'])
    (new / "content" / "index.md").write_text("---\ntitle: mine\n---\n", encoding="utf-8")
    second = CliRunner().invoke(cli, ["init", str(new)])

    assert "wrote" in first.output
    assert "nothing was changed" in second.output
    assert (new / ".gitattributes").read_text(encoding="utf-8") == "/clusters.txt merge=union\n"
    assert "mine" in (new / "content" / "index.md").read_text(encoding="utf-8")
    assert run(new, "sources").exit_code == 0
