"""Single values of an article's front matter, changed without touching anything else in the file: what people wrote stays as
they wrote it.

Every change is read again before it is handed out. Raises `ContentError`, naming no file, where something else would change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import frontmatter
import yaml

from deskbook.errors import ContentError

_FRONT = re.compile(r"\A\ufeff?-{3,}[ \t]*\r?\n(.*?)^-{3,}[ \t]*\r?$", re.MULTILINE | re.DOTALL)
# What begins otherwise may mean something to YAML.
_PLAIN = re.compile(r"[\w./][\w.:/@+=~-]*")
_NEVER_FOLDED = 1_000_000


def body_start(text: str) -> int:
    """Where the body of an article's file begins: behind the line that ends its front matter, else at 0."""
    front = _FRONT.match(text)
    return min(front.end() + 1, len(text)) if front else 0


def with_entry(text: str, name: str, entry: str, *, inside: str = "") -> str:
    """The text of a file with an entry at the end of the list `name`. One that is there already is not added again.

    With `inside`, the list is that of `name` in the mapping `inside`.
    """
    return _relisted(text, (inside, name) if inside else (name,), entry, wanted=True)


def without_entry(text: str, name: str, entry: str) -> str:
    """The text of a file without an entry of the list `name`, however often it stands there."""
    return _relisted(text, (name,), entry, wanted=False)


def with_value(text: str, name: str, value: str | date) -> str:
    """The text of a file that says `name: value`."""
    try:
        before, body = _read(text)
        if before.get(name) == value:
            return text
        made = _set(text, name, value)
        after, same_body = _read(made)
    except (yaml.YAMLError, ValueError, TypeError):
        raise _refused(name, f"write `{name}: {_flow(value)}`") from None
    if after != {**before, name: value} or same_body != body:
        raise _refused(name, f"write `{name}: {_flow(value)}`")
    return made


def _relisted(text: str, path: tuple[str, ...], entry: str, *, wanted: bool) -> str:
    cure = f"add {entry} to" if wanted else f"take {entry} out of"
    try:
        before, body = _read(text)
        entries = _entries(before, path)
        if (entry in entries) == wanted:
            return text
        asked = [*entries, entry] if wanted else [one for one in entries if one != entry]
        made = _added(text, path, entry) if wanted else text
        for _ in range(0 if wanted else entries.count(entry)):  # a merge in git may have left it twice
            made = _removed(made, path, entry)
        after, same_body = _read(made)
    except (yaml.YAMLError, ValueError, TypeError):
        raise _refused(path[0], f"{cure} them") from None
    if not (_without(before, path) == _without(after, path) and same_body == body and _entries(after, path) == asked):
        raise _refused(path[0], f"{cure} them")
    return made


def _refused(name: str, cure: str) -> ContentError:
    return ContentError(f"its `{name}` are written in a way that cannot be changed safely", cure=f"{cure} yourself")


def _read(text: str) -> tuple[dict[str, Any], str]:
    post = frontmatter.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    return dict(post.metadata), str(post.content)


