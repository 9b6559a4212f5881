"""Print how well questions that are the same are found: JSON lines, one a threshold.

    python tests/realdata/figures.py [DATA]

On the sample desk, pairs of tickets and topics against tests/sample_facts.py, redacted as `collect` stores them; with DATA, on
its meta-se-duplicates, where only half of the questions' pairs are labelled and other pairs can be neither right nor wrong.
"""

from __future__ import annotations

import json
import sys
import tempfile
from itertools import combinations
from pathlib import Path

from markdownify import markdownify

sys.path.insert(0, str(Path(__file__).parents[1]))

import sample_facts as facts
from deskbook.cli.progress import Quiet
from deskbook.project import Project
from deskbook.stages.cluster import asking_the_same
from deskbook.stages.collect import Origin, collect
from deskbook.stages.init import demo_project
from deskbook.text.question import asks, question_text
from deskbook.text.similarity import Index

THRESHOLDS = (0.2, 0.25, 0.3, 0.35)


def sample_desk() -> None:
    """Pairs that ended in one cluster, against the pairs that ask the same."""
    with tempfile.TemporaryDirectory() as folder:
        demo_project(Path(folder))
        project = Project.open(Path(folder))
        origins = [Origin(block.name, source) for block, source in project.sources()]
        collect(origins, project.store, project.redaction(), Quiet())
        questions = {thread.key: question_text(thread) for thread in project.store.threads() if asks(thread)}
        project.close()
    right = {pair for group in facts.SAME_QUESTION for pair in combinations(sorted(group), 2)}
    for threshold in THRESHOLDS:
        groups = asking_the_same(questions, threshold)
        # What chat asks is not in the facts, pair by pair.
        found = {
            pair for keys in groups for pair in combinations(keys, 2) if not any(k.startswith("chat:") for k in pair)
        }
        sets = sum(any(len(set(keys) & set(same)) >= 2 for keys in groups) for same in facts.SAME_QUESTION)
        alike = sum(any(set(pair) <= set(keys) for keys in groups) for pair in facts.DIFFERENT)
        print(
            json.dumps(
                {
                    "data": "sample desk",
                    "threshold": threshold,
                    "pair_precision": round(len(found & right) / len(found), 3),
                    "pair_recall": round(len(found & right) / len(right), 3),
                    "questions_found": f"{sets}/{len(facts.SAME_QUESTION)}",
                    "look_alikes_joined": f"{alike}/{len(facts.DIFFERENT)}",
                }
            )
        )


def duplicates(data: Path) -> None:
    """Labelled pairs that are at least as alike as the threshold."""
    rows = [
        json.loads(line)
        for line in (data / "meta-se-duplicates" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    index = Index({f"{n:04}{side}": as_question(row[side]) for n, row in enumerate(rows) for side in "ab"})
    alike = {(one, other): score for one, other, score in index.pairs(min(THRESHOLDS))}
    for threshold in THRESHOLDS:
        hits = [alike.get((f"{n:04}a", f"{n:04}b"), 0.0) >= threshold for n in range(len(rows))]
        true = sum(hit for hit, row in zip(hits, rows, strict=True) if row["duplicate"])
        false = sum(hit for hit, row in zip(hits, rows, strict=True) if not row["duplicate"])
        total = sum(row["duplicate"] for row in rows)
        print(
            json.dumps(
                {
                    "data": "meta-se-duplicates",
                    "threshold": threshold,
                    "recall": round(true / total, 3),
                    "labelled_false": false,
                }
            )
        )


def as_question(text: str) -> str:
    """Title and body stand in one string; the body begins with its first paragraph."""
    title, _, body = text.partition("<p>")
    return f"{title}\n{title}\n{markdownify(body)[:2000]}"


if __name__ == "__main__":
    sample_desk()
    if len(sys.argv) > 1:
        duplicates(Path(sys.argv[1]))
