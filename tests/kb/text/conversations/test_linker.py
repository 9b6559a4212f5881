"""Untangling a chat channel with trained trees."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.text.conversations import WINDOW, ChatLine, Renamed, linker, links
from deskbook.text.conversations.linker import trained
from deskbook.text.conversations.rules import linked_by_rules

ITEMS = st.lists(
    st.builds(
        ChatLine,
        st.sampled_from(["ada", "bo", "cy", "ubottu", "help", ""]),
        st.sampled_from(
            ["hi", "ada: x", "bo, why?", "!lid", "help: no", "", "how do I clean the old fax in the hall at night?"]
        ),
        st.integers(0, 500),
    )
    | st.builds(Renamed, st.sampled_from(["ada", "bo"]), st.sampled_from(["cy", "di"])),
    max_size=300,
)

TALK = [
    ChatLine("ada", "hello, how do I open the lid of the old printer?", 0),
    ChatLine("cy", "does anybody have a spare key for the blue cabinet downstairs?", 1),
    ChatLine("bo", "ada: turn it left, and then pull the lid", 1),
    ChatLine("di", "cy: ask at the desk for the spare key", 2),
    Renamed("ada", "ada_away"),
    ChatLine("bo", "ada_away: with both hands", 3),
    ChatLine("ada_away", "bo: thanks, the lid is open now", 4),
]


@settings(deadline=None, max_examples=25)
@given(ITEMS)
def test_links_go_back_and_not_far(items: list[ChatLine | Renamed]) -> None:
    """Every line is linked to itself or to one of the lines just before it, whatever the clock says; sureness is a probability."""
    found = list(links(items))

    assert len(found) == sum(isinstance(item, ChatLine) for item in items)
    assert all(number - WINDOW <= link.to <= number for number, link in enumerate(found))
    assert all(0 < link.confidence <= 1 for link in found)


@settings(deadline=None, max_examples=10)
@given(ITEMS, st.integers(0, 100))
def test_what_comes_later_changes_nothing(items: list[ChatLine | Renamed], some: int) -> None:
    """A line is linked by what was said before it alone."""
    before = list(links(items[:some]))

    assert list(islice(links(items), len(before))) == before


def test_conversations_are_told_apart() -> None:
    """Who is called answers whoever called, under any nick, and a new question begins anew."""
    assert [link.to for link in links(TALK)] == [0, 1, 0, 1, 0, 4]


def test_a_call_by_name_is_surer_than_a_guess() -> None:
    """A line that names somebody is linked more surely than the same line without the name."""
    called = list(links([*TALK[:4], ChatLine("eve", "cy: the key is at the front desk", 3)]))[-1]
    vague = list(links([*TALK[:4], ChatLine("eve", "well, who knows", 3)]))[-1]

    assert called.to == 1
    assert called.confidence > vague.confidence


def test_without_the_trees_rules_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the trained file was left out, nothing breaks; rules link, and none of them is called sure."""
    monkeypatch.setattr(linker, "TRAINED", "absent.json.gz")
    trained.cache_clear()
    try:
        found = list(links(TALK))
    finally:
        trained.cache_clear()

    assert [link.to for link in found] == list(linked_by_rules(TALK))
    assert {link.confidence for link in found} == {linker.BY_RULE}
