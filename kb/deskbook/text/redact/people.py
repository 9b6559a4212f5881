"""Names of people whom nobody has listed, wherever they stand: by a lexicon of names and by the words around them.

A word is taken for a name when enough speaks for it: two names side by side, a name in the middle of a sentence, a name that
somebody is told to ask, an unknown word where a name is given ("my name is …"). What is also a word, a place or a product needs
more than what is only a name. In code only a full name counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from deskbook.text.redact import cues
from deskbook.text.redact.greetings import placed_names
from deskbook.text.redact.lexicon import Kind, fold, kind, sure_given
from deskbook.text.redact.names import known_names, name_spans
from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading, read

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-ŽƏȘȚΆ-ΫЀ-ЯҐ]"
_WORD = re.compile(rf"(?<![\w]){_CAPITAL}[^\W\d_]*(?:['-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"'[sS]?\Z")
# Between two parts of a name: a space, the dot of an initial, "van de", "von" and the like.
_BETWEEN = re.compile(
    r"\.? {1,2}(?:(?:van|von|de|der|den|del|della|di|da|do|dos|du|la|le|bin|ibn|al|el|ten|ter|zu|af|av)(?: (?:der|den|de|la|las|los))? )?\Z"
)
_LONGEST_BETWEEN = 14
# Camel case is code or a trade mark, but for McDowell and LeBatelier.
_CAMEL = re.compile(r"(?:Mc|Mac|Fitz|De|Di|Du|Da|La|Le|Van|Von|O)?[^\W\d_][^A-ZÀ-ÖØ-Þ]*(?:['-][^\W\d_][^A-ZÀ-ÖØ-Þ]*)*")
_LOWER_PAIR = re.compile(r"(?<![\w./@#\\-])([^\W\d_]{3,20}) (?:[^\W\d_]\.? )?(?=([^\W\d_]{3,20})(?![\w/@\\=(]))")
_LOWER_GIVEN = re.compile(
    r"(\b(?:my|maiden|her|his) name is|\bi am called|\bcalls me|\bi'm|\bthis is)\s([^\W\d_]{3,20})(?: (?:[^\W\d_]\.? )?([^\W\d_]{3,20}))?(?![\w-])"
)
_LOWER_CUES = ("name is", "i am called", "calls me", "i'm ", "this is ")
_EAST_ASIAN = re.compile(
    r"(?<![\u4e00-\u9fff\u30a0-\u30ff])(?![お皆各客神奥])([\u4e00-\u9fff]{2,4}|[\u30a0-\u30ff]{2,8})(?=さん|様|さま|氏|先生|女士|小姐)"
)
_AND = re.compile(r",? and |, | & |,? und |,? et |,? y ")
_CONTACT = re.compile(
    r"^[ \t]*(?:phone|tel|mobile|cell|fax|desk|e-?mail|address)\b[^\n]{0,12}:|\[phone\]|\[e-mail\]|\[address\]",
    re.MULTILINE,
)
_BLOCK = 300  # characters of a visiting card
_MENTION = re.compile(
    r"(?:(?<=\s)|(?<=^)|(?<=[(,]))@([^\W\d_][\w-]{2,30}(?:\.[\w-]{2,20})?)(?=[\s,;:!?)'.]|$)(?![^\n]{0,60}[{;]|[:=] ?[\w\"'{\[(]|\.\w|\(|\n?\w+\()"
)
_NOBODY = frozenset(
    "everyone channel here all team admin admins support media import page layer property override test param params args kwargs todo deprecated supports charset keyframes tailwind fontface".split()
)
# Words that begin sentences, address people and name roles; some countries have them as names.
_BEFORE_PLACES = frozenset(
    "north south east west northern southern eastern western central new san santa sao saint hong los las great port fort cape mount lake el rio".split()
)
_NEVER = _BEFORE_PLACES | frozenset(
    """
    the and for but not with from this that these those you your our his her its they them she him who what when where why how which will would
    can could may might must shall should has have had does did are was were been being any all some one two ten and per via yes also
    add let see set get got put run try use make take give look find keep like just only even ever such than then there here more most much many
    please thanks thank hello dear hey regards best cheers sincerely sir madam mister team support sales billing admin agent customer user guest
    united america africa asia europe
    viele liebe beste freundliche freundlichen grüße grüßen grüsse gruß gruss
    herr frau señor señora monsieur madame mme signor signora merci gracias danke obrigado olá
    hola hej talofa kia ora ciao salut bonjour servus moin salam merhaba namaste aloha hallo guten buenos buenas goedemorgen hei terve ahoj
    mon tue wed thu fri sat sun feb mar apr jun jul aug sep oct nov dec monday tuesday wednesday thursday friday saturday sunday january
    february march june july september october november december note error warning issue page case data date name mail email phone file test
    her der die das den dem des ein eine und oder von mit fur las los les des une que por con para del sie ich wir ihr man
    """.split()
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A word that begins with a capital, or an initial. `kind` is of `lexicon.Kind`."""

    start: int
    end: int
    kind: int
    initial: bool

    @property
    def sure(self) -> bool:
        return bool(self.kind & Kind.NAME) and not self.kind & Kind.DOUBTFUL

    @property
    def family(self) -> bool:
        """Whether it can follow a given name."""
        return not self.initial and not self.kind & Kind.WORD


