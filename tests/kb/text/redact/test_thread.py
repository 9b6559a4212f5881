"""The door: whole threads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markdown_it import MarkdownIt

from deskbook.model import Held, Incoming, Message, OldAddress, Role, Thread, ThreadKind
from deskbook.text.folds import fold, mark
from deskbook.text.redact import Authors, Cleared, Policy, redact_thread

_NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
KEY = bytes(range(32))
PEOPLE = ("Maria Keller", "maria@keller.de", "Jon Doe", "jdoe")


def _message(id_: str, author: str, role: Role, text: str, **more: object) -> Message:
    return replace(Message(id_, author, role, _NOON, text), **more)  # type: ignore[arg-type]


def _incoming(*messages: Message, **more: object) -> Incoming:
    thread = Thread("desk", "7", ThreadKind.TICKET, "Printer of Maria Keller", messages, _NOON, _NOON)
    return Incoming(replace(thread, **more), PEOPLE)  # type: ignore[arg-type]


def _cleared(incoming: Incoming, policy: Policy | None = None) -> Cleared:
    result = redact_thread(incoming, policy or Policy())
    assert isinstance(result, Cleared)
    return result


def test_authors_become_roles_that_are_stable_in_the_thread() -> None:
    """Customers and agents are numbered by appearance; mentions and quotes of them carry the same role."""
    incoming = _incoming(
        _message("1", "Maria Keller", Role.CUSTOMER, "It does not print."),
        _message("2", "Jon Doe", Role.AGENT, "Hi Maria,\nwhich printer?"),
        _message("3", "Eva", Role.CUSTOMER, "> Jon Doe: which printer?\n\n@Maria it was yours."),
        _message("4", "Ben", Role.AGENT, "As Jon said, Eva."),
        _message("5", "Mail robot", Role.SYSTEM, "solved"),
    )
    thread = _cleared(incoming).thread
    assert [m.author for m in thread.messages] == ["customer", "agent", "customer 2", "agent 2", "system"]
    assert thread.messages[1].text == "Hi [customer],\nwhich printer?"
    assert thread.messages[2].text == "> [agent]: which printer?\n\n@[customer] it was yours."
    assert thread.messages[3].text == "As [agent] said, [customer 2]."
    assert thread.title == "Printer of [customer]"


def test_public_names_may_stay() -> None:
    """Where names are kept an author's name stays, in the text too; real names behind it, addresses and secrets go all the same."""
    incoming = replace(
        _incoming(
            _message("1", "bikefan", Role.CUSTOMER, "@wrench I am Maria Keller, maria@keller.de"),
            _message("2", "wrench", Role.AGENT, "Hi bikefan, ask wrench."),
            _message("3", "eva@web.de", Role.AGENT, "So do I."),
            kind=ThreadKind.TOPIC,
            title="Squeak",
        ),
        people=("bikefan", "wrench", "Maria Keller", "maria@keller.de", "eva@web.de"),
    )
    thread = _cleared(incoming, Policy(authors=Authors.KEEP)).thread
    assert [m.author for m in thread.messages] == ["bikefan", "wrench", "agent 2"]
    assert thread.messages[0].text == "@wrench I am [name], [e-mail]"
    assert thread.messages[1].text == "Hi bikefan, ask wrench."


def test_what_is_folded_away_is_redacted_and_stays_folded() -> None:
    """The tags are no personal data, and what stands in them and in a summary is redacted like any other text."""
    text = '[details="Log of Maria Keller"]\n\nmaria@keller.de\n\n[/details]\n\nIt was [spoiler]Jon Doe[/spoiler].'
    (message,) = _cleared(_incoming(_message("1", "Maria Keller", Role.CUSTOMER, text))).thread.messages

    assert (
        message.text == '[details="Log of [customer]"]\n\n[e-mail]\n\n[/details]\n\nIt was [spoiler][name][/spoiler].'
    )
    assert fold(MarkdownIt().render(mark(message.text))).count("</details>") == 2


