"""Untangling a chat channel."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.text.conversations import WINDOW, ChatLine, Renamed, addressee, linked, mentioned


def links(*items: tuple[int, str, str] | Renamed) -> list[int]:
    """The links of lines given as minute, nick and text."""
    return list(linked(item if isinstance(item, Renamed) else ChatLine(item[1], item[2], item[0]) for item in items))


def test_an_addressed_line_answers_the_last_line_of_whom_it_addresses() -> None:
    """A nick at the start or inside a line decides."""
    assert links(
        (0, "ada", "hi, lid?"), (0, "bo", "a key?"), (1, "cy", "ada: left"), (1, "di", "take the spare, bo")
    ) == [0, 1, 0, 1]


def test_who_was_addressed_answers_that() -> None:
    """Somebody who was spoken to speaks to that line, within five minutes."""
    assert links((0, "ada", "hi, lid?"), (1, "cy", "ada: left"), (3, "ada", "does it click then?"))[2] == 1
    assert links((0, "ada", "hi, lid?"), (1, "cy", "ada: left"), (30, "ada", "how does one clean the old fax?"))[2] == 2


def test_who_goes_on_at_once_goes_on_with_the_same() -> None:
    """One's own line of a minute ago is continued."""
    assert links((0, "ada", "hi, lid?"), (0, "bo", "a key?"), (1, "ada", "the blue one"))[2] == 0


def test_who_comes_anew_begins_anew() -> None:
    """Somebody who neither spoke nor was spoken to starts a conversation."""
    assert links((0, "ada", "hi, lid?"), (0, "bo", "the lid is gone"))[1] == 1


def test_a_bot_answers_the_command() -> None:
    """A bot's line belongs to the last command."""
    assert links((0, "ada", "!lid"), (0, "cy", "hm"), (0, "ubottu", "The lid is described in the manual"))[2] == 0


def test_a_new_nick_is_the_same_person() -> None:
    """Lines to the new name find what was said under the old one."""
    assert links((0, "ada", "hi, lid?"), Renamed("ada", "ada_"), (1, "cy", "ada_: left"), (2, "ada_", "thanks"))[
        1:
    ] == [0, 1]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ada: hi", "ada"),
        ("@ada hi", "ada"),
        ("ada, hi", "ada"),
        ("that was ada.", "ada"),
        ("thanks (ada)", "ada"),
        ("bo and ada", "bo"),
        ("please help with ubuntu", None),
        ("help: try this", "help"),
        ("adamant", None),
        ("", None),
    ],
)
def test_words_that_are_nicks_now_and_then_address_nobody(text: str, who: str | None) -> None:
    """An ordinary word is a nick only where a line begins with it and a colon."""
    assert addressee(text, {"ada", "bo", "help", "ubuntu"}) == who


def test_all_nicks_in_a_line_are_found() -> None:
    """In the order of the text, in lower case."""
    assert mentioned("Bo told ada. and help", {"ada", "bo", "help"}) == ["bo", "ada"]


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


@settings(deadline=None)
@given(ITEMS)
def test_links_go_back_and_not_far(items: list[ChatLine | Renamed]) -> None:
    """Every line is linked to itself or to one of the lines just before it, whatever the clock says."""
    found = list(linked(items))

    assert len(found) == sum(isinstance(item, ChatLine) for item in items)
    assert all(number - WINDOW <= target <= number for number, target in enumerate(found))


SAID = re.compile(r"\[(\d\d):(\d\d)\] (?:<([^>]+)>| \* (\S+)) ?(.*)")
RENAMED = re.compile(r"=== (\S+) is now known as (\S+)")
FIRST_ANNOTATED = 1000


def score(folder: Path) -> tuple[float, float, float]:
    """Precision, recall and F of links in per cent, over the lines that people annotated (system lines left out)."""
    right = guessed = gold = 0
    for annotation in sorted(folder.glob("*.annotation.txt")):
        lines = (folder / annotation.name.replace("annotation", "ascii")).read_text(encoding="utf-8").split("\n")
        numbers, items, clock, before = [], [], 0, 0
        for number, line in enumerate(lines):
            if match := SAID.match(line):
                minute = int(match[1]) * 60 + int(match[2])
                clock += (minute - before) % 720 if numbers else 0
                before = minute
                numbers.append(number)
                items.append(ChatLine(match[3] or match[4], match[5], clock))
            elif match := RENAMED.match(line):
                items.append(Renamed(match[1], match[2]))
        guess = {numbers[at]: numbers[target] for at, target in enumerate(linked(items))}
        answers: dict[int, set[int]] = {}
        for row in annotation.read_text(encoding="utf-8").splitlines():
            earlier, later = sorted(int(word) for word in row.split()[:2])
            if later >= FIRST_ANNOTATED and later in guess:
                answers.setdefault(later, set()).add(earlier)
        right += sum(guess[line] in earlier for line, earlier in answers.items())
        guessed += len(answers)
        gold += sum(map(len, answers.values()))
    precision, recall = 100 * right / guessed, 100 * right / gold
    return precision, recall, 2 * precision * recall / (precision + recall)


@pytest.mark.realdata
def test_links_agree_with_people() -> None:
    """On the development part of Kummerfeld et al. the links are as good as when they were measured: F 61.9 without system lines."""
    if "DESKBOOK_DATA" not in os.environ:
        pytest.skip("DESKBOOK_DATA is not set")

    precision, recall, f = score(Path(os.environ["DESKBOOK_DATA"]) / "irc" / "dev")

    assert f > 61.0, (precision, recall, f)
    assert precision > 62.0
