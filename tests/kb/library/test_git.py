"""What git knows of articles, in real repositories."""

import subprocess
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from deskbook.library import Git
from deskbook.model import Edit


class Repository:
    """A repository with a person who commits in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        self.content.mkdir()
        self("init", "--quiet")
        self("config", "user.name", "Ana")
        self("config", "user.email", "Ana@x.example")

    def __call__(self, *words: str) -> str:
        done = subprocess.run(["git", "-C", str(self.root), *words], check=True, capture_output=True)
        return done.stdout.decode()

    def commit(self, files: dict[str, str], who: str = "ana", day: str = "2026-03-01") -> None:
        """Write files below content/ and commit them."""
        for name, text in files.items():
            (self.content / name).parent.mkdir(exist_ok=True)
            (self.content / name).write_text(text, encoding="utf-8")
        self("add", "--all")
        author = f"{who.capitalize()} <{who.capitalize()}@x.example>"
        self(
            "-c",
            "commit.gpgsign=false",
            "commit",
            "--quiet",
            "-m",
            "x",
            "--author",
            author,
            "--date",
            f"{day}T12:00:00Z",
        )


@pytest.fixture(name="repository")
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    return Repository(tmp_path)


TEXT = "A page with enough words on it, so that git sees that it is the same page.\n"


def test_who_edited_a_file_is_known_over_its_renames(repository: Repository) -> None:
    """The latest comes first, each person once with the day of their last edit; also a name that no ASCII can say."""
    repository.commit({"old.md": TEXT})
    repository.commit({"old.md": TEXT + "More.\n"}, "bo", "2026-03-02")
    repository("mv", "content/old.md", "content/neu ü.md")
    repository.commit({}, "cy", "2026-03-03")
    repository.commit({"neu ü.md": TEXT + "More and more.\n"}, "bo", "2026-03-04")

    found = Git(repository.content).edits([PurePosixPath("neu ü.md"), PurePosixPath("other.md")])

    assert found == {
        PurePosixPath("neu ü.md"): (
            Edit("bo@x.example", "Bo", date(2026, 3, 4)),
            Edit("cy@x.example", "Cy", date(2026, 3, 3)),
            Edit("ana@x.example", "Ana", date(2026, 3, 1)),
        )
    }


def test_an_import_of_many_files_is_no_edit(repository: Repository) -> None:
    """Whoever brought in thirty pages at once need not know one of them."""
    repository.commit({f"{number}.md": f"{number} {TEXT}" for number in range(30)})
    repository.commit({"1.md": "new"}, "bo", "2026-03-02")

    found = Git(repository.content).edits([PurePosixPath("1.md"), PurePosixPath("2.md")])

    assert found == {PurePosixPath("1.md"): (Edit("bo@x.example", "Bo", date(2026, 3, 2)),)}


def test_a_commit_takes_the_named_files_and_nothing_else(repository: Repository) -> None:
    """What is staged besides stays staged; a file with other changes is known."""
    repository.commit({"a.md": "1\n", "b.md": "1\n"})
    git = Git(repository.content)
    a, b, new = (repository.content / name for name in ("a.md", "b.md", "new.md"))
    b.write_text("2\n", encoding="utf-8")
    new.write_text("1\n", encoding="utf-8")
    repository("add", "content/b.md")
    assert git.changed([a, b, new]) == [b, new]
    a.write_text("2\n", encoding="utf-8")

    assert git.commit([a], "Claim it\n\nBefore: nobody") == ""

    assert repository("show", "--format=%B", "--name-only", "HEAD").split() == [
        "Claim",
        "it",
        "Before:",
        "nobody",
        "content/a.md",
    ]
    assert repository("diff", "--cached", "--name-only").split() == ["content/b.md"]


def test_what_git_complains_of_is_said(repository: Repository) -> None:
    """A hook that refuses the commit is shown with its words."""
    repository.commit({"a.md": "1\n"})
    hook = repository.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not on a Friday >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    (repository.content / "a.md").write_text("2\n", encoding="utf-8")

    assert "not on a Friday" in Git(repository.content).commit([repository.content / "a.md"], "x")


def test_without_git_nothing_is_known_and_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In no work tree, in one without a commit, and where there is no git at all."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    path = PurePosixPath("a.md")

    outside = Git(tmp_path)
    assert (outside.there, outside.edits([path]), outside.email(), outside.changed([tmp_path / "a.md"])) == (
        False, {}, "", [tmp_path / "a.md"],
    )  # fmt: skip
    subprocess.run(["git", "-C", str(tmp_path), "init", "--quiet"], check=True)
    assert Git(tmp_path).edits([path]) == {}
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert (Git(tmp_path).there, Git(tmp_path).edits([path])) == (False, {})
