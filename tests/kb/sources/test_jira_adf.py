"""Texts of Jira as Markdown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.sources.jira_adf import from_adf, mentioned, plain


def node(kind: str, *content: object, **attributes: object) -> dict[str, Any]:
    """A node."""
    return {"type": kind, "content": list(content), "attrs": attributes}


def text(words: str, *marks: object) -> dict[str, Any]:
    """Words, some of them marked."""
    return {
        "type": "text",
        "text": words,
        "marks": [{"type": mark} if isinstance(mark, str) else mark for mark in marks],
    }


def doc(*content: object) -> dict[str, Any]:
    """A document."""
    return {"type": "doc", "version": 1, "content": list(content)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (node("paragraph", text("Turn it "), text("off", "strong"), text(".")), "Turn it **off**."),
        (node("paragraph", text("a_b <b> *c*")), "a_b &lt;b> \\*c\\*"),
        (node("paragraph", text("x = 1", "code", "strong")), "**`x = 1`**"),
        (node("heading", text("Cause"), level=2), "## Cause"),
        (node("paragraph", text("one"), node("hardBreak"), text("two")), "one  \ntwo"),
        (node("codeBlock", text("if x:\n    y"), language="python"), "if x:\n    y"),
        (node("blockquote", node("paragraph", text("said"))), "> said"),
        (node("panel", node("paragraph", text("Mind")), panelType="info"), "> Mind"),
        (node("expand", node("paragraph", text("long")), title="Log"), '[details="Log"]\n\nlong\n\n[/details]'),
        (node("paragraph", node("mention", id="1", text="@Ada"), text(" hi")), "@Ada hi"),
        (node("paragraph", node("emoji", shortName=":x:", text="❌")), "❌"),
        (node("paragraph", node("status", text="DONE")), "DONE"),
        (node("paragraph", node("inlineCard", url="https://a.example/b")), "<https://a.example/b>"),
        (node("mediaSingle", node("media", type="file", id="u", alt="tray.png")), "tray.png"),
        (node("somethingNew", node("paragraph", text("kept"))), "kept"),
    ],
)
def test_nodes(given: dict[str, Any], expected: str) -> None:
    """Each sort of node reads as it looks in Jira."""
    assert expected in from_adf(doc(given))


def test_links_and_lists() -> None:
    """Links that could run are dropped, lists are indented."""
    link = {"type": "link", "attrs": {"href": "https://a.example/"}}
    bad = {"type": "link", "attrs": {"href": "javascript:alert(1)"}}
    inner = node("orderedList", node("listItem", node("paragraph", text("deep"))))
    items = [
        node("listItem", node("paragraph", text("here", link))),
        node("listItem", node("paragraph", text("no", bad)), inner),
    ]

    assert from_adf(doc(node("bulletList", *items))) == "- [here](https://a.example/)\n- no\n\n    1. deep"


def test_tables() -> None:
    """Rows and cells."""
    heads = [node("tableHeader", node("paragraph", text(word))) for word in "ab"]
    cells = [node("tableCell", node("paragraph", text(word))) for word in "cd"]

    table = from_adf(doc(node("table", node("tableRow", *heads), node("tableRow", *cells))))

    assert table == "| a | b |\n| --- | --- |\n| c | d |"


def test_what_is_nested_too_deeply_gives_its_text() -> None:
    """Whoever nests ten thousand quotes is still read."""
    deep: dict[str, Any] = node("paragraph", text("found"))
    for _ in range(10_000):
        deep = node("blockquote", deep)

    assert from_adf(doc(deep)) == "found"
    assert plain(deep) == "found"


def test_who_is_mentioned() -> None:
    """Names to look for, without the sign."""
    assert list(mentioned(doc(node("paragraph", node("mention", text="@Ada Okafor"))))) == ["Ada Okafor"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.fixed_dictionaries(
            {
                "type": st.sampled_from(
                    ["doc", "text", "table", "tableRow", "listItem", "heading", "media", "mention", "codeBlock", "x"]
                )
            },
            optional={"content": inner, "attrs": inner, "text": inner, "marks": inner},
        )
    ),
    max_leaves=10,
)


@given(JSON)
def test_no_json_is_too_strange(value: object) -> None:
    """Whatever stands there becomes text, and no tag."""
    assert "<script" not in from_adf(value)
    assert isinstance(plain(value), str)
    assert all(isinstance(name, str) for name in mentioned(value))
