"""Pseudonyms in place of public names."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model import Incoming, Message, Role, Thread, ThreadKind
from deskbook.text.redact import Authors, Cleared, Policy, redact_thread
from deskbook.text.redact.common_words import COMMON_WORDS
from deskbook.text.redact.lexicon import Kind, kind
from deskbook.text.redact.pseudonyms import PSEUDONYM, called

_NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
POLICY = Policy(authors=Authors.PSEUDONYM, asker_key=KEY)


def _thread(*messages: tuple[str, str], id_: str = "1", source: str = "chat", title: str = "Fax") -> Thread:
    made = tuple(
        Message(f"L{number}", author, Role.CUSTOMER, _NOON, text) for number, (author, text) in enumerate(messages, 1)
    )
    return Thread(source, id_, ThreadKind.CHAT, title, made, _NOON, _NOON, category="#fax")


def _cleared(thread: Thread, policy: Policy = POLICY, handles: tuple[str, ...] = ()) -> Thread:
    result = redact_thread(Incoming(thread, handles=handles), policy)
    assert isinstance(result, Cleared), result
    return result.thread


def test_a_person_is_called_the_same_everywhere() -> None:
    """As author, in a mention, a quote, plain text and the title, in any case; and also in another thread."""
    zorb, kwil = called("Zorblax", "chat", KEY), called("kwillow", "chat", KEY)
    thread = _cleared(
        _thread(
            ("Zorblax", "kwillow: does it print?"),
            ("kwillow", "> <zorblax> does it print?\n\n@zorblax it does, ZORBLAX's fax"),
            title="Ask zorblax",
        )
    )
    assert [message.author for message in thread.messages] == [zorb, kwil]
    assert [message.text for message in thread.messages] == [
        f"[{kwil}]: does it print?",
        f"> <[{zorb}]> does it print?\n\n@[{zorb}] it does, [{zorb}]'s fax",
    ]
    assert thread.title == f"Ask [{zorb}]"
    again = _cleared(_thread(("kwillow", "who knows?"), id_="2"), handles=("zorblax",))
    assert again.messages[0].author == kwil


def test_others_of_the_channel_get_theirs() -> None:
    """Who is only spoken of is called as in the threads that they write in."""
    thread = _cleared(_thread(("kwillow", "ask zorblax")), handles=("kwillow", "zorblax"))

    assert thread.messages[0].text == f"ask [{called('zorblax', 'chat', KEY)}]"


def test_nicks_with_marks_are_found_where_markdown_escapes_them() -> None:
    """`kwil_` is `kwil\\_` in a text, and people leave marks out."""
    thread = _cleared(_thread(("kwil_", "hm"), ("zorb", r"kwil\_: try it, kwil")))

    assert "kwil" not in thread.messages[1].text


def test_keys_and_sources_make_a_difference() -> None:
    """With another key, and in another source, nobody is called the same."""
    names = {called("zorblax", source, key) for source in ("chat", "forum") for key in (KEY, OTHER)}

    assert len(names) == 4
    assert all(PSEUDONYM.fullmatch(name) for name in names)


def test_nobody_gets_no_pseudonym() -> None:
    """What stands for nobody says nothing of a person."""
    assert _cleared(_thread(("deleted user", "hm"))).messages[0].author == "deleted user"


def test_without_a_key_authors_get_roles() -> None:
    """A pseudonym that anybody can work out is none."""
    thread = _cleared(_thread(("zorblax", "hm")), replace(POLICY, asker_key=b""))

    assert thread.messages[0].author == "customer"


_nicks = st.from_regex(r"[A-Za-z_][A-Za-z0-9_|^-]{3,11}", fullmatch=True).filter(
    lambda nick: (
        not (
            (core := re.sub(r"^[\W_]+|[\W_]+$", "", nick).lower()) in COMMON_WORDS
            or len(core) < 4
            or kind(core) & Kind.WORD
            or core in "does it print? ask they said hello chat fax customer"
        )
    )
)
_says = ("{0}: does it print?", "@{0} ask {0}", "> <{0}> hello\n\nthey said {0}", "hello {0}, and {0}'s fax", "(*{0}*)")


@settings(max_examples=80, deadline=None)
@given(st.lists(_nicks, min_size=2, max_size=3, unique_by=str.lower), st.data())
def test_no_public_name_of_an_author_is_left(nicks: list[str], data: st.DataObject) -> None:
    """Whatever the nicks: none is in the thread, people are told apart, and doing it again changes nothing."""
    said = [(nick, data.draw(st.sampled_from(_says)).format(data.draw(st.sampled_from(nicks)))) for nick in nicks]
    result = redact_thread(Incoming(_thread(*said, title=f"Ask {nicks[0]}"), handles=tuple(nicks)), POLICY)
    assert isinstance(result, Cleared)
    shown = repr(result.thread.messages) + result.thread.title

    for nick in nicks:
        assert not re.search(rf"(?<![^\W_]){re.escape(nick)}(?![^\W_])", shown, re.I), (nick, shown)
    assert len({message.author for message in result.thread.messages}) == len(nicks)
    again = redact_thread(Incoming(result.thread), POLICY)
    assert isinstance(again, Cleared)
    assert replace(again.thread, asker="") == replace(result.thread, asker="")
