"""Trees that were grown elsewhere, and how a table of numbers runs through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]


@dataclass(frozen=True)
class Forest:
    """Regression trees whose leaves are added up.

    One entry a node, all trees after one another. A number greater than the node's `threshold` goes right. `left` and
    `right` are node numbers; a leaf is its own child on both sides. `roots` has each tree's first node, `depth` is the
    longest way down.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    depth: int

    @classmethod
    def of(cls, stored: Sequence[Sequence[Sequence[float]]]) -> Forest:
        """From trees as lists of nodes in preorder: `[feature, threshold, right]` (left is the next node) or `[value]`."""
        feature: list[int] = []
        threshold: list[float] = []
        left: list[int] = []
        right: list[int] = []
        value: list[float] = []
        roots: list[int] = []
        deepest = 0
        for nodes in stored:
            root = len(feature)
            roots.append(root)
            depth = [0] * len(nodes)
            for at, node in enumerate(nodes):
                leaf = len(node) == 1
                feature.append(0 if leaf else int(node[0]))
                threshold.append(0.0 if leaf else node[1])
                left.append(root + at if leaf else root + at + 1)
                right.append(root + at if leaf else root + int(node[2]))
                value.append(node[0] if leaf else 0.0)
                if not leaf:
                    depth[at + 1] = depth[int(node[2])] = depth[at] + 1
            deepest = max(deepest, *depth)
        return cls(
            np.array(feature, np.int32),
            np.array(threshold, np.float32),
            np.array(left, np.int32),
            np.array(right, np.int32),
            np.array(value, np.float32),
            np.array(roots, np.int32),
            deepest,
        )

    @cached_property
    def _children(self) -> NDArray[np.int32]:
        return np.stack([self.left, self.right], axis=1).ravel()

    def score(self, table: Table) -> Table:
        """The sum of the leaves that each row ends in."""
        rows, columns = table.shape
        numbers = table.ravel()
        offset = np.repeat(np.arange(rows, dtype=np.int32) * columns, len(self.roots))
        node = np.tile(self.roots, rows)
        for _ in range(self.depth):
            right = numbers.take(offset + self.feature.take(node)) > self.threshold.take(node)
            node = self._children.take(2 * node + right)
        leaves = self.value.take(node).reshape(rows, len(self.roots))
        return np.asarray(leaves.sum(axis=1))
