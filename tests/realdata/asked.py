"""Questions of which it is known who asks the same: what the engine is fitted to and measured on."""

from __future__ import annotations

import csv
import json
import re
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from zlib import crc32

from markdownify import markdownify

sys.path.insert(0, str(Path(__file__).parents[1]))

from generated import WORDS, word

import sample_facts as facts
from deskbook.cli.progress import Quiet
from deskbook.project import Project
from deskbook.similarity.stop_words import STOP_WORDS
from deskbook.similarity.terms import stem
from deskbook.stages.collect import Origin, collect
from deskbook.stages.init import demo_project
from deskbook.text.question import asks, question_text, titled

Pair = tuple[str, str]
_LETTERS = re.compile("[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is what the product compares. Questions with one `family` ask the same; those with one `lot` come together in the
    data, as the same or as look-alikes."""

    key: str
    text: str
    family: str
    lot: str


@dataclass(frozen=True)
class Count:
    """Pairs that are right, pairs that were found, and how many are both."""

    right: int = 0
    found: int = 0
    both: int = 0

    @classmethod
    def of(cls, right: set[Pair], found: set[Pair]) -> Count:
        """Of one desk."""
        return cls(len(right), len(found), len(right & found))

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.found + other.found, self.both + other.both)

    @property
    def precision(self) -> float:
        """The share of the found that is right."""
        return round(self.both / max(1, self.found), 3)

    @property
    def recall(self) -> float:
        """The share of the right that was found."""
        return round(self.both / max(1, self.right), 3)


def meta_duplicates(data: Path) -> list[Question]:
    """The distinct questions of meta-se-duplicates; a duplicate of a duplicate is of the same family."""
    number, pairs = _meta(data)
    families = _heads([(one, other) for one, other, same in pairs if same], len(number))
    lots = _heads([(one, other) for one, other, _ in pairs], len(number))
    return [Question(f"{n:05}", _as_question(text), str(families[n]), str(lots[n])) for text, n in number.items()]


def banking(data: Path) -> list[Question]:
    """The questions of banking77, by intent. They are all title."""
    with (data / "banking77" / "train.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["category"]) for row in csv.DictReader(file)]
    return [Question(f"{n:05}", titled(text, ""), intent, intent) for n, (text, intent) in enumerate(rows)]


def in_jargon(questions: Iterable[Question]) -> list[Question]:
    """The questions in the jargon of a desk, that no model has read: instead of every second stem stands another one, always
    the same, made up, with the endings of the word that it stands for."""
    return [replace(question, text=_LETTERS.sub(_made_up, question.text)) for question in questions]


def sample_desk() -> dict[str, str]:
    """What the threads of the sample desk ask, redacted as `collect` stores them, by key."""
    with tempfile.TemporaryDirectory() as folder:
        demo_project(Path(folder))
        project = Project.open(Path(folder))
        origins = [Origin(block.name, source) for block, source in project.sources()]
        collect(origins, project.store, project.redaction(), Quiet())
        questions = {thread.key: question_text(thread) for thread in project.store.threads() if asks(thread)}
        project.close()
    return questions


def on_the_sample_desk(groups: list[tuple[str, ...]]) -> dict[str, object]:
    """How good groups of the sample desk's threads are, against tests/sample_facts.py."""
    # What chat asks is not in the facts, pair by pair.
    asked = [[key for key in keys if not key.startswith("chat:")] for keys in groups]
    count = Count.of(together(facts.SAME_QUESTION), together(asked))
    sets = sum(any(len(same & set(keys)) >= 2 for keys in groups) for same in facts.SAME_QUESTION)
    alike = sum(any(set(pair) <= set(keys) for keys in groups) for pair in facts.DIFFERENT)
    return {
        "cluster_precision": count.precision,
        "cluster_recall": count.recall,
        "questions_found": f"{sets}/{len(facts.SAME_QUESTION)}",
        "look_alikes_joined": f"{alike}/{len(facts.DIFFERENT)}",
    }


def together(groups: Iterable[Iterable[str]]) -> set[Pair]:
    """All pairs of keys (first < second) that are in one group."""
    return {pair for keys in groups for pair in combinations(sorted(keys), 2)}


def _meta(data: Path) -> tuple[dict[str, int], list[tuple[int, int, bool]]]:
    """A number for each question, and the pairs as they are labelled."""
    path = data / "meta-se-duplicates" / "pairs.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    number = {text: n for n, text in enumerate(dict.fromkeys(row[side] for row in rows for side in "ab"))}
    return number, [(number[row["a"]], number[row["b"]], bool(row["duplicate"])) for row in rows]


def _heads(joined: list[tuple[int, int]], size: int) -> list[int]:
    """For each number the lowest that it is joined to, also through others."""
    above = list(range(size))

    def head(n: int) -> int:
        while above[n] != n:
            n = above[n]
        return n

    for one, other in joined:
        low, high = sorted((head(one), head(other)))
        above[high] = low
    return [head(n) for n in range(size)]


def _made_up(match: re.Match[str]) -> str:
    said = match[0].lower()
    root = stem(said)
    number = crc32(root.encode("utf-8"))
    if number % 2 or said in STOP_WORDS or not said.startswith(root):
        return match[0]
    return word(number % WORDS) + said[len(root) :]


def _as_question(text: str) -> str:
    """Title and body stand in one string; the title is what precedes the first tag."""
    title, bracket, body = text.partition("<")
    return titled(title, markdownify(bracket + body)[:2000])
