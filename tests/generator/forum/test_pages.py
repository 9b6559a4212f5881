"""Forum topics become pages in the engine's shell."""

import re
from concurrent.futures import Executor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import BuildError
from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.workers import InProcess, executor
from deskbook_site import forum
from deskbook_site.words import words_of
from fakes import site_with_shells
from microdata import problems, values_of
from strategies import threads

THEME = Path(__file__).parents[3] / "theme"
TODAY = date(2026, 11, 22)
ASKED = datetime(2026, 3, 1, 9, tzinfo=UTC)


def said(id: str, text: str = "Some text.", role: Role = Role.CUSTOMER, **values: Any) -> Message:
    """A message, by default on 1 March 2026."""
    return Message(**({"id": id, "author": f"author {id}", "role": role, "at": ASKED, "text": text} | values))


def topic(*messages: Message, **values: Any) -> Thread:
    """A public topic with the id 7."""
    given = {
        "source": "forum",
        "id": "7",
        "kind": ThreadKind.TOPIC,
        "title": "The printer jams",
        "created": ASKED,
        "updated": ASKED,
    }
    return Thread(**(given | {"messages": messages or (said("1"),)} | values))


def build(site: Path, *topics: Thread, articles: Any = None, pool: Executor | None = None) -> tuple[str, ...]:
    """Render with fresh shells, as after a run of the engine; the addresses of all pages."""
    return tuple(forum.render(topics, site_with_shells(site), articles or {}, pool or InProcess(), TODAY, theme=THEME))


def page(site: Path, url: str = "forum/7-the-printer-jams/") -> BeautifulSoup:
    """A finished page."""
    return BeautifulSoup((site / url / "index.html").read_text(encoding="utf-8"), "html.parser")


def text(soup: Any) -> str:
    """Visible text on one line."""
    return " ".join(soup.get_text().split())


def test_the_accepted_answer_stands_right_under_the_question(tmp_path: Path) -> None:
    """It is told in full there, and its place in the talk leads to it and back."""
    build(tmp_path, topic(said("a", "Why?"), said("b", "No idea."), said("c", "Clean it.", Role.AGENT, accepted=True)))
    soup = page(tmp_path)
    question, answer = soup.select("section.db-post")

    assert text(question.h2) == "Question"
    assert text(answer.h2) == "Accepted answer"
    assert "Clean it." in text(answer)
    assert soup.get_text().count("Clean it.") == 1
    assert (
        answer.select_one('.db-post__place a[href="#post-3"]').get_text()
        == "See it in its place in the talk, post 3 of 3"
    )
    assert soup.select_one("#post-3 a")["href"] == f"#{answer['id']}"
    assert "Answered" in text(soup.select_one(".db-facts"))
    assert [item["id"] for item in soup.select("ol.db-posts > li")] == ["post-2", "post-3"]


def test_several_answers_can_be_accepted(tmp_path: Path) -> None:
    """Each has an anchor of its own, and each place in the talk leads to the right one."""
    answers = [said(str(n), f"Answer {n}", accepted=True) for n in (2, 3)]
    build(tmp_path, topic(said("1"), *answers, said("4")))
    soup = page(tmp_path)

    for number in (2, 3):
        target = soup.select_one(f"#post-{number} a")["href"]
        assert f"Answer {number}" in text(soup.select_one(target))


