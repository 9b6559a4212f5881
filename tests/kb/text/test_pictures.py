"""How stored threads name pictures."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskbook.text.pictures import (
    KeptPicture,
    addresses_of_pictures,
    disarmed,
    in_words,
    kept_pictures,
    with_addresses,
    with_kept_as,
)
from deskbook.text.redact import Takedowns, Watch, redact_text

LID = KeptPicture(f"p{'0a' * 32}.png", 640, 480)
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_a_picture_is_found_by_the_address_that_it_has() -> None:
    """Its name and its size come back, from a picture in a link too."""
    text = f"See ![the \\[open\\] lid]({LID.address}) and [![lid]({LID.address})](https://a.example)."

    assert list(kept_pictures(text)) == [LID, LID]
    assert list(addresses_of_pictures(text)) == [LID.address, LID.address]
    assert with_kept_as(text, lambda picture: f"a/{picture.name}") == text.replace(LID.address, f"a/{LID.name}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![lid]({})", "(image: lid)"),
        ("![]({})", "(image)"),
        ("[![lid]({})](https://a.example)", "[(image: lid)](https://a.example)"),
    ],
)
def test_one_that_is_not_there_is_its_words(text: str, expected: str) -> None:
    """Also where it has none."""
    assert with_kept_as(text.format(LID.address), lambda picture: None) == expected


def test_other_pictures_stay_as_they_are() -> None:
    """Only what is asked for is changed."""
    text = f"![a](https://a.example/(1).png) ![b]({LID.address}) [c](https://c.example)"

    assert with_addresses(text, {"https://a.example/(1).png": "x.png"}) == text.replace(
        "https://a.example/(1).png", "x.png"
    )
    assert with_addresses(text, {}) == text


@given(st.text(), HASHES)
def test_nothing_that_was_disarmed_names_a_picture(text: str, name: str) -> None:
    """Whatever stands around it; and doing it again changes nothing."""
    written = f"{text}![x](deskbook-file:p{name}.png#1x1){text}"

    assert list(kept_pictures(disarmed(written))) == []
    assert disarmed(disarmed(written)) == disarmed(written)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", f"p{'0a' * 32}.svg", f"p{'0A' * 32}.png", f"p{'0a' * 31}.png", ""]
)
def test_what_is_no_name_is_none(name: str) -> None:
    """Names hold nothing but a digest and one of four sorts."""
    assert list(kept_pictures(f"![x](deskbook-file:{name}#1x1)")) == []


def test_words_that_were_cut_off_lose_the_address() -> None:
    """The first words of a sentence may end within it."""
    assert in_words(f"Press ![lid]({LID.address[:30]}") == "Press lid"
    assert in_words("Press it [here](https://a.example)") == "Press it [here](https://a.example)"


@example("0083690004836902" + "0" * 48)
@given(HASHES)
def test_redaction_and_the_second_gate_leave_names_alone(name: str) -> None:
    """A digest looks like a key, a card or a telephone number to nobody, in the store, in a draft and on a page."""
    picture = KeptPicture(f"p{name}.png", 640, 480)
    draft, page = f"assets/lid/{picture.name[:17]}.png", f'<img src="../files/{picture.name}" width="640" height="480">'
    watch = Watch.of((), (), Takedowns())

    for text in (f"See ![the lid]({picture.address}) here.", f"See ![the lid]({draft}) here.", f"<p>Press {page}</p>"):
        assert redact_text(text).text == text
        assert not watch.spans(text)


@given(HASHES)
def test_redaction_leaves_inline_pictures_alone(name: str) -> None:
    """Nor does their stand-in, on its way to the store."""
    text = f"See ![the lid](https://inline.invalid/p{name[:32]}) here."

    assert (redact_text(text).text, redact_text(text).doubts) == (text, ())
