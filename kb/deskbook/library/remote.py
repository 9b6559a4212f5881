"""Branches of a git remote, read and made without touching the work tree, the index or a branch of whoever works here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from deskbook.errors import ProposalError

_LATER = "see what git says, and run the command again"
# Who commits where git knows nobody, as in CI.
_NOBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "deskbook"), ("EMAIL", "deskbook@localhost"))
}
_CREDENTIALS = re.compile(r"://[^/@\s]+@")
# git asks this for whom it logs in as. What is secret stands in the environment only, which other users cannot read.
_HELPER = (
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$DESKBOOK_GIT_USER" "$DESKBOOK_GIT_SECRET"; }; f'
)


@dataclass(frozen=True, slots=True)
class Login:
    """With what git logs in at `web`, an address without a path. It is offered to no other server."""

    web: str
    user: str
    secret: str = field(repr=False)


class Remote:
    """One remote of the repository that a project lies in. Paths are relative to the project's folder."""

    def __init__(self, root: Path, name: str) -> None:
        """Raises `ProposalError` where there is no git, no repository or no remote of that name."""
        self._root = root
        program = shutil.which("git")
        if program is None:
            raise ProposalError("git is not there, so no branch can be made", cure="install git")
        self._program = program
        self._environment: dict[str, str] = {}
        self._at = name
        self.prefix = self._said("rev-parse", "--show-prefix", cure="keep the project in git, and push it").strip()
        self.address = self._said_or_nothing("config", "--get", f"remote.{name}.url").strip()
        if not self.address:
            raise ProposalError(
                f"git knows no remote '{name}'",
                where=str(root),
                cure=f"`git remote add {name} ADDRESS`, or name another in [propose]",
            )
        if not self._said_or_nothing("config", "user.email").strip():
            self._environment |= _NOBODY

    def log_in(self, login: Login) -> None:
        """Use a login for this remote, in place of those that git keeps, if the remote is on that server over http."""
        mine, theirs = urlsplit(self.address), urlsplit(login.web)
        if (mine.scheme, mine.hostname, mine.port) == (theirs.scheme, theirs.hostname, theirs.port):
            self._at = self.address_to_show  # git would use a login that stands in the address first
            key = f"credential.{login.web}.helper"
            self._environment |= {
                "GIT_CONFIG_COUNT": "2",
                "GIT_CONFIG_KEY_0": key,
                "GIT_CONFIG_VALUE_0": "",  # git would have the helpers that it knows keep the secret
                "GIT_CONFIG_KEY_1": key,
                "GIT_CONFIG_VALUE_1": _HELPER,
                "DESKBOOK_GIT_USER": login.user,
                "DESKBOOK_GIT_SECRET": login.secret,
            }

    def main(self) -> str:
        """The name of the remote's main branch."""
        for line in self._said("ls-remote", "--symref", self._at, "HEAD").splitlines():
            if line.startswith("ref: refs/heads/"):
                return line.removeprefix("ref: refs/heads/").partition("\t")[0]
        raise ProposalError(
            "the remote names no main branch", where=self.address_to_show, cure='write `[propose]` and `base = "main"`'
        )

    def tips(self, *branches: str) -> dict[str, str]:
        """The last commits of those of some branches that the remote has, fetched."""
        wanted = [f"refs/heads/{branch}" for branch in branches]
        lines = [line.partition("\t") for line in self._said("ls-remote", self._at, *wanted).splitlines()]
        found = {ref: commit for commit, _, ref in lines}
        there = {branch: found[ref] for branch, ref in zip(branches, wanted, strict=True) if ref in found}
        if there:
            self._fetch(*(f"refs/heads/{branch}" for branch in there))
        return there

    def fetch(self, ref: str) -> str:
        """The commit of a ref of the remote, fetched."""
        line = self._said("ls-remote", self._at, ref).split()
        if not line:
            raise ProposalError(
                f"the remote has no {ref} any more", where=self.address_to_show, cure="copy the drafts by hand"
            )
        self._fetch(ref)
        return line[0]

    def files(self, commit: str, folder: str) -> dict[str, str]:
        """The digests of all files below a folder, as git has them, by path."""
        entries = self._said("ls-tree", "-r", "-z", commit, "--", folder).split("\0")
        return {path: head.split(" ")[2] for head, _, path in (entry.partition("\t") for entry in entries if entry)}

    def read(self, digest: str) -> bytes:
        """What a file holds."""
        return self._run("cat-file", "blob", digest)

    def forked(self, base: str, commit: str) -> str:
        """The commit at which a branch left another; `base` itself where a shallow history does not tell."""
        return self._said_or_nothing("merge-base", base, commit).strip() or base

    def commit(self, parent: str, files: Mapping[str, bytes], message: str) -> str:
        """A commit on top of another that adds or replaces some files. No branch is at it yet."""
        with self._index(parent) as index:
            lines = []
            for path, data in files.items():
                place = self.prefix + path
                digest = self._run("hash-object", "-w", f"--path={path}", "--stdin", given=data).decode().strip()
                lines.append(f"100644 {digest}\t{place}\0")
            self._run("update-index", "-z", "--index-info", given="".join(lines).encode(), more=index)
            tree = self._run("write-tree", more=index).decode().strip()
            return self._run("commit-tree", tree, "-p", parent, given=message.encode()).decode().strip()

    @contextmanager
    def checked_out(self, commit: str) -> Iterator[Path]:
        """The project as a commit has it, in a folder that is gone afterwards."""
        with self._index(commit) as index, TemporaryDirectory(prefix="deskbook-") as folder:
            self._run("checkout-index", "--all", "--force", f"--prefix={folder}/", more=index)
            yield Path(folder) / self.prefix

    def push(self, commit: str, branch: str, expected: str | None) -> bool:
        """Put a branch at a commit. Says whether that was done: it is not where the branch is no longer at `expected`, None for a
        branch that is not there. Raises `ProposalError` for all that another try would not mend."""
        ref = f"refs/heads/{branch}"
        done = self._start(
            "push", "--quiet", "--porcelain", f"--force-with-lease={ref}:{expected or ''}", self._at, f"{commit}:{ref}"
        )
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        if done.returncode and "stale info" not in said and "fetch first" not in said and "cannot lock ref" not in said:
            raise self._failed("push", said)
        return done.returncode == 0

    @property
    def address_to_show(self) -> str:
        """The address without what may be secret."""
        return _CREDENTIALS.sub("://", self.address)

    @contextmanager
    def _index(self, commit: str) -> Iterator[dict[str, str]]:
        with TemporaryDirectory(prefix="deskbook-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self._run("read-tree", commit, more=index)
            yield index

    def _fetch(self, *refs: str) -> None:
        self._run("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", self._at, *refs)

    def _said(self, *words: str, cure: str = _LATER) -> str:
        return self._run(*words, cure=cure).decode("utf-8", "surrogateescape")

    def _said_or_nothing(self, *words: str) -> str:
        done = self._start(*words)
        return "" if done.returncode else done.stdout.decode("utf-8", "replace")

    def _run(self, *words: str, given: bytes = b"", more: Mapping[str, str] | None = None, cure: str = _LATER) -> bytes:
        done = self._start(*words, given=given, more=more)
        if done.returncode:
            raise self._failed(words[0], done.stderr.decode("utf-8", "replace"), cure)
        return done.stdout

    def _start(
        self, *words: str, given: bytes = b"", more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **self._environment, **(more or {})}
        return subprocess.run(  # noqa: S603
            [self._program, "-C", str(self._root), *words],
            input=given,
            capture_output=True,
            check=False,
            env=environment,
        )

    def _failed(self, verb: str, said: str, cure: str = _LATER) -> ProposalError:
        lines = _CREDENTIALS.sub("://", said).splitlines()
        told = [line for begin in ("remote:", "fatal:", "error:", "!") for line in lines if line.startswith(begin)]
        what = " ".join(told[0].split()) if told else "it says nothing"
        return ProposalError(f"`git {verb}` does not work: {what}", where=str(self._root), cure=cure)