def test_internal_and_system_messages_never_show(tmp_path: Path) -> None:
    """Neither as posts nor as answers, counts, or the topic's first words; a topic of nothing else has no page."""
    hidden = [
        said("n", "SECRET", Role.AGENT, internal=True, accepted=True),
        said("s", "SECRET", Role.SYSTEM, accepted=True),
    ]
    urls = build(
        tmp_path, topic(hidden[0], said("1"), *hidden, said("2", reply_to="n")), topic(*hidden, id="8", title="SECRET")
    )

    assert not any("8-" in url for url in urls)
    assert all("SECRET" not in path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html"))
    assert "1 reply" in text(page(tmp_path).select_one(".db-facts"))
    assert "No accepted answer yet" in text(page(tmp_path).select_one(".db-facts"))


def test_posts_say_who_wrote_them_when_and_in_reply_to_what(tmp_path: Path) -> None:
    """Staff has a badge, replies to other replies lead there, likes are counted."""
    build(
        tmp_path,
        topic(
            said("1"),
            said("2", role=Role.AGENT, score=3),
            said("3", reply_to="2"),
            said("4", reply_to="1"),
            said("5", reply_to="9"),
        ),
    )
    soup = page(tmp_path)

    assert text(soup.select_one("#post-2 .db-post__by")) == "author 2 Staff Post 2, 1 March 2026 3 likes"
    assert "Staff" not in text(soup.select_one("#post-3"))
    assert soup.select_one("#post-3 .db-post__reply")["href"] == "#post-2"
    assert not soup.select("#post-4 .db-post__reply, #post-5 .db-post__reply")
    assert soup.select_one("#post-2 time")["datetime"] == "2026-03-01T09:00:00+00:00"


def test_a_topic_leads_to_its_article_and_to_the_live_forum(tmp_path: Path) -> None:
    """Both links work under any path of the site; an address that is not of the web is not offered."""
    live = "https://forum.example/t/7"
    build(
        tmp_path,
        topic(url=live),
        topic(id="8", url="javascript:alert(1)"),
        articles={"forum:7": ("printing/jams/", "Jams & <more>")},
    )
    soup = page(tmp_path)

    link = soup.select_one(".db-note--article a")
    assert (link["href"], link.get_text()) == ("../../printing/jams/", "Jams & <more>")
    assert [a["href"] for a in soup.select(".db-live a")] == [live, live]
    assert not page(tmp_path, "forum/8-the-printer-jams/").select(".db-live")


def test_old_topics_say_so(tmp_path: Path) -> None:
    """After two years without a post a reader is warned, by the year of the answer if there is one."""
    then = ASKED.replace(year=2019)
    old = topic(said("1", at=then), said("2", at=then, accepted=True))
    build(tmp_path, old, replace(old, id="8", messages=(*old.messages, said("3"))), topic(said("1", at=then), id="9"))

    assert "This answer is from 2019; details may have changed." in text(page(tmp_path))
    assert "details may have changed" not in text(page(tmp_path, "forum/8-the-printer-jams/"))
    assert "The last post here is from 2019" in text(page(tmp_path, "forum/9-the-printer-jams/"))


def test_pages_are_marked_up_for_search_engines_and_for_search(tmp_path: Path) -> None:
    """A DiscussionForumPosting with its comments; Pagefind reads topics with kind and state, and no list."""
    build(tmp_path, topic(said("1", "Why?"), said("2", accepted=True), said("3"), category="Printing", tags=("jam",)))
    body = page(tmp_path).select_one("[data-pagefind-body]")

    assert body["itemtype"] == "https://schema.org/DiscussionForumPosting"
    assert (body["data-kind"], body["data-solved"], body["data-title"]) == ("Forum", "yes", "The printer jams")
    for part in (body, *body.select("[itemprop=comment]")):
        assert part.select_one("[itemprop=author] [itemprop=name]")
        assert part.select_one("time[itemprop=datePublished]")
        assert part.select_one("[itemprop=text]")
    assert len(body.select("[itemprop=comment]")) == 2
    assert not page(tmp_path, "forum/").select("[data-pagefind-body]")


def test_every_page_has_one_h1_and_unique_ids(tmp_path: Path) -> None:
    """Headings never skip from the page to the posts, and every link within a page leads somewhere."""
    build(
        tmp_path,
        topic(
            said("1", "# Loud"), said("2", "a", accepted=True), said("3", "b", accepted=True), said("4", reply_to="2")
        ),
    )
    for path in tmp_path.rglob("*.html"):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").main
        ids = [tag["id"] for tag in soup.select("[id]")]
        assert len(soup.select("h1")) == 1
        assert len(ids) == len(set(ids))
        assert all(a["href"][1:] in ids for a in soup.select('a[href^="#"]'))
        assert all(a.get_text().strip() for a in soup.select("a"))


def test_every_link_between_pages_leads_to_one(tmp_path: Path) -> None:
    """Lists of all kinds and all their pages, from any depth, and topics find each other."""
    build(
        tmp_path,
        *(
            topic(
                said("1", at=ASKED + timedelta(hours=n)),
                id=str(n),
                category="Printing" if n % 2 else "Größe",
                tags=("a", "b c"),
            )
            for n in range(130)
        ),
    )
    for path in tmp_path.rglob("*.html"):
        for link in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select("main a[href]"):
            if not link["href"].startswith("#"):
                assert (path.parent / link["href"] / "index.html").resolve().is_file(), f"{path}: {link['href']}"


def test_lists_are_paged_by_the_hundred_and_newest_first(tmp_path: Path) -> None:
    """By category, tag and state too; the last page leads back to the first."""
    many = [
        topic(said("1", at=ASKED + timedelta(days=n)), id=str(n), title=f"T{n}", category="Printing")
        for n in range(201)
    ]
    urls = build(tmp_path, *many, topic(said("1"), said("2", accepted=True), id="solved", title="S"))

    assert {"forum/", "forum/page/2/", "forum/page/3/", "forum/c/printing/page/3/", "forum/answered/"} <= set(urls)
    first = page(tmp_path, "forum/").select(".db-topics a")
    assert len(first) == 100
    assert first[0].get_text() == "T200"
    assert first[0]["href"] == "../forum/200-t200/"
    assert [a.get_text() for a in page(tmp_path, "forum/answered/").select(".db-topics a")] == ["S"]
    assert page(tmp_path, "forum/page/3/").select_one("a[rel=prev]")["href"] == "../../../forum/page/2/"


def test_an_empty_forum_still_has_its_page(tmp_path: Path) -> None:
    """The engine's marker page never stays."""
    assert build(tmp_path) == (
        "forum/",
        "forum/answered/",
        "forum/unanswered/",
        "forum/unheard/",
        "forum/asked/",
    )
    assert "There are no topics here." in text(page(tmp_path, "forum/"))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", "a\\b", "C:\\x", "Ä" * 300, "a\0b", "", "shell", "CON"]
)
def test_no_name_leads_out_of_the_forum(tmp_path: Path, name: str) -> None:
    """Ids, titles, categories and tags of strangers are only ever harmless folder names."""
    build(tmp_path / "site", topic(id=name, title=name, category=name, tags=(name,)))

    outside = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and path.relative_to(tmp_path).parts[:2] not in {("site", "forum"), ("site", "chat")}
    ]
    assert outside == []
    assert len(list((tmp_path / "site/forum").glob("*-*/index.html"))) == 1


