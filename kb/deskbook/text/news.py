"""What an answer says that an article does not.

Both are cut into sentences, steps, and blocks of code. A sentence is said if most of its words stand close together in the
article, and each number and piece of code in it stands there at all; a block of code if all of its lines do. A long article
has most words somewhere, so its words as a whole tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from deskbook.similarity.terms import terms
from deskbook.text.cues import holds_off, says_nothing_new
from deskbook.text.sentences import sentences

# Three sentences in a row: people split and join sentences when they write them again.
_WINDOW = 3
# A sentence with this share of its words in one place of the article is said there.
_SAID = 0.6
# Fewer words in all than this are a turn of phrase, unless there is a step, a number or code among them.
_FEWEST = 6
_READER = MarkdownIt("commonmark").enable("table")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
# A single digit counts something; longer numbers, versions and times are facts.
_NUMBER = re.compile(r"(?<![\w.])v?(\d+(?:[.:]\d+)+|\d{2,})(?!\w)")
# What concerns only the one who asked.
_PERSONAL = re.compile(
    r"^\W*(?:sorry|i apologi[sz]e|apologies|let (?:me|us) know|please (?:let|get back|reply|contact)|feel free|i hope|hope (?:this|that)|"
    r"(?:i|we)(?:['’]ve| have)\b|have a (?:nice|great|good)|as (?:discussed|promised|mentioned))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of an answer that is kept or left out as a whole.

    `glue` stands between it and the piece before it, where both are of one `block`. `telling` pieces are news however short;
    one that ends with a colon leads to the next and is kept with it.
    """

    text: str
    block: int
    new: bool
    telling: bool
    glue: str = ""


def new_in(answer: str, known: str) -> str:
    """The Markdown of what `answer` says and `known` does not: sentences, list items, tables and blocks of code, each whole.

    Empty where there is too little of it to be worth an article's change.
    """
    article = _Known(known)
    kept: list[str] = []
    fresh: list[_Piece] = []
    for heading, pieces in _sections(answer, article):
        new = [piece for piece in pieces if piece.new]
        led = [one for one, after in pairwise(pieces) if after.new and not one.new and one.text.endswith(":")]
        if new:
            kept += [heading] if heading else []
            kept += _joined([piece for piece in pieces if piece.new or piece in led])
            fresh += new
    weight = len(set(terms("\n".join(piece.text for piece in fresh))))
    return "\n\n".join(kept) if weight >= _FEWEST or any(piece.telling for piece in fresh) else ""


class _Known:
    """What an article says."""

    def __init__(self, text: str) -> None:
        # What only writers see is not said. In code the same marks are code, so its lines are looked for in all of the text.
        said = [set(terms(sentence)) for sentence in sentences(_COMMENT.sub("", text))]
        self._windows = [set().union(*said[n : n + _WINDOW]) for n in range(max(1, len(said) - _WINDOW + 1))]
        self._lines = {_squeezed(line) for line in text.split("\n")}
        self._text = _squeezed(text)
        self._numbers = set(_NUMBER.findall(text))

    def has(self, text: str) -> bool:
        """Whether a sentence or a larger piece, with the code in it, is said."""
        wanted = set(terms(_FENCE.sub(" ", text)))
        best = max((len(wanted & window) for window in self._windows), default=0)
        return best >= _SAID * len(wanted) and not self.lacks_value(text)

    def lacks_value(self, text: str) -> bool:
        """Whether a number or a piece of code of a text stands nowhere in the article."""
        if not all(self.has_code(found.group()) for found in _FENCE.finditer(text)):
            return True
        prose = _FENCE.sub(" ", text)
        code = any(_squeezed(found) not in self._text for found in _CODE.findall(prose))
        return code or bool(set(_NUMBER.findall(_CODE.sub(" ", prose))) - self._numbers)

    def has_code(self, text: str) -> bool:
        """Whether each line of a block of code stands there."""
        lines = [_squeezed(line) for line in text.split("\n") if not line.lstrip().startswith(("```", "~~~"))]
        return all(line in self._lines or (len(line) > 8 and line in self._text) for line in lines if line)


def _sections(answer: str, known: _Known) -> Iterator[tuple[str, list[_Piece]]]:
    """(heading or nothing, the pieces below it), in order."""
    lines = answer.split("\n")
    heading, pieces = "", list[_Piece]()
    for number, block in enumerate(_blocks(_READER.parse(answer), 0)):
        text, kind = _text(block, lines), block[0].type
        if kind == "heading_open":
            yield heading, pieces
            heading, pieces = text, []
        elif kind in ("fence", "code_block"):
            pieces.append(_Piece(text, number, not known.has_code(text), telling=True))
        elif kind in ("bullet_list_open", "ordered_list_open"):
            items = (_text(item, lines) for item in _blocks(block[1:-1], block[0].level + 1))
            pieces += [_Piece(i, number, not known.has(i), known.lacks_value(i), "\n") for i in items]
        elif kind == "paragraph_open":
            pieces += [
                _Piece(s, number, not _chatter(s) and not known.has(s), known.lacks_value(s), " ")
                for s in sentences(text)
            ]
        elif kind not in ("hr", "html_block"):
            pieces.append(_Piece(text, number, not known.has(text), telling=True))
    yield heading, pieces


def _blocks(tokens: Sequence[Token], level: int) -> Iterator[Sequence[Token]]:
    """Each block of a level with all that is in it."""
    begun = 0
    for number, token in enumerate(tokens):
        if token.level == level and token.nesting >= 0:
            begun = number
        if token.level == level and token.nesting <= 0:
            yield tokens[begun : number + 1]


def _text(block: Sequence[Token], lines: Sequence[str]) -> str:
    first, last = block[0].map or (0, 0)
    return "\n".join(lines[first:last]).rstrip()


def _chatter(sentence: str) -> bool:
    """Whether a sentence is for the one who asked and for nobody else, or only leads to the next."""
    personal = bool(_PERSONAL.match(sentence)) or says_nothing_new(sentence) or holds_off(sentence)
    return personal or sentence.endswith(("?", ":"))


def _joined(pieces: Sequence[_Piece]) -> list[str]:
    """Blocks of Markdown: sentences of one paragraph stay one paragraph, steps of one list one list."""
    return [
        "".join(piece.glue * (number > 0) + piece.text for number, piece in enumerate(block))
        for _, block in groupby(pieces, key=lambda piece: piece.block)
    ]


def _squeezed(text: str) -> str:
    return " ".join(text.split())
