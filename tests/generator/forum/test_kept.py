"""Pages that would come out the same are taken over from the site before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.workers import InProcess
from deskbook_site import forum
from deskbook_site.forum import topic as rendering
from deskbook_site.words import words_of
from fakes import site_with_shells

THEME = Path(__file__).parents[3] / "theme"
TODAY = date(2026, 11, 22)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def topic(id: str, text: str = "Some text.", **values: object) -> Thread:
    """A topic of one post."""
    message = Message("1", "Ann", Role.CUSTOMER, AT, text)
    return replace(Thread("f", id, ThreadKind.TOPIC, f"Title {id}", (message,), AT, AT), **values)


class Runs:
    """Builds one site after another, and counts the topics that were rendered."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.notes = folder / "forum.json"
        self.rendered: list[str] = []
        self.number = 0
        real = rendering.posts
        monkeypatch.setattr(
            rendering, "posts", lambda thread, *how: (self.rendered.append(thread.id), real(thread, *how))[1]
        )

    def run(self, topics: Sequence[Thread], today: date = TODAY, **values: object) -> list[str]:
        """The ids of the topics that had to be rendered."""
        self.rendered.clear()
        self.number += 1
        site = site_with_shells(self.site)
        before = forum.Before(self.folder / str(self.number - 1), self.notes, {t.key: repr(t) for t in topics})
        forum.render(topics, site, {}, InProcess(), today, theme=THEME, **({"before": before} | values))
        return self.rendered

    @property
    def site(self) -> Path:
        """The latest site."""
        return self.folder / str(self.number)

    def files(self, folder: Path | None = None) -> dict[str, bytes]:
        """All pages of a site."""
        site = folder or self.site
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.html")}


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    return Runs(tmp_path, monkeypatch)


def test_only_what_changed_is_rendered(runs: Runs) -> None:
    """And the site is the same, byte for byte, as one that was made from nothing."""
    topics = [topic(str(n), tags=("x",), category="c") for n in range(30)]
    assert len(runs.run(topics)) == 30
    changed = [*topics[:7], topic("7", "Other text.", tags=("x",), category="c"), *topics[9:], topic("new")]
    assert runs.run(changed) == ["7", "new"]
    taken = runs.files()
    runs.run(changed, before=None)

    assert taken == runs.files()


def test_without_a_change_nothing_is_rendered(runs: Runs) -> None:
    """Not even a list: all files are those of the site before."""
    topics = [topic(str(n)) for n in range(3)]
    runs.run(topics)
    before = runs.files()
    assert runs.run(topics) == []
    assert runs.files() == before
    assert (runs.site / "forum/1-title-1/index.html").stat().st_nlink == 2
    assert (runs.site / "forum/index.html").stat().st_nlink == 2


@pytest.mark.parametrize(
    "notes", ["", "{", "[]", '{"made_with": "x"}', '{"made_with": 1, "made": []}', "\0", "[" * 9000]
)
def test_damaged_notes_cost_only_time(runs: Runs, notes: str) -> None:
    """Everything is made anew."""
    topics = [topic("1")]
    runs.run(topics)
    expected = runs.files()
    runs.notes.write_text(notes, encoding="utf-8")
    assert runs.run(topics) == ["1"]
    assert runs.files() == expected


def test_notes_of_the_right_tools_can_be_damaged_too(runs: Runs) -> None:
    """What cannot be read as notes is not believed."""
    topics = [topic("1")]
    runs.run(topics)
    for old, new in (('"made":{', '"made":{"f:1":7,'), ('"made":{', '"made":[{'), ("index", "\\ud800")):
        runs.notes.write_text(runs.notes.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        runs.run(topics)
        assert (runs.site / "forum/1-title-1/index.html").is_file()


def test_a_page_that_somebody_changed_is_made_anew(runs: Runs) -> None:
    """So is one that is gone; the old site stays as it is."""
    topics = [topic("1"), topic("2"), topic("3")]
    runs.run(topics)
    expected, old = runs.files(), runs.site
    (old / "forum/1-title-1/index.html").write_text("by hand", encoding="utf-8")
    (old / "forum/2-title-2/index.html").unlink()
    (old / "forum/3-title-3/index.html").unlink()
    (old / "forum/3-title-3/index.html").symlink_to(runs.notes)

    assert sorted(runs.run(topics)) == ["1", "2", "3"]
    assert runs.files() == expected
    assert (old / "forum/1-title-1/index.html").read_text(encoding="utf-8") == "by hand"


def test_in_another_language_everything_is_made_anew(runs: Runs) -> None:
    """Rows of lists, too."""
    topics = [topic("1"), topic("2")]
    runs.run(topics)
    assert runs.run(topics, words=words_of("fr")) == ["1", "2"]
    assert "Pas encore de réponse acceptée" in runs.files()["forum/index.html"].decode()
    assert runs.run(topics, words=words_of("fr")) == []


def test_what_is_linked_is_never_changed_in_place(runs: Runs) -> None:
    """A later change of a topic leaves the site before alone."""
    runs.run([topic("1")])
    first = runs.files()
    runs.run([topic("1")])
    (runs.site / "forum/index.html").unlink()  # an engine empties its folder first
    site_with_shells(runs.site)
    forum.render([topic("1", "New.")], runs.site, {}, InProcess(), TODAY, theme=THEME)

    assert runs.files(runs.folder / "1") == first
    assert b"New." in runs.files()["forum/1-title-1/index.html"]


def test_what_a_page_says_of_the_rest_is_part_of_it(runs: Runs) -> None:
    """Its article, how often it was asked, its age, the shell: a change of any of them makes it anew."""
    topics = [topic("1")]
    runs.run(topics)
    assert runs.run(topics) == []
    assert runs.run(topics, today=date(2030, 1, 1)) == ["1"]
    assert runs.run(topics, today=date(2030, 1, 1), asked={"f:1": 3}) == ["1"]
    assert runs.run(topics, today=date(2030, 1, 1), asked={"f:1": 3}, url="https://x.example") == ["1"]


def test_a_topic_that_is_gone_leaves_nothing(runs: Runs) -> None:
    """Neither its page nor a word in a list or in the notes."""
    runs.run([topic("1"), topic("2", title="Secret")])
    assert runs.run([topic("1")]) == []
    assert not any(b"Secret" in data for data in runs.files().values())
    assert "Secret" not in runs.notes.read_text(encoding="utf-8")
