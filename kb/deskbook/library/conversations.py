"""The tracked YAML file in which people correct conversations.

join:
  - [ubuntu/2026-10-15/L95, ubuntu/2026-10-15/L120]    # the conversations of these lines are one
split:
  - ubuntu/2026-10-15/L130                             # with this line, and all that answers it, another one begins
title:
  ubuntu/2026-10-15/L95: The printer prints nothing    # of the conversation that holds the line
resolved:
  - ubuntu/2026-10-15/L140                             # this line solves it
link:
  ubuntu/2026-10-15/L131: ubuntu/2026-10-15/L95        # the first line answers the second
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

import yaml

from deskbook.errors import DecisionError
from deskbook.text.corrections import Corrections, line_name

_EXAMPLE = "name lines as `ubuntu/2026-10-15/L95`, in lists below `join`, `split` and `resolved`, and as `line: words` below `title` and `line: line` below `link`"
_KEYS = ("join", "split", "title", "resolved", "link")


def read_corrections(path: Path) -> Corrections:
    """The corrections in `path`; none where the file does not exist. Raises `DecisionError`, naming the line."""
    if not path.exists():
        return Corrections()
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise DecisionError("this file is not UTF-8 text", where=str(path), cure="save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DecisionError(
            f"this is not valid YAML: {error.problem}", where=f"{path}:{line}", cure=_EXAMPLE
        ) from error
    except yaml.YAMLError as error:
        raise DecisionError(f"this is not valid YAML: {error}", where=str(path), cure=_EXAMPLE) from error
    return _File(path).corrections(root) if root is not None else Corrections()


class _File:
    """One file, and where in it each line is named first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places: dict[str, str] = {}

    def corrections(self, root: yaml.Node) -> Corrections:
        parts: dict[str, yaml.Node] = {}
        for key, value in self._pairs(root, "the file"):
            name = self._words(key)
            if name not in _KEYS:
                near = difflib.get_close_matches(name, _KEYS, n=1)
                meant = f"; did you mean '{near[0]}'?" if near else f"; it is one of {', '.join(_KEYS)}"
                raise self._wrong(key, f"'{name}' is no correction{meant}")
            if name in parts:
                raise self._wrong(key, f"'{name}' stands twice")
            if not _is_empty(value):
                parts[name] = value
        joined = tuple(self._joined(group) for group in self._items(parts.get("join"), "join"))
        return Corrections(
            joined=joined,
            split=tuple(self._line(one) for one in self._items(parts.get("split"), "split")),
            titles={self._line(line): self._title(said) for line, said in self._pairs(parts.get("title"), "title")},
            resolved=tuple(self._line(one) for one in self._items(parts.get("resolved"), "resolved")),
            answers={
                self._line(line): self._line(answered) for line, answered in self._pairs(parts.get("link"), "link")
            },
            places=self.places,
        )

    def _joined(self, node: yaml.Node) -> tuple[str, ...]:
        lines = tuple(self._line(one) for one in self._items(node, "join"))
        if len(lines) < 2:
            raise self._wrong(node, "`join` needs two lines at least")
        return lines

    def _items(self, node: yaml.Node | None, what: str) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self._wrong(node, f"`{what}` needs a list")
        return list(node.value)

    def _pairs(self, node: yaml.Node | None, what: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        if node is None:
            return
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(node, f"`{what}` needs keys and values" if what in _KEYS else f"{what} needs keys")
        yield from node.value

    def _line(self, node: yaml.Node) -> str:
        written = self._words(node)
        name = line_name(written)
        if len(name.split("/")) < 2 or not all(name.split("/")):
            raise self._wrong(node, f"'{written}' is no line")
        self.places.setdefault(name, f"{self.path}:{node.start_mark.line + 1}")
        return name

    def _title(self, node: yaml.Node) -> str:
        return " ".join(self._words(node).split())

    def _words(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or _is_empty(node):
            raise self._wrong(node, "something is missing here (what begins with # is a comment: put it in quotes)")
        return str(node.value)

    def _wrong(self, node: yaml.Node, what: str) -> DecisionError:
        return DecisionError(what, where=f"{self.path}:{node.start_mark.line + 1}", cure=_EXAMPLE)


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"
