"""Values of an article's front matter, changed and nothing else with them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import frontmatter
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import ContentError
from deskbook.library import Library, parse, render
from deskbook.library.keys import body_start, with_entry, with_value, without_entry
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
    assert with_entry(before, "sources", "t:9") == after
    assert with_entry(after, "sources", "t:9") == after
    assert parse(without_entry(after, "sources", "t:9"), PATH) == parse(before, PATH)


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
    assert without_entry(before, "sources", "t:1") == after


@settings(deadline=None)
@given(articles(), lines)
def test_only_the_sources_change(article: Article, key: str) -> None:
    """Of any article with any thread: the sources are as wanted, and every other value and the text are the same."""
    text = render(article)
    added = with_entry(text, "sources", key)

    assert set(parse(added, PATH).sources) == {*article.sources, key}
    for changed in (added, without_entry(added, "sources", key)):
        before, after = (frontmatter.loads(one) for one in (text, changed))
        assert {**before.metadata, "sources": None} == {**after.metadata, "sources": None}
        assert before.content == after.content
    assert key not in parse(without_entry(added, "sources", key), PATH).sources


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["t:9", "t: 9", "'"]))
def test_what_cannot_be_changed_safely_is_refused(front: str, key: str) -> None:
    """A file is changed as wanted or not at all, however odd its front matter."""
    text = f"---\n{front}\n---\nText\n"
    try:
        changed = with_entry(text, "sources", key)
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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nid: a # b\ntitle: 'A' # c\n---\nText", "---\nid: a # b\ntitle: New one # c\n---\nText"),
        ("---\r\nid: a\r\n---\r\nText", "---\r\nid: a\r\ntitle: New one\r\n---\r\nText"),
        ("---\ntitle:\nid: a\n---\n", "---\ntitle: New one\nid: a\n---\n"),
        ("Text", "---\ntitle: New one\n---\n\nText"),
    ],
)
def test_a_value_is_said_in_its_place(before: str, after: str) -> None:
    """Comments, line ends and everything else stay; a second time changes nothing."""
    assert with_value(before, "title", "New one") == after
    assert with_value(after, "title", "New one") == after


@pytest.mark.parametrize("front", ["title: |\n  long\n", "title: [a]\n", "title: &x a\nother: *x\n", "{title: a}\n"])
def test_a_value_that_is_more_than_a_word_is_left_to_a_person(front: str) -> None:
    """Or else nothing but the value changes."""
    text = f"---\n{front}---\nText\n"
    try:
        changed = with_value(text, "title", "New: one")
    except ContentError as error:
        assert "New: one" in str(error.cure)
    else:
        before, after = frontmatter.loads(text), frontmatter.loads(changed)
        assert {**before.metadata, "title": "New: one"} == after.metadata


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nid: a\n---\n", "---\nid: a\nprovenance:\n  m#1: [w]\n---\n"),
        (
            "---\nprovenance:\n  m#0: [v] # c\nid: a\n---\n",
            "---\nprovenance:\n  m#1: [w]\n  m#0: [v] # c\nid: a\n---\n",
        ),
        ("---\nprovenance: {m#0: [v]}\n---\n", "---\nprovenance: {m#1: [w], m#0: [v]}\n---\n"),
        ("---\nprovenance:\n---\n", "---\nprovenance: {m#1: [w]}\n---\n"),
        ("---\nprovenance:\n  m#1: [v]\n---\n", "---\nprovenance:\n  m#1: [v, w]\n---\n"),
    ],
)
def test_an_entry_is_added_inside_a_mapping(before: str, after: str) -> None:
    """Whether or not there is a mapping, and the list in it, already."""
    assert with_entry(before, "m#1", "w", inside="provenance") == after
    assert with_entry(after, "m#1", "w", inside="provenance") == after


@pytest.mark.parametrize("front", ["---\nid: a\n---\n", "---\r\nid: a\r\n---\r\n", "\ufeff---\nid: a\n---\n", ""])
def test_where_the_body_begins(front: str) -> None:
    """Right behind the line that ends the front matter."""
    assert body_start(f"{front}Text\n---\n") == len(front)
