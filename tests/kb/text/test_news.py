"""What an answer says that an article does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from deskbook.text.news import new_in
from strategies import bodies

ARTICLE = """\
## Issue

Purging one page answers 403.

## Resolution

Open the token page, tick the purge scope, and save the token. Within ten minutes every edge server knows it.

```sh
curl -X PURGE https://edge.example/page
```

1. Log out.
2. Log in again with the account that owns the zone.
"""


@pytest.mark.parametrize(
    "answer",
    [
        "Open the token page, tick purge and save the token. Then log out and log in again.",
        "Thanks for waiting. Could you try again? Let me know if that works, I am glad to help you with anything else.",
        "I have changed the settings of your account in our back office, as promised, so that all of it works.",
        "Purge it like this:\n\n```sh\ncurl   -X PURGE https://edge.example/page\n```",
        "See the note.",
        "",
    ],
    ids=["in other words", "chatter", "for this customer", "the same code", "too little", "nothing"],
)
def test_nothing_new(answer: str) -> None:
    """What the article says in other words, what concerns only the customer, and a turn of phrase are no news."""
    assert new_in(answer, ARTICLE) == ""


@pytest.mark.parametrize(
    ("answer", "news"),
    [
        (
            "Open the token page and tick the purge scope. Downgrade curl to a release that keeps authorisation headers.",
            "Downgrade curl to a release that keeps authorisation headers.",
        ),
        (
            "1. Open the token page.\n2. Remove the firewall rule that blocks the purge method\n   from outside.\n3. Log out.",
            "2. Remove the firewall rule that blocks the purge method\n   from outside.",
        ),
        ("Run this:\n\n```sh\nedgectl sync\n```\n\nThen log out.", "Run this:\n\n```sh\nedgectl sync\n```"),
        ("Within 45 minutes every edge server knows it.", "Within 45 minutes every edge server knows it."),
        ("Log in again with `--force`.", "Log in again with `--force`."),
        ("1. Log out:\n\n   ```sh\n   edgectl logout\n   ```", "1. Log out:\n\n   ```sh\n   edgectl logout\n   ```"),
        (
            "# The token\n\nOpen the token page.\n\n# Firewall\n\nThe web firewall must let the purge method pass from outside.",
            "# Firewall\n\nThe web firewall must let the purge method pass from outside.",
        ),
        ("| Code | Cause |\n|---|---|\n| 403 | scope |", "| Code | Cause |\n|---|---|\n| 403 | scope |"),
    ],
    ids=["sentence", "step", "code", "number", "option", "code in a step", "heading", "table"],
)
def test_just_what_is_new(answer: str, news: str) -> None:
    """Sentences, steps, tables and code that the article lacks are given as they were written, and nothing else."""
    assert new_in(answer, ARTICLE) == news


def test_words_here_and_there_are_not_said() -> None:
    """A long article has most words somewhere; a sentence is said only where its words stand together."""
    scattered = "\n\n".join(
        f"Sentence about {word} and a matter of its own {n}."
        for n, word in enumerate("remove firewall rule block purge method outside".split())
    )

    assert new_in("Remove the firewall rule that blocks the purge method from outside.", scattered)


def test_a_comment_says_nothing() -> None:
    """What only the writers of an article see is no part of what it says."""
    sentence = "Remove the firewall rule that blocks the purge method from outside."

    assert new_in(sentence, f"<!-- {sentence} -->") == sentence
    assert new_in(sentence, sentence) == ""


@settings(deadline=None)
@given(bodies, bodies)
def test_what_is_new_was_said(answer: str, article: str) -> None:
    """Every word of the news is a word of the answer, and with the answer itself as the article there is none."""
    words = re.compile(r"\w+")

    assert set(words.findall(new_in(answer, article))) <= set(words.findall(answer))
    assert new_in(answer, answer) == ""
