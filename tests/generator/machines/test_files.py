"""deskbook_site.machines.files: on finished sites."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest

from deskbook.model import ArticleKind, Audience, Confidence
from deskbook_site.entry import Entry
from deskbook_site.machines import Before, files, write_machine_files
from help_desk import Built

ATOM = "{http://www.w3.org/2005/Atom}"
SLOW = Entry(
    PurePosixPath("slow.md"), "slow", "Slow", ArticleKind.FAQ, Audience.PUBLIC, Confidence.VALIDATED, "It is slow."
)
FAST = replace(SLOW, path=PurePosixPath("fast.md"), id="fast", title="Fast", body="It is fast.")


def written(folder: Path, name: str, *entries: Entry, before: str = "none") -> dict[str, str]:
    """The twins of a site of some articles, which is to replace another."""
    for entry in entries:
        (folder / name / entry.url).mkdir(parents=True)
    notes = Before(folder / before, folder / "twins.json")
    write_machine_files(folder / name, "Help", None, Audience.PUBLIC, entries, before=notes)
    return {path.parent.name: path.read_text(encoding="utf-8") for path in (folder / name).rglob("index.md")}


def test_a_twin_is_made_again_only_if_its_article_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is what it was is the file of the site before; what somebody wrote into that, or removed, is not taken over."""
    first = written(tmp_path, "one", SLOW, FAST)
    longer = replace(FAST, body="It is faster.")
    with monkeypatch.context() as patch:
        patch.setattr(files, "twin", lambda entry, url: f"made anew: {entry.id}")
        assert written(tmp_path, "two", SLOW, longer, before="one") == {
            "slow": first["slow"],
            "fast": "made anew: fast",
        }
    assert (tmp_path / "two/slow/index.md").samefile(tmp_path / "one/slow/index.md")
    (tmp_path / "two/slow/index.md").unlink()
    (tmp_path / "two/fast/index.md").write_text("by hand", encoding="utf-8")
    assert written(tmp_path, "three", SLOW, FAST, before="two") == first


@pytest.mark.parametrize("damage", ["", "[]", '{"made_with": "another", "twins": {"slow/index.md": ["x", 1, 2]}}'])
def test_notes_on_twins_can_be_lost(tmp_path: Path, damage: str) -> None:
    """That costs only time."""
    first = written(tmp_path, "one", SLOW)
    (tmp_path / "twins.json").write_text(damage, encoding="utf-8")
    assert written(tmp_path, "two", SLOW, before="one") == first


def test_each_article_has_a_twin_and_its_page_says_so(public: Built) -> None:
    """Exactly the articles of the site have one; the page links to it and to the feed, in words that Material's script ignores."""
    twins = {path.parent.relative_to(public.site).as_posix() for path in public.site.rglob("index.md")}
    assert twins == {"network/slow", "network/fast", "unsure"}
    page = public.html("network/slow")
    assert '<link rel="alternate markdown" type="text/markdown" title="Markdown" href="index.md">' in page
    assert re.search(r'<link rel="alternate feed" [^>]*href="\.\./\.\./feed\.xml">', page)
    assert 'rel="alternate' not in public.html("network").replace('rel="alternate feed"', "")
    assert 'property="og:title" content="Visible Vexford: &quot;slow&quot; &amp; &lt;b&gt;slower&lt;/b&gt; #1"' in page


def test_programs_read_what_is_on_the_site(public: Built) -> None:
    """Index, llms.txt and feed name the articles that the audience may read, and nothing else."""
    index = json.loads((public.site / "kb-index.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in index["articles"]] == ["fast", "slow", "unsure"]
    assert (public.site / "llms.txt").read_text(encoding="utf-8").count("\n- [") == 3
    feed = ElementTree.parse(public.site / "feed.xml").getroot()  # noqa: S314
    assert len(feed.findall(f"{ATOM}entry")) == 1  # the others have no date
    assert (public.site / "opensearch.xml").is_file()


def test_without_an_address_there_is_neither_feed_nor_description(internal: Built) -> None:
    """Both hold whole addresses; the team's own pages are in the team's own index."""
    assert not (internal.site / "feed.xml").exists()
    assert not (internal.site / "opensearch.xml").exists()
    assert "feed.xml" not in internal.html("network/slow")
    assert "Internal Inkwright" in (internal.site / "kb-index.json").read_text(encoding="utf-8")
