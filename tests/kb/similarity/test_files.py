"""Segments and statistics on disk and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import fsspec
import numpy as np
import pytest

from deskbook.errors import ConfigError, StoreError
from deskbook.similarity.files import (
    read_arrays,
    read_bytes,
    read_outline,
    read_segment,
    read_statistics,
    remove_others,
    write_bytes,
    write_segment,
    write_statistics,
)
from deskbook.similarity.likeness import Statistics
from deskbook.similarity.segment import Document, Segment, segment
from questions import DESK, WordModel

PART = segment([Document(key, text, number) for number, (key, text) in enumerate(DESK.items())], WordModel())


@pytest.fixture(name="folder", params=["local", "file://", "memory://"])
def _folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param != "memory://":
        yield f"{request.param.removeprefix('local')}{tmp_path}/index"
        return
    yield "memory://deskbook-test/index"
    fsspec.filesystem("memory").rm("/deskbook-test", recursive=True)


def same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and one.dtype == other.dtype and np.array_equal(one, other)
    if hasattr(one, "__dataclass_fields__"):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))  # type: ignore[arg-type]
    return one == other


def test_what_is_written_is_read(folder: str) -> None:
    """A segment, its outline and the statistics lose nothing, wherever fsspec puts them."""
    address = f"{folder}/{write_segment(folder, PART)}"
    counts = Statistics.of([PART])

    assert same(read_segment(address), PART)
    assert same(read_outline(address), PART.outline)
    assert same(read_statistics(f"{folder}/{write_statistics(folder, counts)}"), counts)
    assert same(read_segment(f"{folder}/{write_segment(folder, segment([]))}"), segment([]))


def test_a_name_stands_for_a_content(folder: str) -> None:
    """The same documents make the same file, others make another: what a worker has read under a name stays true."""
    other: Segment = segment([Document("a", "Another text")])

    assert write_segment(folder, PART) == write_segment(folder, PART) != write_segment(folder, other)


def test_only_what_deskbook_wrote_is_removed(tmp_path: Path) -> None:
    """An index may lie in a folder with other files, which are left alone; halves of files and old ones go."""
    kept, gone = write_segment(str(tmp_path), PART), write_segment(str(tmp_path), segment([]))
    for name in ("article.md", "segment-of-mine.npz", "index.json", f"{gone}.part", "index.json.part"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "drafts").mkdir()

    remove_others(str(tmp_path), {kept})

    left = {path.name for path in tmp_path.iterdir()}
    assert left == {kept, "article.md", "segment-of-mine.npz", "index.json", "drafts"}


def test_a_file_is_there_whole_or_not_at_all(folder: str) -> None:
    """It is replaced in one step, and nothing else is left."""
    for content in (b"old", b"new"):
        write_bytes(f"{folder}/index.json", content)

    assert read_bytes(f"{folder}/index.json") == b"new"
    system, path = fsspec.core.url_to_fs(folder)
    assert [name.rpartition("/")[2] for name in system.ls(path, detail=False)] == ["index.json"]


@pytest.mark.parametrize("damage", ["empty", "half", "text", "gone"])
def test_a_damaged_file_is_named_with_a_cure(damage: str, tmp_path: Path) -> None:
    """Whatever happened to it, the message says which file it is and how to make the index again."""
    path = tmp_path / write_segment(str(tmp_path), PART)
    content = path.read_bytes()
    damaged = {"empty": b"", "half": content[: len(content) // 2], "text": b"<html>not here</html>"}
    path.unlink()
    if damage in damaged:
        path.write_bytes(damaged[damage])

    with pytest.raises(StoreError, match="the index of questions cannot be read") as raised:
        read_arrays(str(path))

    assert raised.value.where == str(path)
    assert f"delete {tmp_path}/index.json" in str(raised.value)


def test_an_address_that_cannot_be_opened_is_a_mistake_in_the_configuration() -> None:
    """A sort of address that nobody knows is said so, with the key to mend."""
    with pytest.raises(ConfigError, match=r"\[workers\]"):
        read_bytes("nowhere://bucket/index/index.json")