def test_topics_that_would_share_an_address_do_not(tmp_path: Path) -> None:
    """Whatever their order, each keeps a page of its own at the same address."""
    same = [topic(source=source, id=id) for source, id in (("a", "7"), ("b", "7"), ("a", "x/y"), ("a", "x-y"))]
    urls = build(tmp_path / "one", *same)
    other = build(tmp_path / "two", *reversed(same))

    assert set(urls) == set(other) > set(forum.addresses(same).values())
    assert len(set(forum.addresses(same).values())) == len(same)


def test_two_processes_write_the_same_bytes_as_one(tmp_path: Path) -> None:
    """Work can be shared out without a trace in the result."""
    many = [topic(said("1"), said("2", accepted=n % 2 == 0), id=str(n), tags=("x",)) for n in range(210)]
    build(tmp_path / "one", *many)
    with executor(2, 2) as pool:
        build(tmp_path / "two", *many, pool=pool)
    one, two = (
        {p.relative_to(tmp_path / s): p.read_bytes() for p in (tmp_path / s).rglob("*.html")} for s in ("one", "two")
    )

    assert one == two


def test_a_second_run_writes_only_what_changed_and_removes_what_is_gone(tmp_path: Path) -> None:
    """Pages that stay the same keep their time; a topic that is gone leaves; files of others stay."""
    kept, gone = topic(id="1"), topic(id="2", title="Gone")
    build(tmp_path, kept, gone)
    article = tmp_path / "forum/by-hand/index.html"
    article.parent.mkdir()
    article.write_text("<p>an article</p>", encoding="utf-8")
    path = tmp_path / "forum/1-the-printer-jams/index.html"
    before = path.stat()
    urls = build(tmp_path, kept)

    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert not (tmp_path / "forum/2-gone").exists()
    assert article.is_file()
    assert {f"{p.parent.relative_to(tmp_path).as_posix()}/" for p in tmp_path.glob("forum/**/*.html")} == {
        *urls,
        "forum/by-hand/",
    }


