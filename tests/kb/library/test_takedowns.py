"""The tracked list of what was taken down."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from deskbook.errors import DecisionError, TakedownError
from deskbook.library import append_takedown, cleaned_file, read_takedowns
from deskbook.model import Takedown, TakedownKind
from deskbook.text.redact import Takedowns
from deskbook.text.redact.takedowns import fingerprint, forms

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = b"k" * 32


def line(kind: TakedownKind, what: str, key: bytes = KEY) -> Takedown:
    if kind is TakedownKind.THREAD:
        return Takedown(NOW, kind, what)
    return Takedown(NOW, kind, key=fingerprint(key), forms=forms(kind, what, key))


def test_what_is_written_is_found_again(tmp_path: Path) -> None:
    """A list holds what was taken down, each once, and no word of it in clear."""
    path = tmp_path / "takedowns.txt"
    for one in (
        line(TakedownKind.PERSON, "Maria Smith"),
        line(TakedownKind.TEXT, "Blue Heron"),
        line(TakedownKind.THREAD, "mail:a b\n#1"),
    ):
        assert append_takedown(path, one)
        assert not append_takedown(path, one)

    takedowns = read_takedowns(path, lambda: KEY)

    assert takedowns.removed_from("maria smith, blue heron") == "[name], [removed]"
    assert takedowns.threads == {"mail:a b\n#1"}
    text = path.read_text(encoding="utf-8").lower()
    assert not any(word in text for word in ("maria", "smith", "heron"))
    assert sum(not row.startswith("#") for row in text.splitlines() if row) == 3


def test_without_a_file_nothing_was_taken_down(tmp_path: Path) -> None:
    """No list is an empty list, and nobody is asked for a key; nor for one of threads alone."""

    def no_key() -> bytes:
        raise AssertionError("a key was asked for")

    path = tmp_path / "takedowns.txt"
    assert not read_takedowns(path, no_key)
    append_takedown(path, line(TakedownKind.THREAD, "mail:1"))
    assert read_takedowns(path, no_key).threads == {"mail:1"}


def test_another_key_stops_everything(tmp_path: Path) -> None:
    """What cannot be looked for must not be let through: the error names the file and says how to mend it."""
    path = tmp_path / "takedowns.txt"
    append_takedown(path, line(TakedownKind.PERSON, "Maria Smith"))

    with pytest.raises(TakedownError, match="another key") as caught:
        read_takedowns(path, lambda: b"x" * 32)

    assert caught.value.where == str(path)
    assert "DESKBOOK_KEY" in (caught.value.cure or "")


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01T00:00:00Z person abcd1234",
        "2026-03-01T00:00:00Z persn abcd1234 1:ab:ab",
        "2026-03-01T00:00:00Z person abcd1234 x:ab:ab",
        "2026-03-01T00:00:00Z text abcd1234 1:ab",
        "2026-03-01T00:00:00Z text abcd1234 1:ab:XY",
        "2026-03-01T00:00:00Z thread a b",
        "<<<<<<< HEAD",
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, written: str) -> None:
    """A damaged list stops the run; it is never read as a shorter one."""
    path = tmp_path / "takedowns.txt"
    path.write_text(f"# the list\n{written}\n", encoding="utf-8")

    with pytest.raises(DecisionError) as caught:
        read_takedowns(path, lambda: KEY)

    assert caught.value.where == f"{path}:2"


def cleaned(text: str) -> str:
    lines = [line(TakedownKind.PERSON, "Maria Smith"), Takedown(NOW, TakedownKind.THREAD, "desk:7")]
    return cleaned_file(text, Takedowns.of(lines, KEY))


def test_only_what_must_go_is_changed_in_a_body() -> None:
    """The front matter stays to the letter where nothing in it goes."""
    head = "---\ntitle:   'Fax'   # a comment\nowner: bo\n---\n\n"

    assert cleaned(f"{head}# Fax\n\nAsk Maria Smith.\n\n\n") == f"{head}# Fax\n\nAsk [name].\n\n\n"
    assert cleaned(f"{head}Ask Bo.\n") == f"{head}Ask Bo.\n"


def test_front_matter_stays_valid() -> None:
    """Placeholders in front matter are text, threads that are gone are no sources, and ids and owners stay."""
    text = (
        "---\nid: maria-smith\ntitle: Maria Smith cannot print\nowner: maria-smith\nsources: [desk:7, desk:8]\n"
        "provenance: {'desk:7#1': [Open it], 'desk:8#2': [Maria Smith closed]}\nasked_as: [why is maria smith offline]\n---\nText.\n"
    )
    meta = yaml.safe_load(cleaned(text).split("---")[1])

    assert meta == {
        "id": "maria-smith",
        "title": "[name] cannot print",
        "owner": "maria-smith",
        "sources": ["desk:8"],
        "provenance": {"desk:8#2": ["[name] closed"]},
        "asked_as": ["why is [name] offline"],
    }


def test_front_matter_that_is_not_yaml_is_left_to_people() -> None:
    """A file that cannot be read is not guessed at."""
    with pytest.raises(ValueError, match="YAML"):
        cleaned("---\ntitle: [\n---\nMaria Smith\n")
