"""What a text says that the messages it was made of do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.text.unsupported import lost_code, unsupported, with_notes

MESSAGES = (
    "Purging one page answers 403 since v2.4.1, with curl 8.5.0.",
    "The token lacks the purge scope. Open the Token page, tick *purge* and save it. Then run `cirrus purge --all /page`:\n\n"
    "```sh\ncirrus purge --url https://www.example.com/a.css\n```\n\nDo not delete the token. Set `max_age` to 3,600 in edge.toml.",
)


@pytest.mark.parametrize(
    "text",
    [
        "Purging one page answers 403.",
        "1. Open the token page.\n2. Tick purge and save it.\n3. Run `cirrus purge --all /page`.",
        "```sh\ncirrus purge --url https://www.example.com/a.css\n```",
        "The purge scope is missing from the token.",
        "Set `max_age` to 3,600 in edge.toml. Do not delete the token.",
        "Since version 2.4.1 purging one page answers 403.",
        "Then open the Token page.",
    ],
)
def test_what_the_messages_say(text: str) -> None:
    """Reworded or not, what the messages say is no claim."""
    assert unsupported(text, MESSAGES) == ()


@pytest.mark.parametrize(
    ("text", "sort", "said"),
    [
        ("Run `cirrus purge --force`.", "command", "cirrus purge --force"),
        ("Run `cirrus purge --all /pag`.", "command", "cirrus purge --all /pag"),
        ("```\ncirrus cache clear\n```", "command", "cirrus cache clear"),
        ("Purging one page answers 404.", "number", "404"),
        ("It began with curl 8.6.0.", "number", "8.6.0"),
        ("Open the token page at https://evil.example/token.", "address", "https://evil.example/token"),
        ("Tick purge and save it in the token page of /etc/edge.", "name", "/etc/edge"),
        ("Set max_ttl to 3,600 in edge.toml.", "name", "max_ttl"),
        ("Tick purge in the Console and save it.", "name", "Console"),
        ("Restart the token page.", "step", "Restart the token page."),
        ("Delete the token.", "step", "Delete the token."),
        (
            "Ask your provider about a better subscription plan.",
            "step",
            "Ask your provider about a better subscription plan.",
        ),
    ],
)
def test_what_nobody_said(text: str, sort: str, said: str) -> None:
    """Commands, numbers, versions, addresses, names, settings and steps that no message holds are claims, each with its sort."""
    assert (sort, said) in [(claim.sort, claim.text) for claim in unsupported(text, MESSAGES)]


def test_a_sentence_is_held_against_single_messages() -> None:
    """Words that stand in three messages make no step of one."""
    messages = ("The blue lamp blinks.", "The printer has paper.", "My office moved.")

    assert unsupported("The blue lamp blinks.", messages) == ()
    assert [claim.sort for claim in unsupported("The blue printer moved.", messages)] == ["step"]


def test_notes_stand_at_their_place() -> None:
    """A claim is noted at the end of its line, one in code behind the block; lists stay lists, and comments whole."""
    text = "1. Run `rm --all`.\n2. Stay.\n\n    ```sh\n    rm -rf /\n    ```\n\nEnd."

    noted = with_notes(text, unsupported(text, ("Stay. End.",)))

    assert noted == (
        "1. Run `rm --all`. <!-- Not in the thread: command “rm - -all”. Check it, or take it out. -->\n2. Stay.\n\n"
        "    ```sh\n    rm -rf /\n    ```\n\n    <!-- Not in the thread: command “rm -rf /”. Check it, or take it out. -->\n\nEnd."
    )
    assert with_notes(text, ()) == text


def test_code_that_got_lost() -> None:
    """A command that was left out or changed is told, in a span or a block."""
    before = "Run `a --b`.\n\n```\nc  d\ne\n```"

    assert lost_code("Run `a --b`, then\n\n```\nc d\ne\n```", before) == ()
    assert lost_code("Run `a`, then `c d`.", before) == ("a --b", "e")


sentences = st.lists(
    st.sampled_from(
        "Open the page of `edge_a` 4.2 times, NOT restart /tmp/x Save menuItem 17 https://a.example".split()
    ),
    min_size=1,
    max_size=9,
)


@settings(deadline=None)
@given(st.lists(sentences.map(lambda words: " ".join(words) + "."), min_size=1, max_size=4))
def test_a_quotation_is_never_a_claim(messages: list[str]) -> None:
    """What is taken from a message word for word says nothing new."""
    assert unsupported("\n".join(f"- {message}" for message in messages), messages) == ()
