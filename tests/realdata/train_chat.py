"""Train the trees that untangle chat: writes kb/deskbook/text/conversations/trained.json.gz.

    python tests/realdata/train_chat.py DATA [--logs N]

On the training part of the corpus only, and the same file comes out every time. What a line answers depends on what the lines
before it answered; so there are two rounds. In the first, rules say that of the lines before; in the second, the trees of the first.
About ten minutes of processor time and 1.5 GB.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
from boosting import Settings, Stored, grow, mean
from numpy.typing import NDArray
from untangling import FIRST_ANNOTATED, Log, training

from deskbook.text.conversations.features import CANDIDATES, measure
from deskbook.text.conversations.hearing import RARE, Listener, weighable
from deskbook.text.conversations.lines import ChatLine, Renamed
from deskbook.text.conversations.linker import TRAINED, Model
from deskbook.text.conversations.rules import linked_by_rules
from deskbook.text.conversations.trees import Forest

FILE = Path(__file__).parents[2] / "kb" / "deskbook" / "text" / "conversations" / TRAINED
ATTRIBUTION = (
    "Trained by `make train-chat` on the training part of the Ubuntu IRC logs annotated by Kummerfeld et al., 'A Large-Scale "
    "Corpus for Conversation Disentanglement', ACL 2019, https://www.jkk.name/irc-disentanglement/, licensed CC BY 4.0, "
    "https://creativecommons.org/licenses/by/4.0/. The logs were reduced to the weights of common words and to the trees below."
)
QUICK = Settings(trees=30, leaves=15, rate=0.25)
FIRST = Settings(trees=120, leaves=31, rate=0.1)
CAREFUL = Settings(trees=160, leaves=31, rate=0.1, features=0.5)
# So many forests, whose nodes look at other features, vote.
_VOTES = 2
# One log of so many teaches the quick trees, and those of the first round.
_OF_QUICK, _OF_FIRST = 7, 2
# Lines before the annotated ones for which the trees of the first round say what they answer.
_WARM = 150


@dataclass(frozen=True)
class Examples:
    """Groups of rows, one after another, and which rows are right."""

    rows: NDArray[np.float32]
    right: NDArray[np.bool_]
    sizes: tuple[int, ...]


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description="Train the trees that untangle chat.")
    parser.add_argument("data", type=Path, help="with irc/train.tar.gz")
    parser.add_argument("--logs", type=int, help="only so many logs, to try")
    parser.add_argument("--out", type=Path, default=FILE)
    arguments = parser.parse_args()
    logs = list(islice(training(arguments.data), arguments.logs))
    stored = trained(logs)
    text = json.dumps({"attribution": ATTRIBUTION, **stored}, separators=(",", ":"))
    arguments.out.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def trained(logs: Sequence[Log]) -> dict[str, object]:
    """What the model's file holds, but for the attribution."""
    common = weights(logs)
    quick = _grown("quick trees", examples(logs[::_OF_QUICK], common), QUICK)
    nothing = Model(Forest.of(quick), Forest.of([]), common)
    first = _grown("first round", examples(logs[::_OF_FIRST], common, shortlist=nothing), FIRST)
    model = Model(Forest.of(quick), Forest.of(first), common)
    given = examples(logs, common, shortlist=model, history=model)
    careful = mean([_grown("second round", given, replace(CAREFUL, seed=vote)) for vote in range(_VOTES)])
    return {"common": common, "quick": quick, "careful": careful}


def weights(logs: Iterable[Log]) -> dict[str, float]:
    """Words that are not rare, and what sharing one is worth: the logarithm of one over the share of lines with it."""
    lines = [item.text for log in logs for item in log.items if isinstance(item, ChatLine)]
    counts = Counter(word for text in lines for word in weighable(text))
    found = {word: round(math.log(len(lines) / count), 2) for word, count in sorted(counts.items())}
    return {word: weight for word, weight in found.items() if weight < RARE}


def examples(
    logs: Iterable[Log],
    common: dict[str, float],
    *,
    shortlist: Model | None = None,
    history: Model | None = None,
) -> Examples:
    """The rows of the annotated lines, with a model those that it shortlists and the right ones.

    `history` says what the lines before answered; without it rules do.
    """
    rows: list[NDArray[np.float32]] = []
    right: list[NDArray[np.bool_]] = []
    for log in logs:
        for found, gold in _groups(log, common, history):
            kept = np.arange(len(found))
            if shortlist is not None:
                kept = np.union1d(shortlist.shortlist(found), np.flatnonzero(gold))
            rows.append(found[kept])
            right.append(gold[kept])
    return Examples(np.concatenate(rows), np.concatenate(right), tuple(map(len, rows)))


def _groups(
    log: Log, common: dict[str, float], history: Model | None
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
    """The rows of each annotated line, and which are right."""
    listener, heard_before = Listener(common), []
    by_rule, numbers = linked_by_rules(log.items), iter(log.numbers)
    gold = defaultdict(set)
    for line, earlier in log.gold:
        gold[line].add(earlier)
    for item in log.items:
        if isinstance(item, Renamed):
            listener.rename(item)
            continue
        number, to = next(numbers), next(by_rule)
        heard, recent = listener.hear(item)
        heard_before.append(heard)
        answered = heard_before[to] if to != heard.number else None
        if number in gold or (history is not None and number >= FIRST_ANNOTATED - _WARM):
            rows = measure(heard, recent, listener.calls)
            if number in gold:
                lines = [number, *(log.numbers[other.number] for other in recent[:CANDIDATES])]
                yield rows, np.isin(lines, list(gold[number]))
            if history is not None:
                row, _ = history.choose(rows)[0]
                answered = recent[row - 1] if row else None
        listener.settle(heard, answered)


def _grown(what: str, given: Examples, settings: Settings) -> Stored:
    begun = time.process_time()
    stored = grow(given.rows, given.right, given.sizes, settings)
    taken = round(time.process_time() - begun)
    print(f"{what}: {len(stored)} trees from {len(given.rows)} rows in {taken} s", file=sys.stderr, flush=True)
    return stored


if __name__ == "__main__":
    main()
