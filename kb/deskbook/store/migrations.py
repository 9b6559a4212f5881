"""The store's schema, one numbered step at a time. A step that has been released is never changed."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable

_KEY_BYTES = 32


def m001_threads(db: sqlite3.Connection) -> None:
    """Threads, their messages, and the keys of what was held back."""
    db.execute(
        """
        CREATE TABLE thread (
            number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
            created TEXT NOT NULL, updated TEXT NOT NULL, url TEXT, resolved INTEGER NOT NULL, marked INTEGER NOT NULL,
            tags TEXT NOT NULL, category TEXT, team TEXT, audience TEXT NOT NULL, digest TEXT NOT NULL
        )
        """
    )
    db.execute("CREATE INDEX thread_by_time ON thread (created, key)")
    db.execute(
        """
        CREATE TABLE message (
            thread TEXT NOT NULL REFERENCES thread (key) ON DELETE CASCADE, position INTEGER NOT NULL,
            id TEXT NOT NULL, author TEXT NOT NULL, role TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL,
            internal INTEGER NOT NULL, accepted INTEGER NOT NULL, reply_to TEXT, score INTEGER NOT NULL,
            PRIMARY KEY (thread, position)
        ) WITHOUT ROWID
        """
    )
    db.execute(
        "CREATE TABLE held (key TEXT PRIMARY KEY, title_hint TEXT NOT NULL, reasons TEXT NOT NULL) WITHOUT ROWID"
    )


def m002_clusters_and_links(db: sqlite3.Connection) -> None:
    """Which threads ask the same, and what became of each."""
    db.execute("CREATE TABLE cluster (id TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID")
    db.execute(
        """
        CREATE TABLE cluster_member (
            cluster TEXT NOT NULL REFERENCES cluster (id) ON DELETE CASCADE, thread TEXT NOT NULL,
            PRIMARY KEY (cluster, thread)
        ) WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE link (
            thread TEXT PRIMARY KEY, outcome TEXT NOT NULL, article TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL
        ) WITHOUT ROWID
        """
    )


def m003_full_text(db: sqlite3.Connection) -> None:
    """A full-text index of what was written in public, its rowid the thread's number, filled from what is there already."""
    db.execute("CREATE VIRTUAL TABLE thread_text USING fts5 (title, body, tokenize = 'porter unicode61')")
    db.execute(
        """
        INSERT INTO thread_text (rowid, title, body)
        SELECT thread.number, thread.title, coalesce(group_concat(message.text, char(10)), '')
        FROM thread LEFT JOIN message ON message.thread = thread.key AND message.internal = 0 AND message.role <> 'system'
        GROUP BY thread.number
        """
    )


def m004_askers(db: sqlite3.Connection) -> None:
    """A pseudonym of who asked, and the store's own key that pseudonyms are made with.

    Threads that are there already get theirs when they are collected again.
    """
    db.execute("ALTER TABLE thread ADD COLUMN asker TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
    db.execute("INSERT INTO secret VALUES ('askers', ?)", (secrets.token_bytes(_KEY_BYTES),))


def m005_dismissed_clusters(db: sqlite3.Connection) -> None:
    """Clusters that a person decided not to write down."""
    db.execute("ALTER TABLE cluster ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0")


def m006_decided_links(db: sqlite3.Connection) -> None:
    """Whether a person decided an outcome, and which file was made of a thread once. Until now only `new` made one."""
    db.execute("ALTER TABLE link ADD COLUMN decided INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE link ADD COLUMN written TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE link SET written = article WHERE outcome = 'new'")
    db.execute("CREATE INDEX thread_marked ON thread (key) WHERE marked AND resolved")


def m007_cursors(db: sqlite3.Connection) -> None:
    """Where a source that is read bit by bit goes on."""
    db.execute("CREATE TABLE cursor (source TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")


def m008_sure_threads(db: sqlite3.Connection) -> None:
    """Whether a thread is surely one exchange. Conversations of a chat are told apart anew when they are collected again."""
    db.execute("ALTER TABLE thread ADD COLUMN sure INTEGER NOT NULL DEFAULT 1")


def m009_pictures(db: sqlite3.Connection) -> None:
    """Which threads show which pictures, and which picture was at which address of a source."""
    db.execute(
        """
        CREATE TABLE shown (
            name TEXT NOT NULL, thread TEXT NOT NULL REFERENCES thread (key) ON DELETE CASCADE, PRIMARY KEY (name, thread)
        ) WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX shown_by_thread ON shown (thread)")
    db.execute(
        """
        CREATE TABLE picture (
            source TEXT NOT NULL, address TEXT NOT NULL, name TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
            PRIMARY KEY (source, address)
        ) WITHOUT ROWID
        """
    )


def m010_closed_threads(db: sqlite3.Connection) -> None:
    """Whether a thread is closed where it lives, and where it was before. Known once it is collected again."""
    db.execute("ALTER TABLE thread ADD COLUMN closed INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE thread ADD COLUMN old_addresses TEXT NOT NULL DEFAULT '[]'")


def m011_notes(db: sqlite3.Connection) -> None:
    """What tickets were told of their articles. It outlives the threads: a note stands on a ticket that is no longer stored, too."""
    db.execute(
        "CREATE TABLE note (thread TEXT PRIMARY KEY, article TEXT NOT NULL, text TEXT NOT NULL, link TEXT NOT NULL, "
        "marker TEXT NOT NULL, public INTEGER NOT NULL, tag TEXT NOT NULL, receipt TEXT NOT NULL, at TEXT NOT NULL, "
        "round INTEGER NOT NULL, stands INTEGER NOT NULL) STRICT, WITHOUT ROWID"
    )


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    m001_threads,
    m002_clusters_and_links,
    m003_full_text,
    m004_askers,
    m005_dismissed_clusters,
    m006_decided_links,
    m007_cursors,
    m008_sure_threads,
    m009_pictures,
    m010_closed_threads,
    m011_notes,
)


def migrate(db: sqlite3.Connection, upto: int = len(STEPS)) -> int:
    """Bring an open database to step `upto`, each step in a transaction of its own. Returns how many steps were taken."""
    done = schema_version(db)
    for number in range(done, upto):
        db.execute("BEGIN IMMEDIATE")
        try:
            STEPS[number](db)
            db.execute(f"PRAGMA user_version = {number + 1}")
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")
    return max(0, upto - done)


def schema_version(db: sqlite3.Connection) -> int:
    """How many steps a database has behind it; 0 for a new one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])
