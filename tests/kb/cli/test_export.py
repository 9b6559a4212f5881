"""`deskbook export`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli, main

PAGE = """\
---
id: slow
title: It is slow
kind: faq
confidence: validated
audience: {audience}
reply: {reply}
---

## Issue

It is slow.

## Resolution

Restart it.
"""


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    (tmp_path / "deskbook.toml").write_text('[site]\nurl = "https://help.example"\n', encoding="utf-8")
    write(tmp_path)
    return tmp_path


def write(desk: Path, *, reply: str = "''", audience: str = "public") -> None:
    (desk / "content" / "dns").mkdir(parents=True, exist_ok=True)
    page = PAGE.format(reply=reply, audience=audience)
    (desk / "content" / "dns" / "slow.md").write_text(page, encoding="utf-8")


def run(desk: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(desk), "export", "replies", *arguments])


def test_macros_go_to_standard_output(desk: Path) -> None:
    """Without options the result is Zendesk's JSON, and nothing but that."""
    done = run(desk)

    assert done.exit_code == 0
    assert [macro["title"] for macro in json.loads(done.stdout)["macros"]] == ["It is slow"]


def test_a_file_is_written_once(desk: Path) -> None:
    """The second run with no change leaves the file as it is; standard output stays empty."""
    target = desk / "out" / "replies.yml"

    first, second = (run(desk, "--format", "espanso", "--output", str(target)) for _ in range(2))

    assert (first.exit_code, first.stdout, second.stdout) == (0, "", "")
    assert "1 reply" in first.stderr
    assert "as before" in second.stderr
    assert target.read_text(encoding="utf-8").startswith("matches:\n- trigger: ':slow:'\n")


def test_the_audience_may_be_another(desk: Path) -> None:
    """By default it is that of the site."""
    write(desk, audience="internal")

    assert json.loads(run(desk).stdout)["macros"] == []
    assert len(json.loads(run(desk, "--audience", "internal").stdout)["macros"]) == 1


def test_personal_data_is_not_exported(desk: Path) -> None:
    """A reply that holds some is named, nothing is written, and the exit code is 1."""
    write(desk, reply="Write to margit@paperlantern.net.")
    target = desk / "replies.json"

    done = run(desk, "--output", str(target))

    assert done.exit_code == 1
    assert "content/dns/slow.md:1: the reply holds an e-mail address" in done.stdout
    assert "margit" not in done.output
    assert not target.exists()


def test_without_the_sites_address_nothing_is_written(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reply needs a link that works: the message says which key to set, and the exit code is 2."""
    (desk / "deskbook.toml").write_text("", encoding="utf-8")

    with pytest.raises(SystemExit) as end:
        main(["-C", str(desk), "export", "replies"])

    assert end.value.code == 2
    assert "[site]" in capsys.readouterr().err


TALK = """\
[[sources]]
name = "irc"
type = "jsonl"
path = "chat.jsonl"
{consent}
"""


@pytest.fixture(name="talk")
def _talk(desk: Path) -> Path:
    lines = [{"author": ("ada", "bo")[n % 2], "text": f"does fax {n} print?"} for n in range(4)]
    thread = {
        "id": "fax/L1",
        "kind": "chat",
        "title": "The fax does not print",
        "audience": "public",
        "messages": lines,
    }
    (desk / "chat.jsonl").write_text(json.dumps(thread), encoding="utf-8")
    consented(desk, 'consent = {by = "ada, 2026-03-01", notice = "https://chat.example/rules"}')
    assert CliRunner().invoke(cli, ["-C", str(desk), "collect"]).exit_code == 0
    return desk


def consented(desk: Path, consent: str) -> None:
    (desk / "deskbook.toml").write_text(TALK.format(consent=consent), encoding="utf-8")


def export(desk: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(desk), "export", *arguments])


def test_conversations_go_to_a_folder_and_to_discourse(talk: Path) -> None:
    """As Markdown and JSON, and as one file for the importer; the second time nothing changes."""
    first, second = (export(talk, "forum", "--output", str(talk / "out")) for _ in range(2))
    single = export(talk, "discourse", "--source", "irc", "--output", str(talk / "topics.json"))

    assert (first.exit_code, second.exit_code, single.exit_code) == (0, 0, 0), single.output
    assert "2 files written" in first.stderr
    assert "0 files written, 2 as before" in second.stderr
    (topic,) = json.loads((talk / "topics.json").read_text(encoding="utf-8"))["topics"]
    assert [post["author"] for post in topic["posts"]] == ["ada", "bo", "ada", "bo"]


def test_without_consent_a_chat_does_not_go_out(talk: Path) -> None:
    """Also where it was taken back after collecting, and the next run has not been yet; the team may have it."""
    consented(talk, "")
    target = str(talk / "out")

    assert "0 threads" in export(talk, "forum", "--output", target).stderr
    assert "1 thread;" in export(talk, "forum", "--output", target, "--audience", "internal").stderr


def test_a_thread_with_personal_data_stops_the_export(talk: Path) -> None:
    """It is named, nothing is written, and the exit code is 1."""
    with (talk / "deskbook.toml").open("a", encoding="utf-8") as file:
        file.write('[redact]\nnames = ["fax 2"]\n')
    done = export(talk, "discourse", "--source", "irc", "--output", str(talk / "topics.json"))

    assert done.exit_code == 1
    assert "irc:fax/L1:1: the thread holds a name" in done.stdout
    assert not (talk / "topics.json").exists()


def test_an_unknown_source_is_named(talk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With those that there are, and exit code 2."""
    with pytest.raises(SystemExit) as end:
        main(["-C", str(talk), "export", "discourse", "--source", "irk", "--output", str(talk / "x")])

    assert end.value.code == 2
    assert "configured are: irc" in capsys.readouterr().err
