"""Whole sites, made page by page, are what MkDocs makes of them: the sample help desk, and the help centre of deskbook itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.generator.engines.test_same_bytes import DATES, files, plain

from deskbook.cli.main import cli
from deskbook_site.engines import Built, Order, mkdocs

ROOT = Path(__file__).parents[3]


class Both:
    """The engine, and MkDocs itself after it; each build compares the two."""

    def __init__(self) -> None:
        self.built: list[Built] = []
        self._render = mkdocs.render

    def render(self, order: Order) -> Built:
        self.built.append(self._render(order))
        made = files(order.site)
        shutil.rmtree(order.site)
        expected = plain(order)
        assert expected is not None
        assert made.keys() == expected.keys()
        assert [name for name, data in expected.items() if made[name] != data] == []
        return self.built[-1]


def run(folder: Path, *arguments: str) -> None:
    """One verb."""
    result = CliRunner().invoke(cli, ["-q", "-C", str(folder), *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in (0, 1), result.output  # broken links are a finding


@pytest.mark.slow
@pytest.mark.parametrize("site", ["sample", "handbook"])
def test_a_whole_site_is_what_mkdocs_makes_of_it(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From nothing, and after an article got another title: then most pages are taken over."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATES[0])
    folder = tmp_path / "desk"
    if site == "sample":
        run(tmp_path, "demo", str(folder))
    else:
        folder.mkdir()
        for name in ("content", "theme"):
            shutil.copytree(ROOT / name, folder / name)
        for name in ("deskbook.toml", "mkdocs.yml"):
            shutil.copy(ROOT / name, folder)
    both = Both()
    monkeypatch.setattr(mkdocs, "render", both.render)
    shutil.rmtree(folder / "build", ignore_errors=True)

    run(folder, "build", "--no-links")
    shown = ("confidence: validated", "audience: public")
    article = max(
        path
        for path in (folder / "content").rglob("*.md")
        if all(one in path.read_text(encoding="utf-8") for one in shown)
    )
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("title: ", "title: Really, ", 1), encoding="utf-8")
    run(folder, "build", "--no-links")

    first, second = both.built
    assert (first.kept, first.reason) == (0, "")
    assert second.made > 0
    assert second.kept > 0
