"""What a mail says of its own."""

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.sources.markdown import from_plain
from deskbook.text.quotes import own_words
from mails import LATER, MAILS, Mail


@pytest.mark.parametrize(
    "greeting", ["Hello lovely support people,", "Hi clever folks at the desk,", "Dear Sir or Madam,"]
)
def test_a_line_that_only_greets_goes(greeting: str) -> None:
    """Whoever is greeted, and in whatever words: a short first line that ends with a comma says nothing else."""
    assert own_words(f"{greeting}\n\nThe page is gone.") == "The page is gone."
    assert own_words("Hello my site is down!\n\nSince noon.").startswith("Hello my site is down!")


@pytest.mark.parametrize("mail", [*MAILS, *LATER], ids=lambda mail: mail.name)
def test_the_own_words_of_a_mail(mail: Mail) -> None:
    """In eight languages and more, from every usual client: quoted mail, manners, signatures and chrome go, all else stays."""
    assert own_words(mail.text) == mail.words


@pytest.mark.parametrize("mail", [*MAILS, *LATER], ids=lambda mail: mail.name)
def test_the_own_words_of_a_mail_in_markdown(mail: Mail) -> None:
    """What the mail became in the store gives the same words: escapes, links and forced breaks hide nothing."""
    assert own_words(from_plain(mail.text)).split() == from_plain(mail.words).split()


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        ("Hi team,\n\nThe purge fails.\n\nThanks,\n[name]", "The purge fails."),
        ("Hello there, how do I purge?", "How do I purge?"),
        ("It works.\n\nOn Tue, 3 Mar 2026 at 10:00, Support wrote:\n> Try again.", "It works."),
        ("Geht wieder.\n\nAm 3. März 2026 schrieb Support:\n> Bitte", "Geht wieder."),
        ("> Is it on?\n\nYes, it is.", "> Is it on?\n\nYes, it is."),
        ("Done.\n\nOn 3 Mar 2026, at 10:00, Support wrote:\n> old\n> older\n", "Done."),
        ("Done.\n\n> On 3 Mar 2026, at 10:00, Support wrote:\n>\n> old\n", "Done."),
        ("The manual says:\n\n> Purge first.\n> Then deploy.\n", "The manual says:\n\n> Purge first.\n> Then deploy."),
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
    """What the author wrote stays; what mail adds around it goes; quotes that the author chose, and code, stay."""
    assert own_words(mail) == words


@pytest.mark.parametrize(
    "text",
    [
        "Hello my site is down",
        "Hi we have a problem with the invoice",
        "Please rate limit the clients that send more than that.",
        "To unsubscribe a user, call `DELETE /users/7/subscription`.",
        "Turn off notifications under Settings.",
        "For more options, see the manual.",
        "View request headers in the browser's tools.",
        "You are receiving this message because the token has expired; renew it.",
        "Message-ID: <7@mx.example>",
        "External:\n\nuse port 443",
        "Thanks to the new index it is fast.",
        "Sent via the API the mail arrives twice",
        "Send it to:\n\nCirrusline Ltd\n1 Pier Road",
        "Regards the invoice, nothing has changed.",
        "Note 1\n\n---\n\nNote 2",
        "Warning: external senders are blocked by default.",
    ],
)
def test_words_that_look_like_chrome_stay(text: str) -> None:
    """An answer about mails, subscriptions and notifications is an answer."""
    assert own_words(text) == text


LINES = st.sampled_from(
    [line for mail in MAILS for line in mail.text.splitlines()] + ["", "", "```", "> quoted", "Some words of mine."]
)


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_nothing_is_added(text: str) -> None:
    """However mail is mixed, what is given are lines of it, the first perhaps without its greeting, and all code is there."""
    given_lines = Counter(line.strip() for line in text.splitlines())
    first, *others = own_words(text).splitlines() or [""]

    assert not Counter(line.strip() for line in others if line.strip()) - given_lines
    assert any(line.casefold().endswith(first.casefold().strip()) for line in [*given_lines, ""])


@given(st.text(max_size=200))
def test_any_text_has_own_words(text: str) -> None:
    """No text stops a run."""
    own_words(text)


@pytest.mark.parametrize(
    "line",
    [
        ">a\n", "\n", "On 3 Mar 2026 at 10:00 x wrote:\n> a\nb\n", "From: a\nSent: b\nTo: c\nSubject: d\n\n", "Ada Bob\nThanks Ada\n",
        "let me know if x, " * 16 + "\n", "*a" * 150 + "\n", "[" * 290 + "\n", "On " * 100 + "\n", "```\n", "hi " * 40 + "\n",
        "##- reply above this line -##\n", "confidential message recipient delete " * 8 + "\n\n", " " * 590 + "x\n", "wrote 2026 " * 10 + ":\n",
    ],
)  # fmt: skip
def test_long_mails_take_no_longer_than_they_should(line: str) -> None:
    """Half a million characters of the worst lines are read in seconds, and ten megabytes are not read at all."""
    began = time.process_time()
    own_words(line * (400_000 // len(line)))
    own_words(line * (10_000_000 // len(line)))

    assert time.process_time() - began < 15