def _entries(meta: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    value: Any = meta
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return [str(one) for one in (value if isinstance(value, list) else [] if value is None else [value])]


def _without(meta: Mapping[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """All that a change at `path` must leave alone."""
    others = {name: value for name, value in meta.items() if name != path[0]}
    return others if len(path) == 1 else {**others, path[0]: _without(meta.get(path[0]) or {}, path[1:])}


def _set(text: str, name: str, value: str | date) -> str:
    front = _FRONT.match(text)
    node = _node(front.group(1), (name,)) if front else None
    if front is None or node is None:
        return _with_line(text, f"{name}: {_flow(value)}")
    if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
        raise ValueError("this is no value on one line")
    begin, end = (front.start(1) + mark.index for mark in (node.start_mark, node.end_mark))
    return text[:begin] + (_flow(value) if begin < end else f" {_flow(value)}") + text[end:]


def _with_line(text: str, line: str) -> str:
    """One line more at the end of the front matter, which is made if there is none."""
    newline = "\r\n" if "\r\n" in text else "\n"
    front = _FRONT.match(text)
    if front is None:
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        return f"{mark}---{newline}{line}{newline}---{newline}{newline}{text.removeprefix(mark)}"
    return text[: front.end(1)] + line + newline + text[front.end(1) :]


def _added(text: str, path: tuple[str, ...], entry: str) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    front = _FRONT.match(text)
    node = _node(front.group(1), path) if front else None
    if front is None or node is None:
        return _begun(text, path, f"[{_flow(entry)}]", newline)
    start = front.start(1)
    begin, end = start + node.start_mark.index, start + node.end_mark.index
    if not isinstance(node, yaml.SequenceNode):
        written = text[begin:end]
        return text[:begin] + (f"[{written}, {_flow(entry)}]" if written else f" [{_flow(entry)}]") + text[end:]
    if not node.flow_style:
        line_begin, line_end = _line(text, start + node.value[-1].start_mark.index)
        dash = text[line_begin:line_end].partition("-")[0]
        return text[:line_end] + f"{dash}- {_flow(entry)}{newline}" + text[line_end:]
    if not node.value:
        return text[: begin + 1] + _flow(entry) + text[begin + 1 :]
    last = start + node.value[-1].end_mark.index
    return text[:last] + f", {_flow(entry)}" + text[last:]


def _begun(text: str, path: tuple[str, ...], value: str, newline: str) -> str:
    """A list of which there is nothing yet; in a mapping it comes first, because where that ends is hard to tell."""
    front = _FRONT.match(text)
    outer = _node(front.group(1), path[:-1]) if front and len(path) > 1 else None
    pair = f"{_flow(path[-1])}: {value}"
    if front is None or outer is None:
        return _with_line(text, pair if len(path) == 1 else f"{path[0]}:{newline}  {pair}")
    begin = front.start(1) + outer.start_mark.index
    if not isinstance(outer, yaml.MappingNode):
        return text[:begin] + f" {{{pair}}}" + text[begin:]
    if outer.flow_style:
        return text[: begin + 1] + pair + (", " if outer.value else "") + text[begin + 1 :]
    return text[:begin] + pair + newline + " " * outer.start_mark.column + text[begin:]


def _removed(text: str, path: tuple[str, ...], entry: str) -> str:
    front = _FRONT.match(text)
    node = _node(front.group(1), path) if front else None
    if front is None or node is None:
        raise ValueError("there is no such list")
    start = front.start(1)
    if not isinstance(node, yaml.SequenceNode):
        return text[: start + node.start_mark.index] + "[]" + text[start + node.end_mark.index :]
    number = next(n for n, item in enumerate(node.value) if item.value == entry)
    begin, end = (start + mark.index for mark in (node.value[number].start_mark, node.value[number].end_mark))
    if not node.flow_style:
        begin, end = _line(text, begin)
        if len(node.value) > 1:
            return text[:begin] + text[end:]
        head = text[: start + node.start_mark.index].rstrip()
        return f"{head} []{text[len(head) : begin]}{text[end:]}"
    if number + 1 < len(node.value):
        end = start + node.value[number + 1].start_mark.index
    elif number:
        begin = start + node.value[number - 1].end_mark.index
    return text[:begin] + text[end:]


def _node(front: str, path: tuple[str, ...]) -> yaml.Node | None:
    """The value of a key with its place in the text, or None where the key is not there."""
    node: yaml.Node | None = yaml.compose(front, Loader=yaml.SafeLoader)
    for name in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in pairs if key.value == name), None)
    return node


def _line(text: str, index: int) -> tuple[int, int]:
    """Where the line of a place begins, and where the next one does."""
    end = text.find("\n", index)
    return text.rfind("\n", 0, index) + 1, len(text) if end < 0 else end + 1


def _flow(word: str | date) -> str:
    """A word or a day as it may stand in a list, in quotes if it has to."""
    if isinstance(word, date):
        return word.isoformat()
    if _PLAIN.fullmatch(word) and yaml.safe_load(f"[{word}]") == [word]:
        return word
    listed = yaml.safe_dump([word], default_flow_style=True, allow_unicode=True, width=_NEVER_FOLDED)
    return str(listed).strip()[1:-1]
