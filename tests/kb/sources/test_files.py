"""Files -> lines and records."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import SourceError
from deskbook.json_text import JsonError, parse
from deskbook.model import Damage
from deskbook.sources.files import Record, find_files, lines, record_at, records

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def read(path: Path) -> list[object]:
    """Values of the records, and damage as it is."""
    return [one.value if isinstance(one, Record) else one for one in records(path, path.parent)]


def test_files_come_sorted_by_path(tmp_path: Path) -> None:
    """The order does not depend on the order in which a folder lists its files."""
    for name in ("b/2.json", "a/9.json", "a/10.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")

    found = find_files("**/*.json", tmp_path, "x")

    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a/10.json", "a/9.json", "b/2.json"]


def test_a_name_with_brackets_is_found_as_it_is(tmp_path: Path) -> None:
    """A file that is there wins over what its name would match as a pattern."""
    (tmp_path / "log[1].txt").write_text("", encoding="utf-8")

    assert find_files("log[1].txt", tmp_path, "x") == [tmp_path / "log[1].txt"]


def test_a_project_folder_with_brackets_is_no_pattern(tmp_path: Path) -> None:
    """Only the option is a pattern, not the folder of deskbook.toml."""
    root = tmp_path / "help [old]"
    root.mkdir()
    (root / "a.json").write_text("", encoding="utf-8")

    assert find_files("*.json", root, "x") == [root / "a.json"]


@pytest.mark.parametrize(("pattern", "cure"), [("*.json", "mend its `path`"), ("empty", 'path = "empty/*"')])
def test_no_file_is_an_error_with_its_cure(tmp_path: Path, pattern: str, cure: str) -> None:
    """Nothing to read stops the run; a folder is answered with the pattern that was meant."""
    (tmp_path / "empty").mkdir()

    with pytest.raises(SourceError) as caught:
        find_files(pattern, tmp_path, "tickets")

    assert cure in (caught.value.cure or "")
    assert "tickets" in caught.value.what


def test_marks_blank_lines_and_line_ends_do_not_count(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends and empty lines change nothing but the line numbers."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n\r\n  \n{"b": 2}')

    found = list(records(path, tmp_path))

    assert [(one.where, one.value) for one in found if isinstance(one, Record)] == [
        ("x.jsonl:1", {"a": 1}),
        ("x.jsonl:4", {"b": 2}),
    ]


def test_broken_lines_are_named_and_the_others_kept(tmp_path: Path) -> None:
    """Broken JSON, bad bytes and a last line that was cut off are damage at their lines."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"a": 1}\n{"a" 2}\n{"a": "\xff"}\n{"a": 4}\n{"a": ')

    found = read(path)

    assert found[0] == {"a": 1}
    assert found[3] == {"a": 4}
    damage = [one for one in found if isinstance(one, Damage)]
    assert [one.where for one in damage] == ["x.jsonl:2", "x.jsonl:3", "x.jsonl:5"]
    assert "UTF-8" in damage[1].what
    assert all(one.cure for one in damage)


def test_a_broken_first_line_does_not_make_a_document(tmp_path: Path) -> None:
    """Lines after a broken first line are still records."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"a": \n{"a": 2}\n{"a": 3}\n')

    assert read(path)[1:] == [{"a": 2}, {"a": 3}]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_is_given_member_by_member(tmp_path: Path, indent: int | None) -> None:
    """One JSON list, on one line or many, is as good as lines."""
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{"a": 1}, {"a": 2}], indent=indent), encoding="utf-8")

    assert read(path) == [{"a": 1}, {"a": 2}]
    assert [one.where for one in records(path, tmp_path)] == ["x.json, record 1", "x.json, record 2"]


def test_a_document_over_many_lines_is_one_record(tmp_path: Path) -> None:
    """An indented object is read whole; where it is broken, the line is named."""
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"a": [1, 2]}, indent=2), encoding="utf-8")
    assert read(path) == [{"a": [1, 2]}]

    path.write_text('{\n  "a": [\n  1,\n', encoding="utf-8")

    (damage,) = read(path)
    assert isinstance(damage, Damage)
    assert damage.where == "x.json:4"


def test_packed_files_are_read_and_torn_ones_named(tmp_path: Path) -> None:
    """gzip is unpacked; what a torn archive still holds is given, and then the place where it ends."""
    packed = gzip.compress("".join(f'{{"a": {n}, "b": "{n * 7919}"}}\n' for n in range(5000)).encode())
    (tmp_path / "whole.jsonl.gz").write_bytes(packed)
    (tmp_path / "torn.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "none.jsonl.gz").write_bytes(b"this is not gzip")

    assert len(read(tmp_path / "whole.jsonl.gz")) == 5000
    *kept, last = read(tmp_path / "torn.jsonl.gz")
    assert len(kept) > 100
    assert isinstance(last, Damage)
    assert last.where.startswith("torn.jsonl.gz:")
    (only,) = read(tmp_path / "none.jsonl.gz")
    assert isinstance(only, Damage)


def test_utf_16_is_one_damage(tmp_path: Path) -> None:
    """A file in the other Unicode form is named once, with what to do."""
    (tmp_path / "x.jsonl").write_bytes('{"a": 1}\n{"a": 2}\n'.encode("utf-16"))

    assert read(tmp_path / "x.jsonl") == [Damage("this file is UTF-16 text", "x.jsonl", "save it again as UTF-8")]


def test_files_outside_the_project_have_their_whole_path(tmp_path: Path) -> None:
    """A place outside the project is given as it is."""
    (tmp_path / "x.jsonl").write_bytes(b"nonsense")

    (damage,) = records(tmp_path / "x.jsonl", tmp_path / "project")

    assert damage.where == f"{(tmp_path / 'x.jsonl').as_posix()}:1"


def test_a_record_is_read_again_from_its_offset(tmp_path: Path) -> None:
    """Offsets lead back to the line, byte order mark and all."""
    path = tmp_path / "x.jsonl"
    path.write_bytes('\ufeff{"a": "ä"}\n{"b": 2}\n'.encode())

    again = [record_at(one.path, one.offset or 0) for one in records(path, tmp_path) if isinstance(one, Record)]

    assert again == [{"a": "ä"}, {"b": 2}]


@settings(deadline=None)
@given(values)
def test_whatever_is_parsed_can_be_written(value: object) -> None:
    """Half surrogate pairs, which JSON allows, do not come through."""
    json.dumps(parse(json.dumps(value).encode()), ensure_ascii=False).encode("utf-8")


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_a_sentence(raw: bytes) -> None:
    """Nothing but `JsonError` comes of what is not JSON."""
    try:
        parse(raw)
    except JsonError as error:
        assert str(error)


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"1" * 5000, b'"\\ud800"'])
def test_odd_json_does_not_stop_the_run(raw: bytes) -> None:
    """Deep nesting, endless numbers and lone surrogates are a sentence or a value."""
    try:
        parse(raw)
    except JsonError as error:
        assert str(error)


def test_a_line_is_given_before_the_next_is_read(tmp_path: Path) -> None:
    """The file could be endless: its later, torn part is not looked at until it is asked for."""
    path = tmp_path / "x.jsonl.gz"
    packed = gzip.compress(b'{"a": 1}\n' + os.urandom(300_000).hex().encode())
    path.write_bytes(packed[:-9])
    given_lines = lines(path, tmp_path)

    first = next(given_lines)

    assert not isinstance(first, Damage)
    assert first.raw == b'{"a": 1}'
