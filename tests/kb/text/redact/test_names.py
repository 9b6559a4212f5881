"""Names that are given, and names that only their place gives away."""

from __future__ import annotations

import pytest

from deskbook.text.redact import redact_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria Keller's printer", "[name]'s printer"),
        ("I told maria keller and Maria.", "I told [name] and [name]."),
        ("KELLER called", "[name] called"),
        ("ask @mkeller42 or MKeller42", "ask @[name] or [name]"),
        ("> Keller, M. wrote:", "> [name], M. wrote:"),
        ("Kellermann and Mariazell stay", "Kellermann and Mariazell stay"),
    ],
)
def test_known_names_go_wherever_they_stand(text: str, expected: str) -> None:
    """Full names and user names in any case, single names with a capital; longer words that contain them stay."""
    assert redact_text(text, names=["Maria Keller", "mkeller42"]).text == expected


def test_a_name_that_is_also_a_word_needs_help() -> None:
    """Somebody called Will Grant does not take "will" and "grant" out of the language."""
    text = "Will this work? We will grant access. Will Grant said so, @will. Grant: try it."
    expected = "Will this work? We will grant access. [name] said so, @[name]. Grant: try it."
    assert redact_text(text, names=["Will Grant"]).text == expected
    assert redact_text("Grant: try it", names=["Will Grant"]).text == "[name]: try it"


def test_the_handle_of_an_address_is_a_name() -> None:
    """Whoever is known by an address is also known by the part before its @."""
    assert redact_text("jdoe1980 wrote", names=["jdoe1980@web.de"]).text == "[name] wrote"
    assert (
        redact_text("write to info or support", names=["info@web.de", "support@web.de"]).text
        == "write to info or support"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi Maria,\nit works", "Hi [name],\nit works"),
        ("Dear Mr Smith,", "Dear Mr [name],"),
        ("Hello Anna Lena!", "Hello [name]!"),
        ("It works.\n\nThanks,\nMaria", "It works.\n\nThanks,\n[name]"),
        ("It works.\nBest regards, Jon", "It works.\nBest regards, [name]"),
        ("Thanks Gary, that helped", "Thanks [name], that helped"),
        ("Viele Grüße\nJürgen Groß", "Viele Grüße\n[name]"),
        ("my name is Ana Torres and", "my name is [name] and"),
        ("Name: Sieda Batukayev", "Name: [name]"),
        ("It works\n\n-- Maria", "It works\n\n-- [name]"),
    ],
)
def test_greetings_and_sign_offs_give_names_away(text: str, expected: str) -> None:
    """Nobody has to know these people beforehand."""
    assert redact_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hi all,",
        "Hello there!",
        "Dear Support Team,",
        "Hello World!",
        "Thanks, I'll try that.",
        "Thanks in advance!",
        "Best regards",
        "hi [name],",
        "The best, Ubuntu, is free",
    ],
)
def test_greeting_everybody_names_nobody(text: str) -> None:
    """Words that greet everybody stay."""
    assert redact_text(text).text == text
