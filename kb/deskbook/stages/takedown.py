"""takedown: what must go is removed from the store, the content and what was made of them, and kept out from then on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Protocol

from deskbook.errors import TakedownError
from deskbook.library import cleaned_file, parse
from deskbook.library import replace as write
from deskbook.library.articles import Unreadable
from deskbook.model import Confidence, Progress, Takedown, TakedownKind, Thread
from deskbook.stages.pictures import copies_of
from deskbook.store import Store
from deskbook.text.redact import Takedowns, without_taken_down
from deskbook.text.redact.common_words import COMMON_WORDS
from deskbook.text.redact.takedowns import fingerprint, forms

# What `build` makes in a project; a site is known by its page for addresses that do not exist.
_STAGED = ("docs", "docs-*", "site-*.new", "mkdocs-*.yml", "forum-*.json", "spare-*")
_SITES = ("site", "site-partner", "site-internal", ".site.old", ".site-partner.old", ".site-internal.old")
_NOT_FOUND = "404.html"
# What lies in the store's folder beside it, and is made anew when it is asked for.
_KEPT = ("overlap", "signals.jsonl", "incidents.json")
# Files beside content/ that people write: what stands there is for them to mend.
_OWN = (".csv", ".toml", ".txt", ".yml", ".yaml", ".md")
_LARGEST = 20_000_000  # bytes of a file that is read as text


class _Index(Protocol):
    def prepare(self, numbers: dict[str, int]) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What a takedown reaches: the project's folder, that of its articles, its store, and its index of questions."""

    root: Path
    content: Path
    store: Store
    index: Callable[[], _Index]


@dataclass(frozen=True, slots=True)
class TakenDown:
    """What was done, or would be. Threads are keys; files and folders are relative to the project.

    `removed` and `changed` are threads of the store. `edited` and `deleted` are articles, and `review` those of them that were
    written from a thread that is gone. `folders` held what was built. `left` are files that a person has to mend.
    """

    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def as_takedown(kind: TakedownKind, what: str, key: bytes, now: datetime) -> Takedown:
    """What a person asks to take down, as a line of the list. `now` is aware.

    Raises `TakedownError` for what would be found everywhere, or nowhere.
    """
    at = now.astimezone(UTC).replace(microsecond=0)
    if kind is TakedownKind.THREAD:
        if not what.strip():
            raise TakedownError("no thread is named", cure="give its key, such as tickets:17: `deskbook find` shows it")
        return Takedown(at, kind, what.strip())
    ways = forms(kind, what, key)
    if not ways:
        raise TakedownError("there is no word in it to look for", cure="give at least one word or number")
    if ways[0].words == 1 and (len(what.strip()) < 3 or what.strip().lower() in COMMON_WORDS):
        raise TakedownError(
            "this is a word that anybody may use, and it would be removed everywhere",
            cure="give more of it, such as the full name",
        )
    return Takedown(at, kind, key=fingerprint(key), forms=ways)


def take_down(desk: Desk, takedowns: Takedowns, progress: Progress, *, new: bool, dry_run: bool) -> TakenDown:
    """Remove everything on a list from a desk; with `dry_run` only say what would be done.

    `new` says that the list has just grown: then what was built goes in any case. After being killed the next call does the rest,
    unless all but the writing anew of the store's file was done. Raises `StoreError` where the store's file cannot be written anew.
    """
    threads = _Threads.among(desk.store, takedowns, progress)
    files = _Files.among(desk, takedowns)
    told = threads.told(desk.store, takedowns)
    something = new or told or bool(threads.removed or threads.changed or files.texts or files.deleted)
    done = TakenDown(
        removed=threads.removed,
        changed=tuple(thread.key for thread in threads.changed),
        edited=tuple(files.texts),
        deleted=tuple(files.deleted),
        review=tuple(files.review),
        folders=tuple(Path(os.path.relpath(path, desk.root)).as_posix() for path in _built(desk)) if something else (),
        left=tuple(files.left),
    )
    if something and not dry_run:
        index = desk.index()
        for path in _built(desk):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        for name, text in files.texts.items():
            write(desk.root / name, text)
        for name in files.deleted:
            (desk.root / name).unlink(missing_ok=True)
        if told or threads.removed or threads.changed:
            index.prepare({})  # its words come from the threads; the next `cluster` makes it again
            threads.go(desk.store, takedowns)
            desk.store.scrub()
    return done


