"""deskbook_site.machines.news."""

from __future__ import annotations

from datetime import UTC, date, datetime

from deskbook_site.machines.news import news
from entries import entry


def test_what_changed_last_comes_first() -> None:
    """A review is a change; what has no date, and what only leads elsewhere, is no news."""
    feed = news(
        "Help",
        [
            entry("a.md", created=date(2026, 1, 1), reviewed=date(2026, 5, 1)),
            entry("dns/b.md", created=date(2026, 4, 1), title="B", summary="S."),
            entry("c.md"),
            entry("dns/index.md", created=date(2026, 9, 1)),
        ],
    )
    assert [item.url for item in feed.items] == ["a/", "dns/b/"]
    assert (feed.url, feed.page) == ("feed.xml", "")
    first, second = feed.items
    assert (first.published, first.updated) == (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC))
    assert (first.category, second.category) == (None, "DNS")
    assert (second.title, second.summary, second.author) == ("B", "S.", "Help")


def test_an_entry_stays_the_same_when_its_page_moves() -> None:
    """Feed readers would show it as new: it is known by the article's id."""
    here, there = (news("H", [entry(path, id="x", created=date(2026, 1, 1))]).items[0] for path in ("a.md", "b/c.md"))
    assert here.key == there.key
    assert here.url != there.url
