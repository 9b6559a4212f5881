"""Entries of the roster's text, added or changed without touching anything else: comments and what people wrote stay.

Every change is read again before it is handed out. Raises `ConfigError`, naming no file, where something else would change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from deskbook.errors import ConfigError


def with_entry(text: str, part: str, entry: Mapping[str, Any]) -> str:
    """The text with an entry more, on a line of its own, at the end of the list `part`: `people` or `teams`."""
    values = _values(text)
    expected = {**values, part: [*(values.get(part) or []), dict(entry)]}
    return _checked(_added(text, part, f"{{{_flow(entry)[1:-1]}}}"), expected, f"add {_flow(entry)} to `{part}`")


def with_key(text: str, part: str, id: str, key: str, value: Any) -> str:
    """The text with `key: value` in the entry of an id in the list `part`."""
    values = _values(text)
    entries = [{**one, key: value} if one["id"] == id else one for one in values[part]]
    return _checked(
        _set(text, part, id, key, _flow(value)), {**values, part: entries}, f"write `{key}: {_flow(value)}` for {id}"
    )


def _checked(made: str, expected: Mapping[str, Any], cure: str) -> str:
    try:
        same = yaml.safe_load(made) == expected
    except yaml.YAMLError:
        same = False
    if not same:
        raise ConfigError("the roster is written in a way that cannot be changed safely", cure=f"{cure} yourself")
    return made


def _added(text: str, part: str, written: str) -> str:
    node = _value(yaml.compose(text, Loader=yaml.SafeLoader), part)
    if node is None:
        gap = "" if text.endswith("\n") or not text else "\n"
        return f"{text}{gap}{part}:\n  - {written}\n"
    begin, end = node.start_mark.index, node.end_mark.index
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        return f"{text[:begin].rstrip(' ')}\n  - {written}{text[end:]}"
    last = node.value[-1]
    if node.flow_style:
        return text[: _end(last)] + f", {written}" + text[_end(last) :]
    line = text[text.rfind("\n", 0, last.start_mark.index) + 1 : last.start_mark.index]
    return _with_line(text, _end(last), f"{line.partition('-')[0]}- {written}")


def _set(text: str, part: str, id: str, key: str, written: str) -> str:
    people = _value(yaml.compose(text, Loader=yaml.SafeLoader), part)
    entry = next(one for one in people.value if (_value(one, "id").value == id))
    node = _value(entry, key)
    if node is not None:
        begin, end = node.start_mark.index, _end(node)
        return text[:begin] + (written if begin < end else f" {written}") + text[end:]
    if entry.flow_style:
        return text[: _end(entry.value[-1][1])] + f", {key}: {written}" + text[_end(entry.value[-1][1]) :]
    return _with_line(text, _end(entry), f"{' ' * entry.start_mark.column}{key}: {written}")


def _with_line(text: str, index: int, line: str) -> str:
    """A line more, below the one in which a place is."""
    end = text.find("\n", index)
    newline = "\r\n" if "\r\n" in text else "\n"
    if end < 0:
        return f"{text}{newline}{line}{newline}"
    return f"{text[: end + 1]}{line}{newline}{text[end + 1 :]}"


def _end(node: Any) -> int:
    """Where a value really ends: PyYAML has a block end where the next thing begins, behind comments and empty lines."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _value(node: Any, key: str) -> Any:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _values(text: str) -> dict[str, Any]:
    return yaml.safe_load(text) or {}


def _flow(value: Any) -> str:
    written = yaml.safe_dump(value if not isinstance(value, Mapping) else dict(value), default_flow_style=True,
                             allow_unicode=True, sort_keys=False, width=1_000_000)  # fmt: skip
    return str(written).removesuffix("...\n").strip()
