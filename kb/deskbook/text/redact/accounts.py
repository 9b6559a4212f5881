"""Numbers that a business gave to somebody: accounts, customers, contracts, orders. The words beside them tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading
from deskbook.text.redact.values import is_example_number

_THINGS = tuple(
    "account acct a/c customer client subscriber member policy contract agreement invoice order booking reservation patient loyalty "
    "claim shipment tracking meter bank vat imei kunden konto vertrags bestell rechnungs auftrags mitglieds versicherungs buchungs".split()
)
_FOREIGN = ("numéro", "numero", "número", "nº", "n°")
_LINK = r"\**(?: ?(?:is|was|are|ist|lautet|:|=|#|->)\**){0,2}[ \t]{0,3}[\"'`*(]{0,2}"
_VALUE = r"(?P<value>(?:[a-z]{1,6}[-_/]?)?[0-9](?:[0-9a-z]|[ .\-/](?=[0-9])){2,32}(?![\w@]))"
_NUMBER = re.compile(
    rf"(?:ship)?(?:(?:[ _-]?(?:number|num|nummer|nr|no|id|code|ref(?:erence)?)\b\.?|[ _]?#){_LINK}{_VALUE}"
    # An account needs no "number" behind it.
    rf"|(?<=account){_LINK}(?P<plain>[0-9](?:[0-9]|[ -](?=[0-9])){{5,24}}(?![\w@.,:/%-])))"
)
_FOREIGN_NUMBER = re.compile(
    rf" (?:de (?:la )?)?(?:client|compte|commande|contrat|facture|cuenta|pedido|factura)[eo]?{_LINK}{_VALUE}"
)
_BANKS = ("sort code", "sortcode", "routing", "aba ", "bsb", "blz", "bankleitzahl", "swift", "bic")
_BANK_NUMBER = re.compile(
    rf"(?: ?(?:transit|number|no\.?|nr\.?|code)){{0,2}}{_LINK}(?P<value>[0-9](?:[0-9]|[ -](?=[0-9])){{4,11}}(?![\w@.]))"
)
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-./ ][0-9]{1,2}[-./ ][0-9]{1,2}|[0-9]{1,2}[-./][0-9]{1,2}[-./](?:19|20)[0-9]{2}")
# Whose number it is; an order or an invoice in a manual is an example far more often.
_PERSONAL = (
    "account",
    "acct",
    "konto",
    "customer",
    "client",
    "kunden",
    "policy",
    "contract",
    "member",
    "patient",
    *_BANKS,
)
_PATTERNS = ((_THINGS, _NUMBER), (_FOREIGN, _FOREIGN_NUMBER), (_BANKS, _BANK_NUMBER))


def account_numbers(reading: Reading, strict: bool) -> Iterator[Span]:
    """What follows "account number", "customer no.", "order #", "sort code" and the like, with five digits or more."""
    if not reading.has_numbers:
        return
    for words, pattern in _PATTERNS:
        for start, end in reading.words(words):
            match = pattern.match(reading.lower, end)
            if match is None:
                continue
            place = match.span("value") if match["value"] else match.span("plain")
            value = reading.lower[slice(*place)]
            digits = "".join(filter(str.isdigit, value))
            is_example = strict and (reading.lower[start:end] not in _PERSONAL or is_example_number(digits))
            if len(digits) >= 5 and not _DATE.match(value) and not is_example:
                yield Span(*place, "account", "the words beside it")