def unlisted_names(reading: Reading, strict: bool) -> Iterator[Span]:
    """Names by what they are and what stands around them, and again wherever their parts stand alone; never for the strict reading."""
    if strict:
        return
    setting = cues.Setting(reading)
    found = [*_in_runs(reading, setting), *_in_lower_case(reading)]
    yield from found
    yield from _mentions(reading, setting)
    for match in () if reading.plain.isascii() else _EAST_ASIAN.finditer(reading.plain):
        yield Span(*match.span(), "name", "a name with an honorific")
    if full := full_names(reading, found):
        yield from name_spans(reading, known_names((name, "name") for name in full))


def people_named(text: str) -> tuple[str, ...]:
    """The people whose full names stand in a text, so that the rest of a thread can be searched for them."""
    reading = read(text)
    return full_names(
        reading, [*placed_names(reading, False), *_in_runs(reading, cues.Setting(reading)), *_in_lower_case(reading)]
    )


def full_names(reading: Reading, spans: Sequence[Span]) -> tuple[str, ...]:
    """What can be looked for elsewhere: names of several words, or those of their words that are not English too."""
    names: list[str] = []
    for span in spans:
        words = reading.plain[span.start : span.end].split()
        if len(words) > 1:
            sure = [word for word in words if len(word) > 2 and not kind(word) & (Kind.WORD | Kind.DOUBTFUL)]
            whole = len(sure) == sum(len(word) > 2 for word in words)
            names += [" ".join(words)] if whole else [word for word in sure if word[0].isupper()]
    return tuple(dict.fromkeys(names))


def _mentions(reading: Reading, setting: cues.Setting) -> Iterator[Span]:
    """`@rnovak`: whoever is mentioned is somebody, unless it is a word or looks like code."""
    if "@" in reading.plain:
        for match in _MENTION.finditer(reading.plain):
            if (
                match.group(1).lower() not in _NOBODY
                and not kind(match.group(1)) & Kind.WORD
                and not setting.is_code(match.start())
            ):
                yield Span(*match.span(1), "name", "a mention")


def _in_runs(reading: Reading, setting: cues.Setting) -> list[Span]:
    found: list[Span] = []
    if reading.plain == reading.lower:
        return found
    single: list[_Part] = []
    contacts = [match.start() for match in _CONTACT.finditer(reading.lower)]
    for run in _runs(reading.plain):
        place = 0
        while place < len(run):
            taken = _name_at(reading, run, place, setting)
            if not taken and place == 0 and contacts:
                taken = _above_contacts(reading, run, contacts)
            if taken:
                found.append(
                    Span(run[place].start, run[place + taken - 1].end, "name", "a full name" if taken > 1 else "a name")
                )
            place += taken or 1
        if (
            len(run) == 1
            and run[0].kind & (Kind.NAME | Kind.ENDING)
            and not (found and found[-1].start == run[0].start)
        ):
            single.append(run[0])
    return [*found, *_enumerated(reading, found, single)] if single and found else found