def test_without_shells_nothing_is_written(tmp_path: Path) -> None:
    """The error comes before the first page."""
    with pytest.raises(BuildError):
        forum.render([topic()], tmp_path, {}, InProcess(), TODAY, theme=THEME)
    assert list(tmp_path.iterdir()) == []


def test_workers_that_write_elsewhere_are_noticed(tmp_path: Path) -> None:
    """A worker on a machine that does not see the site's folder leaves no page, and that is said."""
    site = site_with_shells(tmp_path)

    class Elsewhere(InProcess):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
            future = super().submit(fn, *args, **kwargs)
            for made in site.glob("forum/*-*/index.html"):
                made.unlink()
            return future

    with pytest.raises(BuildError, match="not here"):
        forum.render([topic()], site, {}, Elsewhere(), TODAY, theme=THEME)


def test_a_theme_without_a_template_is_an_error(tmp_path: Path) -> None:
    """The error names the template and where it is looked for."""
    with pytest.raises(BuildError, match=r"topic\.html") as caught:
        forum.render([topic()], site_with_shells(tmp_path), {}, InProcess(), TODAY, theme=tmp_path)
    assert "templates" in str(caught.value)


@settings(deadline=None, max_examples=25)
@given(st.lists(threads(), max_size=4, unique_by=lambda thread: thread.key))
def test_any_topics_can_be_rendered(tmp_path_factory: pytest.TempPathFactory, topics: list[Thread]) -> None:
    """Whatever a store holds becomes pages, one for each topic with something to show."""
    site = tmp_path_factory.mktemp("site")
    urls = build(site, *topics)

    assert sum(url.count("/") == 2 and "-" in url for url in urls) == sum(bool(t.public_messages) for t in topics)
    for url in urls:
        assert (site / url / "index.html").is_file()


def test_a_long_topic_has_several_pages(tmp_path: Path) -> None:
    """The first has the question, all accepted answers and the first hundred posts; every post has its own anchor once."""
    many = [
        said(str(n), f"Text {n}.", reply_to=str(n - 120) if n > 121 else None, accepted=n == 150) for n in range(1, 231)
    ]
    urls = build(tmp_path, topic(*many))
    home = "forum/7-the-printer-jams/"
    pages = [page(tmp_path, home), page(tmp_path, f"{home}page/2/"), page(tmp_path, f"{home}page/3/")]

    assert {home, f"{home}page/2/", f"{home}page/3/"} <= set(urls)
    assert [item["id"] for soup in pages for item in soup.select("[id^=post-]")] == [f"post-{n}" for n in range(1, 231)]
    assert "Text 150." in text(pages[0].select_one("#accepted-answer"))
    assert pages[1].select_one("#post-150 a")["href"] == "../../#accepted-answer"
    assert pages[0].select_one(".db-post__place a")["href"] == "page/2/#post-150"
    assert pages[1].select_one("#post-130 .db-post__reply")["href"] == "../../#post-10"
    assert pages[2].select_one("#post-230 .db-post__reply")["href"] == "../../page/2/#post-110"
    assert [soup.select_one("a[rel=next]") and soup.select_one("a[rel=next]")["href"] for soup in pages] == [
        "page/2/",
        "../../page/3/",
        None,
    ]
    assert [soup.select_one("a[rel=prev]") and soup.select_one("a[rel=prev]")["href"] for soup in pages] == [
        None,
        "../../",
        "../../page/2/",
    ]
    assert pages[2].h1.get_text() == "The printer jams, page 3"
    by_url = dict(zip((home, f"{home}page/2/", f"{home}page/3/"), pages, strict=True))
    ids = {(tmp_path / url).resolve(): {tag["id"] for tag in soup.select("[id]")} for url, soup in by_url.items()}
    for url, soup in by_url.items():
        for link in soup.select("main a[href]"):
            place, _, anchor = link["href"].partition("#")
            assert not anchor or anchor in ids[(tmp_path / url / place).resolve()], f"{url}: {link['href']}"


