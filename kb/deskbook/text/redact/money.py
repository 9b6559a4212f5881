"""Payment cards and bank accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading

_CARD = re.compile(
    r"[0-9](?:[0-9]{11,18}+|[0-9]{3}(?P<gap>[ -])[0-9]{4}(?P=gap)[0-9]{4}(?P=gap)[0-9]{1,7}|[0-9]{3}(?P<other>[ -])[0-9]{6}(?P=other)[0-9]{4,5})"
)
# ISO/IEC 7812 ranges and lengths of the networks whose numbers are told from other long numbers without help.
_MAJOR = re.compile(
    r"4[0-9]{15}(?:[0-9]{3})?|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}|3[47][0-9]{13}|"
    r"6(?:011|5[0-9]{2}|4[4-9][0-9])[0-9]{12}|35(?:2[89]|[3-8][0-9])[0-9]{12}"
)
# These too, where a word beside them says that it is a card: Maestro, Diners Club, UnionPay, older Visa and JCB.
_MINOR = re.compile(
    r"[3-6][0-9]{15}|4[0-9]{12}|(?:5[0678]|6)[0-9]{10,17}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800)[0-9]{11}"
)
_CARD_WORD = re.compile(
    r"\b(?:card|visa|master ?card|maestro|amex|american express|diners|jcb|credit|debit|cc|pan|kreditkarte|karte)\b"
)
_TEST_CARDS = re.compile(
    r"4242424242424242|4111111111111111|4012888888881881|4000[0-9]{4}0000[0-9]{4}|5555555555554444|5105105105105100|378282246310005|371449635398431|6011111111111117|6011000990139424|30569309025904|3530111333300000|"
    r"38520000023237|3566002020360505|4000056655665556|5200828282828210|2223003122003222|2223000048400011|6200000000000005|4917610000000000|4222222222222"
)

_IBAN = re.compile(r"[a-z]{2}[0-9]{2}(?: ?[a-z0-9]){11,31}")
# ISO 13616 registry, release 99: length by country.
_IBAN_LENGTH = {
    country: int(length)
    for length, countries in (
        entry.split(":")
        for entry in "15:NO 16:BE 18:DK,FO,FI,GL,NL,SD 19:MK,SI 20:AT,BA,EE,KZ,LT,LU,MN,XK 21:HR,LV,LI,CH 22:BG,BH,CR,GE,DE,IE,ME,RS,GB,VA "
        "23:TL,AE,IL,GI,IQ,OM,SO 24:AD,CZ,MD,PK,RO,SA,SK,ES,SE,TN,VG 25:LY,PT,ST 26:IS,TR 27:BI,DJ,FR,GR,IT,MC,MR,SM 28:AL,AZ,BY,CY,DO,GT,HU,LB,NI,PL,SV "
        "29:BR,EG,PS,QA,UA 30:JO,KW,MU,YE 31:MT,SC 32:LC 33:RU".split()
    )
    for country in countries.split(",")
}
_EXAMPLE_IBANS = frozenset(
    (
        "GB82WEST12345698765432",
        "DE89370400440532013000",
        "GB29NWBK60161331926819",
        "FR1420041010050500013M02606",
        "NL91ABNA0417164300",
    )
)


def cards(reading: Reading, strict: bool) -> Iterator[Span]:
    """Card numbers: a network's range and length, and the Luhn digit (ISO/IEC 7812-1, annex B)."""
    if not reading.has_numbers:
        return
    for match in _CARD.finditer(reading.plain):
        before, after = reading.before(match.start()), reading.after(match.end())
        if (
            before.isalnum()
            or (before and before in "_-./=#" and before not in "=#")
            or after.isalnum()
            or after in ("_", "-")
        ):
            continue
        if after == "." and reading.after(match.end() + 1).isdigit():
            continue
        digits = match.group().replace(" ", "").replace("-", "")
        if len(set(digits)) < 2 or not luhn(digits) or (strict and _TEST_CARDS.fullmatch(digits)):
            continue
        cued = _CARD_WORD.search(reading.lower, max(0, match.start() - 48), match.start())
        grouped = len(digits) != len(match.group())
        known = _MAJOR.fullmatch(digits) and (cued or grouped or not strict)
        # Beside the word "card", a good check digit is enough: issuers get new ranges every year.
        if known or (cued and (not strict or _MINOR.fullmatch(digits))):
            yield Span(*match.span(), "card", "a card number")


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    odd = sum(map(int, digits[-1::-2]))
    even = sum(sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (odd + even) % 10 == 0


def ibans(reading: Reading, strict: bool) -> Iterator[Span]:
    """Bank accounts by country, length and check digits (ISO 13616, mod 97-10)."""
    if not reading.has_numbers:
        return
    for match in _IBAN.finditer(reading.lower):
        length = _IBAN_LENGTH.get(reading.plain[match.start() : match.start() + 2].upper())
        if length is None or reading.before(match.start()).isalnum():
            continue
        end = _after(match.group(), length)
        if end is None or reading.after(match.start() + end).isalnum():
            continue
        account = match.group()[:end].replace(" ", "").upper()
        number = int("".join(str(int(c, 36)) for c in account[4:] + account[:4]))
        if number % 97 == 1 and not (strict and account in _EXAMPLE_IBANS):
            yield Span(match.start(), match.start() + end, "iban", "a bank account")


def _after(text: str, count: int) -> int | None:
    """The place behind the first `count` characters that are not spaces; None where there are fewer."""
    for place, character in enumerate(text):
        count -= character != " "
        if not count:
            return place + 1
    return None
