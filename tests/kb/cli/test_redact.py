"""`deskbook redact`: what the door would do, shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli

TEXT = "Hello,\nwrite to margit@paperlantern.net\nfrom 79.133.4.7\n"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mail.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["redact", *arguments], input=stdin)


@pytest.mark.usefixtures("folder")
def test_the_redacted_text_is_shown() -> None:
    """Outside of a project the defaults hold; a file and standard input are alike."""
    for done in (run("mail.txt"), run("-", stdin=TEXT)):
        assert (done.exit_code, done.stdout) == (0, "Hello,\nwrite to [e-mail]\nfrom [ip]\n")


@pytest.mark.usefixtures("folder")
def test_places_and_reasons_are_shown() -> None:
    """Each place has line, column, label and reason, and its value only where that is asked for."""
    shown, whole = run("mail.txt", "--spans"), run("mail.txt", "--spans", "--show-values")

    assert shown.stdout.splitlines() == [
        "mail.txt:2:10: e-mail (an address)",
        "mail.txt:3:6: ip (a public IPv4 address)",
    ]
    assert "margit" not in shown.output
    assert "e-mail (an address): 'margit@paperlantern.net'" in whole.stdout


@pytest.mark.usefixtures("folder")
def test_scripts_get_json() -> None:
    """Text, places and doubts are printed; values only where they are asked for."""
    told = json.loads(run("mail.txt", "--json").stdout)

    assert told["spans"][0] == {"line": 2, "column": 10, "label": "e-mail", "reason": "an address"}
    assert told["text"].endswith("[ip]\n")
    assert told["doubts"] == []
    assert json.loads(run("mail.txt", "--json", "--show-values").stdout)["spans"][1]["value"] == "79.133.4.7"


def test_what_would_be_held_back_is_a_finding(folder: Path) -> None:
    """A text of which redaction is not sure ends with 1, and says why."""
    (folder / "key.txt").write_text("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n", encoding="utf-8")

    done = run("key.txt")

    assert done.exit_code == 1
    assert "held back: a private key block has no end" in done.stderr


@pytest.mark.parametrize("name", ["nowhere.txt", "latin.txt"])
def test_what_cannot_be_read_is_an_error(folder: Path, name: str) -> None:
    """A file that is not there or is no UTF-8 text ends with an error that names it."""
    (folder / "latin.txt").write_bytes(b"Gr\xfc\xdfe")
    done = run(name)

    assert done.exit_code not in (0, 1) or "Error" in done.stderr
    assert name in done.stderr


def test_the_rules_of_the_project_hold(folder: Path) -> None:
    """In a project its allowed values and names hold, what was taken down goes, and a source's own rules on request."""
    (folder / "deskbook.toml").write_text(
        '[redact]\nallow = ["margit@paperlantern.net"]\nnames = ["Blue Heron"]\n\n'
        '[[sources]]\nname = "forum"\ntype = "jsonl"\npath = "x"\nredact = {keep = ["ip"], allow = ["bob@paperlantern.net"]}\n',
        encoding="utf-8",
    )
    (folder / "mail.txt").write_text(
        "Blue Heron: margit@paperlantern.net, bob@paperlantern.net, Zora Quell, 79.133.4.7", encoding="utf-8"
    )
    assert CliRunner().invoke(cli, ["-q", "takedown", "--person", "Zora Quell"]).exit_code == 0

    assert run("mail.txt").stdout == "[name]: margit@paperlantern.net, [e-mail], [name], [ip]"
    kept = run("mail.txt", "--source", "forum").stdout
    assert kept == "[name]: margit@paperlantern.net, bob@paperlantern.net, [name], 79.133.4.7"
    assert run("mail.txt", "--source", "nowhere").exception is not None
