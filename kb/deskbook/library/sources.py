"""The `sources` of an article's file, changed without touching anything else in it: what people wrote stays as they wrote it."""

from __future__ import annotations

import re

import frontmatter
import yaml

from deskbook.errors import ContentError

_FRONT = re.compile(r"\A\ufeff?-{3,}[ \t]*\r?\n(.*?)^-{3,}[ \t]*\r?$", re.MULTILINE | re.DOTALL)
_PLAIN = re.compile(r"[\w.:/@+=~-]+")
_NEVER_FOLDED = 1_000_000


def with_source(text: str, key: str) -> str:
    """The text of a file with a thread's key at the end of its `sources`. One that is there already is not added again.

    Raises `ContentError`, naming no file, where that cannot be done without changing anything else.
    """
    return _changed(text, key, wanted=True)


def without_source(text: str, key: str) -> str:
    """The text of a file without a thread's key among its `sources`. Raises as `with_source` does."""
    return _changed(text, key, wanted=False)


def _changed(text: str, key: str, *, wanted: bool) -> str:
    try:
        before, body = _read(text)
        sources = _sources(before)
        if (key in sources) == wanted:
            return text
        asked = [*sources, key] if wanted else [one for one in sources if one != key]
        made = _added(text, key) if wanted else text
        for _ in range(0 if wanted else sources.count(key)):  # a merge in git may have left it twice
            made = _removed(made, key)
        after, same_body = _read(made)
    except (yaml.YAMLError, ValueError, TypeError):
        raise _refused(key, wanted=wanted) from None
    others = {**before, "sources": None} == {**after, "sources": None}
    if not (others and same_body == body and _sources(after) == asked):
        raise _refused(key, wanted=wanted)
    return made


def _refused(key: str, *, wanted: bool) -> ContentError:
    deed = f"add {key} to" if wanted else f"take {key} out of"
    return ContentError(
        "its `sources` are written in a way that cannot be changed safely", cure=f"{deed} them yourself"
    )


def _read(text: str) -> tuple[dict[str, object], str]:
    post = frontmatter.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    return dict(post.metadata), str(post.content)


def _sources(meta: dict[str, object]) -> list[str]:
    value = meta.get("sources")
    return [str(one) for one in (value if isinstance(value, list) else [] if value is None else [value])]


def _added(text: str, key: str) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    front = _FRONT.match(text)
    if front is None:
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        return f"{mark}---{newline}sources: [{_flow(key)}]{newline}---{newline}{newline}{text.removeprefix(mark)}"
    node, start = _node(front.group(1)), front.start(1)
    if node is None:
        return text[: front.end(1)] + f"sources: [{_flow(key)}]{newline}" + text[front.end(1) :]
    begin, end = start + node.start_mark.index, start + node.end_mark.index
    if not isinstance(node, yaml.SequenceNode):
        written = text[begin:end]
        return text[:begin] + (f"[{written}, {_flow(key)}]" if written else f" [{_flow(key)}]") + text[end:]
    if not node.flow_style:
        line_begin, line_end = _line(text, start + node.value[-1].start_mark.index)
        dash = text[line_begin:line_end].partition("-")[0]
        return text[:line_end] + f"{dash}- {_flow(key)}{newline}" + text[line_end:]
    if not node.value:
        return text[: begin + 1] + _flow(key) + text[begin + 1 :]
    last = start + node.value[-1].end_mark.index
    return text[:last] + f", {_flow(key)}" + text[last:]


def _removed(text: str, key: str) -> str:
    front = _FRONT.match(text)
    node = _node(front.group(1)) if front else None
    if front is None or node is None:
        raise ValueError("there are no sources")
    start = front.start(1)
    if not isinstance(node, yaml.SequenceNode):
        return text[: start + node.start_mark.index] + "[]" + text[start + node.end_mark.index :]
    number = next(n for n, item in enumerate(node.value) if item.value == key)
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


def _node(front: str) -> yaml.Node | None:
    """The value of `sources` with its place in the text, or None where the key is not there."""
    root = yaml.compose(front, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == "sources"), None)


def _line(text: str, index: int) -> tuple[int, int]:
    """Where the line of a place begins, and where the next one does."""
    end = text.find("\n", index)
    return text.rfind("\n", 0, index) + 1, len(text) if end < 0 else end + 1


def _flow(key: str) -> str:
    """A key as it may stand in a list, in quotes if it has to."""
    if _PLAIN.fullmatch(key) and yaml.safe_load(f"[{key}]") == [key]:
        return key
    listed = yaml.safe_dump([key], default_flow_style=True, allow_unicode=True, width=_NEVER_FOLDED)
    return str(listed).strip()[1:-1]
