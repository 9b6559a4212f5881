"""By which programs something was made that is kept from build to build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import deskbook

_LIBRARIES = ("markdown-it-py", "PyYAML")


@cache
def programs() -> str:
    """A fingerprint of deskbook's own programs and words, and of the libraries that read texts for them."""
    seen = hashlib.blake2b(repr([version(name) for name in _LIBRARIES]).encode(), digest_size=16)
    for path in _sources():
        seen.update(path.read_bytes())
    return seen.hexdigest()


def fingerprint(value: object) -> str:
    """Of a value whose `repr` says all of it, in every process the same."""
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _sources() -> Iterable[Path]:
    for package in (Path(str(deskbook.__file__)).parent, Path(__file__).parent):
        yield from sorted(path for sort in ("*.py", "*.yml") for path in package.rglob(sort))
