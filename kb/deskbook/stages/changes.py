"""check --changed: which files differ from a commit, as git tells."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from deskbook.errors import ContentError
from deskbook.model import Finding


def changed_files(root: Path, base: str) -> frozenset[str]:
    """The files below `root` that were added, changed or removed since the branch left `base` (a branch, tag or commit), committed or
    not, relative to `root`. Raises `ContentError` where git cannot tell.
    """
    if base.startswith("-"):
        raise ContentError(f"'{base}' is no branch, tag or commit", cure="name one, such as `--changed origin/main`")
    commit = _git(root, "rev-parse", "--verify", f"{base}^{{commit}}").strip()
    differ = _git(root, "diff", "--name-only", "--no-renames", "-z", "--relative", "--merge-base", commit, "--")
    fresh = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(name for name in (differ + fresh).split("\0") if name)


def about(findings: Iterable[Finding], files: frozenset[str]) -> tuple[Finding, ...]:
    """The findings whose place, or one that belongs to it, is in one of the files."""
    return tuple(
        finding
        for finding in findings
        if finding.location.path in files or any(place.path in files for place in finding.related)
    )


def _git(root: Path, *arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        raise ContentError("git is not there, so nobody knows what changed", cure="install git, or leave out --changed")
    done = subprocess.run([git, "-C", str(root), *arguments], capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ContentError(
            f"git cannot tell what changed: {said[0] if said else 'it said nothing'}",
            where=str(root),
            cure="fetch the commit to compare with: `git fetch origin main`, in GitHub Actions `fetch-depth: 0` of the checkout",
        )
    return done.stdout.decode("utf-8", "surrogateescape")
