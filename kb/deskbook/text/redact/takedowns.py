"""What was taken down, found again in any text, without a list that says in clear what it was.

A list of people who asked to be forgotten must not be a list of people. So it holds keyed digests of words, and a text is
searched by the digests of its own words: one for each word that was not seen before, and one more for each place where
something that was taken down might begin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from deskbook.model import Form, Incoming, Takedown, TakedownKind, Thread
from deskbook.text.redact.names import Names, known_names, name_spans
from deskbook.text.redact.placeholders import PLACEHOLDERS, Span, placeholder
from deskbook.text.redact.reading import Reading, read

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+(?:'(?:[^\W_]|[\u0300-\u036f])+)*")
_ACCENT = re.compile(r"[\u0300-\u036f]")
_LABELS = {TakedownKind.PERSON: "name", TakedownKind.TEXT: "removed"}
_DIGITS = 10  # bytes: no two words of all that people write have the same digest
# Words whose digests are remembered; more than a large desk uses, and some hundred megabytes at most.
_MOST_WORDS = 1_000_000


def fingerprint(key: bytes) -> str:
    """What tells two keys apart, and nothing more about them."""
    return blake2b(b"", key=key, digest_size=4, person=b"deskbook key").hexdigest()


def forms(kind: TakedownKind, text: str, key: bytes) -> tuple[Form, ...]:
    """The forms of a person's name or of a text; none where there is no word in it.

    A name is also looked for with its last word first, and written as one word, as in user names.
    """
    words = tuple(_plain(match.group()) for match in _WORD.finditer(read(text).plain))
    if not words:
        return ()
    ways = [words]
    if kind is TakedownKind.PERSON and len(words) > 1:
        ways += [(words[-1], *words[:-1]), ("".join(words),)]
    return tuple(Form(len(way), _digest(way[:1], key), _digest(way, key)) for way in dict.fromkeys(ways))


@dataclass(frozen=True, slots=True)
class Takedowns:
    """A list of takedowns, ready to be looked for. An empty one needs no key and finds nothing."""

    threads: frozenset[str] = frozenset()
    key: bytes = field(default=b"", repr=False)
    _labels: Mapping[tuple[int, str], str] = field(default_factory=dict)
    _begins: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    _seen: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, takedowns: Iterable[Takedown], key: bytes) -> Takedowns:
        """All lines of a list; those that name persons or texts must have been made with `key`."""
        threads: set[str] = set()
        labels: dict[tuple[int, str], str] = {}
        begins: dict[str, set[int]] = {}
        for one in takedowns:
            if one.kind is TakedownKind.THREAD:
                threads.add(one.thread)
            for form in one.forms:
                labels[form.words, form.whole] = _LABELS[one.kind]
                begins.setdefault(form.first, set()).add(form.words)
        return cls(frozenset(threads), key, labels, {first: tuple(sorted(n)) for first, n in begins.items()})

    def __bool__(self) -> bool:
        return bool(self.threads or self._labels)

    @property
    def forms(self) -> frozenset[tuple[int, str]]:
        """The forms of all persons and texts: number of words and digest."""
        return frozenset(self._labels)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where persons ("name") and texts ("removed") that were taken down stand, in order and without overlap.

        Case, accents, punctuation and a possessive 's make no difference. In an address or a user name they are found too.
        """
        if not self._labels:
            return ()
        reading = read(text)
        words = [(match.start(), match.end()) for match in _WORD.finditer(reading.plain)]
        found: list[Span] = []
        for place, (start, end) in enumerate(words):
            if found and start < found[-1].end:
                continue
            if lengths := self._beginning(reading.plain[start:end]):
                found += self._from(reading, words, place, lengths)
        return tuple(Span(*reading.origin(s.start, s.end), s.label, s.reason) for s in found)

    def removed_from(self, text: str, *, names: bool = True) -> str:
        """The text with placeholders in place of what was taken down; without `names` persons stay."""
        for span in reversed(self.spans(text)):
            if names or span.label != "name":
                text = text[: span.start] + placeholder(span.label) + text[span.end :]
        return text

    def _beginning(self, written: str) -> tuple[int, ...]:
        """How many words long the forms are that begin with a word; mostly none."""
        known = self._seen.get(written)
        if known is None:
            if len(self._seen) >= _MOST_WORDS:
                self._seen.clear()
            known = self._begins.get(_digest((_plain(written),), self.key), ())
            self._seen[written] = known
        return known

    def _from(
        self, reading: Reading, words: list[tuple[int, int]], place: int, lengths: tuple[int, ...]
    ) -> Iterable[Span]:
        """The longest form that begins at a word, if any."""
        for length in reversed(lengths):
            some = words[place : place + length]
            plain = tuple(_plain(reading.plain[start:end]) for start, end in some)
            label = self._labels.get((length, _digest(plain, self.key))) if len(some) == length else None
            if label:
                start, end = some[0][0], some[-1][1]
                end -= 2 if reading.lower.endswith("'s", start, end) else 0
                return (Span(start, end, label, "it was taken down"),)
        return ()


