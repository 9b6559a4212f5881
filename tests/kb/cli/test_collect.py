"""`deskbook collect`: consent, those who opted out, what is gone, and corrections."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli, main
from deskbook.store import Store

CONSENT = 'consent = {by = "ada, 2026-03-01", notice = "https://chat.example/rules"}\n'


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    write(tmp_path, 3)
    return tmp_path


def write(desk: Path, talks: int, more: str = "") -> None:
    """So many conversations of #fax, and more keys of their source."""
    block = '[[sources]]\nname = "irc"\ntype = "jsonl"\npath = "chat.jsonl"\n'
    (desk / "deskbook.toml").write_text(block + more, encoding="utf-8")
    threads = [
        {
            "id": f"fax/2026-03-01/L{n}0", "kind": "chat", "title": f"Fax {n}", "audience": "public", "category": "#fax",
            "messages": [
                {"id": f"2026-03-01/L0000{n}{line}", "author": ("ada", "bo")[line % 2], "text": f"fax {n} line {line}"}
                for line in range(4)
            ],
        }
        for n in range(1, talks + 1)
    ]  # fmt: skip
    (desk / "chat.jsonl").write_text("\n".join(map(json.dumps, threads)), encoding="utf-8")


def collect(desk: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-q", "-C", str(desk), "collect", *arguments])


def stored(desk: Path) -> list[tuple[str, str, int]]:
    with Store(desk / ".deskbook") as store:
        return [(thread.title, str(thread.audience), len(thread.messages)) for thread in store.threads()]


def test_without_consent_the_cure_is_said_once(desk: Path) -> None:
    """Nothing is public then; with the block that is shown it is."""
    done = collect(desk)
    assert done.stdout.count("consent = {by") == 1
    assert "3 conversations" in done.stdout
    assert {audience for _, audience, _ in stored(desk)} == {"internal"}

    write(desk, 3, CONSENT)
    assert "consent" not in collect(desk).stdout
    assert {audience for _, audience, _ in stored(desk)} == {"public"}


def test_who_opted_out_is_in_the_block_or_in_a_file(desk: Path) -> None:
    """Both count; a file that is not there stops the run before anything is read."""
    (desk / "out.txt").write_text("# asked us on 2 March\nBo\n", encoding="utf-8")
    write(desk, 3, 'opt_out = ["nobody-here"]\nopt_out_file = "out.txt"\n')
    collect(desk)
    assert {messages for *_, messages in stored(desk)} == {2}

    (desk / "out.txt").unlink()
    with pytest.raises(SystemExit) as end:
        main(["-C", str(desk), "collect"])
    assert end.value.code == 2


def test_what_is_gone_is_said(desk: Path) -> None:
    """With its number; more than half is kept until somebody says that it is really gone."""
    collect(desk)
    write(desk, 2)
    assert "the source no longer has them: 1 thread" in collect(desk).stdout
    write(desk, 0)
    done = collect(desk)
    assert "more than half: 2 threads" in done.stdout
    assert "deskbook collect irc --forget-missing" in done.stdout
    assert len(stored(desk)) == 2
    assert "no longer has them: 2 threads" in collect(desk, "--forget-missing").stdout
    assert stored(desk) == []


def test_corrections_are_read_and_slips_are_named(desk: Path) -> None:
    """The file holds lines of the log; one that nobody has is told with the nearest, and the rest is done."""
    path = desk / "conversations.yml"
    path.write_text(
        "join:\n  - [fax/2026-03-01/L11, fax/2026-03-01/L20]\nsplit:\n  - fax/2026-03-01/L39\n", encoding="utf-8"
    )
    done = collect(desk)

    assert done.exit_code == 0
    assert sorted(messages for *_, messages in stored(desk)) == [4, 8]
    assert (
        f"{path}:4: no source has the line fax/2026-03-01/l39; the nearest line of that day is fax/2026-03-01/l33"
        in (done.stderr)
    )


def test_a_mistake_in_the_corrections_stops_the_run(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is stored, with file, line and cure."""
    (desk / "conversations.yml").write_text("splitt:\n  - a/L1\n", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["-C", str(desk), "collect"])

    assert end.value.code == 2
    assert "conversations.yml:1: 'splitt' is no correction; did you mean 'split'?" in capsys.readouterr().err
