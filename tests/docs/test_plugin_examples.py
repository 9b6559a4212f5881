"""The examples of the page on plugins work, at the seams that a project really uses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from docs.pages import CONTENT, blocks

PAGE = CONTENT / "contributing" / "plugins.md"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project beside a folder in which the page's package is installed, as pip would leave it."""
    root = tmp_path_factory.mktemp("plugins")
    package = root / "installed" / "acme_desk"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    for name, source in zip(re.findall(r"`acme_desk/(\w+\.py)`", text), blocks(PAGE, "python"), strict=True):
        (package / name).write_text(source.text, encoding="utf-8")
    made = tomllib.loads(next(block.text for block in blocks(PAGE, "toml") if "[project]" in block.text))["project"]
    facts = root / "installed" / f"acme_desk-{made['version']}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {made['name']}\nVersion: {made['version']}\n", encoding="utf-8"
    )
    lines = [
        f"[{group}]\n{name} = {where}"
        for group, points in made["entry-points"].items()
        for name, where in points.items()
    ]
    (facts / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")

    folder = root / "project"
    (folder / "exports").mkdir(parents=True)
    (folder / "content").mkdir()
    table = next(block.text for block in blocks(PAGE, "text") if block.text.startswith("number,"))
    (folder / "exports" / "calls.csv").write_text(table + "18,yesterday,Broken,Row\n", encoding="utf-8")
    block = next(block.text for block in blocks(PAGE, "toml") if 'type = "calls"' in block.text)
    (folder / "deskbook.toml").write_text(block, encoding="utf-8")
    (folder / "content" / "loud.md").write_text("---\ntitle: MY FAX IS BROKEN\n---\n\nIt is.\n", encoding="utf-8")
    return folder


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(project.parent / "installed"), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "deskbook", *arguments],
        cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_source_of_the_page_collects(project: Path) -> None:
    """The good row becomes a thread, the bad one is named with its line, and the exit code says so."""
    done = run(project, "collect", "phone")

    assert "phone: 1 new" in done.stdout, done.stderr
    assert "calls.csv:3" in done.stderr
    assert done.returncode == 2


def test_the_source_of_the_page_lists_its_keys(project: Path) -> None:
    """`deskbook sources --types` shows a plugin like a built-in."""
    done = run(project, "sources", "--types")

    assert "calls\n    Reads a table of phone calls" in done.stdout, done.stderr
    assert "path (required): The CSV file" in done.stdout


def test_the_check_of_the_page_finds(project: Path) -> None:
    """The rule is listed and run like a built-in."""
    assert "ACME01  shouting" in run(project, "check", "--rules").stdout
    assert "ACME01" in run(project, "check", "--format", "json").stdout
