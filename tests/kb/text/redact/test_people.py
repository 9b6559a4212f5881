"""Names that nobody has listed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.text.redact import redact_text
from deskbook.text.redact.people import people_named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Alvir D. Pušaver about it.", "We met [name] about it."),
        ("I spoke with Priya yesterday.", "I spoke with [name] yesterday."),
        ("spoke with Mark Baker about it", "spoke with [name] about it"),
        ("the laptop of Maria van de Noort is slow", "the laptop of [name] is slow"),
        ("Szöllösy Krisztián's printer", "[name]'s printer"),
        ("It works for JENNIFER UMKHAYEV only", "It works for [name] only"),
        ("my name is borna jerković but everyone calls me borna", "my name is [name] but everyone calls me [name]"),
        ("can naomi ryan have access?", "can [name] have access?"),
        ("This is Tomomi from accounting.", "This is [name] from accounting."),
        ("It was J. Kowalczuk", "It was [name]"),
        ("Ingrid, Sven and Reed tried it.", "[name], [name] and [name] tried it."),
        ("I asked Mark and he said no.", "I asked [name] and he said no."),
        ("Einojuhani Pyysalo\n\nTechnician\nPhone:\n030 901820", "[name]\n\nTechnician\nPhone:\n[phone]"),
        ("@rnovak can you look?", "@[name] can you look?"),
        ("Меня зовут Иван Петров, спасибо", "Меня зовут [name], спасибо"),
        ("田中さんに聞いてください", "[name]さんに聞いてください"),
        ("Ich habe mit Thomas Weißgerber gesprochen.", "Ich habe mit [name] gesprochen."),
        ("On Mon, Jan 5, 2026, Torsten wrote:\n> hi", "On Mon, Jan 5, 2026, [name] wrote:\n> hi"),
        ("dr. Quinzia called", "dr. [name] called"),
    ],
)
def test_names_are_found_without_a_list_of_people(text: str, expected: str) -> None:
    """Two names together, a name in a sentence, in a list, above a telephone, in small letters and other scripts."""
    assert redact_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "Travis CI and Jenkins build it; the Julia 1.9 package and the Ruby server do not.",
        "Will Docker work? Mark all as read. May I? Grant access to the Chase plug-in.",
        "Click Grant, then press Rose. Choose **Austin** in the menu Frank.",
        "North America, South Africa, San Francisco, Hong Kong and New Zealand",
        "Kubernetes Ingress, Azure Active Directory and Amazon Macie",
        "run `adduser Maria` or see https://shop.de/Priya/Raman.html",
        "Die Seite Neue Übersicht ist leer, der Server Winter antwortet nicht und das Feld Größe Ändern fehlt.",
        "my name is misspelled on the invoice and my name is not on the list",
        "@media print { } and @Override void run() { }",
        "It answers in 200 ms. Nothing in our São Paulo logs.",
        "Monday, March and June; True, Edit, Unknown, Server044",
        "| Jan | Feb |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_products_places_and_words_stay(text: str) -> None:
    """What is also a word, a product, a place or a label on the screen is no person without more."""
    assert redact_text(text).text == text


def test_a_full_name_gives_its_parts_away() -> None:
    """Somebody named in full once is found by half a name in the same text, before and after."""
    text = "Dehylov opened it. Ask Bekbolat Dehylov, Bekbolat knows."
    assert redact_text(text).text == "[name] opened it. Ask [name], [name] knows."
    assert people_named(text) == ("Bekbolat Dehylov",)


def test_what_is_allowed_stays() -> None:
    """A product that bears a person's name can be allowed by the policy."""
    assert redact_text("Ask Priya about Olga.", allow=frozenset(["olga"])).text == "Ask [name] about Olga."


_FRAGMENTS = st.sampled_from(
    "Priya|Raman|Mark|Baker|Alvir|Pušaver|M.|van de|maria|keller|12|Foo Street|Ziegelgasse 19|Apt. 4|12345 Ort|SY8 1EG|address is|"
    "lives at|and|,|\n|. |my name is|Hi|Thanks,\n|phone:|`|```\n|@|'s|[name]|[address]|[customer]|the|corner of|P.O. Box 7|Rua| u. |É".split(
        "|"
    )
)


@given(st.lists(_FRAGMENTS, max_size=14), st.sampled_from(["", " ", " ", "\n"]))
@settings(max_examples=400, deadline=None)
def test_redacting_twice_is_redacting_once(fragments: list[str], gap: str) -> None:
    """Names and addresses in any order, cut and glued: what is left tells nothing new."""
    once = redact_text(gap.join(fragments)).text
    assert redact_text(once).text == once


@pytest.mark.parametrize(
    "piece", ["A ", "Maria ", "Maria, ", "Éa ", "M. ", "maria ", "@a ", "my name is ", "Ab Cd\nphone:\n", "van de "]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    """Fifty kilobytes of repetitions are read in seconds."""
    begin = time.process_time()
    redact_text(piece * (50_000 // len(piece)))
    assert time.process_time() - begin < 5
