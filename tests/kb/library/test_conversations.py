"""The file in which people correct conversations."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskbook.errors import ConfigError, DecisionError
from deskbook.library import conversations as module
from deskbook.library import read_corrections, read_opt_outs
from deskbook.text.corrections import Corrections


def _read(folder: Path, text: str) -> Corrections:
    path = folder / "conversations.yml"
    path.write_text(text, encoding="utf-8")
    return read_corrections(path)


def test_the_example_of_the_module_can_be_read(tmp_path: Path) -> None:
    """What is shown to people is what is understood."""
    example = "\n".join((module.__doc__ or "").splitlines()[1:])
    found = _read(tmp_path, example)

    day = "ubuntu/2026-10-15"
    assert found.joined == ((f"{day}/l95", f"{day}/l120"),)
    assert found.split == (f"{day}/l130",)
    assert found.titles == {f"{day}/l95": "The printer prints nothing"}
    assert found.resolved == (f"{day}/l140",)
    assert found.answers == {f"{day}/l131": f"{day}/l95"}
    assert found.places[f"{day}/l130"] == f"{tmp_path / 'conversations.yml'}:5"


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "join:\nsplit: []\n"])
def test_nothing_is_no_mistake(tmp_path: Path, text: str) -> None:
    """An empty file, an empty list and no file at all correct nothing."""
    assert not _read(tmp_path, text).lines
    assert read_corrections(tmp_path / "none.yml") == Corrections()


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("join:\n  - [a/b/L1]\n", 2, "two lines"),
        ("split:\n  - a/L1\njion:\n  - x\n", 3, "did you mean 'join'?"),
        ("split:\n  - #ubuntu/2026-10-15/L95\n", 2, "quotes"),
        ("split:\n  - 17\n", 2, "'17' is no line"),
        ("split: a/L1\n", 1, "needs a list"),
        ("title:\n  - a/L1\n", 2, "needs keys"),
        ("title:\n  a/L1: [x]\n", 2, "missing"),
        ("- a\n", 1, "needs keys"),
        ("split:\n  - a/L1\nsplit:\n  - a/L2\n", 3, "twice"),
        ("join: [\n", 2, "YAML"),
        ("split:\n\t- a/L1\n", 2, "YAML"),
    ],
)
def test_mistakes_are_named_by_their_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    """With the file, the line and how to write it."""
    with pytest.raises(DecisionError) as caught:
        _read(tmp_path, text)

    assert (caught.value.where or "").endswith(f"conversations.yml:{line}")
    assert what in caught.value.what
    assert "ubuntu/2026-10-15/L95" in (caught.value.cure or "")


def test_names_of_those_who_opted_out(tmp_path: Path) -> None:
    """One a line, without comments; a file that is not there stops the run."""
    path = tmp_path / "out.txt"
    path.write_text("\ufeff# gone\nada\n\n  bo_ \nada\n", encoding="utf-8")

    assert read_opt_outs(path) == ("ada", "bo_")
    with pytest.raises(ConfigError):
        read_opt_outs(tmp_path / "none.txt")
