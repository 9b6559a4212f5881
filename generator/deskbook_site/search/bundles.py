"""Which pages are indexed together, and which bundles have to be made again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

# Pagefind takes 0.2 MB of memory for each page, and a browser asks every bundle for every word: neither too many nor too few.
SIZE = 10_000
# So few pages are indexed again in a second: a change in them is not worth a bundle of its own.
SMALL = 500
# More than this part of a bundle is not put aside.
SHARE = 0.05
FRESH = "-fresh"
# A word on more pages than these, and on more than half of all, tells pages apart no better than "the", and takes seconds to look for.
EVERYWHERE = 1_000
SECTIONS = ("articles", "forum", "chat")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Pages that are indexed together, in the folder `name` below pagefind/; the one without a name is what browsers load first.

    `pages` maps a page, by its path in the site, to its fingerprint. `away` are pages that changed since, which are in the bundle
    "-fresh" of the section now, with their new fingerprint: of their old words only those are left in the index that they still have. For
    pages that are gone it is empty, and nothing of them is left. `ids` are the ids of the fragments of both, empty for a page that has none.
    `words` are the most common words, with how many pages have them. `proof` is a fingerprint of the bundle's files.
    """

    name: str
    section: str
    pages: Mapping[str, str]
    away: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    proof: str = ""

    @property
    def own(self) -> set[str]:
        """All pages that were in it when it was made."""
        return {*self.pages, *self.away}

    def without(self, changed: Mapping[str, str]) -> Bundle:
        """The same bundle with some more pages away."""
        if not changed:
            return self
        kept = {page: digest for page, digest in self.pages.items() if page not in changed}
        return replace(self, pages=kept, away={**self.away, **changed}, proof="")


@dataclass(frozen=True, slots=True)
class Plan:
    """What stays, and what is to be made: bundles without ids and words. Bundles whose files are to be looked at have no proof."""

    kept: tuple[Bundle, ...]
    due: tuple[Bundle, ...]


def everywhere(words: Mapping[str, int], pages: int) -> list[str]:
    """Those of the `words` (word -> how many pages have it) that a browser need not look for, in a site of so many pages."""
    return sorted(word for word, many in words.items() if many > max(EVERYWHERE, pages / 2))


def section_of(page: str) -> str:
    """The section of a page by its path in the site."""
    first = page.partition("/")[0]
    return first if first in SECTIONS else SECTIONS[0]


def plan(old: Sequence[Bundle], wanted: Mapping[str, str]) -> Plan:
    """Sort all `wanted` pages (path in the site -> fingerprint) into bundles, of which as many as can be are among the `old` ones.

    A page that changed goes into a small bundle of what changed lately, as do new ones, until there are too many; it is away from its
    old bundle then, as is a page that is gone.
    """
    sections: dict[str, dict[str, str]] = {name: {} for name in SECTIONS}
    for page, digest in wanted.items():
        sections[section_of(page)][page] = digest
    kept: list[Bundle] = []
    due: list[Bundle] = []
    for name, pages in sections.items():
        some = _Section(name, pages, [bundle for bundle in old if bundle.section == name])
        some.sort()
        kept += some.kept
        due += some.due
    if (kept or due) and not any(bundle.name == "" for bundle in (*kept, *due)):
        first = next((bundle for bundle in due if not bundle.name.endswith(FRESH)), None)
        if first is None:  # the bundle that was loaded first is gone, and no other is made
            return plan((), wanted)
        due[due.index(first)] = replace(first, name="")
    return Plan(tuple(kept), tuple(due))


class _Section:
    """One section while it is sorted."""

    def __init__(self, name: str, wanted: Mapping[str, str], old: Sequence[Bundle]) -> None:
        self.kept: list[Bundle] = []
        self.due: list[Bundle] = []
        self._name, self._wanted = name, wanted
        self._fresh = next((bundle for bundle in old if bundle.name.endswith(FRESH)), None)
        self._old = [bundle for bundle in old if bundle is not self._fresh]
        self._homes: dict[str, set[str]] = {}
        self._most = max(SMALL, SHARE * len(wanted))

    def sort(self) -> None:
        self.kept = [bundle.without(self._changed(bundle)) for bundle in self._old]
        self._send_home(bundle for bundle, old in zip(self.kept, self._old, strict=True) if self._stale(bundle, old))
        if len(self._loose()) > self._most:
            self._send_home(bundle for bundle in self.kept if bundle.away)
        self._settle()
        self.due += [self._made_of(name, pages) for name, pages in self._homes.items() if pages]
        self._aside()

    def _changed(self, bundle: Bundle) -> dict[str, str]:
        """What is to be put away of a bundle, and what was and has changed once more, as in `Bundle.away`."""
        new = {page: now for page, digest in bundle.pages.items() if (now := self._wanted.get(page, "")) != digest}
        again = {
            page: now
            for page, digest in bundle.away.items()
            if digest and (now := self._wanted.get(page, "")) != digest
        }
        return new | again

    def _stale(self, bundle: Bundle, old: Bundle) -> bool:
        most = SHARE * len(old.own) if len(old.own) > SMALL else 0
        return bundle is not old and len(bundle.away) > most

    def _loose(self) -> set[str]:
        """What is in no bundle."""
        held = {page for bundle in self.kept for page in bundle.pages}
        return self._wanted.keys() - held.union(*self._homes.values())

    def _send_home(self, bundles: Iterable[Bundle]) -> None:
        for bundle in tuple(bundles):
            self._homes[bundle.name] = bundle.own & self._wanted.keys()
            self.kept.remove(bundle)

    def _settle(self) -> None:
        """Give new pages a home, if they are too many to be put aside or there is a bundle that is made again anyway."""
        away = {page for bundle in self.kept for page in bundle.away}
        new = sorted(self._loose() - away)
        if not new:
            return
        self._send_home(bundle for bundle in self.kept if len(bundle.own) <= SMALL)
        for pages in self._homes.values():
            room = max(0, SIZE - len(pages))
            pages.update(new[:room])
            new = new[room:]
        if len(new) + len(away) <= self._most and (self.kept or self._homes):
            return
        taken = {bundle.name for bundle in self.kept} | self._homes.keys()
        names = (f"{self._name}-{number}" for number in range(1, len(new) + len(taken) + 2))
        free = (name for name in names if name not in taken)
        for start in range(0, len(new), SIZE):
            self._homes[next(free)] = set(new[start : start + SIZE])

    def _aside(self) -> None:
        """The bundle of what changed lately: the old one, if that is it."""
        loose = self._loose()
        if not loose:
            return
        made = self._made_of(self._name + FRESH, loose)
        if self._fresh and self._fresh.pages == made.pages:
            self.kept.append(self._fresh)
        else:
            self.due.append(made)

    def _made_of(self, name: str, pages: Iterable[str]) -> Bundle:
        return Bundle(name, self._name, {page: self._wanted[page] for page in sorted(pages)})
