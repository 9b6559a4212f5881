"""Learning paths: which items are steps, and a path without some of them."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.learning import is_path, steps, with_steps
from pages import page

BODY = """\
# Path

Read these.

1. [One](../dns/one.md#part) first.
   More of it, [and this](other.md).

2. [Two][two]
3. See [the status](https://status.example/) or [three](<../a b.md>).

Then:

1) Nothing to read

- [no step](no.md)

> 1. [quoted](quoted.md)

[two]: two.md
"""


@pytest.mark.parametrize(
    ("path", "language", "yes"),
    [
        ("paths/new.md", None, True),
        ("paths/new.md", "fr", True),  # in the edition of a language its pages stand at the paths of the originals
        ("fr/paths/new.md", "fr", True),
        ("api/paths/new.md", None, False),
        ("paths/index.md", None, False),
        ("paths/old/new.md", None, False),
        ("paths.md", None, False),
    ],
)
def test_a_path_is_a_page_right_in_its_folder(path: str, language: str | None, yes: bool) -> None:
    """At the top, or at the top of a language; an index of paths is none."""
    assert is_path(page(path, language=language)) is yes


def test_steps_are_the_outermost_numbered_items() -> None:
    """Each by the first link in it that leads to no other site; with the lines that it takes."""
    found = steps(page("paths/new.md", BODY))

    assert [(step.target, step.first, step.head, step.end) for step in found] == [
        (PurePosixPath("dns/one.md"), 4, 5, 6),
        (PurePosixPath("paths/two.md"), 7, 7, 8),
        (PurePosixPath("a b.md"), 8, 8, 9),
        (None, 12, 12, 13),
    ]


def test_a_step_that_is_left_out_leaves_no_trace() -> None:
    """All its lines are gone, and the numbers go on through all lists."""
    article = page("paths/new.md", BODY)
    found = steps(article)

    text = with_steps(article.body, found, [found[1], found[3]])

    assert "One" not in text
    assert "More of it" not in text
    assert "status" not in text
    assert "1. [Two][two]\n" in text
    assert "2) Nothing to read\n" in text
    assert text.endswith("[two]: two.md\n")


@given(st.lists(st.booleans(), max_size=14), st.integers(1, 4))
def test_what_is_kept_is_still_a_path(kept: list[bool], gap: int) -> None:
    """Whichever steps are left out of lists of whatever length, the others are there, whole and in order."""
    items = [
        f"{n}. [t](s{n}.md)\n    more of {n}\n" + ("\nBetween.\n\n" if n % (gap * 3) == 0 else "")
        for n in range(1, len(kept) + 1)
    ]
    article = page("paths/p.md", "".join(items))
    found = steps(article)
    wanted = [step for step, keep in zip(found, kept, strict=True) if keep]

    left = steps(page("paths/p.md", with_steps(article.body, found, wanted)))

    assert [step.target for step in left] == [step.target for step in wanted]
    assert all(step.end - step.first == 2 for step in left)
