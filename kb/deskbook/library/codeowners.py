"""CODEOWNERS of GitHub and GitLab: which owners a file has.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
https://docs.gitlab.com/user/project/codeowners/reference/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from deskbook.errors import ConfigError
from deskbook.model import CodeOwners

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# The first that is there counts, as GitHub has it; GitLab looks into the root first, but nobody keeps two.
PLACES = (".github/CODEOWNERS", "CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")
# `[Name]`, `^[Name]`, `[Name][2]`, each perhaps with owners for the lines below that name none.
_SECTION = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>(?:\s+\S+)*)\s*$")
_WORD = re.compile(r"(?:\\.|\S)+")
_OWNER = re.compile(r"@[\w./-]+|[\w.+-]+@[\w.-]+")


@dataclass(frozen=True)
class Line:
    """A pattern and its owners. With `excluded` the file has no owner in this section. `deep` patterns match in any folder."""

    section: str
    pattern: str
    owners: tuple[str, ...]
    place: str
    excluded: bool = False
    deep: bool = False

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        from pathspec import GitIgnoreSpec  # noqa: PLC0415  only where there is a CODEOWNERS

        pattern = f"**/{self.pattern}" if self.deep and not self.pattern.startswith("/") else self.pattern
        # Unlike in .gitignore, `docs/*` means the files of the folder, not those of the folders in it.
        files_only = self.pattern.endswith("/*") and not self.pattern.endswith("**/*")
        return GitIgnoreSpec.from_lines([pattern, f"!{pattern}/**"] if files_only else [pattern])

    def matches(self, path: str) -> bool:
        """Whether it is about a file, a path relative to the repository."""
        return bool(self._spec.match_file(path))


def read_code_owners(root: Path, folder: Path, paths: Iterable[PurePosixPath]) -> Mapping[PurePosixPath, CodeOwners]:
    """What the CODEOWNERS of the repository that `root` lies in says of files: `paths` are relative to `folder`, and so are those
    that are returned. Nothing where there is no CODEOWNERS, or no line of it is about a file.

    In each section the last line that matches counts; the owners of several sections stand one after the other.
    Raises `ConfigError` where the file is not text, naming it, or a pattern is none, naming the line.
    """
    top = next((place for place in (root, *root.parents) if (place / ".git").exists()), root)
    place = next((name for name in PLACES if (top / name).is_file()), None)
    if place is None or not folder.is_relative_to(top):
        return {}
    lines = tuple(parse_code_owners(_text(top / place), place))
    within = folder.relative_to(top).as_posix()
    found = {path: _owners(lines, (PurePosixPath(within) / path).as_posix()) for path in paths}
    return {path: owners for path, owners in found.items() if owners}


def parse_code_owners(text: str, place: str) -> list[Line]:
    """The lines that say who owns what, in order. `place` is the file's name; one in .gitlab/, or with sections, is GitLab's."""
    rows = [(number, row.strip()) for number, row in enumerate(text.splitlines(), 1)]
    rows = [(number, row) for number, row in rows if row and not row.startswith("#")]
    gitlab = place.startswith(".gitlab/") or any(_SECTION.match(row) for _, row in rows)
    section, default, lines = "", tuple[str, ...](), []
    for number, row in rows:
        if header := _SECTION.match(row):
            section, default = header["name"].strip().lower(), _named(header["owners"].split())
            continue
        pattern, *owners = _WORD.findall(row)
        named = _named(owners)
        excluded = pattern.startswith("!")
        lines.append(
            Line(section, pattern.removeprefix("!"), named or default, f"{place}:{number}", excluded, deep=gitlab)
        )
    return lines


def _named(words: list[str]) -> tuple[str, ...]:
    """The owners of a line, up to a comment. Roles of GitLab (`@@maintainer`) are nobody in particular."""
    comment = next((number for number, word in enumerate(words) if word.startswith("#")), len(words))
    return tuple(word for word in words[:comment] if "@" in word and _OWNER.fullmatch(word))


def _owners(lines: Sequence[Line], path: str) -> CodeOwners | None:
    last: dict[str, Line | None] = dict.fromkeys(line.section for line in lines)
    for line in reversed(lines):
        if last[line.section] is None and _matches(line, path):
            last[line.section] = line
    named = [line for line in last.values() if line and line.owners and not line.excluded]
    owners = dict.fromkeys(owner for line in named for owner in line.owners)
    return CodeOwners(tuple(owners), named[0].place) if named else None


def _matches(line: Line, path: str) -> bool:
    try:
        return line.matches(path)
    except ValueError as error:  # pathspec's GitIgnorePatternError is one
        raise ConfigError(
            f"'{line.pattern}' is no pattern: {error}", where=line.place, cure="write it as in .gitignore"
        ) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ConfigError("this file is not UTF-8 text", where=str(path), cure="save it as UTF-8") from error
