"""deskbook_site.machines.llms."""

from __future__ import annotations

from deskbook_site.machines.llms import llms_txt
from entries import entry


def test_it_has_the_form_of_llmstxt_org() -> None:
    """One heading of the first level, a quote, then sections with lists of links to the Markdown twins."""
    text = llms_txt(
        "Help [desk]",
        "https://x.example/kb/",
        [entry("b.md", title="B"), entry("dns/index.md", title="Names"), entry("dns/ü.md", title="A *b*", summary="S."), entry("x/y-z/c.md", title="C")],
    )  # fmt: skip
    assert text.startswith("# Help \\[desk\\]\n\n> Answers of a support team, in 3 articles.")
    assert text.split("\n\n", 2)[2] == (
        "## Articles\n\n- [B](https://x.example/kb/b/index.md)\n\n"
        "## Names\n\n- [A \\*b\\*](https://x.example/kb/dns/%C3%BC/index.md): S.\n\n"
        "## X / Y z\n\n- [C](https://x.example/kb/x/y-z/c/index.md)\n"
    )


def test_without_an_address_links_are_relative() -> None:
    """A site in a folder works too."""
    assert "- [B](b/index.md)\n" in llms_txt("Help", None, [entry("b.md", title="B")])
