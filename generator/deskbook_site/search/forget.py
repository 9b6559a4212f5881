"""Taking pages out of an index of Pagefind, which cannot do it itself and takes a minute to make one of ten thousand pages again.

The files of an index are CBOR in gzip, named after what is in them, and described by the two programs that write and read them:
`pagefind/src/index/` and `pagefind_web/src/` in https://github.com/Pagefind/pagefind.
"""

from __future__ import annotations

import gc
import gzip
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import Any

import cbor2

from deskbook.library import replace
from deskbook.library.files import replace_bytes

from .pagefind import ENTRY, SIGNATURE

# Four times as fast as the most that gzip can do, and a fiftieth larger.
_EFFORT = 7
# So the ids of pages begin that are not to be shown.
_AWAY = "-"
_LIST, _PART, _FILTER = "pagefind.{}.pf_meta", "index/{}.pf_index", "filter/{}.pf_filter"

# Pages by their numbers, with the words that they still have.
_Lost = Mapping[int, Collection[str]]


class Unknown(Exception):  # noqa: N818  it is no error: the index is made anew then
    """An index is not of the form that is known here."""


def words_of(folder: Path, ids: Collection[str]) -> dict[str, set[str]]:
    """The words under which the index in `folder` has the pages with these ids, and the other forms of these words. Raises `Unknown`."""
    found: dict[str, set[str]] = {id: set() for id in ids}
    with _known():
        for language, told in _entry(folder)["languages"].items():
            _Language(folder, language).say(told["hash"], found)
    return found


def forget(folder: Path, away: Mapping[str, Collection[str] | None]) -> None:
    """Take pages that are `away` (id -> the words that are still on the page, None where all are) out of the index in `folder`: out of
    the filters, and out of all words that they do not have any more. By others they are still found, with "-" before their ids: a browser
    passes over them.

    No file is written into: each may be a link to one of another site. Raises `Unknown` for an index of another form; what is left of it
    then is to be thrown away.
    """
    with _known():
        entry = _entry(folder)
        for language, told in entry["languages"].items():
            told["hash"] = _Language(folder, language).without(told["hash"], away)
        replace(folder / ENTRY, json.dumps(entry, ensure_ascii=False, separators=(",", ":")))


def _entry(folder: Path) -> Any:
    return json.loads((folder / ENTRY).read_text(encoding="utf-8"))


