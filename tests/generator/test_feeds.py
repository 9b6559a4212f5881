"""deskbook_site.feeds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from deskbook_site.feeds import Feed, Item, write_feed

ATOM = "{http://www.w3.org/2005/Atom}"
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def item(number: int = 1, **values: object) -> Item:
    """An item, written an hour after the one before."""
    at = AT + timedelta(hours=number)
    given = {
        "key": f"forum/#f:{number}", "url": f"forum/{number}-x/", "title": "T", "author": "A", "published": at, "updated": at,
        "summary": "S",
    }  # fmt: skip
    return Item(**(given | values))


def written(folder: Path, *items: Item) -> ElementTree.Element:
    """The feed as a reader reads it."""
    write_feed(folder, "https://x.example/kb", Feed("forum/feed.xml", "forum/", "Forum & more", items))
    return ElementTree.parse(folder / "forum/feed.xml").getroot()  # noqa: S314


def test_a_feed_has_all_that_atom_requires(tmp_path: Path) -> None:
    """Feed and entries have id, title and updated, entries an author; addresses are whole."""
    feed = written(tmp_path, item(2, category="a & b"), item(1, url="forum/1-ü/"))

    assert [link.get("href") for link in feed.findall(f"{ATOM}link")] == [
        "https://x.example/kb/forum/feed.xml",
        "https://x.example/kb/forum/",
    ]
    assert feed.findtext(f"{ATOM}title") == "Forum & more"
    assert feed.findtext(f"{ATOM}updated") == "2026-03-01T11:30:00Z"
    entries = feed.findall(f"{ATOM}entry")
    for part in (feed, *entries):
        assert (part.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
        assert part.findtext(f"{ATOM}title")
        assert part.findtext(f"{ATOM}updated")
    assert len({part.findtext(f"{ATOM}id") for part in (feed, *entries)}) == 3
    assert [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries] == ["A", "A"]
    assert entries[0].find(f"{ATOM}category").get("term") == "a & b"  # type: ignore[union-attr]
    assert entries[1].find(f"{ATOM}link").get("href") == "https://x.example/kb/forum/1-%C3%BC/"  # type: ignore[union-attr]


def test_an_entry_keeps_its_id(tmp_path: Path) -> None:
    """Whatever becomes of its title, its address and the time: readers would show it as new."""
    first = written(tmp_path, item())
    second = written(tmp_path, item(title="Other", url="forum/other/", updated=AT + timedelta(days=9)))

    assert first.findtext(f"{ATOM}entry/{ATOM}id") == second.findtext(f"{ATOM}entry/{ATOM}id")


def test_a_feed_is_short_and_may_be_empty(tmp_path: Path) -> None:
    """Fifty entries at most; without any it is still a feed."""
    assert len(written(tmp_path, *(item(n) for n in range(60))).findall(f"{ATOM}entry")) == 50
    assert written(tmp_path).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_times_are_said_in_utc(tmp_path: Path) -> None:
    """Whatever zone they come in."""
    east = AT.astimezone(timezone(timedelta(hours=5)))
    assert written(tmp_path, item(published=east)).findtext(f"{ATOM}entry/{ATOM}published") == "2026-03-01T09:30:00Z"


@given(st.text())
def test_any_text_is_valid_xml(tmp_path_factory: object, text: str) -> None:
    """Signs that XML does not know are left out."""
    folder = tmp_path_factory.getbasetemp() / "feeds"  # type: ignore[attr-defined]
    entry = written(folder, item(title=text, author=text, summary=text, category=text or None))
    assert entry.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") is not None
