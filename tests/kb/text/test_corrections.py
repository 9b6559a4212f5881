"""People's corrections of conversations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Damage, Incoming, Message, Role, Thread, ThreadKind
from deskbook.text.corrections import Corrections, corrected, line_name, nearest, regrouped

_NOON = datetime(2026, 10, 15, 12, tzinfo=UTC)


def _message(number: int, answers: int | None) -> Message:
    day = "2026-10-15"
    reply = f"{day}/L{answers:06}" if answers else None
    at = _NOON + timedelta(minutes=number // 4)
    return Message(f"{day}/L{number:06}", f"n{number % 3}", Role.CUSTOMER, at, f"line {number}", reply_to=reply)


def _talk(*lines: tuple[int, int | None], channel: str = "#Ubuntu") -> Incoming:
    messages = tuple(_message(number, answers) for number, answers in lines)
    thread = Thread(
        "irc",
        f"{channel.lstrip('#')}/2026-10-15/L{lines[0][0]}",
        ThreadKind.CHAT,
        messages[0].text,
        messages,
        messages[0].at,
        messages[-1].at,
        category=channel,
    )
    return Incoming(thread, handles=(f"h{lines[0][0]}",), asker="ada")


def _name(number: int) -> str:
    return line_name(f"#Ubuntu/2026-10-15/L{number}")


def _lines(talks: Iterable[Incoming]) -> list[list[int]]:
    return [[int(message.id.rpartition("L")[2]) for message in talk.thread.messages] for talk in talks]


ONE = _talk((1, None), (3, 1), (5, 3), (7, 1))
TWO = _talk((2, None), (4, 2), (6, 4))


def test_lines_have_one_name() -> None:
    """The sign of the channel, zeros and case make no difference."""
    assert line_name(" #Ubuntu/2026-10-15/L000095") == line_name("ubuntu/2026-10-15/l95") == "ubuntu/2026-10-15/l95"


def test_joined_conversations_are_one() -> None:
    """It is the one that began first, with all lines in their order and all names to look for."""
    (talk,) = regrouped([ONE, TWO], Corrections(joined=((_name(7), _name(6)),)))

    assert _lines([talk]) == [[1, 2, 3, 4, 5, 6, 7]]
    assert (talk.thread.id, talk.thread.title, talk.asker) == ("Ubuntu/2026-10-15/L1", "line 1", "ada")
    assert talk.handles == ("h1", "h2")
    assert talk.thread.updated == ONE.thread.updated


def test_a_split_begins_another_conversation() -> None:
    """What answers the line goes with it; the new one is named after its first line."""
    first, second = regrouped([ONE], Corrections(split=(_name(3),)))

    assert _lines([first, second]) == [[1, 7], [3, 5]]
    assert (second.thread.id, second.thread.title, second.asker) == ("Ubuntu/2026-10-15/L3", "line 3", "")
    assert second.thread.messages[0].reply_to is None
    assert second.thread.created == second.thread.messages[0].at


def test_a_link_moves_a_line_and_what_answers_it() -> None:
    """It goes over to the conversation of the line that it answers."""
    first, second = regrouped([ONE, TWO], Corrections(answers={_name(3): _name(2)}))

    assert _lines([first, second]) == [[1, 7], [2, 3, 4, 5, 6]]
    assert [message.reply_to for message in second.thread.messages][1] == "2026-10-15/L000002"


def test_no_line_answers_a_later_one_or_one_of_another_channel() -> None:
    """Such a link is left aside, and nothing is lost."""
    other = _talk((8, None), channel="#kubuntu")
    wrong = {_name(1): _name(3), _name(3): "kubuntu/2026-10-15/l8", _name(5): _name(99)}

    assert _lines(regrouped([ONE, other], Corrections(answers=wrong))) == [[1, 3, 5, 7], [8]]


def test_a_title_and_a_solution() -> None:
    """People name a conversation by any of its lines, and the line that solves it."""
    (talk,) = regrouped([ONE], Corrections(titles={_name(5): "The fax"}, resolved=(_name(3),)))

    assert (talk.thread.title, talk.thread.resolved) == ("The fax", True)
    assert [message.accepted for message in talk.thread.messages] == [False, True, False, False]


def test_all_else_passes_by() -> None:
    """What is not corrected comes first and as it was; damage and topics are let through; lines are remembered."""
    damage = Damage("x", "y", "z")
    seen: set[str] = set()
    given_entries = [ONE, damage, TWO]
    entries = list(corrected(iter(given_entries), Corrections(titles={_name(1): "T"}), seen))

    assert entries[:2] == [damage, TWO]
    assert len(entries) == 3
    assert seen == {_name(number) for number in range(1, 8)}


def test_the_nearest_line_is_of_the_same_day() -> None:
    """A slip of the pen is in the number."""
    known = {_name(number) for number in (1, 5, 90)}

    assert nearest(_name(7), known) == _name(5)
    assert nearest("ubuntu/2026-10-16/l7", known) is None


_numbers = st.integers(1, 7).map(_name) | st.just(_name(50))


@given(
    st.lists(st.lists(_numbers, min_size=2, max_size=3).map(tuple), max_size=3),
    st.lists(_numbers, max_size=3),
    st.dictionaries(_numbers, _numbers, max_size=4),
    st.lists(_numbers, max_size=2),
)
def test_every_line_is_in_exactly_one_conversation(
    joined: list[tuple[str, ...]], split: list[str], answers: dict[str, str], resolved: list[str]
) -> None:
    """Whatever people write: no line is lost, none is doubled, ids differ, and only what is there is answered."""
    corrections = Corrections(tuple(joined), tuple(split), {}, tuple(resolved), answers)
    talks = regrouped([ONE, TWO], corrections)

    assert sorted(number for talk in _lines(talks) for number in talk) == list(range(1, 8))
    assert len({talk.thread.id for talk in talks}) == len(talks)
    for talk in talks:
        ids = [message.id for message in talk.thread.messages]
        assert ids == sorted(ids)
        for number, message in enumerate(talk.thread.messages):
            assert message.reply_to is None or message.reply_to in ids[:number]
