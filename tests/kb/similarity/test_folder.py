"""The index on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import fsspec
import numpy as np
import pytest
from fsspec.implementations.local import LocalFileSystem
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import StoreError
from deskbook.similarity import folder as module
from deskbook.similarity.files import read_segment
from deskbook.similarity.folder import IndexFolder
from deskbook.similarity.index import Index, ScoredPair
from deskbook.similarity.segment import Document, Embedder
from questions import WordModel, corpora, desk

FLOOR = 0.35
# Likenesses are rounded to 32 bits.
NEAR = 1e-4

# What a store holds: for each key the number and the text.
Held = dict[str, tuple[int, str]]


def held(documents: dict[str, str], first: int = 1) -> Held:
    return {key: (number, text) for number, (key, text) in enumerate(documents.items(), first)}


def update(address: object, documents: Held, embedder: Embedder | None = None) -> tuple[IndexFolder, Index]:
    """What every run does."""
    folder = IndexFolder(str(address), embedder)
    folder.prepare({key: number for key, (number, _) in documents.items()})
    new = sorted((number, key) for key, (number, _) in documents.items() if number > folder.last)
    folder.add((Document(key, documents[key][1], number) for number, key in new), max(n for n, _ in documents.values()))
    return folder, folder.index(np.array(sorted(number for number, _ in documents.values())))


def pairs(address: object, documents: Held) -> list[ScoredPair]:
    folder, index = update(address, documents)
    return index.named(folder.pairs(index, FLOOR))


def expected(documents: Held) -> list[ScoredPair]:
    """What an index in memory finds."""
    return Index.of({key: text for key, (_, text) in documents.items()}).pairs(FLOOR)


def assert_same(found: list[ScoredPair], wanted: list[ScoredPair], within: float = NEAR) -> None:
    one, other = ({(a, b): p for a, b, p in some} for some in (found, wanted))
    unlike = {
        pair: (one.get(pair), other.get(pair))
        for pair in {*one, *other}
        if abs(one.get(pair, FLOOR) - other.get(pair, FLOOR)) > within
    }
    assert not unlike


def files(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def listed(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return found


MORE = held(desk(90, vocabulary=60))
SMALL = dict(list(MORE.items())[:40])


@settings(deadline=None, max_examples=25)
@given(corpora, st.integers(1, 25))
def test_two_portions_are_as_good_as_one(documents: dict[str, str], cut: int) -> None:
    """What is added later is compared with what was there, as if all had come together; also in an object store."""
    whole, address = held(documents), "memory://deskbook-test/portions"
    first = dict(list(whole.items())[:cut])
    if not first:
        return

    assert_same(pairs(address, first), expected(first))
    assert_same(pairs(address, whole), expected(whole))
    fsspec.filesystem("memory").rm("/deskbook-test", recursive=True)


def test_the_files_are_filled_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file takes documents until it is full, then there is another; none grows for ever, and the pairs are the same."""
    monkeypatch.setattr(module, "_FULL", 50)
    monkeypatch.setattr(module, "_CHUNK", 20)
    everything = held(desk(300, vocabulary=300))
    items = list(everything.items())
    for many in (15, 70, *range(80, 300, 10)):
        update(tmp_path, dict(items[:many]))
    found = pairs(tmp_path, everything)

    sizes = [len(read_segment(f"{tmp_path}/{name}")) for name in listed(tmp_path)["segments"]]
    assert sum(sizes) == 300
    assert all(50 <= size < 70 for size in sizes[:-1])
    assert sizes[-1] < 70
    assert len(files(tmp_path)) == len(sizes) + 2
    # A thread finds its like in each file, so it may find more of them in several.
    assert {pair[:2] for pair in found} >= {pair[:2] for pair in expected(everything)}


def test_what_changed_and_what_is_gone(tmp_path: Path) -> None:
    """A thread that changed counts in its new form only, and one that is no longer there is like nobody."""
    before = held(
        {"a": "purge the cache", "b": "purge cache", "c": "invoice", "d": "zone", "e": "node", "f": "disk", "g": "mail"}
    )
    after = before | {"b": (8, "march invoice")}
    del after["a"]

    assert [pair[:2] for pair in pairs(tmp_path, before)] == [("a", "b")]
    folder, index = update(tmp_path, after)

    assert sorted(index.live_keys) == list("bcdefg")
    assert [pair[:2] for pair in index.named(folder.pairs(index, 0.1))] == [("b", "c")]
    assert index.nearest("cache") == []
    assert folder.last == 8


