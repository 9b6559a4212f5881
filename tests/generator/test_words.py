"""deskbook_site.words: what pages say, in all languages."""

from __future__ import annotations

import pickle
import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

from deskbook.errors import BuildError
from deskbook_site.words import ENGLISH, languages, words_of

THEME = Path(__file__).parents[2] / "theme"
# Nobody reads these: names of keys, and what stands in a page of the product's own name.
_NO_WORDS = {"Markdown", "deskbook", "UTC"}
_TEMPLATE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
_SILENT = re.compile(r"<!--.*?-->|<script\b.*?</script>|<style\b.*?</style>", re.S)
_SAID = re.compile(r'\b(?:aria-label|title|placeholder|alt|default-message)="([^"]*)"')
_KNOWN_BY_SCRIPTS = re.compile(
    r'WORDS(?:\.(\w+)|\["([\w-]+)"\]) \?\? (?:"([^"]*)"|\{ one: "([^"]*)", other: "([^"]*)" \})'
)


def places(text: str) -> set[str]:
    """The names of the values that a text has places for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_there_are_the_languages_that_are_promised() -> None:
    """English and five more."""
    assert {"en", "fr", "de", "es", "ja", "ar"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word(language: str) -> None:
    """With the same places for values, all forms that its grammar counts by, and no markup."""
    words = words_of(language)

    assert words.texts.keys() == ENGLISH.texts.keys()
    assert words.counted.keys() == ENGLISH.counted.keys()
    assert {key for key in words.texts if places(words.texts[key]) != places(ENGLISH.texts[key])} == set()
    needed = {str(Locale.parse(language).plural_form(number)) for number in range(200)}
    for key, forms in words.counted.items():
        assert needed | {"other"} <= set(forms) <= Locale.parse(language).plural_form.tags | {"other"}, key
    every = [*words.texts.values(), *(text for forms in words.counted.values() for text in forms.values())]
    assert [text for text in every if re.search(r'[<>&"]', text)] == []
    assert all(text.strip() == text != "" for text in every)


@pytest.mark.parametrize("path", sorted(set(THEME.rglob("*.html"))), ids=lambda path: path.name)
def test_no_template_speaks_english_by_itself(path: Path) -> None:
    """What a template says comes from the catalogue."""
    html = _SILENT.sub("", _TEMPLATE.sub("", path.read_text(encoding="utf-8")))
    html = re.sub(r"<(?:kbd|svg)\b.*?</(?:kbd|svg)>", "", html, flags=re.S)
    said = " ".join([re.sub(r"<[^>]*>|&\w+;", " ", html), *_SAID.findall(html)])

    assert set(re.findall(r"[A-Za-z]{3,}", said)) <= _NO_WORDS


def test_scripts_say_in_english_what_the_catalogue_says() -> None:
    """They know the English words themselves; all that they say has a key, and every key is said."""
    found: dict[str, tuple[str, ...]] = {}
    for path in (THEME / "assets" / "javascripts").glob("*.js"):
        for name, quoted, *texts in _KNOWN_BY_SCRIPTS.findall(path.read_text(encoding="utf-8")):
            found[f"script_{name or quoted}"] = tuple(filter(None, texts))
    said = {key: (text,) for key, text in ENGLISH.texts.items() if key.startswith("script_")}
    said |= {key: (forms["one"], forms["other"]) for key, forms in ENGLISH.counted.items() if key.startswith("script_")}
    named = {key: texts for key, texts in said.items() if not key.startswith("script_one_")}

    assert found == named


def test_counts_and_days_are_in_the_language_s_form() -> None:
    """Arabic has six forms, Japanese one."""
    assert [words_of("ar").count(number, "articles") for number in (1, 2, 3, 11)] == [
        "مقالة واحدة", "مقالتان", "3 مقالات", "11 مقالة",
    ]  # fmt: skip
    assert words_of("ja").count(1, "articles") == "1件の記事"
    assert ENGLISH.count(1234, "articles") == "1,234 articles"
    days = [words_of(language).day(date(2026, 3, 9)) for language in ("en", "fr", "de", "es", "ja")]
    assert days == ["9 March 2026", "9 mars 2026", "9. März 2026", "9 de marzo de 2026", "2026年3月9日"]
    assert (words_of("fr").own_name, words_of("fr").name_of("en"), words_of("ar").direction) == (
        "Français",
        "anglais",
        "rtl",
    )


def test_choices_are_joined_as_the_language_does() -> None:
    """With its own word for "or"."""
    assert [words_of(code).one_of(["1", "2", "3"]) for code in ("en", "fr", "ja")] == [
        "1, 2 or 3",
        "1, 2 ou 3",
        "1、2、または3",
    ]
    assert ENGLISH.one_of(["1"]) == "1"


def test_a_language_without_words_of_its_own_has_the_nearest() -> None:
    """Those of the language for one with a country, and English for all others; only other languages trouble scripts with words."""
    assert words_of("fr-CA").texts == words_of("fr").texts
    assert words_of("pt").texts == ENGLISH.texts
    assert (ENGLISH.scripts, words_of("pt").scripts) == ("", "")
    assert "<" not in words_of("fr").scripts


def test_what_is_no_language_is_an_error() -> None:
    """It says which codes there are."""
    with pytest.raises(BuildError, match="no language 'xx'"):
        words_of("xx")


def test_words_travel_by_their_language() -> None:
    """What another process gets is the same words, and hardly any bytes."""
    for words in (ENGLISH, words_of("ja")):
        sent = pickle.dumps(words)
        assert pickle.loads(sent) is words  # noqa: S301  our own
        assert len(sent) < 200
    assert words_of("de").month(date(2026, 3, 1)) == "März 2026"
