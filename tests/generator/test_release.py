"""deskbook_site.release: a new site takes the place of the old one, and takes over what stays the same."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.workers import InProcess
from deskbook_site import forum, release, spare
from deskbook_site.release import Release
from fakes import site_with_shells

THEME = Path(__file__).parents[2] / "theme"
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
# Where a run can be killed: before one of these is called.
STEPS = ("begin", "lend", "render", "survey", "sweep", "move", "write_notes", "keep", "link", "remove_folders")

# A forum: the text and the category of each topic.
FORUMS = st.dictionaries(
    st.sampled_from(["1", "2", "3", "4"]),
    st.tuples(st.sampled_from(["one", "two", "long\n" * 120]), st.sampled_from(["a", "b"])),
)


class KilledError(Exception):
    """A run ends here."""


class Desk:
    """Builds one site after another in one folder."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.work = folder / "work"
        self.work.mkdir(parents=True)

    def run(self, topics: Mapping[str, tuple[str, str]], killed: str | None = None) -> None:
        """One build of the forum; `killed` before a step."""
        threads = [topic(id, *said) for id, said in topics.items()]
        with pytest.MonkeyPatch.context() as patch:
            if killed:
                self._patch(patch, killed)
            self._build(threads)

    def _build(self, threads: list[Thread]) -> None:
        new = self.work / "new"
        made = Release(new, self.site, self.work, "public")
        made.begin()
        assert not [path for path in new.rglob("*") if path.is_symlink() or path.is_file()]
        site_with_shells(new)
        made.lend()
        before = forum.Before(self.site, made.forum_notes, {thread.key: repr(thread) for thread in threads})
        url = "https://help.example"
        pages = forum.render(threads, new, {}, InProcess(), TODAY, theme=THEME, url=url, before=before)
        made.close(pages, forum.addresses(threads).values())
        made.put_in_place()

    def _patch(self, patch: pytest.MonkeyPatch, step: str) -> None:
        def kill(*_: object, **__: object) -> None:
            raise KilledError

        place: object = {"move": shutil, "render": forum, "survey": release, "write_notes": release}.get(step, spare)
        patch.setattr(place, "_link" if step == "link" else step, kill)

    def files(self) -> dict[str, bytes]:
        """All that readers get."""
        return {
            path.relative_to(self.site).as_posix(): path.read_bytes() for path in self.site.rglob("*") if path.is_file()
        }

    def folders(self) -> set[str]:
        return {path.relative_to(self.site).as_posix() for path in self.site.rglob("*") if path.is_dir()}


def topic(id: str, text: str, category: str) -> Thread:
    """A topic with a post for each line; its title tells its text."""
    posts = tuple(Message(str(n), "Ann", Role.CUSTOMER, AT, line) for n, line in enumerate(text.splitlines(), 1))
    return Thread("f", id, ThreadKind.TOPIC, f"{text[:4]} {id}", posts, AT, AT, category=category)


@settings(max_examples=40, deadline=None)
@given(runs=st.lists(st.tuples(FORUMS, st.sampled_from([None, None, *STEPS])), min_size=1, max_size=5), last=FORUMS)
def test_any_run_after_any_others_makes_what_a_first_run_makes(
    tmp_path_factory: pytest.TempPathFactory,
    runs: list[tuple[dict[str, tuple[str, str]], str | None]],
    last: dict[str, tuple[str, str]],
) -> None:
    """Whatever topics came, changed and went, and wherever a run was killed: the same files, folders and bytes."""
    desk, fresh = (Desk(tmp_path_factory.mktemp("desk")) for _ in range(2))
    for topics, killed in runs:
        with contextlib.suppress(KilledError):
            desk.run(topics, killed)
    desk.run(last)
    fresh.run(last)
    assert desk.files() == fresh.files()
    assert desk.folders() == fresh.folders()


FOUR = {str(n): ("one", "a") for n in range(1, 5)}


