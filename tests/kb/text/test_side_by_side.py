"""Two pages that overlap, part by part."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Overlap, PartLikeness, Passage, Piece, Verdict
from deskbook.text.side_by_side import aligned, side_by_side
from pages import page

ONE = page(
    "dns/a.md", "## Issue\n\nFiles are old.\n\n## Resolution\n\nPurge the cache, then reload the page.", title="Old"
)
OTHER = page("edge/b.md", "## Issue\n\nFiles are old.\n\n## Cause\n\nThe header.", title="Old [again]")
PARTS = (PartLikeness("Issue", 1.0), PartLikeness("Resolution", None), PartLikeness("Cause", None))


def overlap(verdict: Verdict) -> Overlap:
    """The overlap of the two."""
    return Overlap(ONE.path, OTHER.path, verdict, 0.9, (Passage(12, 12, "Files are old"),), why="so", parts=PARTS)


def test_what_both_say_is_marked_and_the_rest_is_not() -> None:
    """Runs of three words and more; fewer in a row are in any two texts."""
    left, right = aligned("Now purge the cache of it, then wait.", "Please purge the cache and wait.")

    assert left == (Piece("Now ", False), Piece("purge the cache", True), Piece(" of it, then wait.", False))
    assert right == (Piece("Please ", False), Piece("purge the cache", True), Piece(" and wait.", False))


def test_of_long_runs_the_ends_are_shown() -> None:
    """A hundred words that both say need not be read; how many are left out is said."""
    text = " ".join(f"w{n}" for n in range(100))

    ((piece,), _) = aligned(text, text)

    assert piece.shared
    assert piece.text.startswith("w0 w1 ")
    assert " w29 […40 words…] w70 " in piece.text


words = st.lists(st.sampled_from(["one", "two", "three", "four", "\n", "- ", "."]), max_size=25).map(" ".join)


@given(words, words)
def test_pieces_are_the_whole_text_and_marks_are_the_same_on_both_sides(one: str, other: str) -> None:
    """Nothing is lost or said twice, and what is marked left is marked right."""
    left, right = aligned(one, other)

    assert "".join(piece.text for piece in left) == one
    assert "".join(piece.text for piece in right) == other
    marked = [[piece.text.split() for piece in side if piece.shared] for side in (left, right)]
    assert [[w for w in p if w.isalpha()] for p in marked[0]] == [[w for w in p if w.isalpha()] for p in marked[1]]


def test_each_part_stands_beside_its_like() -> None:
    """With its line in each file; a part that only one page has stands alone."""
    issue, resolution, cause = side_by_side(overlap(Verdict.DUPLICATE), ONE, OTHER, "help").parts

    assert (issue.name, issue.share, issue.line, issue.other_line) == ("Issue", 1.0, 10, 10)
    assert issue.left == issue.right == (Piece("Files are old", True), Piece(".", False))
    assert (resolution.line, resolution.other_line, resolution.right) == (14, None, ())
    assert (cause.line, cause.other_line, cause.left) == (None, 14, ())


def test_each_verdict_has_next_steps_to_copy() -> None:
    """Merge, link or tell apart; paths are those that the commands take, links those that the pages need."""
    steps = {verdict: [s.copy for s in side_by_side(overlap(verdict), ONE, OTHER, "help").steps] for verdict in Verdict}

    merge, back = "deskbook merge help/dns/a.md help/edge/b.md", "deskbook merge help/edge/b.md help/dns/a.md"
    distinct = 'deskbook distinct help/dns/a.md help/edge/b.md --because "…"'
    assert steps[Verdict.DUPLICATE] == [merge, back, distinct]
    assert steps[Verdict.CONTRADICTION] == [merge, back, distinct]
    assert steps[Verdict.VARIANT] == [r"[Old \[again\]](<../edge/b.md>)", "[Old](<../dns/a.md>)", merge, distinct]
    assert steps[Verdict.SHARED_BLOCK] == ["[Old](<../dns/a.md>)", distinct]


def test_of_a_shared_block_the_passage_stands_there() -> None:
    """From where it begins in each page."""
    (part,) = side_by_side(overlap(Verdict.SHARED_BLOCK), ONE, OTHER, "help").parts

    assert (part.line, part.other_line) == (12, 12)
    assert part.left[0] == part.right[0] == Piece("Files are old", True)
