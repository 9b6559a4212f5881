"""Laws of merge, rename and archive: whatever is done in whatever order, no link breaks and no address is lost."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.checks.internal_links import InternalLinks
from deskbook.checks.path_steps import PathSteps
from deskbook.errors import ContentError
from deskbook.library import Library, changes
from deskbook.library.changes import Change, make
from deskbook.model import Article, Finding, Severity
from deskbook.stages.archive import archive
from deskbook.stages.merge import merge
from deskbook.stages.rename import rename
from deskbook.text.learning import steps
from deskbook.text.moved import former_addresses
from deskbook.text.pages import page_url
from pages import shelf

FOLDERS = ("", "dns/", "edge/", "edge/deep/")
STYLES = (
    "[x]({link})",
    "[x](<{link}>)",
    "[x][r{n}]\n\n[r{n}]: {link} 'title'",
    "![x]({link})",
    "- [x]({link})",
    "| [x]({link}) |\n|---|",
)


def link(origin: str, target: str) -> str:
    """How Markdown links from one file to another."""
    up = "../" * origin.count("/")
    return up + target


@st.composite
def contents(draw: st.DrawFn) -> dict[str, str]:
    """A folder of articles with links to each other and to pictures, none of them broken."""
    count = draw(st.integers(2, 5))
    names = [f"{draw(st.sampled_from(FOLDERS))}{'index' if n == 0 else f'page {n}'}.md" for n in range(count)]
    files = {f"{draw(st.sampled_from(FOLDERS))}p{n}.png": f"picture {n}" for n in range(2)}
    for n, name in enumerate(names):
        body = [f"# Title {n}", "## Issue", f"Words of page {n}, and no others."]
        wanted = draw(st.lists(st.sampled_from([*names, *files]), max_size=4))
        for number, target in enumerate(wanted):
            anchors = ["", "#issue", f"#title-{names.index(target)}"] if target in names else [""]
            anchor = draw(st.sampled_from(anchors))
            to = link(name, target).replace(" ", "%20") + anchor
            body.append(draw(st.sampled_from(STYLES)).format(link=to, n=number))
        index = PurePosixPath(draw(st.sampled_from(names))).parent / "index.md"
        body.append(f"[section]({link(name, index.as_posix())})")
        front = f"id: id{n}\nconfidence: validated\naudience: public\n"
        files[name] = f"---\n{front}---\n\n" + "\n\n".join(body) + "\n"
    return files


def write(folder: Path, files: dict[str, str]) -> Library:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return Library(folder)


def broken(library: Library) -> list[Finding]:
    held = library.read()
    found = InternalLinks().findings(shelf(*held.articles, files=held.files))
    return [finding for finding in found if finding.severity is Severity.ERROR]


def state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def step(library: Library, draw: Callable[..., object]) -> tuple[Change, ...]:
    """One random deed."""
    held = library.read().articles
    pages = [one for one in held if one.is_page]
    one, other = (pages[int(str(draw(st.integers(0, len(pages) - 1))))] for _ in range(2))
    verb = draw(st.sampled_from(["merge", "rename", "archive", "replace"]))
    if verb == "rename":
        name = f"{draw(st.sampled_from(FOLDERS))}{draw(st.sampled_from(['a', 'b', 'page 1', 'index']))}.md"
        return rename(library, one, PurePosixPath(name))
    if verb == "archive":
        return archive(library, one)
    if verb == "replace":
        return archive(library, one, other)
    return merge(library, one, other).changes


@settings(deadline=None, max_examples=30)
@given(contents(), st.data())
def test_no_link_breaks_and_no_address_is_lost(files: dict[str, str], data: st.DataObject) -> None:
    """After any merges, renames and archivings each link leads to something, and each address that there ever was to one page,
    or to a note that it was withdrawn."""
    with tempfile.TemporaryDirectory() as place:
        library = write(Path(place), files)
        assert broken(library) == []
        ever = {one.path for one in library.read().articles}
        for _ in range(data.draw(st.integers(1, 5))):
            if not any(one.is_page for one in library.read().articles):
                break
            try:
                make(step(library, data.draw), library.folder)
            except ContentError:
                continue
            ever |= {one.path for one in library.read().articles}

        assert broken(library) == []
        held = library.read().articles
        known, troubles = former_addresses(held)
        assert troubles == ()
        living = {page_url(one.path): one for one in held if one.is_page}
        old = {page_url(one.path): one for one in known}
        assert len(old) == len(known)
        assert {page_url(path) for path in ever} == living.keys() | old.keys()
        assert not living.keys() & old.keys()
        assert all(one.to is None or one.to.is_page for one in known)


@settings(deadline=None, max_examples=20)
@given(contents(), st.data())
def test_no_word_is_lost(files: dict[str, str], data: st.DataObject) -> None:
    """Whatever is merged into what, each page's own words are still there, and doing it again changes nothing."""
    with tempfile.TemporaryDirectory() as place:
        library = write(Path(place), files)
        pages = len(library.read().articles)
        for _ in range(pages - 1):
            one, other = data.draw(st.permutations(library.read().articles))[:2]
            make(merge(library, one, other).changes, library.folder)

        (left,) = library.read().articles
        assert all(left.body.count(f"Words of page {n}, and no others.") == 1 for n in range(pages))


