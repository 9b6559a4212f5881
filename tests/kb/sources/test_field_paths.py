"""Paths into JSON."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.sources.field_paths import NotThere, find, parse, written

ANSWER = {
    "data": {"rows": [{"id": 1, "tags": [{"n": "a"}, {"n": "b"}]}, {"id": 2}], "a.b": "secret text"},
    "none": None,
}
KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
STEPS = st.lists(st.none() | KEYS, max_size=5).map(tuple)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "0", "*"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ANSWER),
        ("data.rows.1.id", 2),
        ("data.rows.*.id", [1, 2]),
        ("data.rows.*.tags.*.n", ["a", "b"]),
        ("data.rows.*.tags.0.n", ["a"]),
        ('data."a.b"', "secret text"),
        ("none", None),
    ],
)
def test_what_lies_there(path: str, expected: object) -> None:
    """Keys, numbers of a list, and each of its elements."""
    assert find(ANSWER, path) == expected


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("items", "there is no `items` in the answer, which is an object with `data`, `none`"),
        ("data.items", 'there is no `items` in `data`, which is an object with `rows`, `"a.b"`'),
        ("data.rows.id", "there is no `id` in `data.rows`, which is a list of 2"),
        ("data.rows.7", "there is no `7` in `data.rows`, which is a list of 2"),
        ("data.*", "`data` is an object with `rows`"),
        ("none.x", "there is no `x` in `none`, which is null"),
        ('data."a.b".c', 'there is no `c` in `data."a.b"`, which is text'),
        ("data.rows.0.id.x", "in `data.rows.0.id`, which is a number"),
    ],
)
def test_what_does_not_is_said(path: str, says: str) -> None:
    """With what stands there instead, by its keys, and without anybody's text."""
    with pytest.raises(NotThere) as caught:
        find(ANSWER, path)

    assert says in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("path", [".", "a.", ".a", "a..b", "a b", '"a', 'a"b"', "\\"])
def test_what_is_no_path(path: str) -> None:
    """The place of the mistake is named."""
    with pytest.raises(ValueError, match=r"is no path: .* at character \d"):
        parse(path)


@given(STEPS)
def test_paths_are_read_as_they_are_written(steps: tuple[str | None, ...]) -> None:
    """Whatever the keys are."""
    assert parse(written(steps)) == steps


@given(st.lists(KEYS, max_size=5), JSON)
def test_what_was_put_there_is_found(steps: list[str], value: object) -> None:
    """However deep, beside other keys."""
    whole: Any = value
    for step in reversed(steps):
        whole = {"other": 1} | {step: whole}

    assert find(whole, written(tuple(steps))) == value


@given(JSON, STEPS)
def test_every_value_has_something_there_or_not(value: object, steps: tuple[str | None, ...]) -> None:
    """No JSON and no path is too strange."""
    try:
        found = find(value, written(steps))
    except NotThere as problem:
        assert "`" in str(problem) or "the answer" in str(problem)
    else:
        assert None not in steps or isinstance(found, list)


@given(st.text(max_size=8))
def test_every_text_is_a_path_or_not(path: str) -> None:
    """And what is one is written in one way."""
    try:
        steps = parse(path)
    except ValueError as problem:
        assert "character" in str(problem)
    else:
        assert parse(written(steps)) == steps
