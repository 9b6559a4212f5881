"""Postal addresses: a street with its number, a box, a postcode, and the lines that belong to them.

Three things give an address away: a word that makes a street of a number and a name ("69 Farnell Street", "12 rue de la Paix",
"Ziegelgasse 19"), a code of one form only (a British or Canadian postcode, a state with its ZIP, a box), or something beside
it that says that one comes ("she lives at …", "Apt. 4"), with which a name and a number are enough. The unit, the town, the
postcode and the country behind it go with it. Every look is at a bounded stretch, so any text takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deskbook.text.redact import street_words
from deskbook.text.redact.lexicon import Kind, fold, kind
from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading

_NUMBER = re.compile(
    r"(?<![\w.,$€£#/:=@&+'\"(-])[0-9]{1,5}(?:[A-Za-z](?!\w))?(?:[-/][0-9]{1,4}[A-Za-z]?)?(?![\w%:=]|[.,][0-9])"
)
_NEXT = re.compile(r",? {1,2}((?:[cC]/ ?)?[^\W\d_]+(?:['.-][^\W\d_]+)*\.?)")
_PREVIOUS = re.compile(r"(?:[cC]/ )?[^\W\d_]+(?:['.-][^\W\d_]+)*\.?(?=,? {1,2})")
_DIGIT = re.compile(r"[0-9]")
_MOST_WORDS = 6
_SHORTEST = 7  # "Weg 12b"; ids of messages are shorter
_BOX = re.compile(
    r"(?<!\w)(?:p\.? ?o\.? ?box|post(?:al| office)? ?box|postbox|post(?:fach|bus|boks)|apartado(?: de correos)?|casella postale|casilla|locked bag|gpo box) "
    r"(?:no?\.? ?)?[0-9]{1,6}(?!\w)|(?<!\w)(?:psc|unit|cmr) [0-9]{3,5},? box [0-9]{1,5}(?!\w)|(?<!\w)us[nsc][a-z]? [^\W\d_]{2,24}(?=\s{1,3}[afd]po )"
)
_BOX_WORDS = (
    "p.",
    "po box",
    "p o box",
    "post",
    "apartado",
    "casella",
    "casilla",
    "locked bag",
    "gpo box",
    "psc ",
    "unit ",
    "cmr ",
    "usn",
    "uss ",
    "usc",
)
# The military states and, for the others, two letters between a town and five digits.
_UK = (
    r"[A-PR-UWYZ][A-HK-Y]?[0-9][0-9A-HJKMNPR-Y]? (?!0|[0-9](?:GB|TB|PB|HP|DB|PT|PX)\b)[0-9][ABD-HJLNP-UW-Z]{2}(?![\w-])"
)
_CANADIAN = r"[ABCEGHJ-NPRSTVXY][0-9][A-Z] [0-9][A-Z][0-9](?![\w-])"
_CODE = re.compile(rf"(?<![\w/.-])(?:{_UK}|{_CANADIAN})")
_STATE = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|NSW|VIC|QLD|TAS|"
    r"[AFD]PO A[AEP])"
)
_ZIP = re.compile(
    rf"(?<!\w)(?:[A-Z][a-z]{{2,20}} ){{0,2}}[A-Z][a-z]{{2,20}},? {_STATE},? [0-9]{{5}}(?:-[0-9]{{4}})?(?![\w-])"
)
# What may follow a street, piece by piece.
_GAP = re.compile(r"[ \t]*(?:\.(?=\s))?,?[ \t]*(?:\r?\n[ \t>?*|•]*){0,2},?[ \t]*")
_UNITS = frozenset("suite ste apt apartment unit flat room floor box".split())
_UNIT = re.compile(
    r"(?:suite|ste\.?|apt\.?|apartment|unit|flat|room|rm\.?|floor|top|door|whg\.?|lok\.?|m\.|porta|piso|#) ?#?[0-9]{1,5}[a-z]?(?!\w)\.?"
)
_POSTCODE = re.compile(
    rf"(?:[A-Z]{{1,2}}-)?(?:[0-9]{{2}} )?[0-9]{{4,6}}(?:-[0-9]{{3,4}})?(?: ?[A-Z]{{2}})?(?![\w:-]|[.,][0-9])|[0-9]{{3}} [0-9]{{2}}(?!\w)|[0-9]{{2}}-[0-9]{{3}}(?!\w)|{_UK}|{_CANADIAN}"
)
_TOWN_AFTER = re.compile(r",?[ \n](?:[0-9]{5}|[0-9]{4} ?[A-Z]{2}|[0-9]{3} [0-9]{2}) [^\W\d_a-z][^\W\d_]{2}")
_REGION = re.compile(rf"(?:{_STATE}|[A-Z]{{1,3}}|nan|[afd]po a[aep])(?![\w-])")
_TOWN = re.compile(
    r"[^\W\d_a-z][^\W\d_]{1,24}(?:['.-][^\W\d_]{1,24}){0,3}(?:(?<=\bSt)\.)?(?:(?: (?:de|del|la|am|an der|na|ob|upon|sur|les|den|of|von|van|i))? [^\W\d_a-z][^\W\d_]{0,24}(?:['-][^\W\d_]{1,24}){0,2}){0,3}(?!\w)"
)
_NUMBERS_BEFORE = re.compile(
    r"(?<![\w.,$€£#/:-])(?:(?:flat|apt\.?|apartment|unit|suite|room|floor) [0-9]{1,5}[a-z]?,? )?(?:[0-9]{1,6} ){0,2}\Z",
    re.IGNORECASE,
)
_TOWNS = re.compile(
    r"(?:^|[,:;] ?| (?=[A-Z0-9]))((?:[A-Z0-9][\w'-]{0,20} ?){1,4}(?:, (?:[A-Z][\w'-]{1,20} ?){1,3}){0,2},? ?)\Z"
)
_COUNTRY = re.compile(
    r"(?:united (?:states|kingdom)(?: of america)?|usa|u\.s\.a\.|uk|england|scotland|wales|(?:northern )?ireland|canada|australia|new zealand|germany|deutschland|"
    r"austria|österreich|switzerland|schweiz|suisse|france|spain|españa|portugal|italy|italia|netherlands|nederland|belgium|luxembourg|denmark|danmark|"
    r"sweden|sverige|norway|norge|finland|suomi|iceland|estonia|latvia|lithuania|poland|polska|czech republic|czechia|slovakia|slovenia|croatia|hungary|"
    r"romania|bulgaria|greece|cyprus(?: \([a-z]+\))?|turkey|ukraine|brazil|brasil|mexico|argentina|chile|uruguay|colombia|peru|india|japan|china|singapore|"
    r"south africa|israel|tunisia|morocco|algeria|egypt|greenland(?:er)?)(?!\w)"
)
# A sentence after which an address comes; "IP address" and the like are none.
_CUE = re.compile(
    r"(?<!ip )(?<!mac )(?<!mail )(?<!url )(?<!web )(?<!server )(?<!host )(?<!memory )(?<!base )\baddress(?:es)?\b(?! (?:bar|book|range|space))|\badresse\b|\bdirección\b|\bendereço\b|"
    r"\bindirizzo\b|\bliv(?:es?|ed|ing) (?:at|on|in)\b|\bmeet(?:ing)?(?: \w{2,4})? (?:at|on|in)\b|\bmoved to\b|\blocated (?:at|on|in)\b|\btaxi to\b|\bcorner of\b|\bside of\b|"
    r"\b(?:office|restaurant|shop|store|house|flat|home|warehouse|branch|company)(?: is|'s) (?:at|on|in)\b|\b(?:return|deliver(?:ed)?|ship(?:ped)?)(?: (?:it|them|this|that))? to\b|"
    r"\b(?:sent|send|mail|post)(?: \w{1,9}){1,4} to\b|\boff at\b|\bwohn\w{1,3} in\b|\bit's (?:in|at)\b|\bit is\Z"
)
# One of these is in every cue: they are found many times faster than the pattern.
_CUE_WORDS = (
    "address", "adresse", "direcc", "endere", "indiriz", "live", "living", "meet", "moved to", "located ", "taxi to", "corner of", "side of", "office ", "restaurant ",
    "shop ", "store ", "house ", "flat ", "home ", "warehouse ", "branch ", "company ", "return", "deliver", "ship", "sent", "send", "mail", "post", "off at", "wohn", "it's ",
    "it is",
)  # fmt: skip
_NEAR = 64  # characters in front of an address that a cue is looked for in


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str

    @property
    def plain(self) -> str:
        return fold(self.text.rstrip(".,"))

    @property
    def is_name(self) -> bool:
        """Whether it can be part of a street's name: a capital, also behind the article of "d'Ouchy", and no unit."""
        text = self.text[2:] if self.text[1:2] == "'" and self.text[0] in "dl" else self.text
        return text[:1].isupper() and self.plain not in _UNITS

    @property
    def is_foreign(self) -> bool:
        bare = self.text.rstrip(".,")
        return not kind(bare) & Kind.WORD and not (bare.isupper() and len(bare) < 6)

    @property
    def is_link(self) -> bool:
        return self.text.lower() in street_words.LINKS