def test_all_pages_have_what_search_engines_require(tmp_path: Path) -> None:
    """Also those of a long topic, of which only the first has the question: the others name its address."""
    build(
        tmp_path,
        topic(*(said(str(n), score=n % 3, accepted=n in (2, 140)) for n in range(1, 150))),
        topic(said("1", author=""), url="https://forum.example/t/8", id="8"),
    )
    pages = [
        BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in tmp_path.glob("forum/*-*/**/*.html")
    ]

    assert len(pages) == 3
    assert [problems(soup) for soup in pages] == [[], [], []]
    assert {soup.select_one("link[itemprop=url]")["href"] for soup in pages} == {"./", "../../"}
    assert not any(soup.select('[itemtype*="QAPage"]') for soup in pages)


def question(*messages: Message, **values: Any) -> Thread:
    """A topic that is open at its live forum, and asks something."""
    return topic(*messages, **({"title": "Why does it jam?", "url": "https://forum.example/t/7"} | values))


def test_an_open_question_is_a_page_of_answers(tmp_path: Path) -> None:
    """One question with accepted and suggested answers, their likes and their number; what only comments is a comment."""
    build(
        tmp_path,
        question(
            said("1", "Help.", author="Ann", score=2),
            said("2", "Clean it.", accepted=True, score=5),
            said("3", "Or burn it."),
            said("4", "Thanks!", author="Ann"),
            said("5", "Welcome.", reply_to="4"),
            category="Printing",
        ),
    )
    soup = page(tmp_path, "forum/7-why-does-it-jam/")
    asked = soup.select_one('[itemtype="https://schema.org/QAPage"] > [itemprop=mainEntity]')

    assert problems(soup) == []
    assert asked["itemtype"] == "https://schema.org/Question"
    assert values_of(asked) == {
        "answerCount": "2",
        "commentCount": "2",
        "name": "Why does it jam?",
        "upvoteCount": "2",
        "url": "./",
    }
    assert [(text(tag), values_of(tag)["upvoteCount"]) for tag in asked.select("[itemprop=acceptedAnswer]")] == [
        (
            "Accepted answer author 2 Post 2, 1 March 2026 5 likes Clean it. See it in its place in the talk, post 2 of 5",
            "5",
        )
    ]
    assert [tag["id"] for tag in asked.select("[itemprop=suggestedAnswer]")] == ["post-3"]
    assert [tag["id"] for tag in asked.select("[itemprop=comment]")] == ["post-4", "post-5"]
    assert not soup.select('[itemtype*="DiscussionForumPosting"]')