def test_what_stays_the_same_is_not_even_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second run on topics that nobody changed cost no work on the disk, and take their space once."""
    desk = Desk(tmp_path)
    desk.run(FOUR)
    linked: list[str] = []
    real = os.link

    def link(source: str, target: str) -> None:
        linked.append(str(target))
        real(source, target)

    monkeypatch.setattr(os, "link", link)
    desk.run(FOUR | {"2": ("two", "a")})
    assert not [name for name in linked if "-one-" in name]
    assert (desk.site / "forum/1-one-1/index.html").stat().st_nlink == 2


def test_readers_have_the_old_site_until_the_new_one_is_there(tmp_path: Path) -> None:
    """A run that is killed on the way changes no byte of it, though both share files."""
    desk = Desk(tmp_path)
    desk.run(FOUR)
    desk.run(FOUR)
    before = desk.files()
    for step in ("begin", "lend", "render", "survey", "sweep"):
        with pytest.raises(KilledError):
            desk.run({"1": ("two", "b")}, step)
        assert desk.files() == before


def test_what_was_taken_back_lies_nowhere(tmp_path: Path) -> None:
    """Not in the folder that is kept for the next run either, nor in its names."""
    desk = Desk(tmp_path)
    desk.run(FOUR | {"3": ("secretive", "a")})
    desk.run(FOUR | {"3": ("secretive", "a")})
    desk.run(FOUR)
    left = [path for path in tmp_path.rglob("*") if "secr" in path.name]
    left += [path for path in tmp_path.rglob("*") if path.is_file() and b"secretive" in path.read_bytes()]
    assert left == []


def test_what_no_run_has_written_is_not_published(tmp_path: Path) -> None:
    """Files and folders that somebody put into the site, or into what is kept, are gone after the next run, and after the one after."""
    desk, fresh = Desk(tmp_path / "desk"), Desk(tmp_path / "fresh")
    desk.run(FOUR)
    desk.run(FOUR)
    for place in (desk.site, desk.work / "spare-public"):
        for name in (
            "forum/1-one-1/stray.html",
            "forum/stray/index.html",
            "forum/2-one-2/deep/er/index.html",
            "forum/feed.xml",
        ):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).unlink(missing_ok=True)
            (place / name).write_text("by hand", encoding="utf-8")
            if place != desk.site:
                (place / "-folders" / name).parent.mkdir(parents=True, exist_ok=True)
                (place / "-folders" / name).symlink_to(desk.work)
        (place / "forum/3-one-3/index.html").unlink()
        (place / "forum/4-one-4/index.html").unlink()
        (place / "forum/4-one-4/index.html").symlink_to(desk.work)
    fresh.run(FOUR)
    for _ in range(3):
        desk.run(FOUR)
        assert desk.files() == fresh.files()
        assert desk.folders() == fresh.folders()


def test_the_next_site_begins_with_the_folders_of_the_last(tmp_path: Path) -> None:
    """Of those that the last but one had, too; a folder that could be in the way of a file is made anew."""
    pages = ["a/b/index.html", "a/c/index.html", "a/page.html/index.html"]
    for wanted, found in (
        (pages, []),
        (pages, []),
        (["a/b/index.html", "a/page.html"], ["a", "a/b", "a/c"]),
        (["a/b/index.html"], ["a", "a/b"]),
    ):
        made = Release(tmp_path / "new", tmp_path / "site", tmp_path, "public")
        made.begin()
        assert sorted(path.relative_to(made.site).as_posix() for path in made.site.rglob("*")) == found
        for name in wanted:
            (made.site / name).parent.mkdir(parents=True, exist_ok=True)
            (made.site / name).write_text("text", encoding="utf-8")
        made.lend()
        made.close({}, ())
        made.put_in_place()
        assert {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*")} == {
            parent for name in wanted for parent in (name, *map(str, Path(name).parents)) if parent != "."
        }


def test_the_gate_reads_what_it_has_not_passed(tmp_path: Path) -> None:
    """A file that was changed, and everything when the rules changed; not a page that was written again with the same bytes."""
    work, site = tmp_path / "work", tmp_path / "site"
    work.mkdir()
    for number, text in enumerate(("same", "same", "other")):
        new = work / "new"
        made = Release(new, site, work, "public")
        made.begin()
        new.mkdir(exist_ok=True)
        (new / "index.html").write_text("home", encoding="utf-8")
        (new / "page.html").write_text(text, encoding="utf-8")
        made.lend()
        made.close({}, ())
        assert made.unread("rules") == ([["index.html", "page.html"], [], ["page.html"]][number])
        assert made.unread("other rules") == ["index.html", "page.html"]
        made.passed("rules")
        made.put_in_place()