def test_when_too_many_are_gone_the_index_is_made_anew(tmp_path: Path) -> None:
    """Words are as common as in the threads that are there, not as in those that were."""
    pairs(tmp_path, MORE)

    left = dict(list(MORE.items())[30:])
    folder = IndexFolder(str(tmp_path))
    folder.prepare({key: number for key, (number, _) in left.items()})

    assert folder.last == 0
    assert set(files(tmp_path)) == {"index.json"}
    assert_same(pairs(tmp_path, left), expected(left))


@pytest.mark.parametrize(
    "other",
    [
        {f"other{n}": held for n, held in enumerate(MORE.values())},
        held(desk(30, seed=4)),
        MORE | {"q000001": MORE["q000002"], "q000002": MORE["q000001"]},
    ],
    ids=["other keys", "fewer threads", "another order"],
)
def test_an_index_of_another_store_is_not_believed(tmp_path: Path, other: Held) -> None:
    """Where numbers stand for other threads than before, everything is indexed anew."""
    pairs(tmp_path, MORE)

    folder, index = update(tmp_path, other)

    assert set(index.live_keys) == set(other)
    assert_same(index.named(folder.pairs(index, FLOOR)), expected(other))


def test_another_model_or_format_is_another_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the old one is used, and its files go once the new one is there."""
    update(tmp_path, SMALL)
    old = set(files(tmp_path)) - {"index.json"}

    model = IndexFolder(str(tmp_path), WordModel())
    assert model.last == 0
    folder, index = update(tmp_path, held({"a": "purge", "b": "clear"}), WordModel())
    assert [pair[:2] for pair in index.named(folder.pairs(index, FLOOR))] == [("a", "b")]
    assert not old & set(files(tmp_path))
    assert IndexFolder(str(tmp_path), WordModel()).last == 2

    monkeypatch.setattr(module, "_FORMAT", module._FORMAT + 1)
    assert IndexFolder(str(tmp_path), WordModel()).last == 0


@pytest.mark.parametrize("few", [20_000, 0])
def test_nothing_new_is_nothing_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """A run without new threads leaves every file alone, in a small index and in a large one."""
    monkeypatch.setattr(module, "_FEW", few)
    first = pairs(tmp_path, SMALL)
    before = files(tmp_path)

    assert_same(pairs(tmp_path, SMALL), first)

    assert files(tmp_path) == before
    assert ("pairs" in str(before)) == (few == 0)


def test_threads_that_ask_nothing_are_looked_at_once(tmp_path: Path) -> None:
    """The highest number is remembered even if there was no question in it."""
    folder = IndexFolder(str(tmp_path))
    assert folder.add([], last=7) == 0
    assert IndexFolder(str(tmp_path)).last == 7
    assert folder.index(np.array([7])).pairs(0) == []
    assert set(update(tmp_path, dict(list(SMALL.items())[:5]))[1].live_keys) == set(list(SMALL)[:5])  # of another store


def test_strays_are_removed_and_other_files_are_not(tmp_path: Path) -> None:
    """What a killed run left behind goes with the next change; what is not deskbook's stays."""
    update(tmp_path, SMALL)
    for name in ("segment-0123456789abcdef.npz", "statistics-0123456789abcdef.npz.part", "notes.txt"):
        (tmp_path / name).write_bytes(b"half")

    update(tmp_path, MORE)

    known = listed(tmp_path)
    assert set(files(tmp_path)) == {"index.json", "notes.txt", known["statistics"], *known["segments"]}


