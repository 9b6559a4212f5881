"""CODEOWNERS as GitHub and GitLab read it."""

from pathlib import Path, PurePosixPath

import pytest

from deskbook.errors import ConfigError
from deskbook.library import read_code_owners
from deskbook.library.codeowners import PLACES

PATHS = tuple(
    PurePosixPath(name) for name in ("index.md", "dns/mx.md", "dns/records/a.md", "web/tls.md", "web/my page.md")
)


def owners(root: Path, text: str, place: str = "CODEOWNERS") -> dict[str, tuple[str, ...]]:
    """Who owns what below content/ in a repository with this CODEOWNERS."""
    (root / ".git").mkdir(exist_ok=True)
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).write_text(text, encoding="utf-8")
    found = read_code_owners(root, root / "content", PATHS)
    return {str(path): entry.owners for path, entry in found.items()}


def test_the_last_line_that_matches_counts(tmp_path: Path) -> None:
    """As both systems have it; a line without owners takes them away, and comments are none."""
    text = "# all\n* @acme/all # everything\n/content/dns/ @dns ana@x.example\n/content/dns/records/\n"

    assert owners(tmp_path, text) == {
        "index.md": ("@acme/all",),
        "dns/mx.md": ("@dns", "ana@x.example"),
        "web/tls.md": ("@acme/all",),
        "web/my page.md": ("@acme/all",),
    }


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("*.md", {"index.md", "dns/mx.md", "dns/records/a.md", "web/tls.md", "web/my page.md"}),
        ("/content/dns", {"dns/mx.md", "dns/records/a.md"}),
        ("dns/", {"dns/mx.md", "dns/records/a.md"}),
        ("content/dns/*", {"dns/mx.md"}),
        ("content/dns/**", {"dns/mx.md", "dns/records/a.md"}),
        ("/content/**/a.md", {"dns/records/a.md"}),
        ("/dns/", set()),
        ("/content/web/my\\ page.md", {"web/my page.md"}),
        ("/*", set()),
        ("mx.md", {"dns/mx.md"}),
    ],
)
def test_patterns_are_those_of_gitignore_but_for_a_star_at_the_end(
    tmp_path: Path, pattern: str, named: set[str]
) -> None:
    """`docs/*` means the files of a folder only: GitHub's documentation shows it."""
    assert set(owners(tmp_path, f"{pattern} @x\n")) == named


def test_sections_of_gitlab_add_up(tmp_path: Path) -> None:
    """In each section the last line counts, with the section's owners where it names none; a pattern without / at its start matches in
    any folder, and `!` takes files out of a section."""
    text = "[Docs] @docs\n*.md\nrecords/a.md @records\n^[Web team][2]\n/content/web/ @web\n!/content/web/tls.md\n"

    assert owners(tmp_path, text, ".gitlab/CODEOWNERS") == {
        "index.md": ("@docs",),
        "dns/mx.md": ("@docs",),
        "dns/records/a.md": ("@records",),
        "web/tls.md": ("@docs",),
        "web/my page.md": ("@docs", "@web"),
    }


def test_the_place_is_named_and_the_first_place_counts(tmp_path: Path) -> None:
    """Each of the four places is looked at, in their order, and the line is told."""
    for place in reversed(PLACES):
        assert owners(tmp_path, f"\n* @{place.count('/')}-{len(place)}\n", place)["index.md"] == (
            f"@{place.count('/')}-{len(place)}",
        )
    assert read_code_owners(tmp_path, tmp_path / "content", PATHS)[PATHS[0]].place == ".github/CODEOWNERS:2"


def test_a_project_in_a_folder_of_a_repository_reads_its_file(tmp_path: Path) -> None:
    """Patterns are relative to the repository, wherever deskbook.toml lies; without a CODEOWNERS there is nothing."""
    project = tmp_path / "help"
    project.mkdir()
    assert read_code_owners(project, project / "content", PATHS) == {}

    (tmp_path / ".git").mkdir()
    (tmp_path / "CODEOWNERS").write_text("/help/content/dns/ @dns\n", encoding="utf-8")

    assert set(read_code_owners(project, project / "content", PATHS)) == {PATHS[1], PATHS[2]}


def test_a_pattern_that_is_none_is_an_error_at_its_line(tmp_path: Path) -> None:
    """It must not pass for one that matches nothing; nor may a file that is not text."""
    with pytest.raises(ConfigError) as caught:
        owners(tmp_path, "*.md @x\nweb/*** @a\n/ @y\n!! @z\n")
    assert caught.value.where

    (tmp_path / "CODEOWNERS").write_bytes(b"\xff\xfe* @x")
    with pytest.raises(ConfigError, match="UTF-8"):
        read_code_owners(tmp_path, tmp_path / "content", PATHS)


def test_roles_of_gitlab_are_nobody(tmp_path: Path) -> None:
    """Neither on a line nor as the default of a section; the address and the user beside them count."""
    text = "[Docs] @@maintainer @docs\n*.md\n/content/web/ @@owner web@x.example\n/content/dns/ @@developer\n"

    found = owners(tmp_path, text)

    assert (found["index.md"], found["web/tls.md"], found["dns/mx.md"]) == (("@docs",), ("web@x.example",), ("@docs",))