@dataclass(frozen=True, slots=True)
class _Threads:
    """Stored threads that go, and those that stay in another form."""

    removed: tuple[str, ...]
    changed: tuple[Thread, ...]

    @classmethod
    def among(cls, store: Store, takedowns: Takedowns, progress: Progress) -> _Threads:
        removed = {held.key for held in store.held() if held.key in takedowns.threads}
        changed = []
        for thread in progress.track(store.threads(), "look through the store"):
            if thread.key in takedowns.threads or takedowns.spans(thread.key):
                removed.add(thread.key)
            elif (cleaned := without_taken_down(thread, takedowns)) != thread:
                changed.append(cleaned)
        return cls(tuple(sorted(removed)), tuple(changed))

    def told(self, store: Store, takedowns: Takedowns) -> bool:
        """Whether something besides the threads says it: a name of a cluster, a reason, the hint of a title."""
        texts = [cluster.label for cluster in store.clusters()]
        texts += [link.reason for link in store.links()] + [held.title_hint for held in store.held()]
        return any(takedowns.spans(text) for text in texts)

    def go(self, store: Store, takedowns: Takedowns) -> None:
        clean = takedowns.removed_from
        store.remove(self.removed)
        store.put(self.changed, [replace(held, title_hint=clean(held.title_hint)) for held in store.held()])
        store.replace_clusters([replace(cluster, label=clean(cluster.label)) for cluster in store.clusters()])
        store.put_links([replace(link, reason=clean(link.reason)) for link in store.links()])


class _Files:
    """Files of people: what they become, by name, and which of them are beyond a machine."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.deleted: list[str] = []
        self.review: list[str] = []
        self.left: list[str] = []

    @classmethod
    def among(cls, desk: Desk, takedowns: Takedowns) -> _Files:
        found = cls()
        for path in (*_files(desk.content), *sorted(p for p in desk.root.iterdir() if p.suffix in _OWN)):
            name = path.relative_to(desk.root).as_posix() if path.is_relative_to(desk.root) else str(path)
            text = _text(path)
            if text is None:
                continue
            if path.suffix == ".md" and path.is_relative_to(desk.content):
                text = found.article(name, text, takedowns)
            if text is not None and (takedowns.spans(text) or takedowns.spans(name)):
                found.left.append(name)
        return found

    def article(self, name: str, text: str, takedowns: Takedowns) -> str | None:
        """What an article becomes; None where it goes, because it is a draft of nothing but threads that are gone."""
        try:
            article = parse(text, PurePosixPath(name))
            cleaned = cleaned_file(text, takedowns)
        except (Unreadable, ValueError):
            return text
        gone = takedowns.threads.intersection(article.sources)
        if gone and article.confidence is Confidence.WIP and gone.issuperset(article.sources):
            self.deleted += [name, *map(str, copies_of(article))]
            return None
        if gone:
            self.review.append(name)
        if cleaned != text:
            self.texts[name] = cleaned
        return cleaned


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(names) if not name.startswith("."))


def _text(path: Path) -> str | None:
    """What a file says; None for one that is no text, or no file of the project."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
        return None
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None


def _built(desk: Desk) -> list[Path]:
    """What was made of threads, articles and what readers told, and can be made again."""
    staged = [path for pattern in _STAGED for path in (desk.root / "build").glob(pattern)]
    sites = [desk.root / name for name in _SITES if (desk.root / name / _NOT_FOUND).is_file()]
    kept = [path for name in _KEPT if (path := desk.store.path.parent / name).exists()]
    return sorted(path for path in (*staged, *sites, *kept) if not path.is_symlink())