@pytest.mark.parametrize(
    "values",
    [
        {"closed": True}, {"url": None}, {"url": "javascript:alert(1)"}, {"title": "It jams"},
        {"title": "See https://x.example/?a=b"}, {"messages": (said("1"),)},
        {"messages": (said("1", author="Ann"), said("2", author="Ann"))},
        {"messages": (said("1", role=Role.AGENT), said("2"))},
    ],
)  # fmt: skip
def test_nothing_else_is_a_page_of_answers(tmp_path: Path, values: dict[str, Any]) -> None:
    """Not where nobody can answer any more, where nothing is asked, or where nothing was answered: those are discussions."""
    build(tmp_path, question(*values.pop("messages", (said("1"), said("2"))), **values))
    (path,) = tmp_path.glob("forum/7-*/index.html")
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")

    assert problems(soup) == []
    assert not soup.select('[itemtype*="QAPage"]')
    assert soup.select('[itemtype*="DiscussionForumPosting"]')


def test_of_a_long_question_only_the_first_page_is_one_of_answers(tmp_path: Path) -> None:
    """The others hold no question; an answer that is accepted makes a question of any topic, and counts on whatever page it is."""
    build(tmp_path, question(*(said(str(n), accepted=n == 140) for n in range(1, 150)), title="It jams"))
    first, second = (page(tmp_path, f"forum/7-it-jams/{below}") for below in ("", "page/2/"))

    assert problems(first) == problems(second) == []
    assert values_of(first.select_one("[itemprop=mainEntity]"))["answerCount"] == "148"
    assert first.select_one("[itemprop=acceptedAnswer] a[itemprop=url]")["href"] == "page/2/#post-140"
    assert not second.select('[itemtype*="QAPage"], [itemtype*="Answer"]')


def test_a_closed_topic_says_so(tmp_path: Path) -> None:
    """And its link to the live forum promises no more than to show it."""
    build(tmp_path, question(closed=True), question(id="8"))
    closed, open_ = (page(tmp_path, f"forum/{id}-why-does-it-jam/") for id in ("7", "8"))

    assert "This topic is closed on the forum" in text(closed)
    assert text(closed.select_one(".db-live")) == "See it on the live forum"
    assert "closed" not in text(open_.main)
    assert text(open_.select_one(".db-live")) == "Continue on the live forum"


def test_what_is_folded_away_is_in_no_description(tmp_path: Path) -> None:
    """Neither a search engine nor a feed tells what a reader has to open."""
    spoiler = topic(
        said("1", 'It was [spoiler]the lid[/spoiler].\n\n[details="Log"]\n\n17\n\n[/details]'), category="C"
    )
    site = site_with_shells(tmp_path)
    forum.render([spoiler], site, {}, InProcess(), TODAY, theme=THEME, url="https://help.example")

    assert [text(tag.summary) for tag in page(site).select("details")] == ["Spoiler", "Log"]
    assert page(site).select_one("details.db-spoiler")["data-pagefind-ignore"] == ""
    told = page(site).select_one("meta[name=description]")["content"] + (site / "forum/feed.xml").read_text(
        encoding="utf-8"
    )
    assert "It was" in told
    assert "the lid" not in told
    assert "17" not in re.sub(r"<updated>.*?</updated>", "", told)


def test_questions_that_nobody_replied_to_have_a_list(tmp_path: Path) -> None:
    """Replies of whoever asked do not count, and what staff announces is no question."""
    alone = topic(said("1", author="Ann"), said("2", author="Ann"), id="1", title="Alone")
    build(
        tmp_path,
        alone,
        topic(said("1", author="Ann"), said("2", author="Bob"), id="2", title="Helped"),
        topic(said("1", role=Role.AGENT), id="3", title="News"),
    )
    assert [a.get_text() for a in page(tmp_path, "forum/unheard/").select(".db-topics a")] == ["Alone"]


def test_the_most_asked_come_first(tmp_path: Path) -> None:
    """Those that most threads ask the same as, then those that most people wrote in; others are not listed."""
    topics = [
        topic(*(said(str(n)) for n in range(replies + 1)), id=str(replies), title=f"T{replies}") for replies in range(4)
    ]
    forum.render(
        topics, site_with_shells(tmp_path), {}, InProcess(), TODAY, theme=THEME, asked={"forum:1": 9, "forum:2": 3}
    )
    soup = page(tmp_path, "forum/asked/")

    assert [a.get_text() for a in soup.select(".db-topics a")] == ["T1", "T2", "T3"]
    assert "asked 9 times" in text(soup)