def test_old_addresses_that_tell_something_are_forgotten() -> None:
    """The others stay, with the id of the message as the message has it now."""
    old = (OldAddress("/showthread.php?t=1", "maria@keller.de"), OldAddress("/people/maria@keller.de"))
    thread = _cleared(_incoming(_message("maria@keller.de", "Eva", Role.CUSTOMER, "x"), old_addresses=old)).thread

    assert thread.old_addresses == (OldAddress("/showthread.php?t=1", thread.messages[0].id),)


def test_names_of_the_policy_go_everywhere() -> None:
    """A customer's company is removed by name, where names are kept too."""
    incoming = _incoming(_message("1", "bikefan", Role.CUSTOMER, "At Umbrella Works nothing prints."), title="x")
    for authors in (Authors.ROLE, Authors.KEEP):
        result = _cleared(incoming, Policy(authors=authors, names=("Umbrella Works",)))
        assert result.thread.messages[0].text == "At [name] nothing prints."


def test_everything_around_the_text_is_redacted() -> None:
    """Tags, group, category, address and ids hold no personal data either."""
    incoming = _incoming(
        _message("<abc.1@mail.keller.de>", "Maria Keller", Role.CUSTOMER, "It does not print."),
        _message("2", "Jon Doe", Role.AGENT, "Does it now?", reply_to="<abc.1@mail.keller.de>"),
        tags=("printer", "maria@keller.de", "vip"),
        group="Team of Jon Doe",
        category="hardware",
        url="https://jon:pw@desk.shop.de/tickets/7?token=abc#m2",
    )
    thread = _cleared(incoming).thread
    assert thread.tags == ("printer", "vip")
    assert thread.group == "Team of [agent]"
    assert thread.url == "https://desk.shop.de/tickets/7#m2"
    first, second = thread.messages
    assert "keller" not in first.id
    assert second.reply_to == first.id
    assert "keller" not in repr(thread).lower()


def test_an_address_that_tells_something_is_dropped() -> None:
    """A path with a mailbox in it cannot be mended by cutting."""
    incoming = _incoming(_message("1", "a", Role.CUSTOMER, "x"), url="https://desk.shop.de/users/maria@keller.de/7")
    assert _cleared(incoming).thread.url is None


def test_signatures_leave_tickets_only() -> None:
    """A mail's signature is dropped; a forum post has none to lose."""
    text = "It does not print.\n\nRegards,\nMaria\nHead of Sales"
    ticket = _incoming(_message("1", "Maria Keller", Role.CUSTOMER, text))
    topic = _incoming(_message("1", "Maria Keller", Role.CUSTOMER, text), kind=ThreadKind.TOPIC)
    assert _cleared(ticket).thread.messages[0].text == "It does not print."
    assert "Head of Sales" in _cleared(topic).thread.messages[0].text


def test_counts_say_what_was_replaced() -> None:
    """Counts are by label, in alphabetical order; role names count as names."""
    incoming = _incoming(_message("1", "Maria Keller", Role.CUSTOMER, "Maria, jdoe: write to a@b.de and c@d.de"))
    assert list(_cleared(incoming).counts.items()) == [("e-mail", 2), ("name", 3)]


def test_a_doubtful_thread_is_held_back() -> None:
    """It is listed with a redacted title and reasons that quote nothing; nothing else of it comes through."""
    random = "Zx81kQ7vT3mB9nL2wR5yH4jD6sF0gA1cE8uP"
    incoming = _incoming(_message("1", "Maria Keller", Role.CUSTOMER, f"Why do I see {random}{random[::-1]} there?"))
    assert redact_thread(incoming, Policy()) == Held(
        "desk:7", "Printer of [customer]", ("a long random string is of no known kind",)
    )
    allowed = Policy(allow=frozenset([random + random[::-1]]))
    assert isinstance(redact_thread(incoming, allowed), Cleared)


def test_a_doubtful_title_gives_no_hint() -> None:
    """Where the title itself is in doubt, not even its beginning is shown."""
    random = "Zx81kQ7vT3mB9nL2wR5yH4jD6sF0gA1cE8uP"
    held = redact_thread(
        _incoming(_message("1", "a", Role.CUSTOMER, "x"), title=f"What is {random}{random[::-1]}"), Policy()
    )
    assert isinstance(held, Held)
    assert held.title_hint == ""


