"""The pairs of the overlap report -> HTML: both pages side by side, the words marked that both have, and what to do next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape
from pathlib import PurePosixPath

from deskbook.model import Comparison, PartSides, Piece, Step, Verdict
from deskbook.text.pages import page_url

# Of so many pairs a page shows both sides; more would be too much for a browser, and for a reader.
_MOST = 100
# And so many of them are open at first.
_OPEN = 10
_VERDICTS = {
    Verdict.DUPLICATE: ("Duplicate", "Both answer the same question in the same way. Make one page of them."),
    Verdict.VARIANT: ("Variant", "The same question in another environment. Keep both, and link them to each other."),
    Verdict.CONTRADICTION: (
        "Contradiction",
        "The same question in the same environment, with another answer. Find out today which one is right.",
    ),
    Verdict.SHARED_BLOCK: (
        "Shared block",
        "A passage stands in both, which are about different things. Keep it in one place.",
    ),
}


def compared(pairs: Sequence[Comparison], staged: Collection[PurePosixPath], report: str) -> str:
    """The pairs as HTML, on the page at the address `report`; only pages in `staged` are linked. Those kept come last."""
    shown = "".join(_pair(pair, number, staged, report) for number, pair in enumerate(pairs[:_MOST], 1))
    if len(pairs) > _MOST:
        shown += f"<p>All {len(pairs):,} pairs: <code>deskbook report overlap --format json</code></p>\n"
    return shown


def _pair(pair: Comparison, number: int, staged: Collection[PurePosixPath], report: str) -> str:
    word, meaning = _VERDICTS[pair.verdict]
    kept = bool(pair.distinct) and not pair.changed
    titles = [_page(*side, staged, report) for side in ((pair.path, pair.title), (pair.other, pair.other_title))]
    steps = "" if kept else f'<ul class="db-pair__steps">{"".join(map(_step, pair.steps))}</ul>\n'
    parts = "".join(map(_part, pair.parts))
    return (
        f'\n<section class="db-pair" aria-labelledby="pair-{number}">\n'
        f'<h2 id="pair-{number}">{_text(pair.title)} / {_text(pair.other_title)}</h2>\n'
        f'<p><span class="db-pair__verdict">{"Kept" if kept else word}</span> {_decided(pair) or meaning}</p>\n'
        f'<p class="db-pair__why">Score: {_text(pair.measure.stated(pair.score))}. Why: {_text(pair.why)}.</p>\n{steps}'
        f"<details{'' if kept or number > _OPEN else ' open'}><summary>Side by side</summary>\n"
        f'<div class="db-pair__heads"><p>{titles[0]}</p><p>{titles[1]}</p></div>\n{parts}</details>\n</section>\n'
    )


def _decided(pair: Comparison) -> str:
    if not pair.distinct:
        return ""
    if not pair.changed:
        return f"Somebody decided that both are needed: “{_text(pair.distinct)}”."
    return f"They were kept because “{_text(pair.distinct)}”. Look again: {_text(pair.changed)} since then."


def _page(path: str, title: str, staged: Collection[PurePosixPath], report: str) -> str:
    name = f"<code>{_text(path)}</code>"
    if PurePosixPath(path) not in staged:
        return f"{_text(title)}<br>{name}"
    address = "../" * report.count("/") + page_url(PurePosixPath(path))
    return f'<a href="{escape(address)}">{_text(title)}</a><br>{name}'


def _step(step: Step) -> str:
    return f"<li>{_text(step.words)}:<pre><code>{_text(step.copy)}</code></pre></li>"


def _part(part: PartSides) -> str:
    lines = [f"line {line}" for line in (part.line, part.other_line) if line is not None]
    where = f" <small>{' and '.join(lines)}</small>"
    if part.share is None:
        share = "only in the first" if part.other_line is None else "only in the second"
    else:
        share = f"{part.share:.0%} alike"
    return (
        f'<h3 class="db-pair__part">{_text(part.name)}: {share}{where}</h3>\n'
        f'<div class="db-pair__sides">{_side(part.left)}{_side(part.right)}</div>\n'
    )


def _side(pieces: Iterable[Piece]) -> str:
    said = "".join(f"<mark>{_text(piece.text)}</mark>" if piece.shared else _text(piece.text) for piece in pieces)
    return f"<div>{said or '<em>nothing</em>'}</div>"


def _text(text: str) -> str:
    """Text as HTML. A line break is an entity: a blank line would end the block of HTML, and the rest be read as Markdown."""
    return escape(text.strip("\n")).replace("\n", "&#10;")