def postal_addresses(reading: Reading, strict: bool) -> Iterator[Span]:
    """Streets with numbers, boxes and postcodes, each with what belongs to it; never for the strict reading."""
    if strict or len(reading.plain) < _SHORTEST:
        return
    if _DIGIT.search(reading.plain):
        yield from _numbered(reading)
    if reading.plain != reading.lower:
        yield from _announced(reading)


def _numbered(reading: Reading) -> Iterator[Span]:
    done = 0
    for match in _NUMBER.finditer(reading.plain):
        if match.start() >= done and (street := _street(reading, match.start(), match.end())):
            done = _with_town(reading, street[1])
            yield Span(_numbers_before(reading.plain, street[0]), done, "address", "a street and its number")
    for start, _ in reading.words(_BOX_WORDS):
        if box := _BOX.match(reading.lower, start):
            yield Span(_numbers_before(reading.plain, start), _with_town(reading, box.end()), "address", "a post box")
    for pattern in (_CODE, _ZIP):
        for code in pattern.finditer(reading.plain):
            begin = _towns_before(reading.plain, code.start())
            yield Span(begin, _with_town(reading, code.end()), "address", "a postcode")


def _street(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """The street that a number belongs to, as a stretch with the number in it."""
    text = reading.plain
    first = last = None
    if text[end : end + 1] in (" ", ",") and (words := _words_after(text, end)):
        last = _ends_street(reading, start, end, words)
    if start > 1 and text[start - 1] == " " and (words := _words_before(text, start)):
        first = _begins_street(reading, end, words)
    if first is None and last is None:
        return None
    return start if first is None else first, last or end


def _ends_street(reading: Reading, start: int, end: int, words: Sequence[_Word]) -> int | None:
    """Where a street ends whose number stands in front: "69 Farnell Street", "12, rue de la Paix"."""
    if (
        words[0].plain in street_words.FRONT
        and (words[0].is_name or words[0].plain not in street_words.WITH_CAPITAL)
        and len(words) > 1
    ):
        last = _last_name(words, 1)
        if last or words[0].plain == "rue":
            return words[last or 1].end
    found = None
    for index, word in enumerate(words[1:], 1):
        before = words[:index]
        if not all(one.is_name or one.is_link for one in before):
            # All in small letters: a sure word, and something around that says so.
            if found is None and word.plain in street_words.STREETS and _is_expected(reading, start, word.end):
                found = index
        elif word.is_name or word.plain in street_words.STREETS:
            named = word.plain in street_words.STREETS or (
                word.plain in street_words.OFTEN_STREETS and any(one.is_foreign for one in before)
            )
            if named or (
                word.plain in street_words.OFTEN_STREETS | street_words.PLACES
                and _is_expected(reading, start, word.end)
            ):
                found = index
    if found is not None:
        turned = (
            found + 1 < len(words) and words[found + 1].plain in street_words.DIRECTIONS and words[found + 1].is_name
        )
        return _without_stop(words[found + turned])
    last = _last_name(words, 0)
    if last is not None and words[0].is_name and any(word.is_name and word.is_foreign for word in words[: last + 1]):
        return _without_stop(words[last]) if _is_expected(reading, start, words[last].end) else None
    return None


def _begins_street(reading: Reading, end: int, words: Sequence[_Word]) -> int | None:
    """Where a street begins whose number stands behind: "Ziegelgasse 19", "Rua Diadema 1903", "Kálmán Imre u. 12"."""
    last = words[-1]
    bare = last.text.rstrip(",.")
    glued = street_words.GLUED.fullmatch(bare) and not kind(bare) & (Kind.WORD | Kind.NAME)
    if glued and (last.is_name or _is_expected(reading, last.start, end)):
        return last.start
    for place in range(len(words) - 2, -1, -1):
        if _fronts(words[place], words[place + 1 :]):
            return words[place].start
    behind = last.plain in street_words.BEHIND and (last.text[0].islower() or last.plain not in ("ter", "tee", "u"))
    names = _trailing_names(words)
    if len(names) > 1 and behind and any(one.is_foreign for one in names[:-1]):
        return names[0].start
    if names and any(one.is_foreign for one in names) and _is_expected(reading, names[0].start, end):
        return names[0].start
    return None


def _fronts(word: _Word, names: Sequence[_Word]) -> bool:
    """Whether a word in front makes a street of these names: "Rua Diadema", "rue du centre"."""
    if word.plain not in street_words.FRONT or not (word.text.istitle() or word.plain not in street_words.WITH_CAPITAL):
        return False
    in_order = word.plain in street_words.SURE_FRONT or all(one.is_name or one.is_link for one in names)
    return in_order and any(one.is_foreign for one in names)


def _trailing_names(words: Sequence[_Word]) -> Sequence[_Word]:
    """The last words as far as all can be of one name; the first of several has a capital."""
    begin = len(words) - 1 if words[-1].plain in street_words.BEHIND else len(words)
    while begin and (words[begin - 1].is_name or words[begin - 1].is_link or words[begin - 1].is_foreign):
        begin -= 1
    names = words[begin:]
    while names and not names[0].is_name and not (len(names) == 1 and names[0].is_foreign):
        names = names[1:]
    return names


def _without_stop(word: _Word) -> int:
    """The end of a word; the dot of "Ave." is part of it, that of a sentence is not."""
    return word.end - (word.text[-1] == "." and len(word.text) > 5)


def _last_name(words: Sequence[_Word], begin: int) -> int | None:
    """The index of the last name in a row of names and links."""
    last = None
    for index in range(begin, len(words)):
        if words[index].is_name:
            last = index
        elif not words[index].is_link:
            break
    return last


def _words_after(text: str, place: int) -> list[_Word]:
    words: list[_Word] = []
    while len(words) < _MOST_WORDS and (match := _NEXT.match(text, place, place + 40)):
        words.append(_Word(*match.span(1), match.group(1)))
        place = match.end()
        if match.group(1)[-1] == "." and len(match.group(1)) > 5:
            break
    return words


def _words_before(text: str, end: int) -> list[_Word]:
    """Words on the line in front of a place, the next to it last, without a break between them."""
    begin = max(text.rfind("\n", max(0, end - 80), end) + 1, end - 80)
    words: list[_Word] = []
    place = -1
    for match in _PREVIOUS.finditer(text, begin, end):
        if place >= 0 and text[place : match.start()].strip(" "):
            words.clear()
        words.append(_Word(*match.span(), match.group()))
        place = match.end()
    return words[-_MOST_WORDS:] if text[place:end] in (" ", "  ", ", ") else []


def _is_expected(reading: Reading, start: int, end: int) -> bool:
    """Whether something around says that this is an address: a cue in front, a unit or a box behind."""
    gap = _GAP.match(reading.plain, end)
    ends_sentence = reading.plain[end - 1] == "." and reading.plain[max(0, end - 6) : end - 1].isalpha()
    if gap and not ends_sentence and "." not in gap.group() and _UNIT.match(reading.lower, gap.end()):
        return True
    if _TOWN_AFTER.match(reading.plain, end):
        return True
    near = reading.lower[max(0, start - _NEAR) : start]
    return any(word in near for word in _CUE_WORDS) and _CUE.search(near) is not None


def _numbers_before(text: str, start: int) -> int:
    """The units, house and building numbers in front of a street: "Flat 3, 17 Acacia Avenue", "1987 74 Diakou Street"."""
    match = _NUMBERS_BEFORE.search(text, max(0, start - 24), start)
    return match.start() if match else start


def _towns_before(text: str, start: int) -> int:
    """Where the towns and the road in front of a postcode begin: "Mill Lane, Ludlow SY8 1EG"."""
    line = max(text.rfind("\n", max(0, start - 70), start) + 1, start - 70)
    match = _TOWNS.search(text, line, start)
    return match.start(1) if match else start


def _with_town(reading: Reading, end: int) -> int:
    """The end of an address, with the unit, the town, the postcode and the country behind the street.

    A town counts where a comma or a line stands in front and a code or a country follows, or the sentence ends.
    """
    text, lower, sure, tentative = reading.plain, reading.lower, end, 0
    for _ in range(8):
        gap = _GAP.match(text, end)
        place = gap.end() if gap else end
        separated = bool(gap and ("," in gap.group() or "\n" in gap.group()))
        if place == end and not separated:
            break
        if match := _UNIT.match(lower, place):
            sure = end = match.end()
            in_line = _TOWN.match(text, end + 1)
            if in_line and text[end] == " " and not kind(in_line.group().split()[0]) & Kind.WORD:
                sure = end = in_line.end()
        elif (match := _COUNTRY.match(lower, place)) or (match := _POSTCODE.match(text, place)):
            sure = end = match.end()
            # "12345 Ort": on the continent the town follows its code.
            in_line = _TOWN.match(text, end + 1) if text[end : end + 1] == " " and match.re is _POSTCODE else None
            if in_line:
                whole = text[in_line.end() : in_line.end() + 1] != " "
                sure = end = in_line.end() if whole else end + 1 + len(in_line.group().split()[0])
        elif match := _REGION.match(text, place):
            end = match.end()
        elif tentative < 3 and (match := _TOWN.match(text, place)):
            # A line below may be a town or the next paragraph; only what follows can tell.
            end = match.end()
            tentative += 1
            if (
                separated
                and "\n" not in text[sure:place]
                and text[end : end + 1] in ("", "\n", ",", ".", "?", "!", ";", ")")
            ):
                sure = end
        else:
            break
    return sure


_PLACED = re.compile(r"[ \t]*(?:(?:is|it is|it's|to|at|on|in|with|:|the|-|,)[ \t]*){0,3}(?:\n[ \t]*){0,2}")
_PLACE_NAME = re.compile(r"(?:[0-9]{1,5} ){0,2}((?:[^\W\d_a-z][^\W\d_]{1,24} ){1,3}?)([A-Z][a-z]{2,12})(?!\w)")
_CORNER = re.compile(
    r"corner of [^\n,;?!:]{3,60}? and (?:[0-9]{1,5} )?(?:[a-z]{2,4}\.? )?[^\W\d_a-z][\w'-]{1,24}\.?(?: [^\W\d_a-z][\w'-]{1,24}){0,3}(?: [0-9]{1,4})?"
)
_NAMED_STREETS = ("street", "avenue", "road", "lane", "boulevard")
_ON_STREET = re.compile(r"\b(?:on|in|at|near|from|to|of) ((?:[^\W\d_a-z][^\W\d_]{1,24} ){1,3})[SARLB][a-z]{3,8}\Z")


def _announced(reading: Reading) -> Iterator[Span]:
    """Behind a cue, a name with a suffix of the post is enough: "Berg Hills"."""
    for start, _ in reading.words(_CUE_WORDS):
        cue = _CUE.match(reading.lower, start)
        gap = _PLACED.match(reading.lower, cue.end()) if cue else None
        match = _PLACE_NAME.match(reading.plain, gap.end()) if gap else None
        if (
            match
            and match.group(2).lower() in street_words.STREETS | street_words.OFTEN_STREETS | street_words.PLACES
            and _is_foreign(match.group(1))
        ):
            yield Span(match.start(), _with_town(reading, match.end()), "address", "a place that was announced")
    for start, _ in reading.words(("corner of",)):
        if match := _CORNER.match(reading.plain, start):
            the = 4 if reading.lower.endswith("the ", 0, start) else 0
            yield Span(start - the, match.end(), "address", "a corner of two streets")
    for _, end in reading.words(_NAMED_STREETS):
        match = _ON_STREET.search(reading.plain, max(0, end - 60), end)
        if match and not reading.after(end).isalnum() and _is_foreign(match.group(1)):
            yield Span(match.start(1), end, "address", "a street")


def _is_foreign(names: str) -> bool:
    return any(not kind(word) & Kind.WORD for word in names.split())