def _enumerated(reading: Reading, found: Sequence[Span], single: Sequence[_Part]) -> Iterator[Span]:
    """What stands in one list with a name: "Grace, Ivan and Reed"."""
    places = sorted(
        [(span.start, span.end, True) for span in found] + [(part.start, part.end, False) for part in single]
    )
    for row, forward in ((places, True), (places[::-1], False)):
        last: tuple[int, int] | None = None
        for start, end, is_name in row:
            gap = (reading.plain[last[1] : start] if forward else reading.plain[end : last[0]]) if last else ""
            joins = not is_name and 0 < len(gap) < 7 and _AND.fullmatch(gap)
            if joins:
                yield Span(start, end, "name", "a name in a list of names")
            last = (start, end) if is_name or joins else None


def _above_contacts(reading: Reading, run: Sequence[_Part], contacts: Sequence[int]) -> int:
    """Two to four words alone on the first line of a paragraph, a telephone or a mailbox a few lines below."""
    start, end = run[0].start, run[-1].end
    index = bisect_right(contacts, end)
    if index == len(contacts) or contacts[index] - end > _BLOCK or not 2 <= len(run) <= 4:
        return 0
    alone = reading.after(end) in ("", "\n", "\r") and reading.plain[max(0, start - 2) : start] in ("", "\n", "\n\n")
    return len(run) if alone and not any(part.kind & Kind.WORD for part in run) else 0


def _runs(text: str) -> Iterator[list[_Part]]:
    """Words with a capital that stand side by side."""
    run: list[_Part] = []
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        start = match.start()
        part = _Part(start, start + len(word), _kind(word), len(word) == 1)
        gap = text[run[-1].end : start] if run and start - run[-1].end <= _LONGEST_BETWEEN else ""
        if run and not (_BETWEEN.match(gap) and (gap[0] != "." or run[-1].initial)):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


@lru_cache(maxsize=1 << 16)
def _kind(word: str) -> int:
    if len(word) == 1:
        return 0
    if word.lower() in _NEVER or fold(word) in _NEVER or "'m" in word or not (word.isupper() or _CAMEL.fullmatch(word)):
        return Kind.WORD
    return kind(word)


def _name_at(reading: Reading, run: Sequence[_Part], place: int, setting: cues.Setting) -> int:
    """How many parts, from `place` on, are one person's name."""
    first, rest = run[place], run[place + 1 : place + 6]
    if cues.is_joined(reading, first.start, first.end):
        return 0
    length = _full_name(first, rest, reading, setting)
    if length > 1:
        last = run[place + length - 1]
        both_sure = first.sure and last.sure
        if both_sure or not setting.is_code(first.start):
            return 0 if cues.is_joined(reading, last.start, last.end) else length
    if setting.is_code(first.start):
        return 0
    return _given_here(reading, run, place) or (1 if _is_single(reading, run, place, setting) else 0)


def _full_name(first: _Part, rest: Sequence[_Part], reading: Reading, setting: cues.Setting) -> int:
    """The length of a name of several words that begins with `first`; 1 if it is none."""
    length, families, has_initial = 1, 0, False
    kinds = first.kind
    shouted = reading.plain[first.start : first.end].isupper()
    for part in rest[:4]:
        if part.initial:
            has_initial = has_initial or reading.after(part.end) == "."
        elif (
            part.family
            and families < 2
            and (first.initial or shouted == reading.plain[part.start : part.end].isupper())
        ):
            families += 1
            kinds |= part.kind
        else:
            break
        length += 1
    while length > 1 and rest[length - 2].initial:
        length -= 1
    if not families or length == 1:
        return 1
    others = [part for part in rest[: length - 1] if not part.initial]
    if first.initial:
        enough = reading.after(first.end) == "." and any(part.kind & (Kind.NAME | Kind.ENDING) for part in others)
    elif first.kind & Kind.WORD:
        return 1
    elif first.sure:
        enough = bool(first.kind & Kind.GIVEN) or any(part.kind & (Kind.NAME | Kind.ENDING) for part in others)
    else:
        enough = any(part.sure or part.kind & Kind.ENDING for part in others) or has_initial
        enough = enough or not (reading.plain[first.start : others[-1].end].isascii() or setting.german)
        if not enough and all(part.kind & Kind.NAME for part in (first, *others)):
            enough = cues.before(reading, first.start).asks or cues.human_follows(reading, others[-1].end)
    return length if enough else 1


