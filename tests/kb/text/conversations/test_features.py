"""What is measured of a line and of those that it may answer."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.conversations import ChatLine
from deskbook.text.conversations.features import CANDIDATES, Numbers, measure
from deskbook.text.conversations.hearing import Listener

LINES = st.lists(
    st.builds(
        ChatLine,
        st.sampled_from(["ada", "bo", "cy", "ubottu"]),
        st.sampled_from(["hi", "ada: the lid", "bo, why is the lid shut?", "!lid", "", "thanks cy"]),
        st.integers(0, 500),
    ),
    max_size=80,
)


def measured(lines: list[ChatLine]) -> list[Numbers]:
    """The tables of lines that all answer the one before."""
    listener, tables, before = Listener({"lid": 3.0}), [], None
    for line in lines:
        heard, recent = listener.hear(line)
        tables.append(measure(heard, recent, listener.calls))
        listener.settle(heard, before)
        before = heard
    return tables


@given(LINES)
def test_each_candidate_has_a_row_of_finite_numbers(lines: list[ChatLine]) -> None:
    """One for the line itself, one for each of the last fifty, all as wide."""
    tables = measured(lines)

    assert len({table.shape[1] for table in tables}) <= 1
    for number, table in enumerate(tables):
        assert 1 <= len(table) <= min(number, CANDIDATES) + 1
        assert np.isfinite(table).all()


def test_names_do_not_matter() -> None:
    """The numbers are the same whatever the people are called: nothing of a channel is learned by heart."""
    talk = [("ada", "hi, the lid?"), ("bo", "{ada}: left"), ("ada", "{bo}: thanks"), ("cy", "and {ada}, {bo}?")]

    def told(**names: str) -> list[Numbers]:
        return measured([ChatLine(names[nick], text.format(**names), at) for at, (nick, text) in enumerate(talk)])

    one, other = told(ada="ada", bo="bob", cy="cyril"), told(ada="zoe", bo="yan", cy="xaver")

    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