def test_a_large_index_searches_for_new_threads_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs that were found stay as they were found; those of new threads are as a search of everything finds them, and once
    it has grown by a tenth all are searched anew."""
    monkeypatch.setattr(module, "_FEW", 50)
    searched: list[int | None] = []
    search = Index.search

    def watched(self: Index, floor: float, executor: object = None, since: int | None = None) -> object:
        searched.append(since)
        return search(self, floor, executor, since)  # type: ignore[arg-type]

    everything = list(held(desk(600, vocabulary=600)).items())
    first, more, most = (dict(everything[:many]) for many in (500, 540, 600))
    gone = {key: more[key] for n, key in enumerate(more) if n % 13}
    with_more, with_most = expected(more), expected(most)
    monkeypatch.setattr(Index, "search", watched)
    old = pairs(tmp_path, first)

    found = pairs(tmp_path, more)
    assert searched == [None, 500]
    assert_same([pair for pair in found if pair[1] < "q000500"], old)
    assert_same([pair for pair in found if pair[1] >= "q000500"], [p for p in with_more if p[1] >= "q000500"])
    assert_same(found, with_more, within=0.03)
    assert_same(pairs(tmp_path, gone), [p for p in found if p[0] in gone and p[1] in gone])
    assert searched == [None, 500]

    assert_same(pairs(tmp_path, most), with_most)
    assert searched == [None, 500, None]
    folder, index = update(tmp_path, most)
    assert {p[:2] for p in index.named(folder.pairs(index, 0.9))} < {p[:2] for p in with_most}
    assert searched == [None, 500, None, None]


class Killed(BaseException):
    """The process is no more."""


def killed(monkeypatch: pytest.MonkeyPatch, run: Callable[[], object], step: int) -> bool:
    """Run until the given step that changes something on disk, and stop there. False if there are not so many."""
    steps = count(1)

    def stopping(name: str, *, writes: Callable[[Any], bool] = lambda _: True) -> None:
        original = getattr(LocalFileSystem, name)

        def stop(self: LocalFileSystem, *given: Any, **named: Any) -> Any:
            if writes(named) and next(steps) == step:
                if name == "_open":
                    Path(given[0]).write_bytes(b"half a fi")
                raise Killed
            return original(self, *given, **named)

        patch.setattr(LocalFileSystem, name, stop)

    with monkeypatch.context() as patch:
        stopping("_open", writes=lambda named: "w" in named.get("mode", "rb"))
        stopping("mv")
        stopping("rm")
        try:
            run()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("change", ["more", "fewer"])
def test_a_kill_at_any_moment_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    """Whenever a run is stopped, the index can be used, and the next run ends where it would have ended; what the killed run
    left behind goes with the next change."""
    monkeypatch.setattr(module, "_FEW", 10)
    monkeypatch.setattr(module, "_FULL", 60)
    monkeypatch.setattr(module, "_CHUNK", 25)
    after = MORE if change == "more" else dict(list(SMALL.items())[:20])
    pairs(tmp_path / "whole", SMALL)
    wanted = pairs(tmp_path / "whole", after)

    for step in count(1):
        folder = tmp_path / str(step)
        pairs(folder, SMALL)
        stopped = killed(monkeypatch, lambda folder=folder: pairs(folder, after), step)  # type: ignore[misc]
        index = IndexFolder(str(folder)).index(np.array([number for number, _ in SMALL.values()]))
        assert not index.keys or index.nearest(SMALL["q000000"][1])
        assert_same(pairs(folder, after), wanted, within=0.05)
        if not stopped:
            break
        pairs(folder, after | {"new": (999, "purge the cache")})
        known = listed(folder)
        assert set(files(folder)) == {"index.json", known["statistics"], known["pairs"]["file"], *known["segments"]}
    assert step > 8


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 3, "model": ""}', b"\xff"])
def test_a_damaged_list_is_named_with_a_cure(tmp_path: Path, content: bytes) -> None:
    """It says how to make the index again, and that works."""
    update(tmp_path, SMALL)
    (tmp_path / "index.json").write_bytes(content.replace(b"3", str(module._FORMAT).encode()))

    with pytest.raises(StoreError, match=r"delete .*index\.json and run `deskbook cluster`"):
        IndexFolder(str(tmp_path))

    (tmp_path / "index.json").unlink()
    assert_same(pairs(tmp_path, SMALL), expected(SMALL))


@pytest.mark.parametrize("kind", ["segment", "statistics", "pairs"])
def test_a_damaged_file_is_named_with_a_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Whichever it is, and whenever it is read; with the list deleted all is made again."""
    monkeypatch.setattr(module, "_FEW", 10)
    wanted = pairs(tmp_path, SMALL)
    [path] = tmp_path.glob(f"{kind}-*.npz")
    path.write_bytes(path.read_bytes()[:1000])
    for cache in (module.opened, module.counted):
        cache.cache_clear()

    with pytest.raises(StoreError, match=f"{path.name}.*cannot be read"):
        pairs(tmp_path, SMALL | {"new": (99, "purge the cache")})

    (tmp_path / "index.json").unlink()
    assert_same(pairs(tmp_path, SMALL), wanted)
