"""deskbook_site.search: the index on disk."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from deskbook.errors import BuildError
from deskbook_site.inventory import survey
from deskbook_site.search import bundles, index

PAGE = '<html lang="en"><body><nav>outside</nav><main data-pagefind-body><h1>Title<a class="headerlink">¶</a></h1>{}</main></body></html>'


def site(folder: Path, pages: dict[str, str] | str) -> Path:
    """A site of some pages, or of one."""
    for url, text in ({"": pages} if isinstance(pages, str) else pages).items():
        (folder / url).mkdir(parents=True, exist_ok=True)
        (folder / url / "index.html").write_text(PAGE.format(text), encoding="utf-8")
    return folder


def indexed(folder: Path, previous: Path | None = None, timeout: float = 60.0) -> tuple[str, ...]:
    """The names of the bundles that were made; the notes lie beside the sites."""
    return index(folder, survey(folder, {}), notes=folder.parent / "notes.json", previous=previous, timeout=timeout)


def said(folder: Path) -> dict[str, str]:
    """All that can be read in an index, by file."""
    return {
        path.relative_to(folder).as_posix(): gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        for path in (folder / "pagefind").rglob("*.pf_*")
    }


def having(folder: Path, word: str) -> set[str]:
    """In which sorts of files of an index a word stands."""
    return {name.rpartition(".")[2] for name, text in said(folder).items() if word in text}


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in (folder / "pagefind").rglob("*") if p.is_file()}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bundles as small as tests need them: every change is put aside, as long as it is one page in three."""
    monkeypatch.setattr(bundles, "SMALL", 1)
    monkeypatch.setattr(bundles, "SHARE", 0.34)
    monkeypatch.setattr(bundles, "SIZE", 3)


TOPICS = {"": "home", **{f"forum/{n}-t": f"topic{n} about quokkas" for n in range(1, 7)}}


def test_only_content_is_indexed(tmp_path: Path) -> None:
    """What stands outside the marked element, and the sign at a heading, are not found."""
    indexed(site(tmp_path / "a", "inside"))
    fragment = gzip.decompress(next((tmp_path / "a/pagefind/fragment").iterdir()).read_bytes()).decode()
    assert "inside" in fragment
    assert "outside" not in fragment
    assert "¶" not in fragment


def test_the_index_of_the_same_pages_is_kept(tmp_path: Path) -> None:
    """Pages that did not change keep their index byte for byte; a changed page gets a new one."""
    old, same, other = site(tmp_path / "a", "one"), site(tmp_path / "b", "one"), site(tmp_path / "c", "two")
    indexed(old)
    assert indexed(same, old) == ()
    assert files(same) == files(old)
    assert indexed(other, same) == ("",)


def test_articles_forum_and_chat_lie_in_bundles_of_their_own(tmp_path: Path, small: None) -> None:
    """None has more pages than it may; the first one brings the programs, and all are told to browsers."""
    indexed(site(tmp_path / "a", TOPICS | {"chat/x": "a talk"}))
    told = json.loads((tmp_path / "a/pagefind/bundles.json").read_text(encoding="utf-8"))
    weights = {one["path"]: one["weight"] for one in told["bundles"]}
    assert list(weights) == ["", "chat-1/", "forum-1/", "forum-2/"]
    assert weights[""] > weights["forum-1/"] > weights["chat-1/"]
    assert [path.parent.name for path in (tmp_path / "a").rglob("pagefind.js")] == ["pagefind"]
    assert all(len(list((tmp_path / f"a/pagefind/{name}/fragment").iterdir())) == 3 for name in ("forum-1", "forum-2"))
    assert "quokkas" in json.loads((tmp_path / "a/pagefind/words.json").read_text(encoding="utf-8"))


def test_a_product_that_is_taken_back_is_in_no_part_of_the_index(tmp_path: Path, small: None) -> None:
    """What a page can be filtered by is in the index, too, also where the page does not say it in its text."""
    product = '<meta data-pagefind-filter="product[content]" content="Wombatron">'
    old = site(tmp_path / "a", TOPICS | {"forum/2-t": f"topic2 about quokkas{product}"})
    indexed(old)
    assert having(old, "Wombatron")
    new = site(tmp_path / "b", TOPICS | {"forum/2-t": "topic2 about quokkas and more"})
    indexed(new, old)
    assert having(new, "Wombatron") == set()


