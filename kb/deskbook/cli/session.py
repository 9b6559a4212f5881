"""What one call of the command line shares with its verbs: the project and the way to show progress."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from deskbook.cli.progress import Lines, choose

if TYPE_CHECKING:
    from deskbook.project import Project


class Session:
    """Found as `ctx.obj` by every verb."""

    def __init__(self, folder: Path | None, *, quiet: bool) -> None:
        self._folder = folder
        self._project: Project | None = None
        self._quiet = quiet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._project:
            self._project.close()

    def project(self) -> Project:
        """The project, opened when first asked for. Raises `ConfigError` where there is none."""
        if self._project is None:
            from deskbook.project import Project  # noqa: PLC0415  `--help` must not wait for it

            self._project = Project.open(self._folder)
        return self._project

    def in_project(self) -> bool:
        """Whether there is a project here, or one was named. Says nothing about whether it is in order."""
        if self._project or self._folder:
            return True
        from deskbook.config import FILE_NAME  # noqa: PLC0415

        here = Path.cwd()
        return any((folder / FILE_NAME).is_file() for folder in (here, *here.parents))

    def move_to(self, folder: Path) -> None:
        """Work on the project in `folder` from now on."""
        if self._project:
            self._project.close()
        self._project, self._folder = None, folder

    @cached_property
    def progress(self) -> Lines:
        """Bars where stderr is a terminal, a line a step where it is not, nothing with `--quiet`."""
        return choose(quiet=self._quiet)
