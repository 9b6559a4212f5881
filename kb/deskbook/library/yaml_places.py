"""On which line of a YAML text a value stands, for messages that name it."""

from __future__ import annotations

from collections.abc import Sequence

import yaml


class Places:
    """The places of a text. Raises `yaml.YAMLError` where it is no YAML.

    `twice` is the first key that stands twice in one mapping, which YAML forbids and PyYAML lets pass, and the line at which it stands
    again; None where none does.
    """

    def __init__(self, text: str) -> None:
        self.root = yaml.compose(text, Loader=yaml.SafeLoader)
        self.twice = _twice(self.root)

    def line(self, path: Sequence[str | int]) -> int:
        """The line (1-based) of a value, given by the keys and numbers that lead to it; of the nearest one around it where there
        is no such value."""
        node, line = self.root, 1
        for step in path:
            pair = _step(node, step)
            if pair is None:
                break
            key, node = pair
            line = key.start_mark.line + 1
        return line


def _step(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _twice(node: yaml.Node | None) -> tuple[str, int] | None:
    if isinstance(node, yaml.SequenceNode):
        return next((found for value in node.value if (found := _twice(value))), None)
    if not isinstance(node, yaml.MappingNode):
        return None
    seen: set[str] = set()
    for key, value in node.value:
        if str(key.value) in seen:
            return str(key.value), key.start_mark.line + 1
        seen.add(str(key.value))
        if found := _twice(value):
            return found
    return None
