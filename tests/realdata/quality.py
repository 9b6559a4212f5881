"""How well questions that are the same are found, by the engine, by each of its parts, and by peers: JSON lines.

    python tests/realdata/quality.py DATA

Retrieval on meta-se-duplicates, where each question with duplicates is asked against all others; nearest neighbours and
clusters on banking77; clusters on the sample desk, where no data is needed. The weights were fitted to the same data, by
`make calibrate`: few numbers to thousands of pairs, but what is said of strange data is in fitted.json, under `held_out`.
MiniLM was trained on duplicates of Stack Exchange.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import bm25s
import numpy as np
from asked import Count, Question, banking, meta_duplicates, on_the_sample_desk, sample_desk, together
from calibrate import MODEL, Remembered
from numpy.typing import NDArray
from scale import THRESHOLD
from sklearn.feature_extraction.text import TfidfVectorizer

from deskbook.similarity.embedding import load
from deskbook.similarity.index import Index
from deskbook.similarity.likeness import Alike, Statistics, Vectors, fitted
from deskbook.similarity.segment import Document, Embedder, segment
from deskbook.similarity.terms import stem, words
from deskbook.stages.cluster import asking_the_same

# Rows of scores that are looked at together: 500 x 10,003 numbers of each sort.
_ROWS = 500
_SMALLER = 2_000

Scores = NDArray[np.float32]
# Row numbers -> how like each document is to these.
Scorer = Callable[[slice], Scores]


@dataclass(frozen=True)
class Ranked:
    """Averages over questions, in percent: average precision, reciprocal rank, right at the first place, in the first ten."""

    map: float
    mrr: float
    hit_1: float
    hit_10: float


def main(data: Path | None) -> None:
    """All that the data allows."""
    model = Remembered(load(MODEL, sha256=None, vocabulary=None, root=Path()))
    for name, embedder in (("lexical", None), ("three-way", model)):
        index = Index.of(sample_desk(), embedder)
        groups = asking_the_same(index, index.pairs(THRESHOLD / 2), THRESHOLD)
        say(data="sample desk", measure="clusters", scorer=name, threshold=THRESHOLD, **on_the_sample_desk(groups))
    if data is None:
        return
    meta, bank = meta_duplicates(data), banking(data)
    for name, scorer in scorers([question.text for question in meta], model):
        found = retrieval(meta, scorer)
        say(data="meta-se-duplicates", measure="retrieval", scorer=name, **asdict(found))
    for name, scorer in scorers([question.text for question in bank], model):
        right = round(100 * intent_accuracy(bank, scorer), 1)
        say(
            data="banking77",
            measure="nearest neighbour",
            scorer=name,
            intent_accuracy=right,
        )
    some = [bank[n] for n in np.random.default_rng(0).permutation(len(bank))[:_SMALLER]]
    for questions in (some, bank):
        for name, embedder in (("lexical", None), ("three-way", model)):
            say(
                data="banking77",
                measure="clusters",
                scorer=name,
                questions=len(questions),
                **clusters(questions, embedder),
            )


def say(**line: object) -> None:
    """One line of the result."""
    print(json.dumps(line), flush=True)


def scorers(texts: Sequence[str], model: Embedder) -> Iterator[tuple[str, Scorer]]:
    """Each way to compare, by name."""
    yield from _engine(texts, model)
    yield from _peers(texts)


def _engine(texts: Sequence[str], model: Embedder) -> Iterator[tuple[str, Scorer]]:
    """What the product computes, for all pairs."""
    part = segment([Document(f"{n:05}", text) for n, text in enumerate(texts)], model)
    vectors = Vectors(part, Statistics.of([part]))
    characters = vectors.characters(slice(None))
    meanings = vectors.meaning.astype(np.float32)
    known = meanings.any(axis=1)

    def by_words(rows: slice) -> Scores:
        return np.clip((vectors.all_words[rows] @ vectors.all_words.T).toarray(), 0, 1)

    def by_characters(rows: slice) -> Scores:
        return np.clip((characters[rows] @ characters.T).toarray(), 0, 1)

    def by_meaning(rows: slice) -> Scores:
        return np.where(known[rows, None] & known, np.clip(meanings[rows] @ meanings.T, 0, 1), np.nan)

    def by_all(rows: slice) -> Alike:
        length = np.minimum(vectors.length[rows, None], vectors.length[None, :]).astype(np.float32)
        return Alike(by_words(rows), by_characters(rows), by_meaning(rows), length)

    yield "words alone", by_words
    yield "characters alone", by_characters
    yield "meaning alone", lambda rows: np.nan_to_num(by_meaning(rows))
    yield "deskbook: words and characters", lambda rows: fitted().probability(by_all(rows))
    yield (
        "deskbook[semantic]: words, characters and meaning",
        lambda rows: fitted(semantic=True).probability(by_all(rows)),
    )


def _peers(texts: Sequence[str]) -> Iterator[tuple[str, Scorer]]:
    plain = TfidfVectorizer().fit_transform(texts)
    yield "scikit-learn TF-IDF, defaults", lambda rows: (plain[rows] @ plain.T).toarray()
    runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(texts)
    yield "scikit-learn TF-IDF, char_wb 3 to 5", lambda rows: (runs[rows] @ runs.T).toarray()
    for name, said in (("", texts), (", title once", [text.split("\n", 2)[2] for text in texts])):
        stems = [[stem(word) for word in words(text)] for text in said]
        index = bm25s.BM25()
        index.index(stems, show_progress=False)
        yield f"bm25s, defaults{name}", lambda rows: np.stack([index.get_scores(each) for each in stems[rows]])  # noqa: B023


def _by_rows(questions: Sequence[Question], scorer: Scorer) -> Iterator[tuple[int, Scores]]:
    """Row numbers, and the scores of that row without itself."""
    for start in range(0, len(questions), _ROWS):
        scores = scorer(slice(start, start + _ROWS)).astype(np.float32)
        for n, row in enumerate(scores, start):
            row[n] = -np.inf
            yield n, row


def retrieval(questions: Sequence[Question], scorer: Scorer) -> Ranked:
    """Each question that is not alone in its family is asked. Of equal scores the first counts first."""
    family = np.array([question.family for question in questions])
    asked = []
    for n, row in _by_rows(questions, scorer):
        same = family == family[n]
        same[n] = False
        if same.any():
            places = np.flatnonzero(same[np.argsort(-row, kind="stable")]) + 1
            precision = np.arange(1, len(places) + 1) / places
            asked.append((precision.mean(), 1 / places[0], places[0] == 1, places[0] <= 10))
    return Ranked(*(round(100 * float(mean), 1) for mean in np.mean(asked, axis=0)))


def intent_accuracy(questions: Sequence[Question], scorer: Scorer) -> float:
    """How often the most like has the same intent."""
    family = np.array([question.family for question in questions])
    return float(np.mean([family[row.argmax()] == family[n] for n, row in _by_rows(questions, scorer)]))


def clusters(questions: Sequence[Question], embedder: Embedder | None) -> dict[str, object]:
    """Clusters as the product makes them, against the intents, pair by pair."""
    begun = time.perf_counter()
    index = Index.of({question.key: question.text for question in questions}, embedder)
    groups = asking_the_same(index, index.pairs(THRESHOLD / 2), THRESHOLD)
    seconds = round(time.perf_counter() - begun, 1)
    intents: dict[str, list[str]] = {}
    for question in questions:
        intents.setdefault(question.family, []).append(question.key)
    count = Count.of(together(intents.values()), together(groups))
    return {
        "threshold": THRESHOLD,
        "clusters": len(groups),
        "questions_in_clusters": sum(map(len, groups)),
        "pair_precision": count.precision,
        "pair_recall": count.recall,
        "seconds": seconds,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
