"""The rules that pages are held to can be broken."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from microdata import problems

WHOLE = (
    '<div itemscope itemtype="https://schema.org/QAPage"><p class="db-live"><a href="https://x.example">x</a></p>'
    '<div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question">{0}<h1 itemprop="name">x</h1>'
    '<meta itemprop="answerCount" content="1"><div itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer">{0}</div></div></div>'
).format(
    '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">x</b></span>'
    '<time itemprop="datePublished" datetime="2026-01-01T00:00:00+00:00"></time><meta itemprop="upvoteCount" content="0"><p itemprop="text">x</p>'
)


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (("", ""), 0), (('itemprop="upvoteCount"', ""), 2), ((' itemprop="author"', ""), 2), (('content="0"', 'content="x"'), 2),
        (("acceptedAnswer", "other"), 1), (("QAPage", "WebPage"), 1), (("db-live", ""), 1), (("</h1>", '</h1><i itemprop="name">y</i>'), 1),
        (("+00:00", ""), 2), (("mainEntity", "about"), 1),
    ],
)  # fmt: skip
def test_what_is_missed_is_named(change: tuple[str, str], count: int) -> None:
    """Each rule finds its own breach in a page that keeps all others."""
    assert len(problems(BeautifulSoup(WHOLE.replace(*change), "html.parser"))) == count


def test_a_page_of_nothing_misses_all() -> None:
    """So no test passes because it looked at the wrong page."""
    assert problems(BeautifulSoup("<p>x</p>", "html.parser")) == ["nothing"]
