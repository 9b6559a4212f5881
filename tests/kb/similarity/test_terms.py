"""Text -> words, stems and runs of characters."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.similarity.terms import stem, terms, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Purging 2 URLs, don't re-use snake_case", ["purging", "2", "urls", "don", "t", "re", "use", "snake", "case"]),
        ("請求書 ABC検索", ["請求", "求書", "abc", "検索"]),
        ("日 한국어", ["日", "한국", "국어"]),
        ("ที่นี่", ["ที", "ี่", "่น", "นี", "ี่"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("Ошибка DNS-сервера", ["ошибка", "dns", "сервера"]),
        ("Mail [e-mail] [private key]!", ["mail"]),
        ("😀 👍🏽 -- … ___ [1]", ["1"]),
        ("", []),
    ],
)
def test_words_of_any_script(text: str, found: list[str]) -> None:
    """Words come in order and lower case; scripts without spaces in pairs; placeholders, signs and emoji are no words."""
    assert words(text) == found


@pytest.mark.parametrize(
    ("typed", "other"), [("cafe\u0301 u\u0308ber", "café über"), ("ＡＢＣ　ﾃｽﾄ", "abc テスト"), ("ガス", "カ\u3099ス")]
)
def test_however_a_character_is_typed_it_is_the_same_word(typed: str, other: str) -> None:
    """Accents of their own, full and half width make no difference."""
    assert words(typed) == words(other)
    assert terms(typed) == terms(other)


@pytest.mark.parametrize(
    "forms", ["purge purged purging purges", "сертификат сертификата сертификаты", "письмо письма письмами"]
)
def test_inflections_share_a_stem(forms: str) -> None:
    """English and Russian words are compared without their endings, and different words stay different."""
    assert len({stem(word) for word in forms.split()}) == 1
    assert stem(forms.split(maxsplit=1)[0]) != stem("cache")


def test_terms_leave_out_common_words_and_placeholders() -> None:
    """Two tickets are not alike because they are polite or because personal data was removed from both."""
    assert terms("Please mail [e-mail] about the node.js caches, don't") == ["mail", "node.j", "cach"]
    assert terms("請求書の") == ["請求", "求書", "書の"]


@settings(deadline=None)
@given(st.text())
def test_any_text_has_words(text: str) -> None:
    """Nothing that can be typed stops it, and words are short and hold no space."""
    assert all(0 < len(word) <= 40 and not any(map(str.isspace, word)) for word in words(text))
    terms(text)


@pytest.mark.parametrize("piece", ["a", "é", "日", "[a", "a_", "\u0301\u0316"])
def test_a_megabyte_without_spaces_is_quick(piece: str) -> None:
    """Pasted data, or accents upon accents, cost a second or two and no more."""
    began = time.process_time()
    words(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < 10