def at_the_door(incoming: Incoming, takedowns: Takedowns) -> Incoming:
    """What may go on to redaction: without texts that were taken down, and without such persons among the authors.

    Elsewhere redaction removes them, because it learns their names here, in clear: so an address of theirs goes as a whole. What
    it leaves, `without_taken_down` takes away afterwards.
    """
    thread = incoming.thread
    names = _named([thread.id, thread.url or "", *_texts(thread), *incoming.people, *incoming.handles], takedowns)
    asks = thread.question is not None and bool(takedowns.spans(thread.question.author))
    return replace(
        incoming,
        thread=_cleaned(thread, takedowns, lambda text: takedowns.removed_from(text, names=False)),
        people=(*incoming.people, *names),
        asker="" if asks else incoming.asker,
    )


def without_taken_down(thread: Thread, takedowns: Takedowns) -> Thread:
    """The thread without what was taken down, in every field that people wrote; where a person's whole name stands in it, also
    without parts of the name, unless they are somebody else's. Who asked is forgotten if it was such a person."""
    texts = _texts(thread)
    if not any(map(takedowns.spans, [thread.url or "", *texts])):
        return thread
    names = known_names((name, "name") for name in _named(texts, takedowns))
    others = {message.author.lower() for message in thread.messages if not takedowns.spans(message.author)}
    words = others.union(*(author.split() for author in others))
    parts = Names(
        *({name: it for name, it in some.items() if name not in words} for some in (names.whole, names.parts))
    )
    return _cleaned(thread, takedowns, lambda text: _without(takedowns.removed_from(text), parts))


def _without(text: str, names: Names) -> str:
    reading = read(text)
    pieces, place = [], 0
    for span in sorted(name_spans(reading, names), key=lambda span: (span.start, -span.end)):
        start, end = reading.origin(span.start, span.end)
        if start >= place:
            pieces += [text[place:start], placeholder(span.label)]
            place = end
    return "".join([*pieces, text[place:]])


def _texts(thread: Thread) -> list[str]:
    texts = [thread.title, thread.category or "", thread.group or "", *thread.tags]
    return texts + [text for message in thread.messages for text in (message.author, message.text)]


def _named(texts: Iterable[str], takedowns: Takedowns) -> list[str]:
    """The persons who were taken down, as these texts name them."""
    return sorted({text[s.start : s.end] for text in texts for s in takedowns.spans(text) if s.label == "name"})


def _cleaned(thread: Thread, takedowns: Takedowns, clean: Callable[[str], str]) -> Thread:
    question = thread.question
    return replace(
        thread,
        title=clean(thread.title),
        url=None if thread.url and takedowns.spans(thread.url) else thread.url,
        tags=tuple(tag for tag in thread.tags if not takedowns.spans(tag)),
        category=clean(thread.category) if thread.category else thread.category,
        group=clean(thread.group) if thread.group else thread.group,
        messages=tuple(
            replace(
                message,
                author=PLACEHOLDERS["name"] if takedowns.spans(message.author) else message.author,
                text=clean(message.text),
            )
            for message in thread.messages
        ),
        asker="" if question and takedowns.spans(question.author) else thread.asker,
    )


def _plain(word: str) -> str:
    """A word without what makes no difference to who or what is meant."""
    if word.isascii():
        plain = word.lower()
    else:
        plain = _ACCENT.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold()))
    return plain.removesuffix("'s").replace("'", "")


def _digest(words: tuple[str, ...], key: bytes) -> str:
    told = "\0".join(words).encode("utf-8", "surrogatepass")
    return blake2b(told, key=key, digest_size=_DIGITS, person=b"deskbook removed").hexdigest()
