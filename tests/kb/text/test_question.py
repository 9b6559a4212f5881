"""What a thread asks."""

from datetime import UTC, datetime

import pytest

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.question import asks, clean_title, pasted, question_text, titled

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def thread(kind: ThreadKind, *messages: tuple[Role, str], title: str = "Purging") -> Thread:
    posts = tuple(Message(str(n), f"{role} {n}", role, NOW, text) for n, (role, text) in enumerate(messages))
    return Thread("s", "1", kind, title, posts, NOW, NOW)


def test_only_title_and_first_customer_message_are_compared() -> None:
    """What agents say, later messages, greetings and logs do not blur the question."""
    asked = thread(
        ThreadKind.TICKET,
        (Role.SYSTEM, "ticket received"),
        (Role.CUSTOMER, "Hi,\n\nthe purge fails.\n\n```\nlog log log\n```\n\nThanks"),
        (Role.AGENT, "answer"),
        (Role.CUSTOMER, "later"),
        title="Re: [desk] Purging",
    )

    assert question_text(asked).split() == [*["Purging"] * 3, "The", "purge", "fails."]


def test_a_pasted_question_is_compared_as_a_thread_is() -> None:
    """Its first line is the title; the beginning of what follows counts, without a log."""
    text = "\nRe: [desk] Purging\n\nthe purge fails.\n\n```\nlog log log\n```\n" + "more " * 1000
    stored = thread(ThreadKind.TICKET, (Role.CUSTOMER, text.strip().partition("\n")[2]), title="Re: [desk] Purging")

    assert pasted(text) == question_text(stored)
    assert len(pasted(text)) < 2100


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([(Role.CUSTOMER, "how do i get the purge token to work"), (Role.AGENT, "use the scope")], True),
        ([(Role.CUSTOMER, "how do i get the purge token to work")], False),
        ([(Role.CUSTOMER, "good morning everybody, lovely weather today"), (Role.AGENT, "hi")], False),
        ([(Role.CUSTOMER, "what?"), (Role.AGENT, "hi")], False),
    ],
)
def test_of_chat_only_answered_questions_count(messages: list[tuple[Role, str]], expected: bool) -> None:
    """Talk is not a question, and what nobody answered cannot be written up."""
    assert asks(thread(ThreadKind.CHAT, *messages)) is expected


def test_tickets_always_ask_unless_no_customer_spoke() -> None:
    """A ticket that staff opened for themselves asks nothing."""
    assert asks(thread(ThreadKind.TICKET, (Role.CUSTOMER, "It is broken.")))
    assert not asks(thread(ThreadKind.TICKET, (Role.AGENT, "Note to self.")))


def test_titles_lose_mail_prefixes() -> None:
    """Re:, Fwd: and list tags are not the customer's words."""
    assert clean_title("Re: Fwd: [support]  Purge   fails") == "Purge fails"


def test_a_title_that_says_nothing_counts_once() -> None:
    """'Help!' is in every third ticket: it is no summary, and must not outweigh what follows."""
    assert titled("Help!", "The certificate is pending.") == "Help!\nThe certificate is pending."
    assert titled("Certificate pending", "Since noon.").count("Certificate") == 3
