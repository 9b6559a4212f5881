"""Segments and statistics as files of NumPy arrays, at any address that fsspec can open: a local path, `s3://`, `memory://`.

A file is named after its kind and its content. So a name never stands for two contents, and a worker that has read a file
may keep it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import fields
from hashlib import blake2b
from typing import Any

import numpy as np
from fsspec.core import open as open_url
from fsspec.core import url_to_fs

from deskbook.errors import ConfigError, StoreError
from deskbook.similarity.likeness import Statistics
from deskbook.similarity.segment import Held, Outline, Segment

# NumPy arrays by name.
Arrays = dict[str, Any]
_OTHERWISE = ("keys", "stems_held", "grams_held")
# The file that names those that count.
LIST = "index.json"
# The folder may hold other people's files too.
_OURS = re.compile(rf"(?:segment|statistics|pairs)-[0-9a-f]+\.npz(?:\.part)?|{re.escape(LIST)}\.part")


def write_arrays(folder: str, kind: str, arrays: Arrays) -> str:
    """Write a file into a folder. Returns its name."""
    made = io.BytesIO()
    np.savez(made, **arrays)
    content = made.getvalue()
    name = f"{kind}-{blake2b(content, digest_size=8).hexdigest()}.npz"
    write_bytes(f"{folder}/{name}", content)
    return name


def write_bytes(address: str, content: bytes) -> None:
    """Write a file whole: under another name first, so that nobody ever reads half of it."""
    system, path = _opened(address)
    system.makedirs(path.rpartition("/")[0], exist_ok=True)
    with system.open(f"{path}.part", "wb") as file:
        file.write(content)
    system.mv(f"{path}.part", path)


def read_bytes(address: str) -> bytes:
    """What `write_bytes` wrote. Raises `FileNotFoundError`, or another `OSError`."""
    system, path = _opened(address)
    content: bytes = system.cat_file(path)
    return content


def remove_others(address: str, names: Collection[str]) -> None:
    """Remove the files that were written here into a folder, but those of some names."""
    system, path = _opened(address)
    for other in system.ls(path, detail=False):
        name = other.rpartition("/")[2]
        if _OURS.fullmatch(name) and name not in names:
            system.rm(other)


def read_arrays(address: str, names: Collection[str] = ()) -> Arrays:
    """What `write_arrays` wrote, or only the arrays of some names. Raises `StoreError` if it cannot be read."""
    try:
        with open_url(address, "rb") as file, np.load(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in names or arrays.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise unusable(address, error) from error


def unusable(address: str, error: Exception) -> StoreError:
    """What to say of a file that cannot be read."""
    return StoreError(
        f"the index of questions cannot be read: {error or type(error).__name__}",
        where=address,
        cure=f"delete {address.rpartition('/')[0]}/{LIST} and run `deskbook cluster`: the index is made again from the store",
    )


def write_segment(folder: str, part: Segment) -> str:
    """Write one segment. Returns its name."""
    return write_arrays(folder, "segment", arrays_of(part))


def read_segment(address: str) -> Segment:
    """What `write_segment` wrote."""
    return segment_of(read_arrays(address))


def arrays_of(part: Segment) -> Arrays:
    """A segment as NumPy arrays by name."""
    plain = {field.name: getattr(part, field.name) for field in fields(part) if field.name not in _OTHERWISE}
    keys = np.frombuffer(json.dumps(part.keys).encode("utf-8"), np.uint8)
    return {**plain, "keys": keys, **_flat("stems", part.stems_held), **_flat("grams", part.grams_held)}


def segment_of(arrays: Arrays) -> Segment:
    """The reverse of `arrays_of`."""
    left = dict(arrays)
    stems, grams = _held("stems", left), _held("grams", left)
    return Segment(keys=tuple(json.loads(left.pop("keys").tobytes())), stems_held=stems, grams_held=grams, **left)


def read_outline(address: str) -> Outline:
    """The outline of a segment that `write_segment` wrote."""
    arrays = read_arrays(address, [field.name for field in fields(Outline)])
    return Outline(tuple(json.loads(arrays.pop("keys").tobytes())), **arrays)


def write_statistics(folder: str, statistics: Statistics) -> str:
    """Write the statistics of an index. Returns the name of the file."""
    counts = {**_flat("stems", statistics.stems), **_flat("grams", statistics.grams)}
    return write_arrays(folder, "statistics", {"total": np.array([statistics.documents]), **counts})


def read_statistics(address: str) -> Statistics:
    """What `write_statistics` wrote."""
    arrays = read_arrays(address)
    return Statistics(int(arrays["total"][0]), _held("stems", arrays), _held("grams", arrays))


def _opened(address: str) -> tuple[Any, str]:
    try:
        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise ConfigError(
            f"the index of questions cannot be kept there: {error}",
            where=address,
            cure="mend `index` under [workers], or install what addresses of that sort need",
        ) from error
    return system, path


def _flat(name: str, held: Held) -> Arrays:
    return {f"{name}_hashes": held.hashes, f"{name}_documents": held.documents}


def _held(name: str, arrays: Arrays) -> Held:
    return Held(arrays.pop(f"{name}_hashes"), arrays.pop(f"{name}_documents"))
