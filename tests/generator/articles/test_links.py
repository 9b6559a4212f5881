"""deskbook_site.articles.links: what readers may know of other pages."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook_site.articles.links import UNNAMED, Surroundings, gate

AROUND = Surroundings(
    visible=frozenset({"a/page.md", "a/other.md", "a/index.md", "index.md"}),
    hidden={"team/secret.md": "Secret Plan of Ours", "team/index.md": "Team", "owners.yml": ""},
    files=frozenset({"a/img/x.png", "a/my file.pdf", "a/clip.mp4"}),
)
HERE = PurePosixPath("a/page.md")


def gated(body: str) -> str:
    """The body as readers get it."""
    return gate(body, HERE, AROUND).body


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("See [how](../team/secret.md).", "See how."),
        ("See [how *we* do](<../team/secret.md> 'Title')!", "See how *we* do!"),
        ("See [how](../team/secret.md#part){ .md-button }.", "See how."),
        ("See [how](../team/secret.md?x=1).", "See how."),
        ("See [how](../team/).", "See how."),
        ("See [how](/team/secret/).", "See how."),
        ("See [how](../../team/secret/).", "See how."),
        ("See [how](../team/secret.html).", "See how."),
        ("See [how](../team/%73ecret.md).", "See how."),
        ("See [Secret Plan of Ours](../team/secret.md).", f"See {UNNAMED}."),
        ("See [our *secret plan of ours* page](../team/secret.md).", f"See {UNNAMED}."),
        ("See [team/secret.md](../team/secret.md).", f"See {UNNAMED}."),
        ("See [who](../owners.yml).", "See who."),
        ("See [how][s] and [s].\n\n[s]: ../team/secret.md 'Secret'\n", "See how and s.\n\n"),
        ("See [how][].\n\n[How]: <../team/secret.md>\n    'Secret'\n", "See how.\n\n"),
        ('See <a class="x" href="../../team/secret/">how</a>.', "See how."),
        ("See <a href=../team/secret.md>how</a>.", "See how."),
        ('<iframe src="../team/secret.md"></iframe>', "<iframe></iframe>"),
        ("[![pic](img/x.png)](../team/secret.md)", "![pic](img/x.png)"),
        ("[a `]` b](../team/secret.md)", "a `]` b"),
        ("[a [b [c]] d](../team/secret.md)", "a [b [c]] d"),
        ("See [how](  ../team/secret.md  'Secret (plan)' ).", "See how."),
        ("Keep. <!-- ask [x](../team/secret.md) -->\nThis.", "Keep. This."),
    ],
)
def test_a_link_to_a_hidden_page_becomes_text(body: str, expected: str) -> None:
    """However the link is written, neither the address nor the title of the hidden page stays."""
    assert gated(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "[a](other.md) [b](other.md#x 'T') [c](#here) [d](https://x.example/team/secret.md) [e](mailto:a@b.example)",
        "![x](img/x.png) [file](<my file.pdf>) [file](my%20file.pdf)",
        "[a][o] [o] [none]\n\n[o]: other.md\n[^1]: A note.\n*[HTML]: A term\n",
        "- [ ] a task\n- [x] done\n\nAn [unclosed bracket, and array[0](not a link)",
        "```\n[how](../team/secret.md) <!-- kept -->\n```\n\n`[how](../team/secret.md)`",
        "    ```md\n    [how](../team/secret.md)\n    ```",
        "~~~\n```\n[how](../team/secret.md)\n~~~",
        '<a href="../other/">o</a> <video src="clip.mp4"></video>',
        "[home](../index.md) [here](index.md) [up](../) [somewhere](../elsewhere/)",
    ],
)
def test_everything_else_stays_byte_for_byte(body: str) -> None:
    """Links to visible pages, other hosts and files, code, and what only looks like a link are left alone."""
    assert gate(body, HERE, AROUND).body == body
    assert gate(body, HERE, AROUND).dead == ()


def test_code_before_a_link_hides_nothing() -> None:
    """A bracket or fence in code does not make the gate miss the link behind it."""
    assert gated("`[a` and [how](../team/secret.md) `b]`") == "`[a` and how `b]`"
    assert gated("```\n[\n```\n[how](../team/secret.md)") == "```\n[\n```\nhow"
    assert gated("a ` tick and [how](../team/secret.md)\n\nanother ` tick") == "a ` tick and how\n\nanother ` tick"


@pytest.mark.parametrize(
    ("body", "files"),
    [
        ("![x](img/x.png)", {"a/img/x.png"}),
        ("[![x](img/x.png)](other.md)", {"a/img/x.png"}),
        ("![x][i]\n\n[i]: img/x.png", {"a/img/x.png"}),
        ('<img alt="x" src="../img/x.png"> <video src=clip.mp4>', {"a/img/x.png", "a/clip.mp4"}),
        ("[m](my%20file.pdf#page=2) [m](<my file.pdf>)", {"a/my file.pdf"}),
        ("![m](my file.pdf 'T') ![m](my file.pdf)", {"a/my file.pdf"}),
        ("`![x](img/x.png)`", set()),
        ("[who](../owners.yml)", set()),
    ],
)
def test_files_that_an_article_shows_are_named(body: str, files: set[str]) -> None:
    """Images and files go with the page, in whatever way it shows them; the roster never does."""
    assert gate(body, HERE, AROUND).files == files


def test_links_to_nothing_are_reported_and_become_text() -> None:
    """The engine would refuse the page; addresses without a suffix are for LinkChecker."""
    found = gate("[a](gone.md) ![b](no.png) [c][g] [d](gone/)\n\n[g]: lost.md", HERE, AROUND)
    assert set(found.dead) == {"gone.md", "no.png", "lost.md"}
    assert found.body == "a b c [d](gone/)\n\n"


words = st.sampled_from(
    ["[", "]", "(", ")", "![", "](", "`", "```\n", "\n", "<a href=", "</a>", ">", " ", "x", "<!--", "-->"]
)


@settings(deadline=None)
@given(st.lists(words | st.just("[how](../team/secret.md)"), max_size=20))
def test_any_soup_of_brackets_can_be_read(parts: list[str]) -> None:
    """No text makes the gate fail, and to gate twice is to gate once where no comment opens anew."""
    once = gated("".join(parts))
    if "<!--" not in once:
        assert gated(once) == once
