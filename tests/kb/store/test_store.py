"""Keeping threads, clusters and links."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import StoreError
from deskbook.model import Cluster, Held, Link, Message, OldAddress, Outcome, Role, Thread, ThreadKind
from deskbook.store import Store, Stored
from strategies import threads

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
THREAD = Thread(
    "tickets", "1", ThreadKind.TICKET, "Purging fails",
    (
        Message("a", "customer", Role.CUSTOMER, NOW, "The purge endpoint answers 403."),
        Message("b", "agent", Role.AGENT, NOW, "He forgot to pay again.", internal=True),
        Message("c", "agent", Role.AGENT, NOW, "Use a token with the purge scope."),
    ),
    NOW, NOW, tags=("cache",),
)  # fmt: skip


@given(st.lists(threads(), max_size=8))
@settings(max_examples=40)
def test_what_is_put_comes_back(tmp_path_factory: pytest.TempPathFactory, given_threads: list[Thread]) -> None:
    """Of each key the newest form is kept whole, of a chat the last; and putting everything again changes nothing."""
    newest: dict[str, Thread] = {}
    for thread in given_threads:
        cut = thread.kind is ThreadKind.CHAT
        if cut or thread.key not in newest or thread.updated >= newest[thread.key].updated:
            newest[thread.key] = thread
    with Store(tmp_path_factory.mktemp("store")) as store:
        store.put(given_threads)
        again = store.put(newest.values())

        assert {thread.key: thread for thread in store.threads()} == newest
        assert again == Stored(same=len(newest))


def test_counts_what_is_new_and_what_changed(tmp_path: Path) -> None:
    """The summary tells new, changed and known threads apart; an older copy does not overwrite a newer one."""
    later = replace(THREAD, title="Purging works", updated=NOW + timedelta(days=1))
    with Store(tmp_path) as store:
        assert store.put([THREAD]) == Stored(new=1)
        assert store.put([later]) == Stored(changed=1)
        assert store.put([THREAD]) == Stored(same=1)

        assert [thread.title for thread in store.threads()] == ["Purging works"]


def test_what_was_stored_before_is_known_again(tmp_path: Path) -> None:
    """What a later version learnt to tell of threads changes none that it is not told of: else an upgrade would make all pages anew."""
    with Store(tmp_path) as store:
        store.put([THREAD])
        assert store.digests() == {THREAD.key: "fec7d7ece6ea4bfe64d7d4a1332c1b36b531044299f0aabfd9696f57a09f7134"}
        assert store.put([replace(THREAD, closed=True)]) == Stored(changed=1)
        assert store.put([replace(THREAD, closed=True, old_addresses=(OldAddress("/a"),))]) == Stored(changed=1)


def test_threads_come_by_kind_and_time(tmp_path: Path) -> None:
    """Threads come oldest first, and only the kinds that are asked for."""
    topic = replace(THREAD, source="forum", kind=ThreadKind.TOPIC, created=NOW - timedelta(days=1))
    with Store(tmp_path) as store:
        store.put([THREAD, topic])

        assert [thread.key for thread in store.threads()] == ["forum:1", "tickets:1"]
        assert [thread.key for thread in store.threads(frozenset({ThreadKind.TICKET}))] == ["tickets:1"]


def test_a_thread_that_became_clean_is_no_longer_held(tmp_path: Path) -> None:
    """What was held back is listed until it can be stored."""
    held = Held(THREAD.key, "Purging …", ("a private key without an end",))
    with Store(tmp_path) as store:
        store.put([], [held])
        assert store.held() == (held,)

        store.put([THREAD])
        assert store.held() == ()


def test_finds_by_public_words_only(tmp_path: Path) -> None:
    """Full-text search knows stems and never looks into internal notes."""
    with Store(tmp_path) as store:
        store.put([THREAD])

        assert [thread.key for thread in store.find("purges token")] == ["tickets:1"]
        assert store.find("forgot") == ()
        assert store.find('"; DROP TABLE thread --') == ()
        assert store.find("  ") == ()


def test_the_index_follows_a_changed_thread(tmp_path: Path) -> None:
    """Words that a thread no longer says no longer find it."""
    with Store(tmp_path) as store:
        store.put([THREAD])
        store.put([replace(THREAD, title="Invoices", messages=THREAD.messages[:1], updated=NOW + timedelta(days=1))])

        assert store.find("token") == ()
        assert len(store.find("invoices")) == 1


def test_clusters_and_links_are_written_once(tmp_path: Path) -> None:
    """Saying the same again is no change."""
    cluster = Cluster("tickets:1", "Purging fails", ("tickets:1", "tickets:2"))
    link = Link("tickets:1", Outcome.NEW, "purging-fails", "written up", NOW)
    with Store(tmp_path) as store:
        assert store.replace_clusters([cluster])
        assert not store.replace_clusters([cluster])
        assert store.replace_clusters([replace(cluster, dismissed=True)])
        assert store.clusters()[0].dismissed
        assert store.replace_clusters([cluster])
        assert store.put_links([link]) == 1
        assert store.put_links([replace(link, at=NOW + timedelta(days=1))]) == 0
        assert store.put_links([replace(link, decided=True, written="purging")]) == 1
        assert store.links() == (replace(link, decided=True, written="purging"),)
        assert store.put_links([link]) == 1

        assert store.clusters() == (cluster,)
        assert store.links() == (link,)


def test_a_failing_batch_leaves_nothing(tmp_path: Path) -> None:
    """A batch is kept whole or not at all."""

    def breaking() -> object:
        yield THREAD
        raise RuntimeError

    with Store(tmp_path) as store:
        with pytest.raises(RuntimeError):
            store.put(breaking())  # type: ignore[arg-type]

        assert list(store.threads()) == []


def test_a_reader_is_not_shut_out_by_a_writer(tmp_path: Path) -> None:
    """While one process is in the middle of writing, another can read."""
    with Store(tmp_path) as store, Store(tmp_path) as reader:
        store.put([THREAD])
        writer = sqlite3.connect(store.path, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM thread")

        assert len(list(reader.threads())) == 1
        writer.execute("ROLLBACK")
        writer.close()


@pytest.mark.parametrize("content", [b"not a database, but long enough to have a header of its own" * 20, None])
def test_an_unusable_store_is_an_error_with_a_cure(tmp_path: Path, content: bytes | None) -> None:
    """A damaged file or one of a newer deskbook stops the run, untouched."""
    path = tmp_path / "deskbook.db"
    if content is None:
        with Store(tmp_path):
            pass
        db = sqlite3.connect(path)
        db.execute("PRAGMA user_version = 999")
        db.close()
    else:
        path.write_bytes(content)

    with pytest.raises(StoreError) as caught:
        Store(tmp_path)

    assert caught.value.where == str(path)
    assert caught.value.cure


def test_a_changed_thread_gets_a_number_that_was_never_used(tmp_path: Path) -> None:
    """What comes after the highest number that somebody has seen is what is new or changed since."""
    other = replace(THREAD, id="2")
    changed = replace(other, title="Purging works", updated=NOW + timedelta(days=1))
    with Store(tmp_path) as store:
        store.put([THREAD, other])
        before = store.numbers()
        store.put([THREAD, changed])  # the one with the highest number
        after = store.numbers()

        assert before == {"tickets:1": 1, "tickets:2": 2}
        assert after == {"tickets:1": 1, "tickets:2": 3}
        assert list(store.threads_since(0)) == [(1, THREAD), (3, changed)]
        assert list(store.threads_since(2)) == [(3, changed)]
        assert list(store.threads_since(3)) == []


@given(st.lists(threads(), max_size=12))
@settings(max_examples=30)
def test_numbers_only_grow(tmp_path_factory: pytest.TempPathFactory, given_threads: list[Thread]) -> None:
    """Whatever is put, a thread's number moves beyond all others exactly when the thread is written."""
    with Store(tmp_path_factory.mktemp("store")) as store:
        highest = 0
        for thread in given_threads:
            stored = store.put([thread])
            new = list(store.threads_since(highest))

            assert new == ([] if stored.same else [(highest + 1, thread)])
            highest = max(store.numbers().values())


