"""Which line each line of a channel answers, and how sure that is."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from .features import Numbers, measure
from .hearing import Listener
from .lines import ChatLine, Renamed
from .rules import linked_by_rules
from .trees import Forest

TRAINED = "trained.json.gz"
# Candidates that the quick trees leave to the careful ones; less than 1 % of the right ones are lost by it.
SHORTLIST = 12
# A second link as probable as this finds more links than it costs: half of the F of the first ones.
ALSO = 0.37
# Rules do not know how sure they are, so no conversation that they find is sure.
BY_RULE = 0.0
# A conversation is surely one if its least probable link is this probable.
SURE = 0.5


@dataclass(frozen=True, slots=True)
class Link:
    """The number (from 0) of the line that a line answers, its own if it begins anew, and how probable that is, 0..1.

    `also` are other lines of the same conversation that it likely answers at once.
    """

    to: int
    confidence: float
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """Two forests, the second of which chooses among what the first leaves; and the weights of common words."""

    quick: Forest
    careful: Forest
    common: Mapping[str, float]

    def choose(self, rows: Numbers) -> list[tuple[int, float]]:
        """Rows of lines that may be answered (0: none) with their probabilities, the most probable first."""
        kept = self.shortlist(rows)
        scores = self.careful.score(rows[kept])
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        return [(int(kept[at]), float(chances[at])) for at in np.argsort(-chances, kind="stable")]

    def shortlist(self, rows: Numbers) -> NDArray[np.intp]:
        """The first row and the `SHORTLIST` best of the others, in order."""
        if len(rows) <= SHORTLIST + 1:
            return np.arange(len(rows))
        best = np.argsort(-self.quick.score(rows[1:]), kind="stable")[:SHORTLIST] + 1
        return np.concatenate(([0], np.sort(best)))


class Linker:
    """Links a channel line by line with a model; what it found of the lines before counts for the next ones."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._listener = Listener(model.common)

    def rename(self, change: Renamed) -> None:
        """Somebody has a new nick."""
        self._listener.rename(change)

    def hear(self, line: ChatLine) -> Link:
        """What a line answers."""
        heard, recent = self._listener.hear(line)
        (best, confidence), *others = self._model.choose(measure(heard, recent, self._listener.calls))
        if not best:
            self._listener.settle(heard, None)
            return Link(heard.number, confidence)
        answered = recent[best - 1]
        self._listener.settle(heard, answered)
        also = (recent[row - 1] for row, chance in others if row and chance >= ALSO)
        return Link(answered.number, confidence, tuple(other.number for other in also if other.talk is answered.talk))


def links(items: Iterable[ChatLine | Renamed], model: Model | None = None) -> Iterator[Link]:
    """For each chat line, in order, what it answers. A `Renamed` gives nothing.

    Without a model the one that comes with deskbook is taken, and where that was left out, rules. Memory is bounded by
    `WINDOW` lines (and the nicks): a line is never linked further back than that.
    """
    model = model or trained()
    if model is None:
        yield from (Link(to, BY_RULE) for to in linked_by_rules(items))
        return
    linker = Linker(model)
    for item in items:
        if isinstance(item, Renamed):
            linker.rename(item)
        else:
            yield linker.hear(item)


@cache
def trained() -> Model | None:
    """The model that `make train-chat` made, or None where its file was left out."""
    file = files(__package__).joinpath(TRAINED)
    if not file.is_file():
        return None
    stored = json.loads(gzip.decompress(file.read_bytes()))
    return Model(Forest.of(stored["quick"]), Forest.of(stored["careful"]), stored["common"])
