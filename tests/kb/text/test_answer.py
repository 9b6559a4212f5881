"""Which message answers."""

from datetime import UTC, datetime

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.answer import is_thin, pick_answer

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
