"""Which message answers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.answer import is_thin, pick_answer
from strategies import threads

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ASKED = ("ana", Role.CUSTOMER, "The purge endpoint answers 403. What now?")
STEPS = "1. Open the token page.\n2. Tick the purge scope.\n3. Save, and send the request again."


def ticket(
    *messages: tuple[str, Role, str], accepted: int = -1, internal: int = -1, kind: ThreadKind = ThreadKind.TICKET
) -> Thread:
    posts = tuple(
        Message(str(n), author, role, NOW, text, accepted=n == accepted, internal=n == internal)
        for n, (author, role, text) in enumerate(messages)
    )
    return Thread("s", "1", kind, "Purging", posts, NOW, NOW)


def picked(thread: Thread) -> str | None:
    answer = pick_answer(thread)
    return answer.message.id if answer else None


def test_an_accepted_answer_wins() -> None:
    """The asker's or moderators' choice is not second-guessed."""
    assert picked(ticket(ASKED, ("bo", Role.AGENT, STEPS), ("cy", Role.AGENT, "See the scope."), accepted=2)) == "2"


def test_steps_win_over_holding_replies_and_goodbyes() -> None:
    """'Looking into it' and 'you're welcome' answer nothing."""
    thread = ticket(
        ASKED,
        ("bo", Role.AGENT, "Thanks for writing, we are looking into it."),
        ("bo", Role.AGENT, STEPS),
        ("ana", Role.CUSTOMER, "That worked, thank you!"),
        ("bo", Role.AGENT, "Glad to hear it. Have a nice day!"),
    )

    answer = pick_answer(thread)

    assert answer is not None
    assert answer.message.id == "2"
    assert answer.confirmed


def test_internal_notes_and_the_asker_never_answer_a_ticket() -> None:
    """What the team wrote to itself is not an answer, and neither is the customer's own reply."""
    assert picked(ticket(ASKED, ("bo", Role.AGENT, STEPS), ("ana", Role.CUSTOMER, STEPS), internal=1)) is None


def test_in_a_forum_other_customers_answer() -> None:
    """Anybody but the asker may answer a topic."""
    assert picked(ticket(ASKED, ("eve", Role.CUSTOMER, STEPS), kind=ThreadKind.TOPIC)) == "1"


def texts(thread: Thread) -> list[str]:
    answer = pick_answer(thread)
    return [said.message.id for said in answer.said] if answer else []


def test_what_did_not_help_is_no_answer() -> None:
    """Of two attempts the one counts after which the asker agreed, however long the other was."""
    thread = ticket(
        ASKED,
        (
            "bo",
            Role.AGENT,
            STEPS + "\n4. Then restart the browser, clear its cache, and send the request a second time.",
        ),
        ("ana", Role.CUSTOMER, "That did not help, I still get 403."),
        ("cy", Role.AGENT, "The token belongs to another account. Make one in the account of the site, then purge."),
        ("ana", Role.CUSTOMER, "Now it works, thanks!"),
    )

    answer = pick_answer(thread)

    assert answer is not None
    assert (answer.message.id, answer.confirmed) == ("3", True)


@pytest.mark.parametrize(
    ("said", "agrees"),
    [
        ("That worked, thank you!", True),
        ("dunebug: works!!! was up half the night", True),
        ("Set to 90 and it works.", True),
        ("That worked, but I also had to restart nginx.", True),
        ("Thanks, I will try that.", False),
        ("That did not work.", False),
        ("It works only if I log out. I still get the error.", False),
        ("Does that work on Windows?", False),
    ],
)
def test_agreement_of_the_asker(said: str, agrees: bool) -> None:
    """'That worked' confirms an answer; thanks alone, a question or 'not' do not."""
    answer = pick_answer(ticket(ASKED, ("bo", Role.AGENT, STEPS), ("ana", Role.CUSTOMER, said)))

    assert answer is not None
    assert answer.confirmed is agrees


