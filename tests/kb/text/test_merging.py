"""What one article says and another does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.merging import additions, marks, with_additions
from strategies import words

KEEP = "## Issue\n\nDNS is slow.\n\n- one\n- two\n\n## Resolution\n\n1. Open the page.\n2. Save it.\n"


def merged(keep: str, other: str) -> str:
    return with_additions(keep, additions(keep, other, "dns/old.md"))


def brought(keep: str, other: str) -> list[str]:
    """What stands between the marks, in order."""
    found = re.findall(r"<!-- merged from dns/old.md: .*? -->\n\n(.*?)\n\n<!-- end of", merged(keep, other), re.DOTALL)
    return [str(one) for one in found]


@pytest.mark.parametrize(
    ("other", "new"),
    [
        ("## Issue\n\nDNS is **slow**.\n\n* Two\n", []),
        ("## Issue\n\nDNS is not slow.\n", ["DNS is not slow."]),
        ("## Issue\n\nDNS is slow. But at night.\n", ["DNS is slow. But at night."]),
        ("## Issue\n\n- two\n- three\n  more\n", ["- three\n  more"]),
        ("## Resolution\n\n1. Open the page.\n2. Press `-V`.\n", ["2. Press `-V`."]),
        ("## Resolution\n\n### On Debian\n\nDNS is slow.\n\n### On Arch\n\nNew.\n", ["### On Arch\n\nNew."]),
        ("## Issue\n\n!!! note\n    DNS is slow.\n\n    New.\n", ["!!! note\n    DNS is slow.\n\n    New."]),
        ("## Issue\n\n```sh\nOpen the page.\n```\n", ["```sh\nOpen the page.\n```"]),
        ("## Issue\n\nSee [it][r].\n\n[r]: x.md 'T'\n", ["See [it](x.md 'T')."]),
        ("## Issue\n\nSo[^1].\n\n[^1]: word\n", ["So[^1].\n\n[^1]: word"]),
        ("# Title\n\nBefore all.\n", ["Before all."]),
        ("## issue\n\nNew.\n\n## RESOLUTION\n\nNew, too.\n", ["New.", "New, too."]),
        ("## Issue\n\n<!-- for writers -->\n", ["<!-- for writers -->"]),
        ("Issue\n-----\n\nNew.\n", ["New."]),
    ],
)
def test_only_what_is_new_is_brought(other: str, new: list[str]) -> None:
    """Paragraphs, steps, notes and code are each whole; a second time nothing is new."""
    assert brought(KEEP, other) == new
    once = merged(KEEP, other)
    assert merged(once, other) == once
    assert [one.path for one in marks(once)] == ["dns/old.md"] * len(new)


def test_it_stands_at_the_end_of_its_part() -> None:
    """A part that is missing is made where parts of its name stand, any other section at the end."""
    lines = merged(KEEP, "## Cause\n\nTTL.\n\n## Issue\n\nNew.\n\n## Extra\n\nMore.\n").split("\n")
    order = ["- two", "New.", "## Cause", "TTL.", "## Resolution", "2. Save it.", "## Extra", "More."]
    assert [line for line in lines if line in order] == order
    assert merged("", "## Cause\n\nTTL.\n").strip().startswith("## Cause")


def test_footnotes_of_both_stay_apart() -> None:
    """Two footnotes 1 would be one."""
    once = merged("A[^1].\n\n[^1]: mine\n", "B[^1].\n\n[^1]: yours\n")
    assert "B[^1-dns-old]." in once
    assert "[^1-dns-old]: yours" in once
    assert merged(once, "B[^1].\n\n[^1]: yours\n") == once


def test_line_ends_stay() -> None:
    """What is brought to a file from Windows ends its lines as that file does."""
    keep = KEEP.replace("\n", "\r\n")
    once = with_additions(keep, additions(KEEP, "## Issue\n\nNew.\n", "dns/old.md"))
    assert once.replace("\r\n", "\n") == merged(KEEP, "## Issue\n\nNew.\n")
    assert "\n" not in once.replace("\r\n", "")


def test_marks_of_an_earlier_merge_are_not_nested() -> None:
    """What was merged into the other and not worked in comes along as the other's."""
    first = with_additions("", additions("", "New.\n", "dns/first.md"))
    assert brought("", first) == ["New."]
    assert len(marks(merged("", first))) == 1


def test_half_a_mark_and_an_example_of_one() -> None:
    """An end that somebody forgot is reported, one in code is not."""
    end = "<!-- end of what was merged from a.md -->"
    assert [(one.line, one.path) for one in marks(f"x\n\n{end}\n")] == [(3, "")]
    assert marks(f"```\n{end}\n```\n") == ()


paragraphs = st.lists(words, min_size=1, max_size=4).map(" ".join)
bodies = st.lists(
    st.one_of(
        paragraphs.map("{}.".format),
        paragraphs.map("- {}".format),
        paragraphs.map("```\n{}\n```".format),
        st.sampled_from(["## Issue", "## Cause", "## Resolution", "## Extra", "### Deep"]),
    ),
    max_size=8,
).map("\n\n".join)


@given(bodies, bodies)
def test_nothing_is_lost_and_nothing_said_twice(keep: str, other: str) -> None:
    """Each line of both stands in what is merged, nothing of the first has moved, and the second time nothing is new."""
    once = merged(keep, other)
    flat = f" {' '.join(re.findall(r'[a-z]+', once))} "
    for line in (line for line in other.split("\n") if line and not line.startswith(("#", "```"))):
        assert f" {' '.join(re.findall(r'[a-z]+', line))} " in flat
    kept = iter(once.split("\n"))
    assert all(line in kept for line in keep.split("\n"))
    assert merged(once, other) == once
