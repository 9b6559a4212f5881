"""How a table of numbers runs through trees."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.conversations.trees import Forest

TREES = [
    [[0, 1.5, 2], [-1.0], [1, 0.0, 4], [10.0], [20.0]],
    [[0.25]],
    [[1, -3.0, 4], [0, 0.0, 3], [1.0], [2.0], [3.0]],
]


def by_hand(nodes: list[list[float]], row: list[float]) -> float:
    """The leaf of one row in one tree."""
    at = 0
    while len(nodes[at]) > 1:
        feature, threshold, right = nodes[at]
        at = int(right) if row[int(feature)] > threshold else at + 1
    return nodes[at][0]


@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 1.5, 2.0]), st.sampled_from([-4.0, -3.0, 0.0, 1.0])), min_size=1, max_size=9
    )
)
def test_a_row_scores_the_sum_of_its_leaves(rows: list[tuple[float, float]]) -> None:
    """Trees of unequal depth, single leaves among them, score as if each row walked down by itself."""
    scores = Forest.of(TREES).score(np.array(rows, np.float32))

    assert scores.tolist() == [sum(by_hand(nodes, list(row)) for nodes in TREES) for row in rows]


def test_no_trees_score_nothing() -> None:
    """An empty forest is one that likes all rows alike."""
    assert Forest.of([]).score(np.ones((3, 2), np.float32)).tolist() == [0, 0, 0]
