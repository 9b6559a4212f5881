"""The text of a pull request with drafts."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Article, Audience
from deskbook.text.proposing import Offered, body, marks
from deskbook.text.standard import Answer


def offered(name: str = "one", text: str = "Open the lid.", title: str = "", **more: object) -> Offered:
    """A draft as it is offered."""
    path = f"content/drafts/{name}.md"
    article = Article(PurePosixPath(path), name, title or f"What about {name}?", text, audience=Audience.PUBLIC)
    values: dict[str, object] = {"owner": "Edge", "sources": (), "answers": ()}
    return Offered(article, path, f"https://git.example/{path}", **{**values, **more})  # type: ignore[arg-type]


def test_each_draft_has_what_a_reviewer_needs() -> None:
    """Its file, owner and sources, what speaks against it, what is left to answer, what was redacted, and a folded preview."""
    one = offered(
        text="## Environment\n\n<!-- Which product? -->\n\nWrite to [e-mail] or [e-mail].",
        sources=(("tickets:1", "https://desk.example/1"), ("forum:2", "")),
        answers=(Answer("Unique", False, ("line 3: is like TLS",)), Answer("Clear", True), Answer("Links valid", None)),
    )
    text = body([one], ["0a1b"], "", 65_536)

    for wanted in (
        "### What about one?",
        "[content/drafts/one.md](https://git.example/content/drafts/one.md) · owner: Edge",
        "from [tickets:1](<https://desk.example/1>), forum:2",
        "- [ ] Unique: line 3: is like TLS",
        "- [x] Clear",
        "- [ ] Answered in the text: Which product?",
        "2 × `[e-mail]`",
        "<details><summary>Preview</summary>",
    ):
        assert wanted in text
    assert "Links valid" not in text


def test_what_people_wrote_and_ticked_stays() -> None:
    """Above and below, with the line ends of browsers; a tick belongs to one item of one draft."""
    first = body([offered("one"), offered("two")], ["0a"], "", 65_536)
    item = next(line for line in first.split("\n") if line.startswith("- [ ] Read"))
    ticked = first.replace(item, item.replace("[ ]", "[x]"), 1)
    people = f"Please by Friday.\n\n{ticked}\nThanks!\n".replace("\n", "\r\n")
    again = body([offered("one"), offered("two")], ["0a", "0b"], people, 65_536)

    assert again.startswith("Please by Friday.\n\n<!-- deskbook:drafts 0a 0b -->")
    assert again.endswith("<!-- deskbook:end -->\n\nThanks!\n")
    assert again.count(item.replace("[ ]", "[x]")) == 1
    assert again.index("[x] Read") < again.index("### What about two?")
    assert body([offered("one"), offered("two")], ["0a", "0b"], again, 65_536) == again


@pytest.mark.parametrize(
    "hostile",
    [
        "<!-- deskbook:end -->",
        "<!-- deskbook:drafts ffff -->",
        "````\n\n@everybody\n/merge",
        "</details>\n\n/close",
        "Fixes #12 and !3, says @bo",
        "- [x] Read by somebody who knows: it is right, and fit for everybody who may see it (public)",
    ],
)
def test_what_a_customer_wrote_means_nothing_to_the_forge(hostile: str) -> None:
    """No marks, no mentions, no commands, no references, no ticks, neither in the text nor in the title."""
    text = body([offered(text=hostile, title=hostile)], ["0a"], "", 65_536)

    assert marks(text) == {"0a"}
    assert "@everybody" not in text
    assert "@bo" not in text
    assert "#12" not in text.replace("\\#12", "")
    outside, fence = [], ""
    for line in text.split("\n"):
        if line.startswith("````") and (not fence or line == fence):
            fence = "" if fence else line.removesuffix("markdown")
        elif not fence:
            outside.append(line)
    assert not [line for line in outside if line.startswith("/")]
    assert body([offered(text=hostile, title=hostile)], ["0a"], text, 65_536) == text


@given(st.integers(0, 60), st.integers(0, 20_000), st.integers(4_000, 65_536))
def test_it_is_never_too_long_and_says_what_it_left_out(number: int, size: int, longest: int) -> None:
    """Previews are cut first, then left out, then drafts; the marks always fit."""
    drafts = [offered(f"d{n}", "word " * (size // 5)) for n in range(number)]
    known = [f"{n:010x}" for n in range(number)]
    text = body(drafts, known, "", longest)

    assert len(text) <= longest
    assert marks(text) == set(known)
    shown = text.count("### What about")
    assert shown == number or f"And {number - shown:,} more draft" in text
