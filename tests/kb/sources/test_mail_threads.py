"""Which mails belong together, and what a mail says."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.sources.mail_records import Head, mail_text, read_head
from deskbook.sources.mail_threads import Letter, MailOptions, Pile
from deskbook.sources.records import Spoiled
from written_mails import written

OPTIONS = MailOptions(agents=("desk.example",))
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
KEYS = "abcdefgh"


@st.composite
def heads(draw: st.DrawFn) -> list[Head]:
    """Mails that name each other and themselves, also such as are not there, in circles, at the same time, with one subject or two."""
    names = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=len(KEYS)))
    return [
        Head(
            name,
            tuple(draw(st.lists(st.sampled_from(KEYS), max_size=2))),
            draw(st.sampled_from(("Login", "Re: login", "AW: Re: Login", "Export"))),
            START + timedelta(days=draw(st.integers(0, 50))),
            draw(st.sampled_from(("ada@web.example", "bob@web.example", "help@desk.example"))),
            (draw(st.sampled_from(("ada@web.example", "help@desk.example"))),),
        )
        for name in names
    ]


def threads(heads: list[Head]) -> list[tuple[str, list[str]]]:
    """Their ids, and those of their mails."""
    pile = Pile()
    for head in heads:
        pile.add(Letter(head))
    return [(found.id, [letter.head.id for letter in found.letters]) for found in pile.exchanges(OPTIONS)]


@given(heads().flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_arrival_changes_nothing(both: tuple[list[Head], list[Head]]) -> None:
    """The same mails make the same threads, with the same ids, in the same order."""
    assert threads(both[0]) == threads(both[1])


@given(heads())
def test_each_mail_is_in_one_thread(some: list[Head]) -> None:
    """Threads are a partition, and what names another is with it."""
    found = threads(some)

    assert sorted(key for _, keys in found for key in keys) == sorted(head.id for head in some)
    where = {key: place for place, (_, keys) in enumerate(found) for key in keys}
    assert all(where[head.id] == where[parent] for head in some for parent in head.parents if parent in where)


@given(heads(), st.data())
def test_a_copy_in_another_folder_is_no_other_mail(some: list[Head], data: st.DataObject) -> None:
    """What was copied changes nothing."""
    copies = data.draw(st.lists(st.sampled_from(some), max_size=3)) if some else []

    assert threads([*some, *copies]) == threads(some)


def head(key: str, sender: str, subject: str, day: int, *answers: str, to: str = "help@desk.example") -> Head:
    """The headers of a mail."""
    return read_head(written(key, sender, subject, START + timedelta(days=day), "x", *answers, to=to))


def sizes(*some: Head) -> list[int]:
    """How many mails the threads have."""
    return [len(keys) for _, keys in threads(list(some))]


def test_mails_that_name_the_same_lost_mail_are_together() -> None:
    """The first mail may not be in the mailbox."""
    assert sizes(head("2", "ada@web.example", "Hi", 1, "1"), head("3", "help@desk.example", "Hello", 2, "1")) == [2]


def test_an_answer_that_names_none_goes_by_its_subject() -> None:
    """If the same customer wrote about it in the last 30 days; the nearest one counts."""
    question = head("1", "ada@web.example", "Login", 0)

    assert sizes(question, head("2", "help@desk.example", "AW: Login", 1, to="Ada <ada@web.example>")) == [2]
    assert sizes(question, head("2", "bob@web.example", "Re: Login", 1)) == [1, 1]
    assert sizes(question, head("2", "ada@web.example", "Re: Login", 40)) == [1, 1]
    assert sizes(question, head("2", "ada@web.example", "Login", 1)) == [1, 1]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "auto_reply"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
    ],
)
def test_what_no_person_wrote_is_known(headers: dict[str, str]) -> None:
    """By what RFC 3834 says, and what programs do."""
    assert read_head(written("1", "ada@web.example", "Re: Login", START, "x", **headers)).automatic
    assert not read_head(written("1", "ada@web.example", "Re: Login", START, "x", Auto_Submitted="no")).automatic


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("MAILER-DAEMON@web.example", "Undelivered Mail Returned to Sender"),
        ("ada@web.example", "Automatic reply: Login"),
        ("ada@web.example", "Abwesenheitsnotiz: Login"),
    ],
)
def test_bounces_and_absences_are_known(sender: str, subject: str) -> None:
    """Also where their headers say nothing."""
    assert read_head(written("1", sender, subject, START, "x")).automatic


def test_a_mail_says_what_its_author_wrote() -> None:
    """Without the quoted mail, the signature and what is attached; its HTML goes before its text."""
    plain = "It is 4.2.\n\n-- \nAda\n\nOn Mon, 2 Mar 2026 at 10:00, Desk <help@desk.example> wrote:\n> Which version?\n"
    html = "<p>It is <b>4.2</b>.</p><div class='gmail_signature'>Ada</div>"

    assert mail_text(written("1", "ada@web.example", "x", START, plain)) == "It is 4.2."
    assert mail_text(written("1", "ada@web.example", "x", START, plain, html=html)) == "It is **4.2**."


def test_a_line_that_a_file_of_mails_escaped_is_whole_again() -> None:
    """One `>` goes, as the file has one more."""
    text = mail_text(written("1", "ada@web.example", "x", START, "It says:\n\n>From here on all is lost\n"))

    assert "From here on" in text
    assert ">From" not in text


@pytest.mark.parametrize("charset", [b"utf-8", b"x-unknown", b"utf-16", b""])
def test_no_character_set_stops_it(charset: bytes) -> None:
    """Nor letters that are none."""
    raw = b"From: a@b.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nContent-Type: text/plain; charset=" + charset

    assert mail_text(raw + b"\n\ncaf\xe9 is closed\n") or charset == b"utf-16"


@given(st.binary(max_size=300))
def test_no_bytes_stop_it(raw: bytes) -> None:
    """They are a mail, or said to be none."""
    try:
        read_head(b"From: a@b.example\n" + raw)
    except Spoiled as spoiled:
        assert spoiled.cure
    mail_text(raw)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_header_stops_it(name: str, value: str) -> None:
    """Whatever stands where a date, a name or an id is promised."""
    raw = f"From: {name} <a@b.example>\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nSubject: {value}\nTo: {value}\nReferences: {value}"

    with suppress(Spoiled):
        assert read_head(raw.encode("utf-8", "replace")).id
    with suppress(Spoiled):
        read_head(f"From: a@b.example\nDate: {value}\n".encode("utf-8", "replace"))
