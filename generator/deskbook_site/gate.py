"""The second gate: every file of a finished site is read as a reader or a crawler would, before anybody can.

The first gate, the door of `collect`, looks at threads. This one looks at what is published, so it also sees what people wrote
into articles, and what was taken down after it was collected.
"""

from __future__ import annotations

import bisect
import codecs
import gzip
import hashlib
import html
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote

import deskbook.text
from deskbook.text.redact import SORTS, Span, Watch

from .inventory import walk
from .output import batches

# So many files are looked through at once: what stands on all of them, such as the navigation, is looked at only once.
_BATCH = 250
_GZIP = b"\x1f\x8b"
_PAGEFIND = "pagefind_dcd"
# Between texts that have nothing to do with each other: no detector reads across it.
_GAP = "\n\n\0\n\n"
_TAB = "\t\0\t"  # the same, without a new line
_TOKEN = re.compile(
    r"<!--(?P<comment>.*?)-->|</?(?P<tag>[a-z][^\s/>]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL | re.I,
)
_VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
# The lines of a drawing are full of what looks like addresses and telephone numbers.
_DRAWN = re.compile(r"(?<=\s)(?:d|points)=\"[MLHVCSQTAZE0-9.,\s+-]*\"", re.I)
# What stands inside of a line; everything else begins a new one.
_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s samp small span strong sub sup tt u var wbr".split()
)
# Where a line of text has ended for certain, at the end of a line of the file.
_SEAM = re.compile(
    r"</?(?:article|aside|body|button|div|dl|dt|dd|footer|form|h[1-6]|head|header|label|li|main|nav|ol|p|pre|script|section|svg|"
    r"table|tbody|td|th|tr|title|ul)(?:\s[^<>\"'\n]*(?:\"[^\"\n]*\"[^<>\"'\n]*)*)?>[ \t]*\n"
)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_MARKUP = frozenset({".html", ".htm", ".xml", ".svg", ".atom", ".rss"})
_RUN = re.compile("[^\0-\x1f\x7f\ufffd]{6,}")
# Pages of threads, in which a source may keep what articles may not hold.
_THREADS = ("forum/", "chat/")
_PAGE = re.compile(rf'{_PAGEFIND}{{"url":"/([^"]*)')
# Programs of Pagefind in which its translators are thanked.
_CREDITS = ("pagefind/pagefind-ui.js", "pagefind/pagefind-component-ui.js", "pagefind/pagefind-modular-ui.js")


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """What must not be published. `page` is a file of the site, relative to it; `line` is 1-based. Says of which sort it is and
    what gave it away, and never quotes it."""

    page: str
    line: int
    sort: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A text that is read in one piece. `parts` are what it was put together from, each with its place in the file: None is the first
    where it can be read."""

    text: str
    parts: tuple[tuple[int | None, str], ...]

    @classmethod
    def of(cls, text: str, place: int | None = 0) -> _Block:
        return cls(text, ((place, text),))

    def line(self, source: str, place: int) -> int:
        """The line of the file on which a place of the block stands."""
        for start, part in self.parts:
            if place < len(part):
                before = max(0, source.find(part)) if start is None else start
                return source.count("\n", 0, before) + part.count("\n", 0, place) + 1
            place -= len(part)
        return 1


def rules_of(watch: Watch, kept: frozenset[str]) -> str:
    """A fingerprint of all that decides what is found: what is looked for, and the programs that look. Two gates with the same one
    find the same in the same file."""
    code = [Path(__file__), *sorted(Path(deskbook.text.__file__).parent.rglob("*.py"))]
    removed = (sorted(watch.takedowns.forms), sorted(watch.takedowns.threads))
    digest = hashlib.blake2b(
        repr((sorted(watch.allow), sorted(watch.names), removed, sorted(kept))).encode(), digest_size=16
    )
    for path in code:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def leaks(  # noqa: PLR0913  what to look for, where, and with what
    site: Path,
    watch: Watch,
    kept: frozenset[str],
    shipped: Path,
    pool: Executor,
    *,
    names: Sequence[str] | None = None,
) -> tuple[Leak, ...]:
    """Everything in the files of a site that must not be published, by page and line. With `names`, only in these files.

    `kept` are labels of what sources may keep, on the pages of threads. A file is not looked into if it is, byte for byte, the one
    that the engine ships at the same place below `shipped`, and if it is no text, such as an image. Packed files are unpacked.
    """
    names = sorted(walk(site)) if names is None else names
    look = partial(_leaks, site, watch, kept, shipped)
    return tuple(sorted({leak for some in pool.map(look, batches(names, _BATCH)) for leak in some}))


def _leaks(site: Path, watch: Watch, kept: frozenset[str], shipped: Path, names: Sequence[str]) -> list[Leak]:
    clean: set[str] = set()
    found: list[Leak] = []
    for name in names:
        data = (site / name).read_bytes()
        if (shipped / name).is_file() and (shipped / name).read_bytes() == data:
            continue
        source = _text(name, data)
        if source is None:
            continue
        pieces = [(place, piece) for place, piece in _pieces(name, source) if piece not in clean]
        told = (_lines(piece, place) for place, piece in pieces) if pieces else (_blocks(name, source),)
        blocks = [block for some in told for block in some if block.text not in clean]
        bad: set[str] = set()
        for block, place, span in _in([*blocks, _Block.of(unquote(name))], watch):
            bad.add(block.text)
            if not _may_stand(name, source, span.label, kept):
                found.append(Leak(name, block.line(source, place), SORTS.get(span.label, span.label), span.reason))
        clean.update(block.text for block in blocks if block.text not in bad)
        if not bad:
            clean.update(piece for _, piece in pieces)
    return found


def _text(name: str, data: bytes) -> str | None:
    """What a file says; None where it is an image or something else that no reader reads."""
    if data.startswith(_GZIP):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return None if b"\0" in data and not _is_index(name) else data.decode("utf-8", "replace")


def _in(blocks: Sequence[_Block], watch: Watch) -> Iterator[tuple[_Block, int, Span]]:
    """What is found in some blocks: the block, the place in it, and what."""
    # Apart, because ASCII, by far the most, is read much faster.
    for is_ascii in (True, False):
        some = [block for block in blocks if block.text.isascii() is is_ascii]
        starts = [0, *accumulate(len(block.text) + len(_GAP) for block in some)]
        for span in watch.spans(_GAP.join([block.text for block in some])):
            here = bisect.bisect_right(starts, span.start) - 1
            yield some[here], span.start - starts[here], span


def _pieces(name: str, source: str) -> Iterator[tuple[int, str]]:
    """A page in pieces, each with its place, that end where a line of its text cannot go on: pages share many. None of a file
    without markup."""
    if _suffix(name) not in _MARKUP:
        return
    place = 0
    for seam in _SEAM.finditer(source):
        yield place, source[place : seam.end()]
        place = seam.end()
    yield place, source[place:]


def _blocks(name: str, source: str) -> Iterator[_Block]:
    """The texts of a file without markup."""
    if source.startswith(_PAGEFIND):
        source = source.removeprefix(_PAGEFIND)
        # A page's own text, or what can be read of many in a binary form.
        yield from map(_Block.of, _strings(source) or _RUN.findall(source))
    elif _suffix(name) == ".json" and (strings := _strings(source)):
        # To look for the place of each would take the square of their number.
        yield from (_Block.of(text, None) for text in dict.fromkeys(strings))
    elif _suffix(name) not in _MARKUP:
        yield _Block.of(html.unescape(_ESCAPE.sub(_character, source)))


def _lines(source: str, base: int) -> Iterator[_Block]:
    """Lines as a reader sees them, whatever tags stand inside of them; the values of attributes; comments."""
    parts: list[tuple[int, str]] = []
    source = _ESCAPE.sub(_character, source) if "\\u" in source else source
    place = 0
    for token in _TOKEN.finditer(source):
        comment, tag, attributes = token.groups()
        start, end = token.span()
        if start > place:
            parts.append((base + place, html.unescape(source[place:start])))
        place = end
        if comment is not None:
            yield _Block.of(html.unescape(comment), base + start)
        elif parts and tag.lower() not in _INLINE:
            yield from _line(parts)
            parts = []
        if attributes and (values := _values(attributes)):
            yield _Block.of(values, base + start)
    yield from _line([*parts, (base + place, html.unescape(source[place:]))])


def _line(parts: list[tuple[int, str]]) -> Iterator[_Block]:
    text = "".join([part for _, part in parts])
    if text and not text.isspace():
        yield _Block(text, tuple(parts))


@lru_cache(maxsize=50_000)
def _values(attributes: str) -> str:
    told = _VALUE.findall(_DRAWN.sub("", attributes))
    return unquote(_TAB.join([html.unescape(one or two or three) for one, two, three in told]))


def _strings(source: str) -> list[str]:
    """All strings of a JSON text, also names of keys; none where it is no JSON."""
    try:
        waiting = [json.loads(source)]
    except (ValueError, RecursionError):
        return []
    found = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            found.append(value)
    return found


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16))


def _is_index(name: str) -> bool:
    return name.startswith("pagefind/") and Path(name).suffix.startswith(".pf_")


def _may_stand(name: str, source: str, label: str, kept: frozenset[str]) -> bool:
    """Whether this is what a source may keep, on the page of a thread or in the index; or thanks of Pagefind to a translator."""
    if label in kept:
        of_page = _PAGE.match(source) if _is_index(name) else None
        return (of_page[1] if of_page else name).startswith(_THREADS) or (_is_index(name) and of_page is None)
    return label == "e-mail" and name in _CREDITS


def _suffix(name: str) -> str:
    return Path(name.removesuffix(".gz")).suffix.lower()
