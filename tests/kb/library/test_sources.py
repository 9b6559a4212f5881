"""The sources of an article's file, changed and nothing else with them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import frontmatter
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import ContentError
from deskbook.library import Library, parse, render
from deskbook.library.sources import with_source, without_source
from deskbook.model import Article
from strategies import articles, lines

PATH = PurePosixPath("a.md")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "---\nid: a  # for ever\nsources:\n  - t:1 # first\n  # and\n  - t:2\ntitle: 'A'\n---\nText\n",
            "---\nid: a  # for ever\nsources:\n  - t:1 # first\n  # and\n  - t:2\n  - t:9\ntitle: 'A'\n---\nText\n",
        ),
        ("---\nsources: [t:1, 't:2' ]  # two\n---\nText", "---\nsources: [t:1, 't:2', t:9 ]  # two\n---\nText"),
        ("---\nsources: [\n  t:1,\n]\n---\nText", "---\nsources: [\n  t:1, t:9,\n]\n---\nText"),
        ("---\nsources: []\n---\nText", "---\nsources: [t:9]\n---\nText"),
        ("---\nsources:\nid: a\n---\nText", "---\nsources: [t:9]\nid: a\n---\nText"),
        ("---\nsources: t:1\n---\nText", "---\nsources: [t:1, t:9]\n---\nText"),
        ("---\r\nid: a\r\n---\r\nText\r\n", "---\r\nid: a\r\nsources: [t:9]\r\n---\r\nText\r\n"),
        ("Text\n\nMore", "---\nsources: [t:9]\n---\n\nText\n\nMore"),
        ("\ufeff---\nid: a\n---\nText", "\ufeff---\nid: a\nsources: [t:9]\n---\nText"),
    ],
)
def test_a_thread_is_added_where_sources_are_listed(before: str, after: str) -> None:
    """In whatever way somebody wrote the list, comments, quotes, line ends and all else stay; a second time changes nothing."""
    assert with_source(before, "t:9") == after
    assert with_source(after, "t:9") == after
    assert parse(without_source(after, "t:9"), PATH) == parse(before, PATH)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nsources:\n- t:1 # x\n- t:9\n---\nText", "---\nsources:\n- t:9\n---\nText"),
        ("---\nsources:\n- t:1\nid: a\n---\nText", "---\nsources: []\nid: a\n---\nText"),
        ("---\nsources: [t:1, t:9]\n---\nText", "---\nsources: [t:9]\n---\nText"),
        ("---\nsources: [t:9, t:1]\n---\nText", "---\nsources: [t:9]\n---\nText"),
        ("---\nsources: [t:1, t:9, t:1]\n---\nText", "---\nsources: [t:9]\n---\nText"),
        ("---\nsources:\n- t:1\n- t:1\n---\nText", "---\nsources: []\n---\nText"),
        ("---\nsources: t:1\n---\nText", "---\nsources: []\n---\nText"),
        ("Text", "Text"),
    ],
)
def test_a_thread_is_taken_out(before: str, after: str) -> None:
    """The others stay as they were written."""
    assert without_source(before, "t:1") == after


@settings(deadline=None)
@given(articles(), lines)
def test_only_the_sources_change(article: Article, key: str) -> None:
    """Of any article with any thread: the sources are as wanted, and every other value and the text are the same."""
    text = render(article)
    added = with_source(text, key)

    assert set(parse(added, PATH).sources) == {*article.sources, key}
    for changed in (added, without_source(added, key)):
        before, after = (frontmatter.loads(one) for one in (text, changed))
        assert {**before.metadata, "sources": None} == {**after.metadata, "sources": None}
        assert before.content == after.content
    assert key not in parse(without_source(added, key), PATH).sources


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["t:9", "t: 9", "'"]))
def test_what_cannot_be_changed_safely_is_refused(front: str, key: str) -> None:
    """A file is changed as wanted or not at all, however odd its front matter."""
    text = f"---\n{front}\n---\nText\n"
    try:
        changed = with_source(text, key)
    except ContentError:
        return
    assert changed.endswith("Text\n")


def test_a_block_of_text_is_no_list(tmp_path: Path) -> None:
    """The error names the file and what to do by hand, and the file stays as it was."""
    text = "---\nid: a\nsources: |\n  t:1\n---\nText\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")

    with pytest.raises(ContentError) as caught:
        Library(tmp_path).name_source(PATH, "t:9")

    assert caught.value.where == "content/a.md"
    assert "t:9" in str(caught.value.cure)
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == text


def test_the_file_is_written_once(tmp_path: Path) -> None:
    """Adding says whether it changed the file; a file that says it already is not written."""
    (tmp_path / "a.md").write_bytes("\ufeff---\r\nid: ä\r\n---\r\nText\r\n".encode())
    library = Library(tmp_path)

    assert library.name_source(PATH, "t:9")
    assert not library.name_source(PATH, "t:9")
    assert (tmp_path / "a.md").read_bytes() == "\ufeff---\r\nid: ä\r\nsources: [t:9]\r\n---\r\nText\r\n".encode()
    assert library.name_source(PATH, "t:9", named=False)
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
