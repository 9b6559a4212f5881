"""What an agent may answer a ticket with."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from deskbook.model import Article
from deskbook.text.reply import LENGTH, UNNAMED, reply
from pages import page


def resolution(text: str) -> Article:
    return page("a.md", f"## Issue\n\nMy words.\n\n## Resolution\n\n{text}\n\n## Cause\n\nRust.")


def test_the_resolution_in_short() -> None:
    """Sentences, the first of each step, and code; headings and images are passed over, other parts are not told."""
    made = reply(
        resolution(
            "It is **slow**. See e.g. the `log`.\n\n### Steps\n\n1. Open it. It takes a while.\n2. Run this:\n\n"
            "    ```sh\n    purge --all\n    ```\n3. Close it.\n\n![how](a.png)\n"
        )
    )

    assert made.plain == ("It is slow. See e.g. the `log`.\n\n1. Open it.\n2. Run this:\npurge --all\n3. Close it.")
    assert made.html.startswith("<p>It is <strong>slow</strong>. See e.g. the <code>log</code>.</p>\n<ol>\n<li>")
    assert "purge --all" in made.html
    assert "while" not in made.html


def test_a_persons_own_reply_is_taken_whole() -> None:
    """What the front matter says is neither shortened nor looked for elsewhere."""
    own = "Do **this**. " * 100

    made = reply(page("a.md", "## Resolution\n\nOther.", reply=own))

    assert made.plain == " ".join(["Do this."] * 100)


def test_an_article_without_resolution_tells_what_it_says() -> None:
    """Issue and the other parts are not the answer; a page without parts is taken from its beginning."""
    assert reply(page("a.md", "## Issue\n\nIt fails.\n\n## Steps\n\nPush it.")).plain == "Push it."
    assert reply(page("a.md", "# A\n\nPull it.\n\n## More\n\nThen push.")).plain == "Pull it.\n\nThen push."
    assert reply(page("a.md", "## Issue\n\nIt fails.")).plain == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One sentence. " + "word " * 200 + ".", "One sentence."),
        ("1. One.\n2. " + "word " * 200, "1. One."),
        ("Fits.\n\n```\n" + "code\n" * 200 + "```\n\nNever.", "Fits."),
        ("It holds for v1.2. Set these:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThen go.", "It holds for v1.2."),
        ("Run this:\n\n```\n" + "code\n" * 200 + "```", ""),
    ],
)
def test_what_does_not_fit_is_left_out_whole(text: str, said: str) -> None:
    """A reply ends with a sentence, a step or a block of code, and announces nothing that is not there."""
    assert reply(resolution(text)).plain == said


def test_links_lead_somewhere_or_are_words() -> None:
    """An address on the web stands behind its words, one within the site is asked for, and one that is hidden is not named."""
    known = {"b.md": "https://help.example/b/", "secret.md": ""}
    text = "See [docs](https://x.example/d), [b](b.md), [gone](gone.md), [The *Secret*](secret.md) and <https://x.example>."

    made = reply(resolution(text), address=lambda target: target if "//" in target else known.get(target))

    assert made.plain == (
        f"See docs (https://x.example/d), b (https://help.example/b/), gone, {UNNAMED} and https://x.example."
    )
    assert '<a href="https://help.example/b/">b</a>' in made.html
    assert "ecret" not in made.html


def test_html_and_comments_are_no_answer() -> None:
    """Raw HTML and notes to fellow writers stay in the article; a note to the engine is read without its first line."""
    made = reply(resolution('<!-- ask Bo -->\n\nA<br>b <b>c</b>.\n\n<div>no</div>\n\n!!! note "Mind"\n    Be quick.'))

    assert made.plain == "Ab c.\n\nBe quick."
    assert "<b>" not in made.html


@settings(deadline=None)
@given(strategies.bodies | st.lists(strategies.lines, max_size=20).map(". ".join))
def test_a_made_reply_is_never_too_long(text: str) -> None:
    """Whatever the Resolution holds, its plain text keeps to the limit."""
    article = Article(PurePosixPath("a.md"), "a", "A", f"## Resolution\n\n{text}")

    assert len(reply(article).plain) <= LENGTH
    assert len(reply(article, 30).plain) <= 30