class _Language:
    """The index of the pages in one language."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder, self._language = folder, language

    def say(self, name: str, found: Mapping[str, set[str]]) -> None:
        """Add the words of the pages that are to be `found` (id -> words). `name` is that of the list of all files."""
        _, pages, chunks, *_ = cbor2.loads(self._read(_LIST, name))
        asked = {number: found[id] for number, (id, _) in enumerate(pages) if id in found}
        for _, _, part in chunks if asked else ():
            (words,) = cbor2.loads(self._read(_PART, part))
            for itself, held, forms in words:
                for form, some in ([itself, held], *forms):
                    for number in asked.keys() & set(_numbers(some)):
                        asked[number].add(form)

    def without(self, name: str, away: Mapping[str, Collection[str] | None]) -> str:
        """Forget these pages. `name` is that of the list of all files; the name of the new one."""
        version, pages, chunks, filters, sorts, fields = cbor2.loads(self._read(_LIST, name))
        known = [id.removeprefix(_AWAY) for id, _ in pages]
        if away.keys().isdisjoint(known):
            return name
        lost = {number: words for number, id in enumerate(known) if (words := away.get(id)) is not None}
        for number, page in enumerate(pages):
            if known[number] in away:
                page[0] = f"{_AWAY}{known[number]}" if lost.get(number, True) else _AWAY
        hidden = frozenset(number for number, (id, _) in enumerate(pages) if id.startswith(_AWAY))
        filters = [[of, some] for of, values in filters if (some := self._values(values, hidden))]
        if lost:
            chunks = [left for chunk in chunks if (left := self._words(chunk, lost))]
        return self._written(_LIST, name, cbor2.dumps([version, pages, chunks, filters, sorts, fields]))

    def _words(self, chunk: Sequence[str], lost: _Lost) -> Sequence[str]:
        """A part of the words, as the list has it: where it begins, where it ends, and its name. Nothing where none is left."""
        start, end, name = chunk
        data = self._read(_PART, name)
        (words,) = cbor2.loads(data)
        changed = {place: _without(lost, word) for place, word in enumerate(words) if not _free_of(lost, word)}
        if not changed:
            return chunk
        left = [one for place, word in enumerate(words) if (one := changed.get(place, word))]
        if not left:
            self._path(_PART, name).unlink()
            return ()
        name = self._written(_PART, name, _spliced(data, words, changed))
        first, last = left[0][0], left[-1][0]
        return (start if first == words[0][0] else first), (end if last == words[-1][0] else last), name

    def _values(self, name: str, gone: frozenset[int]) -> str | None:
        """The values of a filter. None where none is left."""
        of, values = cbor2.loads(self._read(_FILTER, name))
        left = [[value, some] for value, pages in values if (some := [page for page in pages if page not in gone])]
        if left == values:
            return name
        if not left:
            self._path(_FILTER, name).unlink()
            return None
        return self._written(_FILTER, name, cbor2.dumps([of, left]))

    def _path(self, file: str, name: str) -> Path:
        return self._folder / file.format(name)

    def _read(self, file: str, name: str) -> bytes:
        data = gzip.decompress(self._path(file, name).read_bytes())
        if not data.startswith(SIGNATURE):
            raise Unknown(f"{file.format(name)} does not begin as it should")
        return data[len(SIGNATURE) :]

    def _written(self, file: str, name: str, data: bytes) -> str:
        """Write a file in the place of another; its name, which has to be another, because browsers keep files."""
        fresh = f"{self._language}_{hashlib.blake2b(data, digest_size=8).hexdigest()}"
        replace_bytes(self._path(file, fresh), gzip.compress(SIGNATURE + data, _EFFORT, mtime=0))
        if fresh != name:
            self._path(file, name).unlink()
        return fresh


# A word is a list: itself, the pages that have it, and other forms of it, with accents, each with its pages; there can be forms alone.
# A page begins with how far its number is from that of the one before.


def _free_of(lost: _Lost, word: Sequence[Any]) -> bool:
    itself, held, forms = word
    return all(
        not (gone := _gone(lost, form)) or gone.isdisjoint(_numbers(some)) for form, some in ([itself, held], *forms)
    )


def _without(lost: _Lost, word: Sequence[Any]) -> Sequence[Any] | None:
    """The word on all other pages. None where there are none."""
    itself, held, forms = word
    held = _others(_gone(lost, itself), held)
    forms = [[form, left] for form, some in forms if (left := _others(_gone(lost, form), some))]
    return [itself, held, forms] if held or forms else None


def _gone(lost: _Lost, word: str) -> set[int]:
    return {number for number, left in lost.items() if word not in left}


def _numbers(held: Sequence[Sequence[Any]]) -> Iterator[int]:
    return accumulate(map(itemgetter(0), held))


def _others(gone: Collection[int], held: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    left: list[Sequence[Any]] = []
    number = last = 0
    for step, *places in held:
        number += step
        if number not in gone:
            left.append([number - last, *places])
            last = number
    return left


def _spliced(data: bytes, words: Sequence[Sequence[Any]], changed: Mapping[int, Sequence[Any] | None]) -> bytes:
    """A part of the words, which was `data`, with some that `changed` (place -> the word, or None). The others are not written again, which
    takes ten times as long as to look for where they begin."""
    starts, place = [], 0
    for word in words:
        begins = b"\x83" + cbor2.dumps(word[0])  # a list of three
        starts.append(place := data.index(begins, place))
        place += len(begins)
    pieces = [data[start:end] for start, end in zip(starts, [*starts[1:], len(data)], strict=True)]
    if not all(_is(pieces[place], words[place]) for place in changed):
        # Something else looked like the beginning of a word.
        return cbor2.dumps([[one for place, word in enumerate(words) if (one := changed.get(place, word))]])
    for place, one in changed.items():
        pieces[place] = cbor2.dumps(one) if one else b""
    left = len(words) - sum(one is None for one in changed.values())
    return b"\x81" + cbor2.dumps([None] * left)[:-left] + b"".join(pieces)


def _is(data: bytes, value: object) -> bool:
    try:
        return bool(cbor2.loads(data) == value)
    except cbor2.CBORError:
        return False


@contextmanager
def _known() -> Iterator[None]:
    """Whatever fails meanwhile is an index of another form. No looking for garbage while millions of numbers are read, which are none."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, cbor2.CBORError) as error:
        raise Unknown(str(error)) from error
    finally:
        if collects:
            gc.enable()
