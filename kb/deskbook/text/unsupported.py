"""What a text says that the messages it was made of do not: commands, addresses, numbers, names and steps.

Whatever rewords an answer may also make something up. A command, address, number or name must stand in a message just so. A
sentence must share most of its words with a single message, may call for no action that nobody spoke of, and may not ask for
what the messages only warn of.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from deskbook.similarity.terms import stem, terms
from deskbook.text.claims import stance
from deskbook.text.markdown import outline
from deskbook.text.sentences import sentences

_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>)\]\"'`]+", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_LIST_MARK = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*+])\s+")
_NUMBER = re.compile(r"(?<![\w.])v?\d[\w:]*(?:[.,]\d[\w:]*)*%?", re.IGNORECASE)
# Options, paths, dotted and underscored words, mixed case, capitals, keys pressed together.
_NAME = re.compile(
    r"(?<![\w-])--?[a-z][\w-]+|(?<!\w)~?(?:/[\w.-]*\w)+|(?<!\w)(?!v?\d)\w+(?:[._/\\:+]\w+)+|\b[a-z]+[A-Z]\w*|\b[A-Z]{2,}\w*"
)
# What a menu, a button or a product is called, inside a sentence.
_TITLED = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+\b")
_COMMON = frozenset("and/or either/or e.g i.e a.m p.m yes/no on/off ok".split())
_MARKUP = re.compile(r"[*#>|]|(?<!\w)_+|_+(?!\w)")
# What cannot be undone, or what people try when they do not know.
_ACTIONS = frozenset(
    stem(word)
    for word in "backup block clear create delete deploy disable downgrade drop edit enable erase export force format import "
    "install kill migrate move overwrite purge reboot recreate redeploy refund regenerate reinstall remove rename replace "
    "reset restart restore revoke rotate stop terminate uninstall unlock update upgrade wipe".split()
)
_SHARED = 0.5  # of a sentence's words with one message: rewording changes fewer, inventing more
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that no message says. `line` is the 1-based line after which to note it."""

    line: int
    sort: str
    text: str


def unsupported(text: str, messages: Sequence[str]) -> tuple[Claim, ...]:
    """What of a Markdown text none of the messages (Markdown) contains, by line."""
    evidence = _Evidence(messages)
    code = outline(text).code
    inside = {line for first, last in code for line in range(first, last + 1)}
    lines = text.split("\n")
    found = [
        claim
        for number, line in enumerate(lines, 1)
        if number not in inside
        for claim in _prose(line, number, evidence)
    ]
    for first, last in code:
        block = (line.strip() for line in lines[first : last - 1])
        found += [Claim(last, "command", line) for line in block if line and not evidence.has_code(line)]
    return tuple(sorted(dict.fromkeys(found), key=lambda claim: claim.line))


def lost_code(text: str, of: str) -> tuple[str, ...]:
    """The code of the text `of` that `text` has not kept."""
    evidence = _Evidence((text,))
    spans = [found.group(2) for found in _SPAN.finditer(of)]
    lines = of.split("\n")
    blocks = [line.strip() for first, last in outline(of).code for line in lines[first : last - 1]]
    return tuple(dict.fromkeys(code for code in (*spans, *blocks) if code.strip() and not evidence.has_code(code)))


def with_notes(text: str, claims: Collection[Claim]) -> str:
    """The text with a comment at each place; the site shows no comments, and an editor does."""
    lines = text.split("\n")
    fences = {last: lines[first - 1] for first, last in outline(text).code}
    for line, here in groupby(sorted(claims, key=lambda claim: -claim.line), key=lambda claim: claim.line):
        listed = ", ".join(f"{claim.sort} “{claim.text}”" for claim in here).replace("--", "- -")
        note = f"<!-- Not in the thread: {listed}. Check it, or take it out. -->"
        if line in fences:
            indent = fences[line][: len(fences[line]) - len(fences[line].lstrip())]
            lines.insert(line, f"\n{indent}{note}")
        else:
            lines[line - 1] += f" {note}"
    return "\n".join(lines)


class _Evidence:
    """What the messages say, in the forms in which it is asked for."""

    def __init__(self, messages: Sequence[str]) -> None:
        whole = _ESCAPED.sub("", "\n".join(messages))
        self._flat = " ".join(whole.split())
        self.addresses = set(_addresses(whole))
        self.numbers = set(_numbers(whole))
        self.words = {word.lower() for word in re.findall(r"\w+", whole)}
        self._names = whole.lower()
        self._stems = [frozenset(terms(message)) for message in messages]
        stances = [stance(message) for message in messages]
        self.said = frozenset[str]().union(*self._stems)
        self.denied = frozenset[str]().union(*(denied for denied, _ in stances)) - frozenset[str]().union(
            *(said for _, said in stances)
        )

    def has_code(self, code: str) -> bool:
        """Whether it stands there whole: `/tmp` is not in `/tmp/cache`."""
        wanted = re.escape(" ".join(_ESCAPED.sub("", code).split()))
        return re.search(rf"(?<![\w-]){wanted}(?![\w/-]|\.\w)", self._flat) is not None

    def has_name(self, name: str) -> bool:
        return re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", self._names) is not None

    def shares(self, stems: Collection[str]) -> float:
        """The greatest part of the stems that a single message has."""
        return max((len(message.intersection(stems)) / len(stems) for message in self._stems), default=0.0)


def _prose(line: str, number: int, evidence: _Evidence) -> Iterator[Claim]:
    plain = _ESCAPED.sub("", line)
    for found in _SPAN.finditer(line):
        if not evidence.has_code(found.group(2)):
            yield Claim(number, "command", found.group(2).strip())
    words = _SPAN.sub(" ", plain)
    yield from (Claim(number, "address", one) for one in _addresses(words) if one not in evidence.addresses)
    words = _MARKUP.sub("", _LIST_MARK.sub("", _ADDRESS.sub(" ", words)))
    names = [name for name in _NAME.findall(words) if name.lower() not in _COMMON]
    yield from (Claim(number, "name", name) for name in names if not evidence.has_name(name))
    yield from (Claim(number, "name", one) for one in _TITLED.findall(words) if one.lower() not in evidence.words)
    bare = _NAME.sub(" ", words)
    yield from (Claim(number, "number", one) for one in _numbers(bare) if one not in evidence.numbers)
    for sentence in sentences(_MARKUP.sub("", _SPAN.sub(" ", plain))):
        if not _is_said(sentence, evidence):
            yield Claim(number, "step", _LIST_MARK.sub("", sentence).strip())


def _is_said(sentence: str, evidence: _Evidence) -> bool:
    stems = set(terms(_ADDRESS.sub(" ", _LIST_MARK.sub("", sentence))))
    if stems & _ACTIONS - evidence.said:
        return False
    if stance(sentence)[1] & _ACTIONS & evidence.denied:
        return False
    return len(stems) < _FEWEST_WORDS or evidence.shares(stems) >= _SHARED


def _addresses(text: str) -> list[str]:
    return [found.rstrip(".,;:!?") for found in _ADDRESS.findall(text)]


def _numbers(text: str) -> list[str]:
    return [found.lower().removeprefix("v").rstrip(":") for found in _NUMBER.findall(text)]
