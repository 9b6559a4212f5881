"""Chat conversations become a page for each day of a channel."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import BuildError
from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.workers import InProcess, executor
from deskbook_site import chat
from deskbook_site.chat.conversation import NICK_COLOURS
from deskbook_site.chat.day import TALK_COLOURS
from deskbook_site.words import words_of
from fakes import site_with_shells
from microdata import problems, values_of
from strategies import threads

THEME = Path(__file__).parents[3] / "theme"
TODAY = date(2026, 11, 22)
FIRST = "chat/ubuntu/2026-03-01/"


def said(line: int, nick: str, text: str = "hello", day: int = 1, **values: Any) -> Message:
    """Line `line` of a day's log in March 2026, a line a minute."""
    at = datetime(2026, 3, day, line // 60 % 24, line % 60, tzinfo=UTC)
    given = {"id": f"2026-03-{day:02}/L{line:06}", "author": nick, "role": Role.CUSTOMER, "at": at, "text": text}
    return Message(**(given | values))


def talk(id: str, *messages: Message, **values: Any) -> Thread:
    """One conversation in #ubuntu."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    given = {
        "source": "irc",
        "kind": ThreadKind.CHAT,
        "title": f"About {id}",
        "created": at,
        "updated": at,
        "category": "#ubuntu",
    }
    return Thread(**(given | {"id": id, "messages": messages} | values))


def build(site: Path, *conversations: Thread, pool: Any = None) -> tuple[str, ...]:
    """Render with fresh shells, as after a run of the engine."""
    return chat.render(conversations, site_with_shells(site), pool or InProcess(), TODAY, theme=THEME)


def page(site: Path, url: str = FIRST) -> BeautifulSoup:
    """A finished page."""
    return BeautifulSoup((site / url / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_pages_speak_the_language_of_the_site(tmp_path: Path) -> None:
    """Their own words, dates and counts are in it, on every sort of page; what people said stays as it is."""
    lines = [
        said(n, "kim" if n % 2 else "lee", f"line {n} of what was said about the printer, at some length")
        for n in range(6)
    ]
    conversation = talk("printer", *lines, title="About the printer", resolved=True)
    words = words_of("fr")
    for url in chat.render([conversation], site_with_shells(tmp_path), InProcess(), TODAY, theme=THEME, words=words):
        soup = page(tmp_path, url)
        for one in soup.select("h1[dir], .db-talks, .db-log, .db-post__text, bdi"):
            one.decompose()
        shown = text(soup.select_one("#content"))
        assert not re.search(r"\b(?:the|Times|line|Chat logs|Question:|days?|March|Resolved)\b", shown), (url, shown)
    assert "1 mars 2026" in text(page(tmp_path))
    assert "6 lignes" in text(page(tmp_path))
    assert (
        page(tmp_path).select_one(".db-log__text").get_text()
        == "line 0 of what was said about the printer, at some length"
    )


def text(soup: Any) -> str:
    """Visible text on one line."""
    return " ".join(soup.get_text().split())


FOUR = talk("kernel", said(1, "anna"), said(3, "bob"), said(5, "anna"), said(7, "bob"))


def test_a_day_is_told_in_the_order_of_its_log(tmp_path: Path) -> None:
    """Lines of all conversations stand together, each at an anchor of its own."""
    build(tmp_path, talk("b", said(2, "cy")), FOUR, talk("a", said(100_000, "cy", at=datetime(2026, 3, 1, tzinfo=UTC))))
    lines = page(tmp_path).select("ol.db-log > li")

    assert [line["id"] for line in lines] == ["L000001", "L000002", "L000003", "L000005", "L000007", "L100000"]
    assert lines[0].select_one("a.db-log__time")["href"] == "#L000001"
    assert text(lines[1]) == "00:02 cy hello"


def test_conversations_can_be_followed(tmp_path: Path) -> None:
    """From four lines by two people on, one is listed; each of its lines has its number and leads to the next."""
    monologue = talk("mono", *(said(line, "cy") for line in (10, 11, 12, 13)))
    short = talk("short", said(20, "anna"), said(21, "bob"), said(22, "anna"))
    build(tmp_path, FOUR, monologue, short)
    soup = page(tmp_path)

    assert text(soup.select_one("ol.db-talks")) == "About kernel 00:01, 4 lines, anna, bob"
    assert [link["href"] for link in soup.select("ol.db-talks a")] == ["../2026-03-01/about-kernel/", "#L000001"]
    steps = [(line["id"], line.select_one(".db-log__talk")["href"]) for line in soup.select("ol.db-log > li[class]")]
    assert steps == [("L000001", "#L000003"), ("L000003", "#L000005"), ("L000005", "#L000007"), ("L000007", "#talks")]
    assert soup.select_one("#L000003 .db-log__talk")["aria-label"] == "Conversation 1: next line"


def test_a_message_stands_on_the_page_of_its_own_day(tmp_path: Path) -> None:
    """A conversation over midnight is on two pages, and listed on both."""
    build(tmp_path, talk("late", said(1438, "anna"), said(1439, "bob"), said(1, "anna", day=2), said(2, "bob", day=2)))
    first, second = page(tmp_path), page(tmp_path, "chat/ubuntu/2026-03-02/")

    assert [line["id"] for line in first.select("ol.db-log > li")] == ["L001438", "L001439"]
    assert [line["id"] for line in second.select("ol.db-log > li")] == ["L000001", "L000002"]
    assert len(first.select("ol.db-talks > li")) == len(second.select("ol.db-talks > li")) == 1


def test_days_and_channels_lead_to_each_other(tmp_path: Path) -> None:
    """The day before and after, the channel's list by month, and the list of channels."""
    urls = build(
        tmp_path,
        talk("a", said(1, "anna")),
        talk("b", said(1, "anna", day=5)),
        talk("c", said(1, "anna"), category="#c++"),
        talk("d", said(1, "x"), category="#c"),
    )

    assert urls[0] == "chat/"
    assert len(set(urls)) == len(urls) == 8
    assert page(tmp_path).select_one("a[rel=next]")["href"] == "../2026-03-05/"
    assert not page(tmp_path).select("a[rel=prev]")
    for path in tmp_path.glob("chat/**/*.html"):
        for link in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select("main a[href]"):
            target, _, anchor = link["href"].partition("#")
            there = (path.parent / target / "index.html").resolve()
            assert there.is_file(), f"{path}: {link['href']}"
            assert not anchor or f'id="{anchor}"' in there.read_text(encoding="utf-8")


def test_internal_and_system_lines_never_show(tmp_path: Path) -> None:
    """Joins and notes of the team are on no page and in no count; a day of nothing else has no page."""
    hidden = [said(2, "bot", "SECRET", role=Role.SYSTEM), said(4, "team", "SECRET", internal=True, role=Role.AGENT)]
    urls = build(
        tmp_path,
        talk("a", said(1, "anna"), *hidden, said(5, "bob")),
        talk("b", said(1, "bot", "SECRET", day=2, role=Role.SYSTEM)),
    )

    assert "chat/ubuntu/2026-03-02/" not in urls
    assert all("SECRET" not in path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html"))
    assert "2 lines" in text(page(tmp_path, "chat/ubuntu/"))


def test_lines_are_safe_and_their_addresses_are_links(tmp_path: Path) -> None:
    """What somebody typed is text, whatever it looks like; so are nicks and channels."""
    build(
        tmp_path, talk("<b>", said(1, "<i>x", "<script>1</script> https://x.example/a"), category="#<u>", title="<b>")
    )
    soup = page(tmp_path, "chat/u/2026-03-01/")

    assert not soup.select("main script, main i, main u, main b")
    assert soup.select_one(".db-log__text a")["href"] == "https://x.example/a"


def test_ids_of_any_shape_get_an_anchor_that_is_free(tmp_path: Path) -> None:
    """Ids that are no anchors, or that two logs share, are replaced by the line's place; order is then by time."""
    at = datetime(2026, 3, 1, 8, tzinfo=UTC)
    build(
        tmp_path,
        talk("a", said(1, "anna", id='x" onclick="y', at=at), said(1, "bob", id="content", at=at.replace(hour=7))),
        talk("b", said(5, "anna")),
        talk("c", said(5, "anna")),
    )
    ids = [line["id"] for line in page(tmp_path).select("ol.db-log > li")]

    assert ids == ["line-1", "line-2", "L000005", "line-4"]
    assert page(tmp_path).select_one("#line-1 bdi").get_text() == "bob"


def test_pagefind_reads_days_as_chat_and_no_lists(tmp_path: Path) -> None:
    """A day's page is found as chat and by channel."""
    build(tmp_path, FOUR)
    body = page(tmp_path).select_one("[data-pagefind-body]")

    assert (body["data-kind"], body["data-channel"], body["data-title"]) == ("Chat", "#ubuntu", "#ubuntu, 1 March 2026")
    assert not page(tmp_path, "chat/").select("[data-pagefind-body]")
    assert not page(tmp_path, "chat/ubuntu/").select("[data-pagefind-body]")


def test_old_logs_say_so(tmp_path: Path) -> None:
    """After two years a reader is warned."""
    build(tmp_path, talk("a", said(1, "anna", at=datetime(2004, 11, 15, tzinfo=UTC))), FOUR)

    assert "This log is from 2004; details may have changed." in text(page(tmp_path, "chat/ubuntu/2004-11-15/"))
    assert "details may have changed" not in text(page(tmp_path))


@pytest.mark.parametrize("name", ["../../etc", "..", "/", "Ä", "shell", None, "  "])
def test_no_channel_leads_out_of_the_chat(tmp_path: Path, name: str | None) -> None:
    """A channel's name is only ever a harmless folder name."""
    urls = build(tmp_path / "site", talk("a", said(1, "anna"), category=name))

    assert len(urls) == 3
    assert {path.relative_to(tmp_path).parts[:2] for path in tmp_path.rglob("*.html")} == {
        ("site", "forum"),
        ("site", "chat"),
    }
    assert all((tmp_path / "site" / url / "index.html").is_file() for url in urls)


def test_two_processes_write_the_same_bytes_as_one(tmp_path: Path) -> None:
    """Work can be shared out, and input can come in any order, without a trace in the result."""
    days = [talk(str(day), *(said(line, f"n{line % 3}", day=day) for line in range(1, 9))) for day in range(1, 13)]
    build(tmp_path / "one", *days)
    with executor(2, 2) as pool:
        build(tmp_path / "two", *reversed(days), pool=pool)
    one, two = (
        {p.relative_to(tmp_path / s): p.read_bytes() for p in (tmp_path / s).rglob("*.html")} for s in ("one", "two")
    )

    assert one == two


def test_no_chat_still_has_its_page(tmp_path: Path) -> None:
    """The engine's marker page never stays, and without the engine's pages there is an error."""
    assert build(tmp_path) == ("chat/",)
    assert "There are no chat logs here." in text(page(tmp_path, "chat/"))
    with pytest.raises(BuildError):
        chat.render([], tmp_path, InProcess(), TODAY, theme=THEME)


@settings(deadline=None, max_examples=25)
@given(st.lists(threads(), max_size=4, unique_by=lambda thread: thread.key))
def test_any_conversations_can_be_rendered(
    tmp_path_factory: pytest.TempPathFactory, conversations: list[Thread]
) -> None:
    """Every public message of any thread is in exactly one log."""
    site = tmp_path_factory.mktemp("site")
    urls = build(site, *conversations)
    lines = sum(len(page(site, url).select(".db-day ol.db-log > li")) for url in urls)

    assert lines == sum(len(thread.public_messages) for thread in conversations)


ABOUT = f"{FIRST}about-kernel/"


def test_a_conversation_has_a_page_of_its_own(tmp_path: Path) -> None:
    """The question first, then the lines, each a link to its place in the log; what is not surely a conversation has none."""
    monologue = talk("mono", *(said(line, "cy") for line in (10, 11, 12, 13)))
    urls = build(tmp_path, FOUR, monologue, talk("short", said(20, "anna"), said(21, "bob")))
    soup = page(tmp_path, ABOUT)

    assert [url for url in urls if url.count("/") == 4] == [ABOUT]
    assert text(soup.select_one(".db-post--question")) == "Question anna 00:01 UTC, in the log hello"
    assert [line["id"] for line in soup.select("ol.db-log > li")] == ["line-2", "line-3", "line-4"]
    assert [link["href"] for link in soup.select("a.db-log__time")] == [
        f"../../2026-03-01/#L00000{line}" for line in (3, 5, 7)
    ]
    assert "4 lines by 2 people" in text(soup)
    for link in soup.select("main a[href]"):
        target, _, anchor = link["href"].partition("#")
        there = (tmp_path / ABOUT / target / "index.html").resolve()
        assert f'id="{anchor}"' in there.read_text(encoding="utf-8") or not anchor


def test_addresses_are_known_before_pages_are_made(tmp_path: Path) -> None:
    """Articles can link to what they were written from; what has no page has no address."""
    threads = (FOUR, talk("short", said(20, "anna")), talk("other", *FOUR.messages, title=FOUR.title, category="#c++"))
    found = chat.pages_of(threads)

    assert found == {FOUR.key: ABOUT, "irc:other": "chat/c/2026-03-01/about-kernel/"}
    assert set(found.values()) == {url for url in build(tmp_path, *threads) if url.count("/") == 4}


def test_a_guess_is_in_the_log_and_has_no_page(tmp_path: Path) -> None:
    """It is listed and highlighted, its title leads to its first line, and search finds its lines there."""
    urls = build(tmp_path, talk("kernel", *FOUR.messages, sure=False))
    soup = page(tmp_path)

    assert ABOUT not in urls
    assert soup.select_one("ol.db-talks a")["href"] == "#L000001"
    assert len(soup.select("ol.db-log > li[class]:not([data-pagefind-ignore])")) == 4


def test_lines_over_midnight_lead_to_the_log_of_their_day(tmp_path: Path) -> None:
    """The page lies below the first day, and both days list it."""
    build(tmp_path, talk("late", said(1438, "anna"), said(1439, "bob"), said(1, "anna", day=2), said(2, "bob", day=2)))
    soup = page(tmp_path, f"{FIRST}about-late/")

    assert soup.select("a.db-log__time")[-1]["href"] == "../../2026-03-02/#L000002"
    for url in (FIRST, "chat/ubuntu/2026-03-02/"):
        assert page(tmp_path, url).select_one("ol.db-talks a")["href"] == "../2026-03-01/about-late/"


def test_two_conversations_of_one_title_have_two_pages(tmp_path: Path) -> None:
    """Addresses differ, whatever the titles."""
    other = talk("other", *FOUR.messages, title=FOUR.title)
    urls = build(tmp_path, FOUR, other)

    assert len({url for url in urls if url.count("/") == 4}) == 2


@pytest.mark.parametrize(
    ("last", "values", "state"),
    [
        ("bob: that worked, thanks", {}, "Likely resolved: who asked says so"),
        ("thanks", {}, None),
        ("bob: that worked, thanks", {"resolved": True}, "Resolved"),
        ("hm", {"resolved": True}, "Resolved"),
    ],
)
def test_only_an_explicit_cue_makes_likely_resolved(
    tmp_path: Path, last: str, values: dict[str, Any], state: str | None
) -> None:
    """Whoever asked has to say that it works, or somebody marks it."""
    build(tmp_path, talk("kernel", *FOUR.messages[:3], said(7, "bob"), said(9, "anna", last), **values))
    found = page(tmp_path, ABOUT).select_one(".db-facts__list li")

    assert (text(found) if found.select("strong") else None) == state


def test_a_solution_and_an_article_are_shown(tmp_path: Path) -> None:
    """The line that people marked has a badge; the article that a conversation became is linked."""
    solved = talk("kernel", *FOUR.messages, said(9, "bob", "boot the old one", accepted=True))
    chat.render(
        [solved],
        site_with_shells(tmp_path),
        InProcess(),
        TODAY,
        theme=THEME,
        articles={solved.key: ("dns/slow/", "Slow <b>")},
    )
    soup = page(tmp_path, ABOUT)

    assert text(soup.select_one("#line-5")) == "00:09 bob Solution boot the old one"
    assert soup.select_one(".db-note--article a")["href"] == "../../../../dns/slow/"
    assert not soup.select("main b")


def test_each_line_is_searched_once(tmp_path: Path) -> None:
    """What stands on the page of a conversation is not found again in the log."""
    build(tmp_path, FOUR, talk("alone", said(2, "cy")))

    assert [line["id"] for line in page(tmp_path).select("ol.db-log > li:not([data-pagefind-ignore])")] == ["L000002"]
    assert page(tmp_path, ABOUT).select_one("[data-pagefind-body]")["data-title"] == "About kernel"


def test_a_conversation_has_what_search_engines_require(tmp_path: Path) -> None:
    """It is a discussion, and never a page of answers: nobody can answer in a log."""
    build(tmp_path, talk("kernel", *FOUR.messages, said(9, "bob", "boot the old one?", accepted=True), resolved=True))
    soup = page(tmp_path, ABOUT)
    (whole,) = soup.select('[itemtype="https://schema.org/DiscussionForumPosting"]')

    assert problems(soup) == []
    assert values_of(whole) == {"headline": "About kernel", "url": "./", "commentCount": "4"}
    assert [tag["id"] for tag in whole.select("[itemprop=comment]")] == ["line-2", "line-3", "line-4", "line-5"]
    assert not soup.select('[itemtype*="QAPage"], [itemtype*="Answer"]')


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, by WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_nicks_can_be_read_in_both_schemes() -> None:
    """Every colour a nick can get has 4.5:1 on the page and on the line that is linked to; each is defined."""
    css = (THEME / "assets/stylesheets/threads.css").read_text(encoding="utf-8")
    targets = re.findall(r"--db-target: (#\w+)", css)
    for scheme, page_colour, target in (
        ("", "#ffffff", targets[0]),
        ('[data-md-color-scheme="slate"] ', "#1e2029", targets[1]),
    ):
        colours = re.findall(rf"^{re.escape(scheme)}\.db-n(\d+) {{ --db-nick: (#\w+)", css, re.M)
        bars = re.findall(rf"^{re.escape(scheme)}\.db-t(\d+) {{ --db-talk: (#\w+)", css, re.M)
        assert [int(number) for number, _ in colours] == list(range(NICK_COLOURS))
        assert [int(number) for number, _ in bars] == list(range(TALK_COLOURS))
        for _, colour in colours:
            assert contrast(colour, page_colour) >= 4.5
            assert contrast(colour, target) >= 4.5
