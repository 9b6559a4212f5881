"""deskbook_site.articles.readings: what is read in the texts of articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskbook_site.articles import readings
from deskbook_site.articles.readings import Readings, read

TEXT = "## Issue\n\nIt fails:\n- often\n\n## Environment\n\nFastly CLI\n"


def test_a_text_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next build has it from the file, also with other texts around it; what no build asks for any more is forgotten."""
    path = tmp_path / "readings.json"
    with Readings(path) as first:
        assert (first.of(TEXT), first.of("Old.")) == (read(TEXT), read("Old."))
    with monkeypatch.context() as patch, Readings(path) as second:
        patch.setattr(readings, "read", None)
        second.look([TEXT])
        assert second.of(TEXT) == read(TEXT)
    assert len(json.loads(path.read_text(encoding="utf-8"))["texts"]) == 1


def test_what_is_near_what_is_found_once(tmp_path: Path) -> None:
    """It is found again where the texts that it depends on are others."""
    path = tmp_path / "readings.json"
    found: list[str] = []

    def finding(what: str) -> dict[str, list[str]]:
        found.append(what)
        return {"a.md": [what]}

    for texts in ("x", "x", "y", "x"):
        with Readings(path) as readings:
            assert readings.among([texts], lambda texts=texts: finding(texts)) == {"a.md": [texts]}
    assert found == ["x", "y", "x"]


@pytest.mark.parametrize("damage", ["", "[]", '{"made_with": "another", "texts": {"x": ["a", [], null]}}'])
def test_the_file_can_be_lost(tmp_path: Path, damage: str) -> None:
    """Damaged, or written by other programs, it is not read."""
    path = tmp_path / "readings.json"
    path.write_text(damage, encoding="utf-8")
    assert Readings(path).of(TEXT) == read(TEXT)


def test_many_are_read_by_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes out is the same."""
    monkeypatch.setattr(readings, "_JOB", 3)
    many = Readings(processes=2)
    texts = [f"{TEXT}\n\n{number}" for number in range(7)]
    many.look(texts)
    assert [many.of(text) for text in texts] == [read(text) for text in texts]


def test_only_what_the_engine_reads_otherwise_is_kept_twice() -> None:
    """A list after a paragraph is set off; a text without one stays as it is."""
    assert read(TEXT).for_engine == TEXT.replace("fails:\n- often", "fails:\n\n- often")
    assert read("Plain.").for_engine is None
    assert read(TEXT).applies_to == ("Fastly CLI",)
