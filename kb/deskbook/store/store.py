"""The store: one SQLite file below the project's .deskbook/.

SQLite because a reader must not be shut out while `collect` writes, and because a killed run has to lose nothing: WAL mode
gives both, and every call below is one transaction.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from deskbook.errors import StoreError
from deskbook.model import Cluster, Held, Link, Outcome, Thread, ThreadKind
from deskbook.store import rows
from deskbook.store.migrations import STEPS, migrate, schema_version
from deskbook.store.notes import Notes
from deskbook.store.pictures import Pictures
from deskbook.text.pictures import pictures_of

FILE_NAME = "deskbook.db"
_LOCK_SECONDS = 30.0
# Keys in one query; SQLite takes 999 at least.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """How many threads of a batch were new, changed, or already there in this or a newer form."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: Stored) -> Stored:
        return Stored(self.new + other.new, self.changed + other.changed, self.same + other.same)


@dataclass(frozen=True, slots=True)
class Beginning:
    """When a thread was begun (aware UTC), and its title."""

    created: datetime
    title: str


class Store:
    """Threads, what was held back, clusters and links. A context manager."""

    def __init__(self, folder: Path) -> None:
        """Open the store in `folder`, or make it. Raises `StoreError` if it cannot be used."""
        self.path = folder / FILE_NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, timeout=_LOCK_SECONDS, isolation_level=None)
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error
        self.pictures = Pictures(folder / "files", self._db)
        self.notes = Notes(self._db)
        try:
            self._prepare()
        except BaseException:
            self._db.close()
            raise

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a store in `folder`; opening one makes it."""
        return (folder / FILE_NAME).is_file()

    def _prepare(self) -> None:
        """Bring the open file to the present schema."""
        try:
            version = schema_version(self._db)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        if version > len(STEPS):
            raise StoreError(
                f"the store was written by a newer deskbook (schema {version}, this one knows {len(STEPS)})",
                where=str(self.path),
                cure="upgrade deskbook: `pip install --upgrade deskbook`",
            )
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA foreign_keys = ON")
        migrate(self._db)

    def _unusable(self, error: Exception) -> StoreError:
        return StoreError(
            f"the store cannot be opened: {error}",
            where=str(self.path),
            cure="move the file away and run `deskbook collect` again: everything in it comes from your sources",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def put(
        self, threads: Iterable[Thread], held: Iterable[Held] = (), cursor: tuple[str, str] | None = None
    ) -> Stored:
        """Keep a batch, all of it or nothing. A thread that is there in a newer form (by `updated`) is left as it is,
        but for conversations of a chat, and where there is a `cursor`: a live system says what holds now.

        Of a held thread only the key, a redacted hint of its title and the reasons are kept; an earlier form that was stored
        stays. A thread that is stored is no longer held. `cursor` is a source and where it goes on, once this is stored.
        """
        counts = Stored()
        with self._transaction():
            for thread in threads:
                counts += self._put(thread, live=cursor is not None)
            for one in held:
                reasons = json.dumps(one.reasons, ensure_ascii=False)
                self._db.execute(
                    "INSERT INTO held VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET title_hint = excluded.title_hint, "
                    "reasons = excluded.reasons WHERE title_hint <> excluded.title_hint OR reasons <> excluded.reasons",
                    (one.key, one.title_hint, reasons),
                )
            if cursor:
                self._db.execute(
                    "INSERT INTO cursor VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET value = excluded.value "
                    "WHERE value <> excluded.value",
                    cursor,
                )
        return counts

    def cursor(self, source: str) -> str:
        """Where a source goes on; empty for its beginning."""
        found = self._db.execute("SELECT value FROM cursor WHERE source = ?", (source,)).fetchone()
        return str(found[0]) if found else ""

    def threads(self, kinds: frozenset[ThreadKind] | None = None) -> Iterator[Thread]:
        """All threads of some kinds (None: all), by creation, then key. One thread is in memory at a time."""
        wanted = sorted(kinds if kinds is not None else ThreadKind)
        query = (
            f"SELECT {_joined()} FROM thread t LEFT JOIN message m ON m.thread = t.key "  # noqa: S608  column names of our own
            f"WHERE t.kind IN ({', '.join('?' * len(wanted))}) ORDER BY t.created, t.key, m.position"
        )
        yield from rows.threads(self._db.execute(query, wanted))

    def threads_since(self, number: int) -> Iterator[tuple[int, Thread]]:
        """The threads stored after `number` (0: all) with their numbers, in the order in which they were stored.

        A thread's number grows whenever the thread changes, so what comes after the highest number that somebody has
        seen is all that is new to them. One thread is in memory at a time.
        """
        query = (
            f"SELECT t.number, {_joined()} FROM thread t LEFT JOIN message m ON m.thread = t.key "  # noqa: S608  column names of our own
            "WHERE t.number > ? ORDER BY t.number, m.position"
        )
        yield from rows.numbered_threads(self._db.execute(query, (number,)))

    def numbers(self) -> dict[str, int]:
        """The number of every stored thread, by key."""
        return dict(self._db.execute("SELECT key, number FROM thread ORDER BY number"))

    def digests(self) -> dict[str, str]:
        """A fingerprint of what each stored thread says, by key. Reads no message."""
        return dict(self._db.execute("SELECT key, digest FROM thread ORDER BY number"))

    def keys(self, source: str) -> frozenset[str]:
        """The keys of all threads of a source, stored or held."""
        found = self._db.execute(
            "SELECT key FROM thread WHERE source = ? UNION SELECT key FROM held WHERE substr(key, 1, ?) = ?",
            (source, len(source) + 1, f"{source}:"),
        )
        return frozenset(key for (key,) in found)

    def asker_key(self) -> bytes:
        """The key that the pseudonyms of askers are made with: random, of this store alone, never shown."""
        found: tuple[bytes] = self._db.execute("SELECT value FROM secret WHERE name = 'askers'").fetchone()
        return found[0]

    def beginnings(self, keys: Sequence[str]) -> dict[str, Beginning]:
        """Of some threads, by key, what can be told without reading them."""
        found = {}
        for first in range(0, len(keys), _AT_ONCE):
            some = keys[first : first + _AT_ONCE]
            query = f"SELECT key, created, title FROM thread WHERE key IN ({_marks(len(some))})"  # noqa: S608
            for key, created, title in self._db.execute(query, some):
                found[key] = Beginning(datetime.fromisoformat(created), title)
        return found

    def held(self) -> tuple[Held, ...]:
        """What was held back, by key."""
        found = self._db.execute("SELECT key, title_hint, reasons FROM held ORDER BY key")
        return tuple(Held(key, hint, tuple(json.loads(reasons))) for key, hint, reasons in found)

    def replace_clusters(self, clusters: Iterable[Cluster]) -> bool:
        """Keep these clusters in place of all earlier ones. Says whether anything changed; if not, nothing is written."""
        wanted = tuple(sorted(clusters, key=lambda cluster: cluster.id))
        if wanted == self.clusters():
            return False
        with self._transaction():
            self._db.execute("DELETE FROM cluster")
            self._db.executemany("INSERT INTO cluster VALUES (?, ?, ?)", [(c.id, c.label, c.dismissed) for c in wanted])
            members = [(c.id, member) for c in wanted for member in c.members]
            self._db.executemany("INSERT INTO cluster_member VALUES (?, ?)", members)
        return True

    def clusters(self) -> tuple[Cluster, ...]:
        """All clusters, by id."""
        members: dict[str, list[str]] = {}
        for cluster, thread in self._db.execute("SELECT cluster, thread FROM cluster_member ORDER BY cluster, thread"):
            members.setdefault(cluster, []).append(thread)
        found = self._db.execute("SELECT id, label, dismissed FROM cluster ORDER BY id")
        return tuple(Cluster(id_, label, tuple(members.get(id_, ())), bool(gone)) for id_, label, gone in found)

    def put_links(self, links: Iterable[Link]) -> int:
        """Keep the outcome of some threads; returns how many said something new. The time alone is nothing new."""
        changed = 0
        with self._transaction():
            for link in links:
                changed += self._db.execute(
                    "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (thread) DO UPDATE SET "
                    "outcome = excluded.outcome, article = excluded.article, reason = excluded.reason, at = excluded.at, "
                    "decided = excluded.decided, written = excluded.written WHERE "
                    "(outcome, article, reason, decided, written) <> "
                    "(excluded.outcome, excluded.article, excluded.reason, excluded.decided, excluded.written)",
                    (
                        link.thread, link.outcome, link.article, link.reason, link.at.isoformat(), link.decided,
                        link.written,
                    ),
                ).rowcount  # fmt: skip
        return changed

    def links(self) -> tuple[Link, ...]:
        """The outcome of every thread that has one, by thread key."""
        found = self._db.execute(
            "SELECT thread, outcome, article, reason, at, decided, written FROM link ORDER BY thread"
        )
        return tuple(
            Link(thread, Outcome(outcome), article, reason, datetime.fromisoformat(at), bool(decided), written)
            for thread, outcome, article, reason, at, decided, written in found
        )

    def reused(self) -> dict[str, date]:
        """The last day on which a person said that an article answers a thread, by the article's id. Reads no message.

        A thread that was closed before is as old as that: a store that was made anew learns of all its links on one day.
        """
        found = self._db.execute(
            "SELECT link.article, max(min(link.at, thread.updated)) FROM link JOIN thread ON thread.key = link.thread "
            "WHERE link.decided AND link.outcome = 'covered' GROUP BY link.article"
        )
        return {article: datetime.fromisoformat(at).date() for article, at in found}

    def marked(self, *, unresolved: bool = False) -> frozenset[str]:
        """The keys of the resolved threads that somebody marked for documentation; with `unresolved` also of the others. Reads no
        message."""
        found = self._db.execute("SELECT key FROM thread WHERE marked AND (resolved OR ?)", (unresolved,))
        return frozenset(key for (key,) in found)

    def find(self, words: str, limit: int = 20) -> tuple[Thread, ...]:
        """The threads in which all words stand in public (stems count), best first by BM25, at most `limit`."""
        terms = " ".join(f'"{word}"' for word in re.findall(r"\w+", words))
        if not terms:
            return ()
        keys = [
            key
            for (key,) in self._db.execute(
                "SELECT t.key FROM thread_text JOIN thread t ON t.number = thread_text.rowid WHERE thread_text MATCH ? "
                "ORDER BY bm25(thread_text, 3, 1), t.key LIMIT ?",
                (terms, limit),
            )
        ]
        return self.threads_by_key(keys)

    def threads_by_key(self, keys: Sequence[str]) -> tuple[Thread, ...]:
        """The threads with some keys, in the order of the keys. Unknown keys are left out."""
        by_key: dict[str, Thread] = {}
        for first in range(0, len(keys), _AT_ONCE):
            some = keys[first : first + _AT_ONCE]
            query = (
                f"SELECT {_joined()} FROM thread t LEFT JOIN message m ON m.thread = t.key "  # noqa: S608  column names of our own
                f"WHERE t.key IN ({_marks(len(some))}) ORDER BY t.key, m.position"
            )
            by_key |= {thread.key: thread for thread in rows.threads(self._db.execute(query, some))}
        return tuple(by_key[key] for key in keys if key in by_key)

    def remove(self, keys: Iterable[str]) -> int:
        """Forget some threads: their messages, outcomes, places in clusters and that they were held back. Unknown keys are left
        out. Returns how many were there, stored or held."""
        removed = 0
        with self._transaction():
            for key in sorted(set(keys)):
                self._db.execute(
                    "DELETE FROM thread_text WHERE rowid = (SELECT number FROM thread WHERE key = ?)", (key,)
                )
                gone = self._db.execute("DELETE FROM thread WHERE key = ?", (key,)).rowcount
                gone += self._db.execute("DELETE FROM held WHERE key = ?", (key,)).rowcount
                self._db.execute("DELETE FROM link WHERE thread = ?", (key,))
                self._db.execute("DELETE FROM cluster_member WHERE thread = ?", (key,))
                removed += gone > 0
            self._db.execute(
                "DELETE FROM cluster WHERE (SELECT count(*) FROM cluster_member WHERE cluster = cluster.id) < 2"
            )
        return removed

    def scrub(self) -> None:
        """Write the file anew, so that nothing which was removed or replaced is left in its unused parts, and remove the pictures
        that no thread shows."""
        self.pictures.sweep(patience=0)
        try:
            self._db.execute("INSERT INTO thread_text (thread_text) VALUES ('optimize')")
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"the store could not be written anew, so its file may still hold what was removed ({error})",
                where=str(self.path),
                cure="wait until no other deskbook uses it, then run `deskbook takedown` again",
            ) from error

    def _put(self, thread: Thread, *, live: bool) -> Stored:
        fingerprint = rows.digest(thread)
        known = self._db.execute(
            "SELECT digest, updated, number, asker FROM thread WHERE key = ?", (thread.key,)
        ).fetchone()
        # A conversation of a chat is cut out of a log, and the last post of a topic may be deleted: they lose their end, and
        # are no older for it. Of two exports the older one may be read last.
        is_older = known and not live and thread.kind is not ThreadKind.CHAT and known[1] > rows.updated_text(thread)
        if known and (known[0] == fingerprint or is_older):
            if known[0] == fingerprint and known[3] != thread.asker:  # it was stored before askers were counted
                self._db.execute("UPDATE thread SET asker = ? WHERE key = ?", (thread.asker, thread.key))
            self._release(thread.key)
            return Stored(same=1)
        # Never a number that was used before, not even this thread's own: see `threads_since`.
        number = self._db.execute("SELECT coalesce(max(number), 0) + 1 FROM thread").fetchone()[0]
        if known:
            self._db.execute("DELETE FROM thread WHERE key = ?", (thread.key,))
            self._db.execute("DELETE FROM thread_text WHERE rowid = ?", (known[2],))
        row = rows.thread_row(thread, fingerprint)
        self._db.execute(
            f"INSERT INTO thread (number, {rows.THREAD_COLUMNS}) VALUES ({_marks(len(row) + 1)})",  # noqa: S608
            (number, *row),
        )
        self._db.executemany(
            f"INSERT INTO message (thread, position, {rows.MESSAGE_COLUMNS}) VALUES ({_marks(11)})",  # noqa: S608
            rows.message_rows(thread),
        )
        self._db.executemany(
            "INSERT INTO shown VALUES (?, ?)", [(name, thread.key) for name in {p.name for p in pictures_of(thread)}]
        )
        body = "\n".join(message.text for message in thread.public_messages)
        self._db.execute("INSERT INTO thread_text (rowid, title, body) VALUES (?, ?, ?)", (number, thread.title, body))
        self._release(thread.key)
        return Stored(changed=1) if known else Stored(new=1)

    def _release(self, key: str) -> None:
        self._db.execute("DELETE FROM held WHERE key = ?", (key,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"the store is in use by another deskbook for more than {_LOCK_SECONDS:.0f} seconds ({error})",
                where=str(self.path),
                cure="wait for the other run to end, then try again",
            ) from error
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _joined() -> str:
    thread = ", ".join(f"t.{column.strip()}" for column in rows.THREAD_COLUMNS.split(","))
    message = ", ".join(f"m.{column.strip()}" for column in rows.MESSAGE_COLUMNS.split(","))
    return f"{thread}, {message}"


def _marks(count: int) -> str:
    return ", ".join("?" * count)
