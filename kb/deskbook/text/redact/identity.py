"""Numbers of a person's papers, of their taxes and their health."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading
from deskbook.text.redact.values import is_example_number

# Areas, groups and serials that the SSA has never given out are not numbers of anybody.
_SSN = re.compile(r"[0-9](?<!9)[0-9]{2}(?<!000)(?<!666)-(?!00)[0-9]{2}-(?!0000)[0-9]{4}")
_SSN_WORD = re.compile(r"\bssn\b|social security")
_NINO = re.compile(r"[a-ceghj-prtw-z][a-ceghj-nprtw-z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[a-d](?!\w)")
_PAPERS = tuple(
    word.replace("_", " ")
    for word in "passport licence license national_insurance identity_card id_card national_id personalausweis reisepass führerschein "
    "tax_id taxpayer tax_file tax_number social_security social_insurance medicare health_insurance steuer-id steuerid steuer-nr "
    "steuernummer steueridentifikationsnummer sozialversicherungsnummer krankenversicherungsnummer passeport permis_de_conduire "
    "sécurité_sociale carte_d'identité pasaporte seguridad_social cédula codice_fiscale ssn nino itin nif dni cpf cnpj curp bsn pesel "
    "personnummer fødselsnummer cpr aadhaar pan_card nhs tfn oib egn".split()
)
_NAMED = re.compile(
    r"(?!\w)(?: ?\([a-z]{2,10}\))?(?:[ -]?(?:number|no\.?|nr\.?|nummer|num[eé]ro|id|card|code|#)){0,2}"
    r"\**(?: ?(?:is|was|ist|est|es|:|#|=))?\**\s{0,3}"
    r"(?!(?:19|20)[0-9]{2}\b)(?P<value>[a-z0-9](?:[a-z0-9]|[-./ ](?=[a-z]?[0-9])){5,20})(?!\w)"
)
# Told from other numbers by form and check digit, without a word: Brazil's CPF, Italy's codice fiscale.
_CPF = re.compile(r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}")
_CODICE = re.compile(r"[a-z]{6}[0-9]{2}[abcdehlmprst][0-9]{2}[a-z][0-9]{3}[a-z]")


def papers(reading: Reading, strict: bool) -> Iterator[Span]:
    """Social security, tax and insurance numbers by form or check digit, and what follows "passport number" and the like."""
    if not reading.has_five_digits:
        return
    for _, end in reading.words(_PAPERS):
        if match := _NAMED.match(reading.lower, end):
            digits = "".join(filter(str.isdigit, match["value"]))
            if len(digits) >= 5 and not (strict and is_example_number(digits)):
                yield Span(*match.span("value"), "id-number", "the number of a paper")
    yield from _by_form(reading, _CODICE, _is_codice, "an Italian tax code")
    if not reading.has_numbers:
        return
    yield from _by_form(reading, _CPF, _is_cpf, "a Brazilian taxpayer number")
    for match in _SSN.finditer(reading.plain):
        if _alone(reading, match) and (
            not strict or _SSN_WORD.search(reading.lower, max(0, match.start() - 48), match.start())
        ):
            yield Span(*match.span(), "id-number", "a social security number")
    for match in () if strict else _NINO.finditer(reading.lower):
        if reading.plain[match.start() : match.start() + 2].isupper() and not reading.before(match.start()).isalnum():
            yield Span(*match.span(), "id-number", "a national insurance number")


def _by_form(
    reading: Reading, pattern: re.Pattern[str], is_valid: Callable[[str], bool], reason: str
) -> Iterator[Span]:
    for match in pattern.finditer(reading.lower):
        if _alone(reading, match) and is_valid(match.group()):
            yield Span(*match.span(), "id-number", reason)


def _alone(reading: Reading, match: re.Match[str]) -> bool:
    before, after = reading.before(match.start()), reading.after(match.end())
    return not (before.isalnum() or before in ("-", "_", ".") or after.isalnum() or after in ("-", "_"))


def _is_cpf(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    if len(set(digits)) < 3:
        return False
    first = sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) * 10 % 11 % 10
    second = sum(d * w for d, w in zip(digits, range(11, 1, -1), strict=False)) * 10 % 11 % 10
    return digits[9:] == [first, second]


# Values of the characters in odd places, by the decree of 23 December 1976; those in even places count as they are.
_ODD = dict(
    zip("0123456789abcdefghijklmnopqrstuvwxyz", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23), strict=True)
)  # fmt: skip


def _is_codice(text: str) -> bool:
    even = sum(int(c, 36) if c.isdigit() else ord(c) - ord("a") for c in text[1:15:2])
    return (sum(_ODD[c] for c in text[0:15:2]) + even) % 26 == ord(text[15]) - ord("a")
