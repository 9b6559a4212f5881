"""The script that measures the site, and what it measures with."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parent))

pytest.importorskip("datasketch", reason="comes with the extra `bench`")
pytest.importorskip("sklearn", reason="comes with the extra `bench`")

import finding
import sites


def test_what_is_sent_is_packed_and_counted(tmp_path: Path) -> None:
    """Texts are packed for those who can unpack them; the headers count, too; a page that is not there is the site's own."""
    (tmp_path / "index.html").write_text("<p>hello</p>" * 500, encoding="utf-8")
    (tmp_path / "404.html").write_text("lost", encoding="utf-8")
    with sites.serving(tmp_path) as server:
        packed = httpx.get(server.address, headers={"Accept-Encoding": "gzip"})
        first = server.sent
        plain = httpx.get(server.address, headers={"Accept-Encoding": "identity"})
        lost = httpx.get(f"{server.address}no/")

    assert packed.content == plain.content == b"<p>hello</p>" * 500
    assert int(packed.headers["Content-Length"]) < first < 500
    assert server.sent > first + len(plain.content)
    assert (lost.status_code, lost.text) == (404, "lost")
    assert server.asked == ["/", "/", "/no/"]


def test_places_become_figures() -> None:
    """A page that is not among the first ten counts nothing; the second place is worth half."""
    assert finding.ranks([1, 2, 0, 1]) == {"mrr": 0.625, "first": 0.5, "in_ten": 0.75}


def test_questions_that_are_searched_for_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each intent some questions are held back: none of them is in an article."""
    told: list[Any] = [sites.Question(str(n), f"Word{n} of a card?", "card", "card") for n in range(20)]
    monkeypatch.setattr(sites, "banking", lambda _: told)
    monkeypatch.setattr(sites, "meta_duplicates", lambda _: [])
    (article,), asked = sites.of_questions(Path())

    assert len(article.asked_as) == sites.TOLD
    assert len(asked) == sites.HELD_BACK
    assert {one.url for one in asked} == {"banking77/00000/"}
    assert not {one.words for one in asked} & {article.title, *article.asked_as}


@pytest.mark.slow
@pytest.mark.browser
def test_searches_are_measured(tmp_path: Path) -> None:
    """Of a small site both searches find the article; what comes when the search is opened is told apart."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is missing: pip install -e '.[dev]'")
    program = os.environ.get("DESKBOOK_CHROMIUM") or shutil.which("chromium")
    if program is None:
        pytest.skip("there is no Chromium here: install one, or name it in DESKBOOK_CHROMIUM")
    articles = list(sites.generated(3))
    site = sites.of_articles(tmp_path / "desk", map(sites.public, articles))
    words = articles[2].title
    asked = [sites.Asked("generated", words, f"{articles[2].path.with_suffix('')}/")]
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for built, material in ((site, False), (sites.peer(tmp_path / "desk"), True)):
            with sites.serving(built) as server:
                line = finding.first_results(browser, server, [words], material=material)
                assert finding.places(browser, server, asked, material=material) == [1]
            assert line["without_result"] == 0
            assert line["opened_kb"] > 10
            assert line["ms_median"] > 0
        browser.close()
