"""What stands around a word that may be a name, and says whether it is one."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from deskbook.text.redact.reading import Reading

_NOT_BEFORE = frozenset("/\\@#$%&=<_.~+|:")
_NOT_AFTER = frozenset("/\\=_<@(+&|")
_VERSION = re.compile(r"\s?v?[0-9]|-[^\W_]|\.[^\W_]|::|\*\*:")
# The word in front: with an article it is a thing, behind a verb of talking a person.
_ARTICLES = frozenset(
    "the a an this that these those each every any your our no via using install run running use uses der die das ein eine le la les un une el los".split()
)
_THING_AFTER = re.compile(
    r" (?:apis?|servers?|plug-?ins?|cli|apps?|applications?|languages?|frameworks?|librar(?:y|ies)|packages?|modules?|versions?|ci|"
    r"extensions?|commands?|files?|clients?|code|scripts?|jobs?|builds?|pipelines?|buttons?|tabs?|menus?|options?|pages?|settings?|keys?|"
    r"projects?|tools?|services?|systems?|protocols?|projects?|engines?|clusters?|images?|containers?|streets?|road|avenue|airport|university|city|"
    r"repo(?:sitor(?:y|ies))?|algorithms?|method|theorem|equation|editions?|license|licence|mode|theme|region|account|cable|series)\b"
)
# What only people do; software "says", "asks", "calls" and "sends" too.
_HUMAN_AFTER = re.compile(
    r",? (?:wrote|writes|told|lives|lived|thinks|thought|knows|knew|spent a|forgot|is on (?:vacation|leave|holiday)|is (?:out of|away|from)\b|"
    r"schrieb|sagte|a écrit|escribió|ha scritto)|'s (?:wife|husband|boss|manager|colleague|account|laptop|phone|birthday|team)\b"
)
_PEOPLE_AFTER = re.compile(
    r"'s\b|,? (?:said|says|tells|asked|asks|replied|mentioned|suggested|confirmed|explained|reported|called|calls|e?-?mailed|sent|works|worked|joined|"
    r"left|noticed|listed|points|from (?:the )?(?:support|sales|billing|accounting|marketing|finance|hr|it)\b|is (?:a|the|our|my|out|from|very|so)\b|"
    r"was (?:a|the|our|my|out|born)\b|who\b|whose\b|here\b|speaking\b|has (?:left|been|just|to|told|asked)\b|had\b)"
)
_ASKED = frozenset(
    """
    ask asks asked asking tell told telling met meet meeting contacted contacting phoned email emailed e-mail e-mailed mailed ping pinged thank thanks
    thanking cc cc'd cc'ing said colleague manager boss wife husband partner brother sister son daughter friend dear herr frau frag
    """.split()
)
_ASKED_BY = frozenset(
    """
    spoke:to spoke:with speak:to speak:with talk:to talk:with talked:to talked:with talking:to talking:with heard:from hear:from up:with met:with
    chat:with chatted:with chatting:with out:to reply:from answer:from assigned:to escalated:to forwarded:to behalf:of introduced:by written:by
    directed:by sung:by according:to fragen:sie
    """.split()
)
_BESIDE_PEOPLE = frozenset(
    "contact says from as with and by heard is me him her early late starring mit bei von to".split()
)
_VOCATIVE = re.compile(
    r", (?:can|could|would|will|please|thanks|thank|do|did|have|are|is|what|when|where|how|why|i|we|you|the|it|this|that|let)\b|[?!:]"
)
_PRESSED = frozenset(
    "click clicking press select choose tap hit open menu button tab option field column set enable disable named".split()
)
# Where a name is given, an unknown word is one.
_NAMED = re.compile(
    r"(?:\b(?:my|her|his|their|your|maiden|full|first|last|family|partner's|husband's|wife's) name(?: is|'s|:| was)|\bname\b[^.\n]{0,60} it to|\byour name\?|"
    r"calls? (?:me|him|her|them)|called me|named (?:him|her|them)|je m'appelle|me llamo|ich heiße|mi chiamo|mijn naam is|mein name ist|jag heter|jeg heter)\s{1,2}\Z"
)
_GIVEN = re.compile(
    r"(?:(?:partner|husband|wife|mother|father|son|daughter|brother|sister|child|boss|manager|colleague|cowork(?:er)?|spouse)(?:'s (?:name|account))?(?: is|,|:)?|"
    r"\bi am|\bi'm|\bthis is|\bunder|ich bin)\s{1,2}\Z"
)
# How all of these end, so that the patterns are tried at few places only.
_GIVEN_ENDS = (
    "is", "'s", ":", "was", "to", "?", "me", "him", "her", "them", "appelle", "llamo", "heiße", "chiamo", "heter", "partner", "husband", "wife", "mother",
    "father", "son", "daughter", "brother", "sister", "child", "boss", "manager", "colleague", "worker", "spouse", "name", "account", ",", "am", "'m", "under", "bin",
)  # fmt: skip
_PRESENT_AFTER = re.compile(
    r",? (?:here|speaking|from (?:the )?(?:support|sales|billing|accounting|marketing|finance|hr))\b"
)
_INTRODUCED_AFTER = re.compile(r",| from\b| here\b| speaking\b| with\b|\.|!|$|\n| and\b| but\b")
_LINE_WORDS = re.compile(r"[^\W\d_]{2,}")
_GERMAN = (" und ", " der ", " die ", " das ", " ist ", " nicht ", " ich ", " mit ", "grüße", "hallo")
_ENGLISH = (" and ", " the ", " is ", " to ", " of ", " not ", " with ", "hello")
_FENCE = re.compile(r"^[ \t>]{0,6}(?:```|~~~)", re.MULTILINE)
_INLINE_CODE = re.compile(r"`[^`\n]{1,300}`|<[a-z/!][^>\n]{0,300}>|https?://\S{1,300}")


def is_joined(reading: Reading, start: int, end: int) -> bool:
    """Whether it is part of a path, an address, an identifier."""
    before, after = reading.before(start), reading.after(end)
    if before in _NOT_BEFORE and before:
        return not (before == ":" or (before == "." and reading.before(start - 1).isspace()))
    if after == "." and reading.after(end + 1).isalnum():
        return True
    return bool(after) and after in _NOT_AFTER


def is_thing(reading: Reading, end: int) -> bool:
    """Whether a version, a suffix or a word such as "server" follows."""
    return bool(_VERSION.match(reading.plain, end) or _THING_AFTER.match(reading.lower, end))


def human_follows(reading: Reading, end: int) -> bool:
    """Whether what follows is done by people only."""
    return _HUMAN_AFTER.match(reading.lower, end) is not None


def person_follows(reading: Reading, end: int) -> bool:
    """Whether what follows is done by people, and by software at times."""
    return _PEOPLE_AFTER.match(reading.lower, end) is not None


def is_spoken_to(reading: Reading, end: int) -> bool:
    """Whether a sentence to somebody follows: "Maria, can you", "Maria: yes"."""
    return _VOCATIVE.match(reading.lower, end) is not None


def is_given(reading: Reading, start: int) -> tuple[bool, bool]:
    """Whether a name is said to come here ("my name is"), and whether one may come ("this is", "my boss")."""
    before = reading.lower[max(0, start - 90) : start]
    if not before.rstrip().endswith(_GIVEN_ENDS):
        return False, False
    return _NAMED.search(before) is not None, _GIVEN.search(before) is not None


def introduction_ends(reading: Reading, end: int, *, known: bool) -> bool:
    """Whether what follows "this is Maria" is no sentence about a thing; where the name is not known, only people go on so."""
    return (_INTRODUCED_AFTER if known else _PRESENT_AFTER).match(reading.lower, end) is not None


@dataclass(frozen=True, slots=True)
class Before:
    """What stands in front on the line: the last two words in small letters, whether a comma, a bracket or a quote comes after them."""

    line: str
    word: str
    earlier: str
    mark: bool

    @property
    def is_pressed(self) -> bool:
        """Whether something on the screen is meant: "click …", "click on …"."""
        return self.word in _PRESSED or (self.word == "on" and self.earlier in _PRESSED)

    @property
    def has_article(self) -> bool:
        """Whether an article makes it a thing."""
        return self.word in _ARTICLES and not self.mark

    @property
    def asks(self) -> bool:
        """Whether somebody is asked, told, met and the like."""
        return not self.begins and (self.word in _ASKED or f"{self.earlier}:{self.word}" in _ASKED_BY)

    @property
    def may_name(self) -> bool:
        """Whether a comma, a bracket or a small word in front leaves room for a name."""
        return not self.begins and (self.mark or self.word in _BESIDE_PEOPLE)

    @property
    def begins(self) -> bool:
        """Whether a sentence or a line begins here."""
        head = self.line.rstrip(" \t*_\"'(>#-[|")
        return not head or head[-1] in ".!?:"

    @property
    def is_prose(self) -> bool:
        """Whether words in small letters stand in front, so that a capital means something."""
        words = _LINE_WORDS.findall(self.line)
        return sum(map(str.islower, words)) * 2 > len(words) > 0


def before(reading: Reading, start: int) -> Before:
    """What stands in front of a place."""
    line_start = max(reading.plain.rfind("\n", max(0, start - 120), start) + 1, start - 120)
    line = reading.plain[line_start:start]
    head = line.rstrip(' \t,;:("')
    words = head[-40:].lower().split()
    return Before(
        line,
        words[-1] if words else "",
        words[-2] if len(words) > 1 else "",
        any(c in line[len(head) :] for c in ',;("'),
    )


class Setting:
    """Where code stands (between fences, backticks, in tags and addresses), and whether nouns have capitals, as in German."""

    def __init__(self, reading: Reading) -> None:
        self._text, self._lower = reading.plain, reading.lower

    @cached_property
    def german(self) -> bool:
        """Whether nouns have capitals."""
        return sum(map(self._lower.count, _GERMAN)) > sum(map(self._lower.count, _ENGLISH))

    def is_code(self, place: int) -> bool:
        """Whether a place is in code."""
        fences, starts, ends = self._code
        if bisect_right(fences, place) % 2:
            return True
        index = bisect_right(starts, place) - 1
        return index >= 0 and place < ends[index]

    @cached_property
    def _code(self) -> tuple[list[int], list[int], list[int]]:
        text = self._text
        spans = (
            [match.span() for match in _INLINE_CODE.finditer(text)]
            if "`" in text or "<" in text or "://" in text
            else []
        )
        fences = [match.start() for match in _FENCE.finditer(text)] if "```" in text or "~~~" in text else []
        return fences, [start for start, _ in spans], [end for _, end in spans]
