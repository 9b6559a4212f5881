"""What deskbook's own pages say, in the languages that it knows: one file for each, all with the same keys."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from deskbook.errors import BuildError

_DEFAULT = "en"
# What the scripts of the theme say; they know it in English themselves.
_SCRIPTS = "script_"
# In a script `<` could end it.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


@dataclass(frozen=True)
class Words:
    """The words of one language. A text holds no markup, and may have places for values: `Validated by {who}`.

    `texts` are the texts by key, `counted` the forms of those that count something, by plural category (CLDR).
    """

    language: str
    texts: Mapping[str, str]
    counted: Mapping[str, Mapping[str, str]]

    def __reduce__(self) -> tuple[Any, ...]:
        """What goes to another process is the language: there the words are looked up once."""
        return words_of, (self.language,)

    def __call__(self, key: str, **values: object) -> str:
        """A text, with `values` in their places."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def count(self, number: int, key: str) -> str:
        """`1 article`, `2 articles`."""
        return _counted(self.language, number, key)

    def number(self, value: int) -> str:
        """`1,234`."""
        return _number(self.language, value)

    def one_of(self, choices: Sequence[str]) -> str:
        """`this, that or those`."""
        return str(format_list(choices, "or", self.locale))

    def day(self, value: date) -> str:
        """`3 March 2026`."""
        return _day(self.language, value)

    def month(self, value: date) -> str:
        """`March 2026`."""
        return str(format_skeleton("yMMMM", value, locale=self.locale))

    def time_tag(self, value: date) -> str:
        """The same as HTML that programs can read, too."""
        return f'<time datetime="{value.isoformat()}">{self.day(value)}</time>'

    def block(self, html: str) -> str:
        """HTML in these words, for a page in another language."""
        lines = "\n".join(line for line in html.splitlines() if line)
        return f'<div lang="{self.language}" dir="{self.direction}">\n{lines}\n</div>'

    def name_of(self, language: str) -> str:
        """What another language is called in this one, as it stands in a sentence."""
        return _locale(language).get_display_name(self.locale) or language

    @cached_property
    def own_name(self) -> str:
        """What those who speak it call it: `Français`."""
        name = _locale(self.language).get_display_name() or self.language
        return name[:1].upper() + name[1:]

    @cached_property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.locale.text_direction)

    @cached_property
    def scripts(self) -> str:
        """What scripts say, as JSON that can stand in a page; empty in English, which they know themselves."""
        if self.texts is _catalogue(_DEFAULT)[0]:
            return ""
        said = {key.removeprefix(_SCRIPTS): text for key, text in self.texts.items() if key.startswith(_SCRIPTS)}
        forms = {key.removeprefix(_SCRIPTS): said for key, said in self.counted.items() if key.startswith(_SCRIPTS)}
        return json.dumps(said | forms, ensure_ascii=False).translate(_ESCAPES)

    @cached_property
    def of_theme(self) -> dict[str, str]:
        """What templates say, by key; `scripts` is what scripts say."""
        texts = {key: text for key, text in self.texts.items() if not key.startswith(_SCRIPTS)}
        return texts | {"language": self.language, "direction": self.direction, "scripts": self.scripts}

    @cached_property
    def locale(self) -> Locale:
        """How the language counts, and writes numbers and days."""
        return _locale("en-GB" if self.language == _DEFAULT else self.language)


@cache
def words_of(language: str) -> Words:
    """The words of a language, by its code (`fr`, `pt-BR`); those of the language without its country where that is all there is,
    and English ones where there are none. Raises `BuildError` for what is no language."""
    try:
        _locale(language)
    except (UnknownLocaleError, ValueError) as error:
        raise BuildError(
            f"there is no language '{language}'",
            where="deskbook.toml",
            cure="write codes such as en, fr or pt-BR under [site] languages",
        ) from error
    known = languages()
    spoken = next((code for code in (language, language.partition("-")[0]) if code in known), _DEFAULT)
    return Words(language, *_catalogue(spoken))


def languages() -> tuple[str, ...]:
    """The codes of the languages that there are words in."""
    files = (importlib.resources.files(__package__) / "texts").iterdir()
    return tuple(sorted(path.name.removesuffix(".yml") for path in files if path.name.endswith(".yml")))


@cache
def _catalogue(language: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    path = importlib.resources.files(__package__) / "texts" / f"{language}.yml"
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    texts = {key: text for key, text in said.items() if isinstance(text, str)}
    return texts, {key: forms for key, forms in said.items() if isinstance(forms, dict)}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@lru_cache(maxsize=10_000)
def _day(language: str, value: date) -> str:
    return str(format_date(value, "long", words_of(language).locale))


@lru_cache(maxsize=10_000)
def _number(language: str, value: int) -> str:
    return str(format_decimal(value, locale=words_of(language).locale))


@lru_cache(maxsize=10_000)
def _counted(language: str, number: int, key: str) -> str:
    words = words_of(language)
    forms = words.counted[key]
    return forms.get(words.locale.plural_form(number), forms["other"]).format(n=_number(language, number))


ENGLISH = words_of(_DEFAULT)
