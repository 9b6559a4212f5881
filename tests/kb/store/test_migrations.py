"""Every earlier schema becomes the present one."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskbook.model import Cluster, Link, Outcome
from deskbook.store import Store
from deskbook.store.migrations import STEPS, migrate, schema_version
from deskbook.store.store import FILE_NAME

THREAD = (
    "INSERT INTO thread (key, source, id, kind, title, created, updated, resolved, marked, tags, audience, digest) VALUES "
    "('t:1', 't', '1', 'ticket', 'Purging', '2026-01-01T00:00:00.000000+00:00', '2026-01-01T00:00:00.000000+00:00', 1, 0, '[]', "
    "'internal', 'x')"
)
MESSAGES = (
    "INSERT INTO message VALUES ('t:1', 0, 'a', 'customer', 'customer', '2026-01-01T00:00:00+00:00', 'cached pages', 0, 0, NULL, 0)",
    "INSERT INTO message VALUES ('t:1', 1, 'b', 'agent', 'agent', '2026-01-01T00:00:00+00:00', 'grumpy note', 1, 0, NULL, 0)",
)


@pytest.mark.parametrize("start", range(len(STEPS) + 1))
@pytest.mark.parametrize("filled", [False, True])
def test_from_every_schema(tmp_path: Path, start: int, filled: bool) -> None:
    """A store of any earlier version opens with all that it held, and search finds it."""
    db = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    migrate(db, start)
    filled = filled and start > 0
    if filled:
        for statement in (THREAD, *MESSAGES):
            db.execute(statement)
        if start >= 3:
            db.execute("INSERT INTO thread_text (rowid, title, body) VALUES (1, 'Purging', 'cached pages')")
    db.close()

    with Store(tmp_path) as store:
        found = list(store.threads())

        assert [(thread.key, len(thread.messages)) for thread in found] == ([("t:1", 2)] if filled else [])
        assert [thread.key for thread in store.find("cached")] == (["t:1"] if filled else [])
        assert store.find("grumpy") == ()
        assert store.clusters() == ()
        assert store.links() == ()
        assert {thread.asker for thread in found} <= {""}
        assert store.asker_key()
        assert store.numbers() == ({"t:1": 1} if filled else {})


def test_a_step_that_fails_leaves_the_schema_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration is taken whole or not at all."""

    def broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (x)")
        raise sqlite3.OperationalError("no space left")

    db = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    migrate(db, 2)
    monkeypatch.setattr("deskbook.store.migrations.STEPS", (*STEPS[:2], broken))

    with pytest.raises(sqlite3.OperationalError):
        migrate(db, 3)

    assert schema_version(db) == 2
    assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    db.close()


@pytest.mark.parametrize("start", range(2, len(STEPS)))
def test_clusters_of_an_earlier_schema_are_kept(tmp_path: Path, start: int) -> None:
    """Clusters found before any could be dismissed are there, not dismissed, and can be replaced."""
    db = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    migrate(db, start)
    db.execute("INSERT INTO cluster (id, label) VALUES ('t:1', 'Purging')")
    db.execute("INSERT INTO cluster_member VALUES ('t:1', 't:1'), ('t:1', 't:2')")
    db.close()
    before = Cluster("t:1", "Purging", ("t:1", "t:2"))

    with Store(tmp_path) as store:
        assert store.clusters() == (before,)
        assert not store.replace_clusters([before])
        assert store.replace_clusters([replace(before, dismissed=True)])
        assert store.clusters() == (replace(before, dismissed=True),)


@pytest.mark.parametrize("start", range(2, 6))
def test_outcomes_of_an_earlier_schema_are_kept(tmp_path: Path, start: int) -> None:
    """What became of threads before anybody could decide is a proposal, and which draft was written is remembered."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    db = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    migrate(db, start)
    for thread, outcome, article in (("t:1", "new", "purging"), ("t:2", "covered", "dns")):
        db.execute("INSERT INTO link VALUES (?, ?, ?, 'because', ?)", (thread, outcome, article, at.isoformat()))
    db.close()

    with Store(tmp_path) as store:
        assert store.links() == (
            Link("t:1", Outcome.NEW, "purging", "because", at, decided=False, written="purging"),
            Link("t:2", Outcome.COVERED, "dns", "because", at),
        )
