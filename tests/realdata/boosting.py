"""Grows trees that choose one of several rows: gradient boosting on the likelihood of the right choice.

Each line of a log comes with a group of rows, one for each line that it may answer and one for none. The scores of a group
become probabilities by softmax, and each tree is fitted to what the trees before it leave to be wished. On what this is made
for, that finds 1.5 to 2 per cent more links than judging each row for itself, which is what scikit-learn's own estimators do;
so its histogram trees, which they do not export, are driven here. Nothing here is needed to use the trees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble._hist_gradient_boosting.binning import _BinMapper
from sklearn.ensemble._hist_gradient_boosting.grower import TreeGrower

Numbers = NDArray[np.float64]
Stored = list[list[list[float]]]


@dataclass(frozen=True)
class Settings:
    """How many trees of how many leaves and how far each goes (`rate`).

    `sample` is the share of the groups that they are grown on, `features` that of the features which a node looks at; `seed`
    decides which.
    """

    trees: int
    leaves: int
    rate: float
    sample: float = 1.0
    features: float = 1.0
    seed: int = 0
    least: int = 30  # rows in a leaf
    ridge: float = 5.0


def grow(table: NDArray[np.float32], right: NDArray[np.bool_], sizes: Sequence[int], settings: Settings) -> Stored:
    """Trees as `Forest.of` takes them. `sizes` are those of the groups, which follow one another in the table.

    Groups without a right row teach nothing; among several right rows the probability is shared.
    """
    if settings.sample < 1:
        taken = np.random.default_rng(settings.seed).random(len(sizes)) < settings.sample
        rows = np.repeat(taken, sizes)
        table, right, sizes = table[rows], right[rows], np.asarray(sizes)[taken].tolist()
    bins = _BinMapper(n_bins=256, random_state=0, n_threads=1)
    binned = np.asfortranarray(bins.fit_transform(table))
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    rights = np.repeat(np.add.reduceat(right.astype(np.float64), starts), sizes)
    wanted = np.where(rights > 0, right / np.maximum(rights, 1), 0.0)
    scores = np.zeros(len(table))
    stored = []
    for number in range(settings.trees):
        chance = softmax(scores, starts, sizes)
        gradient = np.where(rights > 0, chance - wanted, 0.0)
        hessian = np.where(rights > 0, np.maximum(chance * (1 - chance), 1e-6), 0.0)
        grower = TreeGrower(
            binned,
            gradient.astype(np.float32),
            hessian.astype(np.float32),
            max_leaf_nodes=settings.leaves,
            min_samples_leaf=settings.least,
            l2_regularization=settings.ridge,
            shrinkage=settings.rate,
            n_bins=bins.n_bins,
            n_bins_non_missing=bins.n_bins_non_missing_,
            feature_fraction_per_split=settings.features,
            rng=np.random.default_rng([settings.seed, number]),
            n_threads=1,
        )
        grower.grow()
        tree = grower.make_predictor(bins.bin_thresholds_)
        scores += tree.predict_binned(binned, bins.missing_values_bin_idx_, 1)
        stored.append(_stored(tree.nodes))
    return stored


def mean(forests: Sequence[Stored]) -> Stored:
    """One forest that scores the mean of several."""
    return [
        [[float(f"{node[0] / len(forests):.4g}")] if len(node) == 1 else node for node in tree]
        for forest in forests
        for tree in forest
    ]


def softmax(scores: Numbers, starts: NDArray[np.int64], sizes: Sequence[int]) -> Numbers:
    """Probabilities within each group."""
    powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return np.asarray(powers / np.repeat(np.add.reduceat(powers, starts), sizes))


def _stored(nodes: np.ndarray) -> list[list[float]]:
    """A tree's nodes in preorder, with the few digits that matter."""
    stored: list[list[float]] = []

    def put(at: int) -> None:
        node = nodes[at]
        if node["is_leaf"]:
            stored.append([float(f"{node['value']:.4g}")])
            return
        own = len(stored)
        stored.append([])
        put(int(node["left"]))
        stored[own] = [int(node["feature_idx"]), float(np.float32(node["num_threshold"])), len(stored)]
        put(int(node["right"]))

    put(0)
    return stored
