"""The index of a whole site: its bundles on disk, and what browsers and the next run must know of them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from deskbook.errors import BuildError
from deskbook.library import replace as write

from ..inventory import File, walk
from . import pagefind
from .bundles import Bundle, everywhere, plan
from .forget import Unknown, forget, words_of

_FOLDER = "pagefind"
# What each bundle consists of; the rest is the same for all, and lies with the first one.
_PARTS = ("fragment", "index", "filter")
# What find.js reads: the bundles, when somebody begins to search; the words, when nothing was found.
_BUNDLES, _WORDS = "bundles.json", "words.json"
# Articles first, then people who talked about it.
_WEIGHTS = {"articles": 5.0, "forum": 1.0, "chat": 0.3}
# Where somebody who found nothing can go on.
_PLACES = ("contact/", "forum/", "all-pages/")
_BUNDLE_WORDS, _SITE_WORDS = 5_000, 8_000
# How pages that are away are left out of a bundle, which browsers have to know.
_FORM = 3
# Shorter ones are no help to those who mistype.
_LETTERS = 4


def index(
    site: Path,
    files: Mapping[str, File],
    *,
    notes: Path,
    previous: Path | None = None,
    timeout: float = pagefind.TIMEOUT,
) -> tuple[str, ...]:
    """Index the pages among `files` into `site`/pagefind; the names of the bundles that were made.

    What lies there already, or in the site `previous`, is taken over as far as `notes` prove it: Pagefind gives other bytes each
    time, and needs 2.5 s of a processor for a thousand pages. Raises `BuildError` where Pagefind is missing, fails or does not end
    within `timeout` seconds.
    """
    try:
        made_with = _fingerprint([version("pagefind"), pagefind.extended(), pagefind.OPTIONS, _BUNDLE_WORDS, _FORM])
    except PackageNotFoundError as error:
        raise BuildError("Pagefind is not installed", cure=pagefind.INSTALL) from error
    shelf = _Shelf(site / _FOLDER)
    old = tuple(bundle for bundle in _read(notes, made_with) if shelf.has(bundle, previous))
    pages = {name: file.digest for name, file in files.items() if file.searched}
    if "index.html" not in files:
        raise BuildError(
            "Pagefind could not index the site: it has no home page", where=str(site), cure=pagefind.INSTALL
        )
    # A site without anything to search has an index all the same: that of its home page.
    pages = pages or {"index.html": files["index.html"].digest}
    planned = plan(old, pages)
    work = notes.with_suffix(".work")
    try:
        made = [shelf.make(site, bundle, work, timeout) for bundle in planned.due]
        before = {bundle.name: bundle for bundle in old}
        kept = [
            bundle if bundle.proof else shelf.put_away(bundle, before[bundle.name], made, site)
            for bundle in planned.kept
        ]
    except Unknown:
        notes.unlink(missing_ok=True)
        shutil.rmtree(site / _FOLDER)
        return index(site, files, notes=notes, timeout=timeout)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    bundles = sorted((*kept, *made), key=lambda bundle: bundle.name)
    shelf.tell(bundles, [place for place in _PLACES if f"{place}index.html" in files])
    bundles = shelf.sweep(bundles)
    _write(notes, made_with, bundles)
    return tuple(bundle.name for bundle in made)


class _Shelf:
    """The folder pagefind/ of a site."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, bundle: Bundle, previous: Path | None) -> bool:
        """Whether a bundle is there just as it was noted. If it is so in `previous`, then it is there now, too."""
        place = self._place(bundle)
        if _proof(place, bundle) == bundle.proof:
            return True
        source = previous / _FOLDER / bundle.name if previous else None
        if source is None or _proof(source, bundle) != bundle.proof:
            self._remove(bundle)
            return False
        wanted, there = _files(source, bundle), _files(place, bundle)
        same = {name for name, file in there.items() if name in wanted and file.same(wanted[name])}
        for name in there.keys() - same:
            (place / name).unlink()
        for name in wanted.keys() - same:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(source / name, place / name)
            except OSError:  # no links between these folders
                shutil.copy2(source / name, place / name)
        return True

    def put_away(self, bundle: Bundle, before: Bundle, made: Sequence[Bundle], site: Path) -> Bundle:
        """The bundle as it was `before`, of which nothing is left that its pages that are away do not say any more; what they say now is in
        bundles that were `made`. Raises `Unknown` where it has to be made anew."""
        away = {page: now for page, now in bundle.away.items() if before.away.get(page) != now}
        left = Counter(bundle.words)
        lost = set(away)
        for page, now in away.items():
            path = self._place(bundle) / "fragment" / f"{bundle.ids[page]}.pf_fragment"
            if path.is_file():  # otherwise the page was away already, or has none
                told = pagefind.fragment(path)
                left.subtract(pagefind.typed(told.text))
                if now and not pagefind.lost(told, (site / page).read_text(encoding="utf-8")):
                    lost.discard(page)
                path.unlink()
        words = self._words(made, {page for page in lost if away[page]})
        still = {id: words.get(page, ()) if page in lost else None for page in away if (id := bundle.ids[page])}
        forget(self._place(bundle), still)
        return replace(bundle, words={word: many for word, many in left.items() if many > 0})

    def _words(self, made: Sequence[Bundle], pages: Set[str]) -> dict[str, Set[str]]:
        """The words by which these pages are found in bundles that were `made`, by page."""
        found: dict[str, Set[str]] = {}
        for bundle in made:
            ids = {bundle.ids[page]: page for page in pages & bundle.pages.keys()}
            if ids:
                found |= {ids[id]: words for id, words in words_of(self._place(bundle), ids).items()}
        return found

    def make(self, site: Path, bundle: Bundle, work: Path, timeout: float) -> Bundle:
        """The bundle, made anew."""
        shutil.rmtree(work, ignore_errors=True)  # of a run that was killed
        output = work / "made"
        pagefind.run(site, bundle.pages, output, work=work / "pages", timeout=timeout)
        self._remove(bundle)
        place = self._place(bundle)
        place.mkdir(parents=True, exist_ok=True)
        for made in output.iterdir():
            # The programs are those of the first bundle.
            if bundle.name == "" or made.name in (*_PARTS, pagefind.ENTRY) or made.suffix == ".pf_meta":
                made.replace(place / made.name)
        told = list(pagefind.fragments(place))
        ids = dict.fromkeys(bundle.pages, "") | {one.page: one.id for one in told}
        return replace(bundle, ids=ids, words=pagefind.common_words((one.text for one in told), _BUNDLE_WORDS))

    def tell(self, bundles: Sequence[Bundle], places: Sequence[str]) -> None:
        """Write down for browsers which bundles there are, which `places` can be offered to those who found nothing, and which words are
        everywhere."""
        told = [
            {
                "path": f"{bundle.name}/" if bundle.name else "",
                "weight": _WEIGHTS[bundle.section],
            }
            for bundle in bundles
        ]
        words: Counter[str] = Counter()
        for bundle in bundles:
            words.update(bundle.words)
        many = sum(len(bundle.pages) for bundle in bundles)
        site = {"bundles": told, "places": places, "everywhere": everywhere(words, many)}
        write(self._folder / _BUNDLES, json.dumps(site, ensure_ascii=False, indent=1) + "\n")
        common = sorted((word for word in words if len(word) >= _LETTERS), key=lambda word: (-words[word], word))
        write(self._folder / _WORDS, json.dumps(common[:_SITE_WORDS], ensure_ascii=False) + "\n")

    def sweep(self, bundles: Sequence[Bundle]) -> list[Bundle]:
        """Remove the folders that belong to no bundle. The bundles, with what proves their files."""
        wanted = {*_PARTS, *(bundle.name for bundle in bundles)}
        for entry in self._folder.iterdir():
            if entry.is_dir() and not entry.is_symlink() and entry.name not in wanted:
                shutil.rmtree(entry)
        return [
            bundle if bundle.proof else replace(bundle, proof=_proof(self._place(bundle), bundle)) for bundle in bundles
        ]

    def _place(self, bundle: Bundle) -> Path:
        return self._folder / bundle.name

    def _remove(self, bundle: Bundle) -> None:
        place = self._place(bundle)
        if bundle.name:
            shutil.rmtree(place, ignore_errors=True)
            return
        for name in _files(place, bundle):
            (place / name).unlink()
        for part in _PARTS:
            shutil.rmtree(place / part, ignore_errors=True)


