"""Pictures beside the store."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskbook.errors import StoreError
from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.store import Store
from deskbook.text.pictures import KeptPicture

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty one."""
    with Store(tmp_path) as opened:
        yield opened


def thread(id_: str, *pictures: KeptPicture) -> Thread:
    """One that shows some pictures, and one of them twice."""
    text = " ".join(f"![x]({picture.address})" for picture in (*pictures, *pictures[:1]))
    return Thread("forum", id_, ThreadKind.TOPIC, "Lid", (Message("1", "ada", Role.CUSTOMER, NOW, text),), NOW, NOW)


def files(store: Store) -> set[str]:
    """All that lies in the folder of pictures."""
    return {path.name for path in (store.path.parent / "files").rglob("*") if path.is_file()}


def put(store: Store, data: bytes) -> KeptPicture:
    """Keep one."""
    return store.pictures.put("forum", f"https://forum.example/{data.hex()}", data, "png", (8, 6))


def test_one_is_found_by_its_address_and_by_its_name(store: Store) -> None:
    """As it was kept; another source's address is another one."""
    lid = put(store, b"lid")
    path = store.pictures.path(lid.name)

    assert path is not None
    assert path.parent.name == lid.name[1:3]
    assert path.read_bytes() == b"lid"
    assert store.pictures.at("forum", f"https://forum.example/{b'lid'.hex()}") == lid
    assert store.pictures.at("other", f"https://forum.example/{b'lid'.hex()}") is None


def test_one_whose_file_is_lost_is_not_known(store: Store) -> None:
    """So that it is asked for again."""
    lid = put(store, b"lid")
    path = store.pictures.path(lid.name)
    assert path

    path.unlink()

    assert store.pictures.path(lid.name) is None
    assert store.pictures.at("forum", f"https://forum.example/{b'lid'.hex()}") is None


def test_a_picture_goes_with_the_last_thread_that_shows_it(store: Store) -> None:
    """When the file of the store is written anew; two threads may show one."""
    lid, wheel = put(store, b"lid"), put(store, b"wheel")
    store.put([thread("1", lid, wheel), thread("2", lid)])

    store.remove(["forum:1"])
    store.scrub()
    assert files(store) == {lid.name}

    store.put([thread("2")])
    store.scrub()
    assert files(store) == set()
    assert store.pictures.at("forum", f"https://forum.example/{b'lid'.hex()}") is None


def test_what_is_new_waits_for_its_thread(store: Store) -> None:
    """Another run may be about to store the thread; what a killed run left goes after an hour, half-written files too."""
    lid = put(store, b"lid")
    path = store.pictures.path(lid.name)
    assert path
    (path.parent / "x.tmp").write_bytes(b"")

    assert store.pictures.sweep() == 0
    for stray in path.parent.iterdir():
        os.utime(stray, (time.time() - 3601,) * 2)
    assert store.pictures.sweep() == 2
    assert files(store) == set()


def test_one_that_is_kept_again_is_young_again(store: Store) -> None:
    """So that no other run removes it before its thread is there."""
    lid = put(store, b"lid")
    path = store.pictures.path(lid.name)
    assert path
    os.utime(path, (0, 0))

    assert put(store, b"lid") == lid
    assert store.pictures.sweep() == 0


def test_a_folder_that_cannot_be_written_is_an_error(store: Store) -> None:
    """One that says where, and nothing is noted."""
    (store.path.parent / "files").write_text("in the way", encoding="utf-8")

    with pytest.raises(StoreError, match="picture cannot be kept"):
        put(store, b"lid")
    assert store.pictures.at("forum", f"https://forum.example/{b'lid'.hex()}") is None