def test_who_asked_joins_a_thread_without_rewriting_it(tmp_path: Path) -> None:
    """A thread that was stored before askers were counted gets its own when it comes again, and is no new thread."""
    asked = replace(THREAD, asker="0a1b2c3d4e")
    with Store(tmp_path) as store:
        store.put([THREAD])

        assert store.put([asked]) == Stored(same=1)
        assert list(store.threads_since(0)) == [(1, asked)]

        size = store.path.stat().st_size, store.path.with_name("deskbook.db-wal").stat().st_size
        assert store.put([asked]) == Stored(same=1)
        assert (store.path.stat().st_size, store.path.with_name("deskbook.db-wal").stat().st_size) == size


def test_each_store_has_a_key_of_its_own(tmp_path: Path) -> None:
    """The key for pseudonyms is made once, stays, and is another one in another store."""
    with Store(tmp_path / "a") as first, Store(tmp_path / "b") as second:
        key = first.asker_key()

        assert len(key) == 32
        assert key != second.asker_key()
    with Store(tmp_path / "a") as again:
        assert again.asker_key() == key


def test_marked_threads_are_known_without_reading_them(tmp_path: Path) -> None:
    """The keys of those that are resolved; whether there is a store can be asked without making one."""
    marked = [replace(THREAD, id=str(n), marked=n != 2, resolved=n != 3) for n in (1, 2, 3, 4)]
    assert not Store.exists(tmp_path / "store")
    assert not (tmp_path / "store").exists()
    with Store(tmp_path / "store") as store:
        store.put(marked)

        assert store.marked() == {"tickets:1", "tickets:4"}
        assert Store.exists(tmp_path / "store")


