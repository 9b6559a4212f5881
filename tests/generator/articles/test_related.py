"""deskbook_site.articles.related: what to read next."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from deskbook_site.articles.related import related
from deskbook_site.entry import Entry
from entries import entry


def near(*entries: Entry, threads: dict[str, set[str]] | None = None) -> dict[str, list[str]]:
    """The paths of what is related, by path."""
    found = related(entries, threads or {})
    return {str(path): [str(one.path) for one in others] for path, others in found.items()}


def test_articles_that_share_words_tags_or_threads_are_related() -> None:
    """In any form of the words; what has nothing in common with an article is not offered."""
    found = near(
        entry("a.md", title="Certificates stay pending"),
        entry("b.md", title="A pending certificate"),
        entry("c.md", title="Invoices", tags=("billing",)),
        entry("d.md", title="Refunds", tags=("Billing",)),
        entry("e.md", title="Logs"),
        entry("f.md", title="Memory"),
        threads={"e.md": {"t:1"}, "f.md": {"t:1", "t:2"}},
    )
    assert found == {"a.md": ["b.md"], "b.md": ["a.md"], "c.md": ["d.md"], "d.md": ["c.md"], "e.md": ["f.md"], "f.md": ["e.md"]}  # fmt: skip


def test_the_nearest_come_first_and_neighbours_before_others() -> None:
    """More in common counts more; of two equals the one in the same section comes first."""
    found = near(
        entry("x/a.md", title="Slow printer queue"),
        entry("x/b.md", title="Slow printer queue again"),
        entry("y/c.md", title="Slow scanner"),
        entry("x/d.md", title="Slow scanner"),
        *(entry(f"z/{n}.md", title=f"Password {n}") for n in range(20)),
    )
    assert found["x/a.md"] == ["x/b.md", "x/d.md", "y/c.md"]


def test_indexes_are_neither_asked_nor_offered() -> None:
    """They lead to everything anyway."""
    assert near(entry("a/index.md", title="Slow printers"), entry("a/b.md", title="Slow printers")) == {"a/b.md": []}


@settings(deadline=None)
@given(
    st.lists(st.tuples(strategies.words, strategies.lines), unique_by=lambda pair: pair[0], max_size=8), st.randoms()
)
def test_the_order_of_articles_does_not_matter(named: list[tuple[str, str]], random) -> None:  # type: ignore[no-untyped-def]
    """The same articles are related whatever order they come in; none to itself, at most four to each."""
    entries = [entry(f"{path}.md", title=title) for path, title in named]
    found = near(*entries)
    shuffled = random.sample(entries, len(entries))
    assert near(*shuffled) == found
    assert all(path not in others and len(others) <= 4 for path, others in found.items())


def test_ten_times_the_articles_take_about_ten_times_as_long() -> None:
    """Common words and tags are not compared with all that have them: the work does not grow with the square."""

    def seconds(number: int) -> float:
        entries = [
            entry(f"{n}.md", title=f"common words again {n % 97} {n} {n // 3}", tags=("everywhere",))
            for n in range(number)
        ]
        began = time.process_time()
        related(entries, {})
        return time.process_time() - began

    seconds(100)
    assert seconds(5_000) < 30 * max(seconds(500), 0.02)
