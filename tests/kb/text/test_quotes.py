"""What a mail says of its own."""

import pytest

from deskbook.text.quotes import own_words


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        ("Hi team,\n\nThe purge fails.\n\nThanks,\n[name]", "The purge fails."),
        ("Hello there, how do I purge?", "How do I purge?"),
        ("It works.\n\nOn Tue, 3 Mar 2026 at 10:00, Support wrote:\n> Try again.", "It works."),
        ("Geht wieder.\n\nAm 3. März 2026 schrieb Support:\n> Bitte", "Geht wieder."),
        ("> Is it on?\n\nYes, it is.", "> Is it on?\n\nYes, it is."),
        ("Done.\n\n> old\n> older\n", "Done."),
        (
            "```\nOn Tue, 3 Mar 2026 at 10:00, Support wrote:\n```\nThat is my log.",
            "```\nOn Tue, 3 Mar 2026 at 10:00, Support wrote:\n```\nThat is my log.",
        ),
        ("", ""),
        ("Good morning, me again. Since last night it fails.", "Since last night it fails."),
        ("Hola, we are in Spain.", "We are in Spain."),
        ("Regards", ""),
        ("Hei [customer],\n\nRestart it.\n\n[agent 2]  \nEdge team, [name]", "Restart it."),
        ("Restart it.\n\n[customer]  \n[name]  \nPier Road  \nMobile: [phone]", "Restart it."),
        ("Restart it.\n\n[customer], Simit Labs", "Restart it."),
        ("Ask [customer] first.\n\nThen restart.", "Ask [customer] first.\n\nThen restart."),
    ],
)
def test_greetings_quotes_and_closings_go(mail: str, words: str) -> None:
    """What the author wrote stays; what mail adds around it goes; quotes that are answered and code stay."""
    assert own_words(mail) == words