def test_there_are_feeds_where_the_site_has_an_address(tmp_path: Path) -> None:
    """Of all topics, of each category, and of what was solved, the latest first; pages lead to them."""
    topics = [
        topic(
            said("1"),
            said("2", at=ASKED + timedelta(days=9 - n), accepted=n > 0),
            id=str(n),
            title=f"T{n}",
            category="C",
        )
        for n in range(3)
    ]
    site = site_with_shells(tmp_path)
    forum.render(topics, site, {}, InProcess(), TODAY, theme=THEME, url="https://help.example")

    feeds = {path.relative_to(site).as_posix() for path in site.rglob("feed.xml")}
    assert feeds == {"forum/feed.xml", "forum/answered/feed.xml", "forum/c/c/feed.xml"}
    solved = (site / "forum/answered/feed.xml").read_text(encoding="utf-8")
    assert 0 < solved.index(">T1<") < solved.index(">T2<")
    assert ">T0<" not in solved
    for url in ("forum/", "forum/c/c/", "forum/0-t0/"):
        link = page(site, url).select_one('link[type="application/atom+xml"]')
        assert (site / url / link["href"]).resolve() == site / "forum/feed.xml"
    assert page(site, "forum/c/c/").select_one(".db-feed a")["href"] == "../../../forum/c/c/feed.xml"


def test_the_forum_speaks_the_language_of_its_site(tmp_path: Path) -> None:
    """No word of English is on any sort of page, nor in a feed, where nobody wrote one; names of a topic stay as they are."""
    talk = [
        said(str(n), "何？", author="某" if n % 7 else "", at=ASKED + timedelta(days=n), role=Role.AGENT if n % 2 else Role.CUSTOMER,
             accepted=n in (3, 140), score=n % 4, reply_to=str(n - 2) if n % 5 == 4 else None)
        for n in range(1, 151)
    ]  # fmt: skip
    old = [said("1", "何。", author="某", role=Role.AGENT, at=ASKED - timedelta(days=3000))]
    topics = [
        topic(*[replace(post, role=Role.CUSTOMER) if post.id == "1" else post for post in talk], id="1", title="紙", category="{紙}",
              tags=("青",), url="https://x.example/1"),
        topic(*old, id="2", title="", closed=True, url="https://x.example/2"),
        *(topic(said("1", "何？", author="某"), id=str(n), title="紙") for n in range(3, 120)),
    ]  # fmt: skip
    site = site_with_shells(tmp_path)
    forum.render(
        topics, site, {"forum:1": ("紙/", "紙")}, InProcess(), TODAY, theme=THEME, asked={"forum:1": 3},
        url="https://help.example", words=words_of("ja"),
    )  # fmt: skip

    urls = [path.parent.relative_to(site).as_posix() for path in (site / "forum").rglob("index.html")]
    for url in urls:
        soup = page(site, url)
        told = [tag["content"] for tag in soup.select("meta[name=description]")]
        told += [tag["title"] for tag in soup.select("link[title]")]
        told += [tag["aria-label"] for tag in soup.select("[aria-label]")]
        assert len(told) > 1
        assert re.findall("[A-Za-z]{2,}", " ".join([text(soup.main), *map(str, told)])) == [], url
    assert len(urls) > 120
    feeds = [path.read_text(encoding="utf-8") for path in site.rglob("feed.xml")]
    assert sorted(re.findall("<feed[^>]*>.*?<title>(.*?)<", feed, re.DOTALL)[0] for feed in feeds) == [
        "{紙}のトピック", "フォーラム", "回答済みのトピック",
    ]  # fmt: skip
    assert "Unknown" not in "".join(feeds)
