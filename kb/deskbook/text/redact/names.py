"""Names that are known to be in a thread: people, user names, companies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from deskbook.text.redact.common_words import COMMON_WORDS
from deskbook.text.redact.lexicon import Kind, kind
from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading, read

_PARTS = re.compile(r"[\s,;()\"]+")
_LOCAL_PARTS = re.compile(r"[._+\-]|(?<=[a-z])(?=[A-Z])")
_ESCAPABLE = re.compile(r"[\\`*_{}\[\]]")
_MARKS_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*\.?")
_MENTION_AFTER = re.compile(r"[:,>]|\s+(?:wrote|said|schrieb)\b")


@dataclass(frozen=True, slots=True)
class Names:
    """What to look for. Keys are in lower case, values the label for it.

    `whole` are full names and user names, found in any case; `parts` are single names, found only with a capital;
    `guarded` are words that are also English, found only where somebody is addressed or beside another part.
    """

    whole: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    guarded: Mapping[str, str] = field(default_factory=dict)


def known_names(labelled: Iterable[tuple[str, str]]) -> Names:
    """Take (name, label) pairs apart: "Maria Smith" is also Maria and Smith, an address is also the handle in front of its @.

    Of two labels for the same word the first stays.
    """
    labels: dict[str, str] = {}
    whole: set[str] = set()
    parts: set[str] = set()
    guarded: set[str] = set()
    for name, label in labelled:
        plain = read(name).plain.strip().lstrip("@")
        local, at, _ = plain.partition("@")
        handle = (local if at else plain).lower()
        pieces = [piece for piece in (_LOCAL_PARTS if at else _PARTS).split(local if at else plain) if piece]
        words = [piece.rstrip(".").lower() for piece in pieces if _LETTERS.fullmatch(piece)]
        for word in (handle, *words):
            labels.setdefault(word, label)
        for joined in _joined(words):
            labels.setdefault(joined, label)
            whole.add(joined)
        if len(pieces) > 1:
            guarded.update(word for word in words if len(word) >= 3 and word in COMMON_WORDS)
            parts.update(word for word in words if len(word) >= 3 and word not in COMMON_WORDS)
        if len(handle) >= 2 and (len(handle) < 3 or handle in COMMON_WORDS):
            guarded.add(handle)
        elif len(handle) >= 3:
            # One word of letters, written with a capital, is a given name; any other single word is a user name.
            is_given = len(pieces) == 1 == len(words) and (at or plain[:1].isupper())
            is_talk = all(piece.lower() in COMMON_WORDS for piece in pieces)
            (parts if is_given or is_talk else whole).add(handle)
    return Names(*({word: labels[word] for word in sorted(known)} for known in (whole, parts, guarded)))


def nick_forms(name: str) -> Iterator[str]:
    """How else a user name stands in a text: in small letters, with Markdown's escapes, without the marks around it (`bob_`).

    Not as a word that anybody may use.
    """
    lower = name.lower()
    for form in (lower, _ESCAPABLE.sub(r"\\\g<0>", lower), _MARKS_AROUND.sub("", lower)):
        if len(form) >= 3 and form != name and form not in COMMON_WORDS and not kind(form) & Kind.WORD:
            yield form


def _joined(words: Sequence[str]) -> Iterator[str]:
    """What people make of first and last name where no space may stand: in mentions, user names, files and tags."""
    if len(words) < 2 or not all(map(str.isalpha, (words[0], words[-1]))):
        return
    first, last = words[0], words[-1]
    for joined in (first + last, last + first, first[0] + last, first + last[0]):
        if (
            len(joined) > 4
            and len(min(first, last, key=len)) > 1
            and joined not in COMMON_WORDS
            and not kind(joined) & (Kind.WORD | Kind.NAME)
        ):
            yield joined
    yield f"{first[0]}. {last}"
    for gap in "._-":
        yield f"{first}{gap}{last}"
        yield f"{first[0]}{gap}{last}"


def name_spans(reading: Reading, names: Names) -> Iterator[Span]:
    """Every place where a known name stands as a word of its own; a possessive 's stays."""
    found: list[Span] = []
    for known in (names.whole, names.parts):
        for name, label in known.items():
            for start, end in _words(reading, name):
                mentioned = reading.before(start) == "@"
                if (
                    known is names.whole
                    or mentioned
                    or _is_capital(reading.plain[start:end])
                    or _is_addressed(reading, start, end)
                ):
                    found.append(Span(start, end, label, "a name of the thread"))
    beside = {span.end for span in found} | {span.start for span in found}
    for name, label in names.guarded.items():
        for start, end in _words(reading, name):
            capital = _is_capital(reading.plain[start:end])
            neighbour = capital and not beside.isdisjoint((start - 1, end + 1))
            if reading.before(start) == "@" or neighbour or _is_addressed(reading, start, end):
                found.append(Span(start, end, label, "a name of the thread"))
    yield from found


def _words(reading: Reading, name: str) -> Iterator[tuple[int, int]]:
    at = reading.lower.find(name)
    while at >= 0:
        end = at + len(name)
        # Names of files join by underscores what would be words elsewhere.
        glue = "" if len(name) > 4 and (reading.plain[at].isupper() or not name.isalpha()) else "_"
        if not _joins(reading.before(at), glue) and not _joins(reading.after(end), glue):
            yield at, end
        at = reading.lower.find(name, end)


def _joins(character: str, glue: str) -> bool:
    return character.isalnum() or (character != "" and character == glue)


def _is_capital(word: str) -> bool:
    return all(part[:1].isupper() for part in word.split())


def _is_addressed(reading: Reading, start: int, end: int) -> bool:
    """`nick: ` or `nick, ` at the beginning of a line, as people talk in a chat, and `nick wrote`."""
    line = reading.plain[max(0, start - 3) : start].rpartition("\n")[2]
    at_begin = (start <= 3 or "\n" in reading.plain[max(0, start - 3) : start]) and not line.strip("> *_<")
    return at_begin and bool(_MENTION_AFTER.match(reading.plain, end))
