"""Which article a person means."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from deskbook.errors import DecisionError
from deskbook.model import Article, Confidence
from deskbook.text.naming import article_named

PURGE = Article(PurePosixPath("edge/purge.md"), "purge-cache", "Purging the cache", "")
INDEX = Article(PurePosixPath("edge/index.md"), "edge", "Edge", "")
OLD = Article(PurePosixPath("edge/old.md"), "old", "Old", "", confidence=Confidence.ARCHIVED)
ALL = (PURGE, INDEX, OLD)


@pytest.mark.parametrize(
    "name",
    ["purge-cache", "edge/purge.md", "content/edge/purge.md", "content\\edge\\purge.md", "edge/purge", "edge/purge/"],
)
def test_an_article_goes_by_id_path_or_address(name: str) -> None:
    """As it stands in the front matter, in the file system and in the browser."""
    assert article_named(ALL, name, "content") is PURGE


def test_an_id_comes_before_a_path_and_a_page_before_a_section() -> None:
    """So a name means the same, whatever else there is."""
    page = Article(PurePosixPath("edge.md"), "x", "Page", "")

    assert article_named((page, INDEX), "edge", "content") is INDEX
    assert article_named((page, Article(INDEX.path, "y", "Edge", "")), "edge", "content") is page


@pytest.mark.parametrize(
    ("name", "said"), [("purge-cahce", "did you mean 'purge-cache'"), ("", "no article"), ("/", "no article")]
)
def test_what_is_no_article_is_an_error_with_the_nearest(name: str, said: str) -> None:
    """And with the way to name one."""
    with pytest.raises(DecisionError, match=said) as problem:
        article_named(ALL, name, "content")

    assert "content/" in str(problem.value.cure)


def test_an_archived_article_has_to_be_wanted() -> None:
    """Most verbs are for pages."""
    assert article_named(ALL, "old", "content", archived=True) is OLD
    with pytest.raises(DecisionError, match="is archived"):
        article_named(ALL, "old", "content")