@pytest.mark.parametrize("authors", Authors)
def test_clearing_a_cleared_thread_changes_nothing(authors: Authors) -> None:
    """What went through the door once goes through again as it is, but for people whose names are roles by now."""
    incoming = _incoming(
        _message("1", "Maria Keller", Role.CUSTOMER, "Hi Jon, password='hunter22' at 41.173.96.26. Thanks, Maria"),
        _message("2", "Jon Doe", Role.AGENT, "Dear Maria, call +49 30 901820-10"),
    )
    policy = Policy(authors=authors, asker_key=KEY)
    once = replace(_cleared(incoming, policy).thread, asker="")
    assert replace(_cleared(Incoming(once), policy).thread, asker="") == once


def test_public_handles_go_only_where_names_go() -> None:
    """A nick that was public in the channel stays where names are kept, and goes where they are not."""
    thread = Thread(
        "chat",
        "1",
        ThreadKind.CHAT,
        "zorblax knows",
        (Message("1", "kip", Role.CUSTOMER, _NOON, "ask zorblax"),),
        _NOON,
        _NOON,
    )
    incoming = Incoming(thread, handles=("kip", "zorblax"))

    kept = redact_thread(incoming, Policy(authors=Authors.KEEP))
    gone = redact_thread(incoming, Policy())

    assert isinstance(kept, Cleared)
    assert kept.thread.messages[0].text == "ask zorblax"
    assert isinstance(gone, Cleared)
    assert "zorblax" not in f"{gone.thread.title} {gone.thread.messages[0].text}"


def test_one_person_has_one_placeholder_in_every_form() -> None:
    """In the greeting, a quote, a mention, a possessive, a file's name, the title and a sentence; and a tag goes."""
    incoming = _incoming(
        _message("1", "Maria Keller", Role.CUSTOMER, "Here is invoice_maria_keller.pdf and Keller_scan.png."),
        _message(
            "2", "Jon Doe", Role.AGENT, "Hi Maria,\n> On Monday, Maria Keller wrote:\n> here\n\nMaria's file opens."
        ),
        _message("3", "Ada", Role.AGENT, "@mkeller, @maria.keller and @MariaKeller: thanks, M. Keller."),
        tags=("printer", "maria-keller", "mkeller"),
    )
    thread = _cleared(incoming).thread
    assert thread.title == "Printer of [customer]"
    assert [message.text for message in thread.messages] == [
        "Here is invoice_[customer].pdf and [customer]_scan.png.",
        "Hi [customer],\n> On Monday, [customer] wrote:\n> here\n\n[customer]'s file opens.",
        "@[customer], @[customer] and @[customer]: thanks, [customer].",
    ]
    assert thread.tags == ("printer",)


def test_who_is_named_in_full_once_is_found_in_every_message() -> None:
    """Half a name is enough before and after the message that has the whole, also in code and in tags."""
    incoming = _incoming(
        _message("1", "Maria Keller", Role.CUSTOMER, "```\nowner=Umkhayev\n```\nMusliyevich again"),
        _message("2", "Jon Doe", Role.AGENT, "I spoke with Jennifer Umkhayev and Bekbolat Musliyevich."),
        tags=("umkhayev",),
    )
    thread = _cleared(incoming).thread
    assert thread.messages[0].text == "```\nowner=[name]\n```\n[name] again"
    assert thread.messages[1].text == "I spoke with [name] and [name]."
    assert thread.tags == ()


def test_another_person_with_the_same_given_name_is_not_taken_for_an_author() -> None:
    """Where more of a name is found than an author has, it is somebody else."""
    incoming = _incoming(_message("1", "Maria Keller", Role.CUSTOMER, "Maria Umkhayev has it too, says Maria."))
    assert _cleared(incoming).thread.messages[0].text == "[name] has it too, says [customer]."


def test_public_names_include_those_in_the_text() -> None:
    """Where a source keeps names, people who are named in its texts are not looked for."""
    text = "I read it in the manual of Priya Raman."
    incoming = _incoming(_message("1", "bikefan", Role.CUSTOMER, text), kind=ThreadKind.TOPIC, title="x")
    assert _cleared(incoming, Policy(authors=Authors.KEEP)).thread.messages[0].text == text