def test_an_address_belongs_to_the_page_that_had_it_last(tmp_path: Path) -> None:
    """Whoever takes over the path of a page that moved away takes over its readers too."""
    front = "---\nid: {}\nconfidence: validated\naudience: public\n---\n"
    library = write(tmp_path, {f"{name}.md": front.format(name) for name in ("one", "two")})
    for id_, path in (("one", "b.md"), ("two", "one.md"), ("two", "c.md")):
        article = next(article for article in library.read().articles if article.id == id_)
        make(rename(library, article, PurePosixPath(path)), tmp_path)
    known, troubles = former_addresses(library.read().articles)
    assert troubles == ()
    assert {(str(one.path), one.of.id) for one in known} == {("one.md", "two"), ("two.md", "two")}


class KilledError(Exception):
    """The power went."""


def deeds(case: str) -> Callable[[Library], tuple[Change, ...]]:
    def named(library: Library, path: str) -> Article | None:
        return next((one for one in library.read().articles if one.path == PurePosixPath(path)), None)

    def run(library: Library) -> tuple[Change, ...]:
        one, other = named(library, "dns/page 1.md"), named(library, "index.md")
        if one is None or other is None:
            return ()
        if case == "merge":
            return merge(library, other, one).changes
        if case == "rename":
            return rename(library, one, PurePosixPath("edge/new.md"), "Another title")
        return archive(library, one, other, "because")

    return run


@pytest.mark.parametrize("case", ["merge", "rename", "archive"])
def test_a_killed_run_is_completed_by_the_next(case: str, tmp_path: Path) -> None:
    """Wherever it is killed, nothing is lost, and the same command again ends where an undisturbed one does."""
    front = "---\nid: {}\nconfidence: validated\naudience: public\n---\n"
    files = {
        "index.md": front.format("home") + "## Issue\n\n[a](dns/page%201.md)\n\nHome[^1].\n\n[^1]: mine\n",
        "dns/page 1.md": front.format("one")
        + "## Issue\n\nOne[^1]. ![p](p/p.png) [r]\n\n[r]: ../b.md\n\n[^1]: yours\n",
        "dns/p/p.png": "picture",
        "b.md": front.format("b") + "[a](<dns/page 1.md#issue>) [s](dns/index.md)\n",
        "c.md": "---\nid: c\nimproves: one\n---\n[a](dns/page%201.md)\n",
    }
    deed = deeds(case)
    whole = write(tmp_path / "whole", files)
    planned = deed(whole)
    make(planned, whole.folder)
    assert deed(whole) == ()

    for at in range(len(planned)):
        library = write(tmp_path / str(at), files)
        with pytest.raises(KilledError):
            killed(library, deed(library), at)
        assert b"picture" in state(library.folder).values()
        assert any(b"One[^" in text for text in state(library.folder).values())
        make(deed(library), library.folder)
        assert state(library.folder) == state(whole.folder), f"killed at step {at}"
        shutil.rmtree(library.folder)


def killed(library: Library, planned: tuple[Change, ...], at: int) -> None:
    """Make the changes, and die at one of them."""
    left = iter(range(len(planned)))
    real, unlink = changes.replace_bytes, Path.unlink

    def write_file(path: Path, data: bytes) -> bool:
        if next(left) == at:
            raise KilledError
        return real(path, data)

    def remove(path: Path, *, missing_ok: bool = False) -> None:
        if path.suffix != ".tmp" and next(left) == at:
            raise KilledError
        unlink(path, missing_ok=missing_ok)

    with mock.patch.object(changes, "replace_bytes", write_file), mock.patch.object(Path, "unlink", remove):
        make(planned, library.folder)


def test_learning_paths_follow_their_steps(tmp_path: Path) -> None:
    """A step that is renamed stays one; of two that are merged the check says that the page is on the path twice."""
    front = "---\nid: {}\nconfidence: validated\naudience: public\n---\n"
    files = {
        f"dns/{name}.md": front.format(name) + f"## Issue\n\nWords of {name}.\n" for name in ("one", "two", "three")
    }
    files["paths/new.md"] = (
        front.format("new")
        + "1. [One](../dns/one.md)\n2. [Two][t]\n3. [Three](../dns/three.md)\n\n[t]: ../dns/two.md\n"
    )
    library = write(tmp_path, files)

    def called(id_: str) -> Article:
        return next(article for article in library.read().articles if article.id == id_)

    make(rename(library, called("one"), PurePosixPath("edge/first.md")), tmp_path)
    assert [str(step.target) for step in steps(called("new"))] == ["edge/first.md", "dns/two.md", "dns/three.md"]
    make(merge(library, called("three"), called("two")).changes, tmp_path)

    assert len({step.target for step in steps(called("new"))}) == 2
    (found,) = PathSteps().findings(shelf(*library.read().articles))
    assert found.message == "step 3 is on the path already"
