"""The chat logs of Kummerfeld et al. (ACL 2019) that people untangled, and the measures of that paper.

The measures are the paper's own definitions, so that figures can be compared with its tables. Links are counted one by one;
conversations are the connected parts of the links, over the lines that people annotated (lines before them only connect).
"""

from __future__ import annotations

import math
import re
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from deskbook.text.conversations import ChatLine, Renamed

FIRST_ANNOTATED = 1000
_SAID = re.compile(r"\[(\d\d):(\d\d)\] (?:<([^>]+)>| \* (\S+)) ?(.*)")
_RENAMED = re.compile(r"=== (\S+) is now known as (\S+)")
_HALF_A_DAY = 720  # minutes; early logs have clocks of twelve hours
_BACK = 20  # minutes that a clock may be put back

Links = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Log:
    """A file of the corpus.

    `items` are what `linked` takes, up to the last annotated line; `numbers` the line numbers in the file of those that are
    `ChatLine`. `annotated` are the annotated lines, `gold` their links: (line, earlier line), or twice the line where it
    begins anew. Lines that the system wrote are annotated, too, but are not among the items.
    """

    name: str
    items: tuple[ChatLine | Renamed, ...]
    numbers: tuple[int, ...]
    annotated: tuple[int, ...]
    gold: Links

    def links(self, answered: Iterable[int], also: Iterable[tuple[int, int]] = ()) -> Links:
        """The links of the annotated lines, from what each chat line answers (counted as `linked` does).

        `also` are further ones: a line and another that it answers.
        """
        found = {self.numbers[at]: self.numbers[to] for at, to in enumerate(answered)}
        further = ((self.numbers[at], self.numbers[to]) for at, to in also)
        wanted = set(self.annotated)
        return frozenset((line, found.get(line, line)) for line in wanted) | {
            pair for pair in further if pair[0] in wanted
        }

    @property
    def previous(self) -> Links:
        """What the simplest of all systems says: each line answers the one before."""
        return frozenset((line, line - 1) for line in self.annotated)


@dataclass(frozen=True)
class Scores:
    """In per cent; F, precision and recall of links, 1 - scaled variation of information, one-to-one overlap, exact F."""

    link_precision: float
    link_recall: float
    link_f: float
    vi: float
    one_to_one: float
    exact_f: float


def development(data: Path) -> list[Log]:
    """The development part, below DESKBOOK_DATA."""
    return [
        read_log(
            path.name,
            path.read_text("utf-8"),
            path.with_name(path.name.replace("ascii", "annotation")).read_text("utf-8"),
        )
        for path in sorted((data / "irc" / "dev").glob("*.ascii.txt"))
    ]


def training(data: Path) -> Iterator[Log]:
    """The training part, below DESKBOOK_DATA, in order of its names."""
    with tarfile.open(data / "irc" / "train.tar.gz") as archive:
        texts = {
            member.name: file.read().decode("utf-8")
            for member in archive
            if (file := archive.extractfile(member)) is not None
        }
    for name in sorted(texts):
        if name.endswith(".ascii.txt"):
            yield read_log(name, texts[name], texts[name.replace("ascii", "annotation")])


def read_log(name: str, text: str, annotation: str) -> Log:
    """A log and its links ("a b -": b answers a, or the other way round; the later one answers)."""
    links = [tuple(sorted(int(word) for word in row.split()[:2])) for row in annotation.splitlines()]
    gold = frozenset((later, earlier) for earlier, later in links if later >= FIRST_ANNOTATED)
    last = max((line for line, _ in gold), default=-1)
    items: list[ChatLine | Renamed] = []
    numbers: list[int] = []
    clock = before = 0
    for number, line in enumerate(text.split("\n")[: last + 1]):
        if match := _SAID.match(line):
            minute = int(match[1]) * 60 + int(match[2])
            later = (minute - before) % _HALF_A_DAY
            clock += later if numbers and later < _HALF_A_DAY - _BACK else 0
            before = minute
            numbers.append(number)
            items.append(ChatLine(match[3] or match[4], match[5], clock))
        elif match := _RENAMED.match(line):
            items.append(Renamed(match[1], match[2]))
    return Log(name, tuple(items), tuple(numbers), tuple(sorted({line for line, _ in gold})), gold)


def parts(lines: Sequence[int], links: Links) -> list[frozenset[int]]:
    """The lines that links connect, directly or through others (which may be none of `lines`)."""
    parent: dict[int, int] = {}

    def top(line: int) -> int:
        while (above := parent.setdefault(line, line)) != line:
            parent[line] = line = parent.setdefault(above, above)
        return line

    for line, earlier in links:
        parent[top(line)] = top(earlier)
    found: dict[int, set[int]] = {}
    for line in lines:
        found.setdefault(top(line), set()).add(line)
    return [frozenset(part) for part in found.values()]


def score(logs: Sequence[Log], links: Mapping[str, Links]) -> Scores:
    """How well the links of each log (by its name) agree with what people said."""
    right = sum(len(log.gold & links[log.name]) for log in logs)
    precision = right / sum(len(links[log.name]) for log in logs)
    recall = right / sum(len(log.gold) for log in logs)
    gold = [(log.name, part) for log in logs for part in parts(log.annotated, log.gold)]
    found = [(log.name, part) for log in logs for part in parts(log.annotated, links[log.name])]
    table = _overlaps(gold, found)
    shown = {"link_precision": precision, "link_recall": recall, "link_f": _f(precision, recall)}
    shown |= {"vi": _information(table), "one_to_one": _one_to_one(table), "exact_f": _exact(gold, found)}
    return Scores(**{name: round(100 * value, 2) for name, value in shown.items()})


Part = tuple[str, frozenset[int]]


def _overlaps(gold: Sequence[Part], found: Sequence[Part]) -> np.ndarray:
    """How many lines each found part shares with each gold one."""
    place = {(name, line): column for column, (name, part) in enumerate(gold) for line in part}
    table = np.zeros((len(found), len(gold)))
    for row, (name, part) in enumerate(found):
        for column, count in Counter(place[name, line] for line in part).items():
            table[row, column] = count
    return table


def _information(table: np.ndarray) -> float:
    share = table / table.sum()
    of_both, of_found, of_gold = (_entropy(each) for each in (share, share.sum(axis=1), share.sum(axis=0)))
    return 1 - (2 * of_both - of_found - of_gold) / math.log2(table.sum())


def _entropy(shares: np.ndarray) -> float:
    some = shares[shares > 0]
    return float(-(some * np.log2(some)).sum())


def _one_to_one(table: np.ndarray) -> float:
    rows, columns = linear_sum_assignment(table, maximize=True)
    return float(table[rows, columns].sum() / table.sum())


def _exact(gold: Sequence[Part], found: Sequence[Part]) -> float:
    """F of whole conversations; those of a single line do not count."""
    wanted = {part for part in gold if len(part[1]) > 1}
    given = {part for part in found if len(part[1]) > 1}
    right = len(wanted & given)
    return _f(right / len(given), right / len(wanted)) if right else 0.0


def _f(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