def test_words_that_are_everywhere_are_told_to_browsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They tell no pages apart, and take long to look for; on a small site each word counts."""
    indexed(site(tmp_path / "a", TOPICS))
    path = "a/pagefind/bundles.json"
    assert json.loads((tmp_path / path).read_text(encoding="utf-8"))["everywhere"] == []
    monkeypatch.setattr(bundles, "EVERYWHERE", 2)
    indexed(site(tmp_path / "a", TOPICS | {"forum/9-t": "about something else"}))
    everywhere = json.loads((tmp_path / path).read_text(encoding="utf-8"))["everywhere"]
    assert "about" in everywhere
    assert "quokkas" in everywhere
    assert "something" not in everywhere


def test_a_page_that_grew_is_put_aside(tmp_path: Path, small: None) -> None:
    """Only a small bundle is made; the page's old text is gone, also when the page becomes again what it was."""
    old = site(tmp_path / "a", TOPICS)
    indexed(old)
    new = site(tmp_path / "b", TOPICS | {"forum/2-t": "topic2 about quokkas and wombats"})
    assert indexed(new, old) == ("forum-fresh",)
    about = [text for name, text in said(new).items() if '"url":"/forum/2-t/"' in text]
    assert len(about) == 1
    assert "wombats" in about[0]
    again = site(tmp_path / "c", TOPICS)
    assert indexed(again, new) == ("forum-fresh",)
    assert having(again, "wombats") == set()
    assert [text for text in said(again).values() if '"url":"/forum/2-t/"' in text] == [
        text for text in said(old).values() if '"url":"/forum/2-t/"' in text
    ]


def test_what_is_gone_is_in_no_part_of_the_index(tmp_path: Path, small: None) -> None:
    """Neither words of a page that was removed, nor words that were taken out of one, now or after it was put aside; for that, no more
    is made anew than what changed lately."""
    grown = TOPICS | {"forum/2-t": "topic2 about quokkas and wombats"}
    old = site(tmp_path / "a", TOPICS)
    indexed(old)
    between = site(tmp_path / "b", grown)
    indexed(between, old)
    for number, (pages, word, made) in enumerate(
        [
            ({url: text for url, text in grown.items() if url != "forum/2-t"}, "topic2", ()),
            (grown | {"forum/2-t": "about quokkas and wombats"}, "topic2", ("forum-fresh",)),
            (grown | {"forum/2-t": "topic2 about quokkas"}, "wombat", ("forum-fresh",)),
            ({url: text for url, text in grown.items() if url != "forum/5-t"}, "topic5", ()),
        ]
    ):
        assert having(between, word) >= {"pf_fragment", "pf_index"}
        before, notes = files(between), (tmp_path / "notes.json").read_bytes()
        new = site(tmp_path / f"c{number}", pages)
        assert indexed(new, between) == made
        assert having(new, word) == set()
        assert word not in (new / "pagefind/words.json").read_text(encoding="utf-8")
        assert having(new, "quokka") >= {"pf_fragment", "pf_index"}
        assert files(between) == before
        (tmp_path / "notes.json").write_bytes(notes)


def test_an_index_of_an_unknown_form_is_made_anew(tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be taken out of it is not left in it."""
    old = site(tmp_path / "a", TOPICS)
    indexed(old)
    monkeypatch.setattr("deskbook_site.search.forget.SIGNATURE", b"of another Pagefind")
    new = site(tmp_path / "b", TOPICS | {"forum/5-t": "about quokkas"})
    assert indexed(new, old) == ("", "forum-1", "forum-2")
    assert having(new, "topic5") == set()


@pytest.mark.parametrize("notes", ["", "{", "[]", '{"made_with": 1}', "\0", "[" * 9000])
def test_damaged_notes_cost_only_time(tmp_path: Path, notes: str) -> None:
    """All bundles are made anew."""
    old = site(tmp_path / "a", TOPICS)
    indexed(old)
    (tmp_path / "notes.json").write_text(notes, encoding="utf-8")
    assert len(indexed(site(tmp_path / "b", TOPICS), old)) == 2


def test_a_bundle_that_somebody_touched_is_made_anew(tmp_path: Path, small: None) -> None:
    """Nothing that lies in the old index without having been put there by a build is taken over."""
    old = site(tmp_path / "a", TOPICS)
    indexed(old)
    (old / "pagefind/forum-1/stray.txt").write_text("by hand", encoding="utf-8")
    (old / "pagefind/other").mkdir()
    new = site(tmp_path / "b", TOPICS)
    assert indexed(new, old) == ("forum-1",)
    assert not list(new.rglob("stray.txt"))
    (new / "pagefind/other").mkdir()
    (new / "pagefind/other/x").write_text("by hand", encoding="utf-8")
    assert indexed(new) == ()
    assert not (new / "pagefind/other").exists()


def test_a_site_with_nothing_to_search_has_an_index(tmp_path: Path) -> None:
    """Its home page is in it, so that the search box works."""
    page = tmp_path / "a/index.html"
    page.parent.mkdir()
    page.write_text("<html><body><p>Nothing here yet</p></body></html>", encoding="utf-8")
    assert indexed(tmp_path / "a") == ("",)


def test_a_failure_is_said_plainly(tmp_path: Path) -> None:
    """A site without a home page, and a Pagefind that does not end, are errors with a cure."""
    with pytest.raises(BuildError, match="Pagefind could not index the site"):
        indexed(tmp_path / "missing")
    with pytest.raises(BuildError, match="did not finish within 0 seconds"):
        indexed(site(tmp_path / "a", "x"), timeout=0.001)
