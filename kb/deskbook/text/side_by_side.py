"""Two pages that overlap, part by part, with the words marked that both have."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from deskbook.model import Article, Comparison, Overlap, PartSides, Piece, Step, Verdict
from deskbook.text.article_sections import named_sections
from deskbook.text.markdown import Section
from deskbook.text.words import count

_WORD = re.compile(r"[^\W_]+")
# Fewer words in a row are in any two texts about one thing.
_RUN = 3
# Words of a run that are shown at each end; what both say need not be read in full, nor what only one of two long pages says.
_SHOWN_SHARED, _SHOWN_OTHER = 30, 60
# Parts of two pages without the usual four; of more the ones that differ most tell enough.
_MOST_PARTS = 12


def side_by_side(overlap: Overlap, one: Article, other: Article, prefix: str) -> Comparison:
    """The two articles of an overlap as people look at it. `prefix` is content/'s path in the project, for the commands."""
    shown = _whole if overlap.verdict is Verdict.SHARED_BLOCK else _by_part
    return Comparison(
        str(overlap.path),
        str(overlap.other),
        one.title,
        other.title,
        overlap.verdict,
        overlap.score,
        overlap.measure,
        overlap.why,
        shown(overlap, one, other),
        tuple(_steps(overlap, one, other, prefix)),
        overlap.distinct.reason if overlap.distinct else "",
        overlap.changed,
    )


def aligned(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts as pieces, those marked that stand in both in the same order; of long pieces the ends."""
    sides = [list(_WORD.finditer(text)) for text in (one, other)]
    words = [[found.group().lower() for found in side] for side in sides]
    least = min(_RUN, *map(len, words))
    runs = [run for run in SequenceMatcher(None, words[0], words[1]).get_matching_blocks() if run.size >= max(1, least)]
    left = _pieces(one, sides[0], [(run.a, run.size) for run in runs])
    right = _pieces(other, sides[1], [(run.b, run.size) for run in runs])
    return tuple(left), tuple(right)


def _by_part(overlap: Overlap, one: Article, other: Article) -> tuple[PartSides, ...]:
    mine, theirs = named_sections(one), named_sections(other)
    made = []
    for part in overlap.parts:
        name = part.name.lower()
        made.append(_sides(part.name, part.share, mine.get(name), theirs.get(name)))
    if len(made) <= _MOST_PARTS:
        return tuple(made)
    differing = sorted(made, key=lambda sides: -1.0 if sides.share is None else sides.share)[:_MOST_PARTS]
    return tuple(sides for sides in made if sides in differing)


def _sides(name: str, share: float | None, one: Section | None, other: Section | None) -> PartSides:
    left, right = aligned(one.text if one else "", other.text if other else "")
    return PartSides(name, share, one.line if one else None, other.line if other else None, left, right)


def _whole(overlap: Overlap, one: Article, other: Article) -> tuple[PartSides, ...]:
    """The shared passages of two pages that are about different things, from the first of them to the end of the page."""
    first = min(overlap.passages, key=lambda passage: passage.line)
    top = min(passage.other_line for passage in overlap.passages)
    texts = [
        "\n".join(article.body.split("\n")[line - article.body_line :])
        for article, line in ((one, first.line), (other, top))
    ]
    left, right = aligned(*texts)
    return (PartSides("Shared passages", overlap.score, first.line, top, left, right),)


def _pieces(text: str, words: Sequence[re.Match[str]], runs: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for first, size in runs:
        begin, end = words[first].start(), words[first + size - 1].end()
        if at < begin:
            yield Piece(_shortened(text[at:begin], _SHOWN_OTHER), shared=False)
        yield Piece(_shortened(text[begin:end], _SHOWN_SHARED), shared=True)
        at = end
    if at < len(text):
        yield Piece(_shortened(text[at:], _SHOWN_OTHER), shared=False)


def _shortened(text: str, shown: int) -> str:
    words = list(_WORD.finditer(text))
    left = len(words) - 2 * shown
    # A note that says how much is left out takes the place of a dozen words.
    if left < 12:
        return text
    return f"{text[: words[shown - 1].end()]} […{count(left, 'word')}…] {text[words[-shown].start() :]}"


def _steps(overlap: Overlap, one: Article, other: Article, prefix: str) -> Iterator[Step]:
    first, second = (shlex.quote(f"{prefix}/{article.path}") for article in (one, other))
    if overlap.verdict is Verdict.VARIANT:
        yield Step(f"Put a link into {one.path}", _link(one, other))
        yield Step(f"and into {other.path}", _link(other, one))
        yield Step("If one page can serve both", f"deskbook merge {first} {second}")
    elif overlap.verdict is Verdict.SHARED_BLOCK:
        yield Step(f"Keep the passage in one of them; in {other.path} a link takes its place", _link(other, one))
    elif overlap.verdict is Verdict.CONTRADICTION:
        yield Step(f"If {one.path} is right", f"deskbook merge {first} {second}")
        yield Step(f"If {other.path} is right", f"deskbook merge {second} {first}")
    else:
        yield Step(f"Keep {one.path}", f"deskbook merge {first} {second}")
        yield Step(f"or keep {other.path}", f"deskbook merge {second} {first}")
    yield Step("Both are right as they are", f'deskbook distinct {first} {second} --because "…"')


def _link(origin: Article, target: Article) -> str:
    title = re.sub(r"([\[\]\\])", r"\\\1", target.title)
    return f"[{title}](<{posixpath.relpath(str(target.path), str(origin.path.parent))}>)"
