"""Entries of the roster's text, changed without touching anything else."""

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from deskbook.errors import ConfigError
from deskbook.library.roster_text import with_entry, with_key
from strategies import lines, words

ENTRY = {"id": "cy", "name": "Cy: the third", "teams": ["dns"]}
WRITTEN = "{id: cy, name: 'Cy: the third', teams: [dns]}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"people:\n  - {WRITTEN}\n"),
        ("# nobody yet", f"# nobody yet\npeople:\n  - {WRITTEN}\n"),
        ("people: []\nteams: []\n", f"people:\n  - {WRITTEN}\nteams: []\n"),
        ("people:\nteams: []\n", f"people:\n  - {WRITTEN}\nteams: []\n"),
        ("people: [{id: a}]  # all\n", f"people: [{{id: a}}, {WRITTEN}]  # all\n"),
        ("people:\n- {id: a}   # one\n\n# the end\n", f"people:\n- {{id: a}}   # one\n- {WRITTEN}\n\n# the end\n"),
        (
            "people:\n    - id: a\n      name: A\n\n    # two\n    - id: b\n      teams:\n        - x\n\n# teams\nteams: []\n",
            f"people:\n    - id: a\n      name: A\n\n    # two\n    - id: b\n      teams:\n        - x\n    - {WRITTEN}\n\n# teams\nteams: []\n",
        ),
        ("people:\r\n  - {id: a}\r\n", f"people:\r\n  - {{id: a}}\r\n  - {WRITTEN}\r\n"),
        ("people:\n  - {id: a}", f"people:\n  - {{id: a}}\n  - {WRITTEN}\n"),
    ],
)
def test_an_entry_is_added_at_the_end_of_its_list(text: str, expected: str) -> None:
    """In whatever way the list is written, and with its comments."""
    assert with_entry(text, "people", ENTRY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("people: [{id: a, name: A}, {id: b}]\n", "people: [{id: a, name: A, left: 2026-03-01}, {id: b}]\n"),
        ("people:\n  - {id: a, left: false}  # c\n", "people:\n  - {id: a, left: 2026-03-01}  # c\n"),
        ("people:\n  - id: a  # c\n    teams:\n      - x\n\n  - id: b\n", "people:\n  - id: a  # c\n    teams:\n      - x\n    left: 2026-03-01\n\n  - id: b\n"),
        ("people:\n  - id: a\n    left:\n    name: A\n", "people:\n  - id: a\n    left: 2026-03-01\n    name: A\n"),
    ],
)  # fmt: skip
def test_an_entry_says_something_new_and_the_rest_stays(text: str, expected: str) -> None:
    """As a new key or in place of what the key said."""
    assert with_key(text, "people", "a", "left", date(2026, 3, 1)) == expected


def test_a_list_takes_the_place_of_a_list() -> None:
    """Also of one that was written over several lines."""
    made = with_key(
        "people:\n  - id: a\n    teams:\n      - x\n      - y\n    name: A\n", "people", "a", "teams", ["x", "z"]
    )

    assert yaml.safe_load(made) == {"people": [{"id": "a", "teams": ["x", "z"], "name": "A"}]}


def test_what_cannot_be_changed_safely_is_refused() -> None:
    """Then the cure says what to write."""
    with pytest.raises(ConfigError) as caught:
        with_key("shared: &s {id: a}\npeople: [*s]\n", "people", "a", "left", True)

    assert "left: true" in (caught.value.cure or "")


people = st.lists(
    st.fixed_dictionaries({"id": words, "name": lines}, optional={"teams": st.lists(words, max_size=2), "left": st.booleans()}),
    max_size=4, unique_by=lambda one: one["id"],
)  # fmt: skip


@given(
    people=people,
    entry=st.fixed_dictionaries({"id": words, "name": lines}),
    flow=st.sampled_from([None, True, False]),
    word=lines,
)
def test_only_what_was_asked_changes(
    people: list[dict[str, Any]], entry: dict[str, str], flow: bool | None, word: str
) -> None:
    """Whatever the names, and in each of YAML's styles: other values are as they were, and so is every line of the text."""
    values = {"people": people, "teams": [{"id": "x"}]}
    text = yaml.safe_dump(values, default_flow_style=flow, allow_unicode=True, sort_keys=False)

    try:
        added = with_entry(text, "people", entry)
        assert yaml.safe_load(added) == {**values, "people": [*people, entry]}
        if people:
            changed = with_key(added, "people", people[0]["id"], "note", word)
            assert yaml.safe_load(changed)["people"][0] == {**people[0], "note": word}
    except ConfigError:
        pass  # refused is safe, too: nothing is written
