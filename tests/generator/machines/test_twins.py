"""deskbook_site.machines.twins."""

from __future__ import annotations

from datetime import date

import pytest

from deskbook_site.machines.twins import twin
from entries import entry


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[a](fast.md)", "[a](../fast/index.md)"),
        ("[a](<fast.md#part> 'T')", "[a](../fast/index.md#part 'T')"),
        ("[a](../dns/index.md?x=1)", "[a](../../dns/index.md?x=1)"),
        ("[home](../index.md)", "[home](../../index.md)"),
        ("![x](img/a.png) [f](<my file.pdf>)", "![x](../img/a.png) [f](<../my file.pdf>)"),
        ("[![x](img/a.png)](fast.md)", "[![x](../img/a.png)](../fast/index.md)"),
        ("[a][f]\n\n[f]: fast.md", "[a][f]\n\n[f]: ../fast/index.md"),
    ],
)
def test_links_lead_to_other_twins(body: str, expected: str) -> None:
    """A twin lies one folder deeper than the file that it is made of."""
    assert twin(entry("network/slow.md", body=body), None).endswith(f"\n\n{expected}\n")


@pytest.mark.parametrize(
    "body",
    [
        "[a](https://x.example/b.md) [b](#part) [c](mailto:a@b.example) [d](/e.md) [f](../fast/)",
        "`[a](fast.md)`\n\n```\n[a](fast.md)\n```",
        '<a href="../fast/">a</a> <img src="../img/a.png">',
    ],
)
def test_other_addresses_stay(body: str) -> None:
    """Other sites, places in the page, addresses of pages, code, and HTML, which no engine rewrites."""
    assert twin(entry("network/slow.md", body=body), None).endswith(f"\n\n{body}\n")


def test_a_twin_says_what_its_page_says() -> None:
    """The title, what sort of page it is, who vouches, what it applies to, customers' words, and where the page is."""
    found = twin(
        entry("a/b.md", title="A *b* [c]", body="Text.", vouched="our support team", reviewed=date(2026, 3, 1),
              applies_to=("Edge",), asked_as=("why_so",)),
        "https://x.example/kb",
    )  # fmt: skip
    assert found == (
        "# A \\*b\\* \\[c\\]\n\n"
        "> Question and answer; validated by our support team; last verified on 1 March 2026; applies to Edge.\n>\n"
        "> Also asked as: why\\_so.\n>\n"
        "> <https://x.example/kb/a/b/>\n\n"
        "Text.\n"
    )


def test_a_heading_of_its_own_stays() -> None:
    """What nobody validated says so below it."""
    found = twin(entry("a.md", body="# Own\n\nText."), None)
    assert found == "# Own\n\n> Question and answer; not yet reviewed.\n\nText.\n"