def test_one_more_thing_belongs_to_the_answer() -> None:
    """A resolution given in parts is taken whole, with the message of each part; goodbyes are not."""
    thread = ticket(
        ASKED,
        ("bo", Role.AGENT, STEPS),
        ("bo", Role.AGENT, "One more thing: also restart the runner, it keeps the old token."),
        ("ana", Role.CUSTOMER, "That worked, but I also had to empty the cache of my browser."),
        ("bo", Role.AGENT, "Glad to hear it!"),
    )

    answer = pick_answer(thread)

    assert answer is not None
    assert [said.message.id for said in answer.said] == ["1", "2", "3"]
    assert answer.text.startswith("1. Open the token page.")
    assert "restart the runner" in answer.text
    assert answer.confirmed


def test_a_later_step_brings_the_first() -> None:
    """An answer that begins with step 2 is no use without step 1."""
    thread = ticket(
        ASKED,
        ("bo", Role.AGENT, "1. Open the token page."),
        ("ana", Role.CUSTOMER, "I am there."),
        ("bo", Role.AGENT, "2. Tick the purge scope.\n3. Save the token, and send the request once more, please."),
    )

    assert texts(thread) == ["1", "3"]


def test_what_was_tried_in_vain_is_not_added() -> None:
    """What follows a failure is another attempt, not another part."""
    thread = ticket(
        ASKED,
        ("bo", Role.AGENT, "Also known as the scope problem: " + STEPS),
        ("ana", Role.CUSTOMER, "That did not help."),
        ("bo", Role.AGENT, "Then I have no idea."),
    )

    assert texts(thread) == ["1"]


def test_the_asker_may_have_solved_it() -> None:
    """'What fixed it for me' is an answer, where nobody else gave one that helped."""
    own = "What fixed it for me was a token of the owner: I made one in the console and put it into the script."
    thread = ticket(ASKED, ("bo", Role.AGENT, "Could you send me the request?"), ("ana", Role.CUSTOMER, own))

    answer = pick_answer(thread)

    assert answer is not None
    assert (answer.message.id, answer.confirmed) == ("2", True)


def test_lines_of_a_chat_are_one_answer() -> None:
    """In chat people write one thought over several lines."""
    thread = ticket(
        ASKED,
        ("bo", Role.CUSTOMER, "Open the token page"),
        ("bo", Role.CUSTOMER, "and tick the purge scope, then save"),
        ("ana", Role.CUSTOMER, "bo: that worked"),
        kind=ThreadKind.CHAT,
    )

    assert texts(thread) == ["1", "2"]


@given(threads())
def test_an_answer_is_something_that_was_said_in_public(thread: Thread) -> None:
    """Whatever the thread: the answer consists of public messages, each once and in order, and never of the question."""
    answer = pick_answer(thread)

    if answer is not None:
        public = [id(message) for message in thread.public_messages]
        places = [public.index(id(said.message)) for said in answer.said]
        assert places == sorted(set(places))
        assert id(answer.message) in public
        assert all(said.message is not thread.question for said in answer.said)


def test_thin_answers() -> None:
    """'Fixed, thanks' and asking back cannot be acted on; a short answer with the command can."""
    thin = pick_answer(ticket(ASKED, ("bo", Role.AGENT, "Fixed now, sorry!")))
    back = pick_answer(
        ticket(ASKED, ("bo", Role.AGENT, "Could you send me the output of `curl -I` for one of the pages?"))
    )
    short = pick_answer(ticket(ASKED, ("bo", Role.AGENT, "Run `cirrus purge --all`.")))

    assert thin is not None
    assert is_thin(thin)
    assert back is not None
    assert is_thin(back)
    assert short is not None
    assert not is_thin(short)


def test_pieces_of_a_chat_answer_are_joined_without_nicks() -> None:
    """What the same person said before counts too, back to the question, without the name of whom it was for."""
    thread = ticket(
        ASKED,
        ("bo", Role.CUSTOMER, "ana: Open the token page of the console"),
        ("ana", Role.CUSTOMER, "done"),
        ("eve", Role.CUSTOMER, "nice weather here today, is it not"),
        ("bo", Role.CUSTOMER, "ana: then tick the purge scope and save"),
        ("ana", Role.CUSTOMER, "works now, thanks"),
        kind=ThreadKind.CHAT,
    )

    answer = pick_answer(thread)

    assert answer is not None
    assert answer.text == "Open the token page of the console\n\nthen tick the purge scope and save"
    assert answer.confirmed
