"""Arrays that are kept between runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deskbook.similarity.kept import KeptFolder

ARRAYS = {"a": np.arange(1000), "b": np.array([0.5])}


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    """By another run as well; what was never put is not there."""
    KeptFolder(str(tmp_path / "kept")).put("x", ARRAYS)

    found = KeptFolder(str(tmp_path / "kept")).get("x")

    assert found is not None
    assert {name: array.tolist() for name, array in found.items()} == {"a": list(range(1000)), "b": [0.5]}
    assert KeptFolder(str(tmp_path / "kept")).get("y") is None


@pytest.mark.parametrize("place", [0, 0.3, 0.6, 0.999])
def test_any_damage_is_as_if_nothing_were_there(tmp_path: Path, place: float) -> None:
    """A byte that has turned, or an end that is missing."""
    kept = KeptFolder(str(tmp_path))
    kept.put("x", ARRAYS)
    file = tmp_path / "x.npz"
    whole = file.read_bytes()

    file.write_bytes(whole[: int(len(whole) * place)])
    assert kept.get("x") is None
    turned = bytearray(whole)
    turned[100 + int((len(whole) - 300) * place * 0.5)] ^= 0xFF
    file.write_bytes(bytes(turned))
    again = kept.get("x")
    assert again is None or all(np.array_equal(again[name], array) for name, array in ARRAYS.items())


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    """That is no reason to stop."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    kept = KeptFolder(str(tmp_path / "file" / "below"))

    kept.put("x", ARRAYS)

    assert kept.get("x") is None
