"""What a build asks of a project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from deskbook.config import Config
from deskbook.model import Knowledge, Table, Thread, ThreadKind
from deskbook.text.redact import Takedowns


class _Pictures(Protocol):
    def path(self, name: str) -> Path | None: ...


class _Store(Protocol):
    @property
    def pictures(self) -> _Pictures: ...
    def threads(self, kinds: frozenset[ThreadKind] | None = None) -> Iterator[Thread]: ...
    def digests(self) -> dict[str, str]: ...


class Project(Protocol):
    """What a build asks of a project; `deskbook.project.Project` is one."""

    @property
    def root(self) -> Path: ...
    @property
    def config(self) -> Config: ...
    @property
    def store(self) -> _Store: ...
    @property
    def takedowns(self) -> Takedowns: ...
    def knowledge(self, *, judged: bool) -> Knowledge: ...
    def tables(self, knowledge: Knowledge) -> tuple[Table, ...]: ...