def test_what_is_removed_leaves_no_trace(tmp_path: Path) -> None:
    """A removed thread is gone from messages, search, clusters, outcomes and what was held, and its words from the file."""
    other = replace(
        THREAD, id="2", title="Blue paper", messages=(Message("a", "eve", Role.CUSTOMER, NOW, "It is blue."),)
    )
    link = Link(THREAD.key, Outcome.SKIP, "", "thin", NOW)
    with Store(tmp_path) as store:
        store.put([THREAD, other], [Held("tickets:3", "hint of quixalor", ("doubt",))])
        store.replace_clusters([Cluster("c", "Purging fails", (THREAD.key, other.key))])
        store.put_links([link, replace(link, thread=other.key)])

        assert store.remove([THREAD.key, "tickets:3", "tickets:99"]) == 2
        store.scrub()

        assert [thread.key for thread in store.threads()] == [other.key]
        assert store.find("purge") == ()
        assert (store.clusters(), store.held()) == ((), ())
        assert [kept.thread for kept in store.links()] == [other.key]
        assert store.remove([THREAD.key]) == 0
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()
    assert b"blue" in written
    assert not any(word in written for word in (b"purge", b"purging", b"forgot", b"quixalor"))


def test_a_live_system_says_what_holds_now(tmp_path: Path) -> None:
    """A thread whose last message was deleted there looks older than it was; read live, it replaces what was stored."""
    shorter = replace(THREAD, messages=THREAD.messages[:2], updated=NOW - timedelta(days=1))
    with Store(tmp_path) as store:
        store.put([THREAD])

        store.put([shorter])
        assert next(store.threads()) == THREAD
        store.put([shorter], cursor=("tickets", "7"))
        assert next(store.threads()) == shorter
        assert store.cursor("tickets") == "7"


def test_the_last_day_on_which_an_article_was_reused_is_known(tmp_path: Path) -> None:
    """Only what a person decided to be covered counts, and no later than the thread's own last change; of several the latest."""
    store = Store(tmp_path)
    old, new = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 6, 7, tzinfo=UTC)
    closed = {"1": old, "2": new, "3": new, "4": new}
    store.put([Thread("s", id, ThreadKind.TICKET, "How?", (), old, at) for id, at in closed.items()])
    late = datetime(2026, 8, 9, tzinfo=UTC)
    store.put_links(
        [
            Link("s:1", Outcome.COVERED, "a", "", late, decided=True),
            Link("s:2", Outcome.COVERED, "b", "", late, decided=True),
            Link("s:3", Outcome.COVERED, "c", "", late),
            Link("s:4", Outcome.NEW, "d", "", late, decided=True),
        ]
    )

    assert store.reused() == {"a": old.date(), "b": new.date()}
    store.put_links([Link("s:2", Outcome.COVERED, "a", "", late, decided=True)])
    assert store.reused() == {"a": new.date()}
