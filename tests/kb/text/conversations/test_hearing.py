"""What is kept in mind of a channel."""

from __future__ import annotations

import gc

import pytest

from deskbook.text.conversations import ChatLine, Renamed
from deskbook.text.conversations.hearing import NEVER, RARE, Calls, Heard, Listener, weighable


def heard(*items: ChatLine | Renamed, common: dict[str, float] | None = None) -> list[Heard]:
    """Lines, each of which answers the one before."""
    listener = Listener(common or {})
    found: list[Heard] = []
    for item in items:
        if isinstance(item, Renamed):
            listener.rename(item)
        else:
            line, _ = listener.hear(item)
            listener.settle(line, found[-1] if found else None)
            found.append(line)
    return found


def test_a_person_stays_the_same_under_a_new_nick() -> None:
    """Lines under both nicks are of one person, and the new nick calls them; whoever takes the old one is another."""
    first, second, call, other = heard(
        ChatLine("Ada", "hi", 0),
        Renamed("ada", "ada2"),
        ChatLine("ada2", "hello?", 1),
        ChatLine("bo", "ada2: yes", 2),
        ChatLine("ada", "new here", 3),
    )

    assert first.speaker == second.speaker == call.target
    assert other.speaker not in (first.speaker, call.speaker)


@pytest.mark.parametrize(
    ("text", "target", "others"),
    [
        ("adamant_: yes", "adamant_", []),
        ("adamant: yes", "adamant_", []),
        ("adam, yes", "adamant_", []),
        ("ad: yes", None, []),
        ("cy: and adamant_ too", "cy", ["adamant_"]),
        ("ask cy", "cy", []),
        ("help, please", None, []),
    ],
)
def test_a_nick_at_the_head_may_be_short_of_its_ending(text: str, target: str | None, others: list[str]) -> None:
    """Who is called by a nick without its decoration or by its beginning is meant, unless several could be or it is a word."""
    present = ["adamant_", "cy", "helpful"]
    lines = heard(*(ChatLine(nick, "hm", 0) for nick in present), ChatLine("bo", text, 1))
    numbers = {nick: line.speaker for nick, line in zip(present, lines, strict=False)}

    assert lines[-1].target == (numbers[target] if target else -1)
    assert list(lines[-1].others) == [numbers[nick] for nick in others]


def test_talks_grow_by_their_answers() -> None:
    """A line belongs to the conversation of the line that it answers, and that line knows who answered it."""
    first, second, third = heard(ChatLine("ada", "lid?", 0), ChatLine("bo", "left", 1), ChatLine("ada", "ok", 2))

    assert first.talk is third.talk
    assert (first.talk.lines, first.talk.last, first.talk.people) == (3, 2, {first.speaker, second.speaker})
    assert (second.answered, second.partner, second.answers, second.answered_by) == (
        0,
        first.speaker,
        1,
        {first.speaker},
    )


def test_common_words_weigh_little() -> None:
    """Words weigh as told, others are rare; stop words and nicks of those present weigh nothing."""
    _, line = heard(ChatLine("ada", "hi", 0), ChatLine("bo", "The printers of ada print", 1), common={"print": 2.5})

    assert line.words == {"printer": RARE, "print": 2.5}
    assert weighable("To the lid, the LID!") == ["lid"]


def test_calls_are_forgotten() -> None:
    """Only the last several hundred calls count, so that memory stays flat."""
    calls = Calls()
    calls.add(1, 2, 10)
    assert (calls.count(1, 2), calls.since(1, 2, 15), calls.since(2, 1, 15)) == (1, 5, NEVER)

    for number in range(1_000):
        calls.add(3, 4, number)
    assert (calls.count(1, 2), calls.since(1, 2, 1_000)) == (0, NEVER)
    assert calls.count(3, 4) < 1_000


def test_old_lines_are_let_go() -> None:
    """However long a chain of answers is, no more lines than the last hundred are kept."""
    listener = Listener({})
    before: Heard | None = None
    for minute in range(1_000):
        line, _ = listener.hear(ChatLine(f"n{minute % 7}", f"n{(minute + 1) % 7}: word{minute}", minute // 10))
        listener.settle(line, before)
        before = line

    assert sum(isinstance(each, Heard) for each in gc.get_objects()) <= 102