def _files(folder: Path, bundle: Bundle) -> dict[str, File]:
    """The files of a bundle in `folder`: all that are there, but the other bundles and what is written for browsers in the first."""
    if bundle.name:
        return walk(folder)
    found = {name: file for part in _PARTS for name, file in walk(folder, part).items()}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in (_BUNDLES, _WORDS) and (path.is_symlink() or not path.is_dir()):
            there = path.lstat()
            found[path.name] = File(there.st_size, there.st_mtime_ns)
    return found


def _proof(folder: Path, bundle: Bundle) -> str:
    return _fingerprint(sorted((name, file.size, file.time) for name, file in _files(folder, bundle).items()))


def _fingerprint(value: object) -> str:
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _read(notes: Path, made_with: str) -> tuple[Bundle, ...]:
    """What is known of bundles; nothing where there are no notes, or damaged ones, or those of another Pagefind."""
    try:
        said = json.loads(notes.read_text(encoding="utf-8"))
        if said["made_with"] != made_with:
            return ()
        return tuple(
            Bundle(str(name), str(section), dict(pages), dict(away), dict(ids), dict(words), str(proof))
            for name, section, pages, away, ids, words, proof in said["bundles"]
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ()


def _write(notes: Path, made_with: str, bundles: Iterable[Bundle]) -> None:
    told = [(b.name, b.section, b.pages, b.away, b.ids, b.words, b.proof) for b in bundles]
    write(notes, json.dumps({"made_with": made_with, "bundles": told}, separators=(",", ":")))
