"""A small desk, whole: what goes in is in small-desk/, what must come out in small-desk/expected/."""

import json
import shutil
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest
from click.testing import CliRunner

import deskbook.cli.draft
import deskbook.project
from deskbook.cli.main import cli

DESK = Path(__file__).parent / "small-desk"
# What was written on a later day has waited longer.
DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOT_INPUT = shutil.ignore_patterns("expected", "actual", "README.md")


class ThatDay(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """That day, at noon."""
        return cls.fromtimestamp(DAY.timestamp(), tz)


def made(project: Path) -> dict[str, str]:
    """Everything that a run makes and that people read: file names to text, the day taken out."""
    runner = CliRunner()

    def run(*arguments: str) -> str:
        return runner.invoke(cli, ["-q", "-C", str(project), *arguments]).stdout

    files = {f"printed/{verb}.txt": run(verb) for verb in ("collect", "cluster", "draft")}
    files["printed/build.txt"] = run("build", "--no-links").replace(str(project), "PROJECT")
    for name, arguments in (("findings", ("check",)), ("reports", ("report",))):
        told = json.loads(run(*arguments, "--format", "json"))
        for figure in [figure for report in told.get("reports", ()) for figure in report["figures"]]:
            figure["points"] = figure["points"][-1:]  # a trend has other days tomorrow
        files[f"{name}.json"] = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    for top in ("content/drafts", "build/docs"):
        for path in sorted((project / top).rglob("*.md")):
            files[path.relative_to(project).as_posix()] = path.read_text(encoding="utf-8")
    return {name: text.replace(DAY.date().isoformat(), "TODAY") for name, text in files.items()}


def test_the_whole_road(tmp_path: Path, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """From six threads and three articles: drafts, pages, findings and reports, to the letter."""
    for module in (deskbook.project, deskbook.cli.draft):
        monkeypatch.setattr(module, "datetime", ThatDay)
    shutil.copytree(DESK, tmp_path / "desk", ignore=NOT_INPUT)

    actual = made(tmp_path / "desk")

    expected_folder = DESK / "expected"
    if pytestconfig.getoption("--update-expected"):
        write(actual, expected_folder)
    expected = {
        path.relative_to(expected_folder).as_posix(): path.read_text(encoding="utf-8")
        for path in expected_folder.rglob("*")
        if path.is_file()
    }
    if actual != expected:
        write(actual, DESK / "actual")
    assert actual == expected, "see small-desk/actual/, and small-desk/README.md on updating"


def write(files: dict[str, str], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