def _given_here(reading: Reading, run: Sequence[_Part], place: int) -> int:
    """Parts behind "my name is", "everyone calls me" and the like: up to three that are no words."""
    if place and run[place - 1].kind != Kind.WORD:
        return 0
    named, may_be = cues.is_given(reading, run[place].start)
    if not named and not may_be:
        return 0
    length = 0
    for part in run[place : place + 4]:
        if part.kind & Kind.WORD or (part.end - part.start > 1 and reading.plain[part.start : part.end].isupper()):
            break
        length += 1
    if not length:
        return 0
    known = any(part.kind & (Kind.NAME | Kind.ENDING) for part in run[place : place + length])
    return length if named or cues.introduction_ends(reading, run[place + length - 1].end, known=known) else 0


def _is_single(reading: Reading, run: Sequence[_Part], place: int, setting: cues.Setting) -> bool:
    """Whether one word is a name. What is known of the word says how much has to stand around it."""
    part = run[place]
    if part.kind & Kind.WORD or part.end - part.start < 3 or reading.plain[part.start : part.end].isupper():
        return False
    before = cues.before(reading, part.start)
    if cues.is_thing(reading, part.end) or before.is_pressed:
        return False
    human = cues.human_follows(reading, part.end)
    person = human or cues.person_follows(reading, part.end)
    alone = place + 1 == len(run) and (place == 0 or (place == 1 and _is_led_by(reading, run[0])))
    if not part.kind:
        return alone and human and not before.has_article
    if before.has_article and not person:
        return False
    if part.kind & Kind.GIVEN and not part.kind & Kind.DOUBTFUL:
        return alone or person or before.asks or before.may_name
    return alone and _is_somebody(reading, part, before, nouns=setting.german)


def _is_led_by(reading: Reading, word: _Part) -> bool:
    """Whether the word in front only begins the sentence ("Ask Maria"), and is not the first half ("San Francisco", "Amazon Macie")."""
    told = reading.lower[word.start : word.end] not in _BEFORE_PLACES
    return word.kind == Kind.WORD and told and cues.before(reading, word.start).begins


def _is_somebody(reading: Reading, part: _Part, before: cues.Before, *, nouns: bool) -> bool:
    """Whether a surname alone, or a name that is also a word, is meant as a name. `nouns`: any noun has a capital."""
    human = cues.human_follows(reading, part.end)
    person = human or cues.person_follows(reading, part.end)
    if part.kind & Kind.DOUBTFUL:
        if not part.kind & Kind.GIVEN or before.begins:
            return human and bool(part.kind & Kind.GIVEN)
        return (person or before.asks) and before.is_prose
    if person or before.asks or nouns:
        return person or before.asks
    return cues.is_spoken_to(reading, part.end) if before.begins else before.may_name or before.is_prose


def _in_lower_case(reading: Reading) -> Iterator[Span]:
    """Two sure names side by side, and whoever gives their name, in small letters."""
    words = set(reading.plain.split())
    given = sure_given(words)
    if not reading.plain.isascii():
        accented = [word for word in words if not word.isascii() and word.islower() and word.isalpha()]
        given |= {word for word in accented if kind(word) & (Kind.GIVEN | Kind.DOUBTFUL) == Kind.GIVEN}
    for word in given:
        for start, _ in reading.words((word,)):
            match = _LOWER_PAIR.match(reading.plain, start)
            if match and match.group(1) == word and match.group(2).islower():
                other = kind(match.group(2))
                if other & (Kind.SURNAME | Kind.ENDING) and not other & Kind.DOUBTFUL:
                    yield Span(start, match.end(2), "name", "two names side by side")
    if not any(cue in reading.lower for cue in _LOWER_CUES):
        return
    for match in _LOWER_GIVEN.finditer(reading.plain):
        cue, first, last = match.groups()
        known = kind(first)
        # "I'm" and "this is" begin many sentences; "my name is" does not.
        sure = (
            "name" in cue
            or "call" in cue
            or known & (Kind.NAME | Kind.DOUBTFUL) in (Kind.GIVEN, Kind.SURNAME, Kind.NAME)
        )
        if sure and not known & Kind.WORD:
            with_last = last and not kind(last) & (Kind.WORD | Kind.DOUBTFUL)
            yield Span(match.start(2), match.end(3 if with_last else 2), "name", "a name that is given as such")
