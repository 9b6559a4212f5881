"""deskbook_site.build: a whole site."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deskbook.errors import BuildError
from deskbook.model import Audience, ThreadKind
from deskbook_site.build import build
from fakes import FakeProject, FakeStore, RecordingProgress
from help_desk import (
    ASKER,
    PARTNER_WORDS,
    PUBLIC_WORDS,
    TEAM_WORDS,
    THREADS,
    Built,
    help_desk,
    knowledge,
    made,
    message,
    thread,
)


def _texts(*folders: Path) -> Iterator[tuple[Path, str]]:
    """The name and content of every file, unpacked where it is packed, in lower case."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
                yield path, f"{path.relative_to(folder)}\n{data.decode('utf-8', 'replace')}".lower()


def _found(words: tuple[str, ...], *folders: Path) -> dict[str, list[Path]]:
    # Pagefind keeps the stems of words, in an index in which each shares its beginning with the one before.
    texts = list(_texts(*folders))
    return {word: [path for path, text in texts if word.lower() in text] for word in words}


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def _copy(built: Built, root: Path) -> FakeProject:
    """The same project and site in another folder, to be changed."""
    shutil.copytree(built.project.root, root)
    return replace(built.project, root=root)


def test_nothing_for_others_is_in_any_file_of_a_public_build(public: Built) -> None:
    """No word of an internal, partner's, unfinished, archived or unreadable page is in the site or in the staged files."""
    found = _found((*TEAM_WORDS, *PARTNER_WORDS), public.site, public.project.root / "build")
    assert {word: paths for word, paths in found.items() if paths} == {}


def test_what_is_public_is_found_by_the_same_search(public: Built) -> None:
    """The same look into all files does find the public words, in pages and in the packed search index."""
    found = _found(PUBLIC_WORDS, public.site, public.project.root / "build")
    assert all(found.values())
    suffixes = {path.suffix for path in found["quixalor"]}
    assert {".html", ".md", ".pf_fragment"} <= suffixes
    assert any(path.suffix == ".pf_index" for path, text in _texts(public.site) if "quixalor" in text)


def test_the_internal_site_has_all_but_what_is_archived(internal: Built) -> None:
    """The team finds its own pages, drafts, topics and reports; archived pages are gone for everybody."""
    words = ("internalozz", "wipwobblex", "partnerglyx", "hiddentopyx", "Rosterina Rowantree", *PUBLIC_WORDS)
    assert all(_found(words, internal.site).values())
    assert not _found(("archivaquen",), internal.site)["archivaquen"]
    assert "Reports" in internal.html("reports/")


def test_no_site_has_the_pseudonyms_of_askers(public: Built, internal: Built) -> None:
    """Who asked serves to count people; not even the team's site and its staged files have it."""
    for built in (public, internal):
        assert not _found((ASKER,), built.site, built.project.root / "build")[ASKER]


def test_the_partners_site_lies_between(tmp_path: Path) -> None:
    """Partners see their own pages and the public ones, and nothing of the team's."""
    built = made(tmp_path, Audience.PARTNER, links=False)
    assert built.site == tmp_path / "site-partner"
    assert all(_found((*PARTNER_WORDS, *PUBLIC_WORDS), built.site).values())
    assert not any(_found(TEAM_WORDS, built.site, tmp_path / "build").values())


def test_the_second_build_changes_nothing(public: Built, tmp_path: Path) -> None:
    """A build without a change writes no staged file, and makes the same site byte for byte."""
    project = _copy(public, tmp_path / "copy")
    root = project.root
    before, staged = _files(root / "site"), _times(root / "build" / "docs")
    progress = RecordingProgress()
    build(project, Audience.PUBLIC, progress=progress, check_links=False)
    assert _times(root / "build" / "docs") == staged
    assert progress.said[0].endswith("0 files written, 0 removed")
    assert _files(root / "site") == before
    assert sorted(path.name for path in root.iterdir()) == ["build", "content", "site"]


def test_no_page_asks_another_host(public: Built, internal: Built) -> None:
    """No script, style sheet, image or frame of any page comes from elsewhere."""
    tag = re.compile(r"<(?:script|link|img|iframe|source|video|audio|embed|object)\b[^>]*>", re.I)
    outside = re.compile(r"(?:src|href|srcset|data)=[\"']?(?:https?:)?//", re.I)
    for built in (public, internal):
        tags = [found for page in built.site.rglob("*.html") for found in tag.findall(page.read_text(encoding="utf-8"))]
        assert len(tags) > 100
        assert [found for found in tags if outside.search(found) and 'rel="canonical"' not in found] == []


def test_all_links_can_be_followed(public: Built, internal: Built) -> None:
    """LinkChecker finds nothing broken, also in the links between articles and forum topics."""
    assert public.result.broken == internal.result.broken == ()
    assert '<a href="../../forum/7-my-plemquist-i-me-i/">My plemquist &amp; &lt;i&gt;me&lt;/i&gt;</a>' in public.html(
        "network/slow/"
    )
    assert 'href="../../network/slow/"' in public.html("forum/7-my-plemquist-i-me-i")


def test_the_result_counts_what_is_on_the_site(public: Built) -> None:
    """Articles and topics are those that the audience may read."""
    assert (public.result.articles, public.result.topics) == (3, 1)
    assert public.result.days > 0


def test_titles_are_shown_as_they_were_written(public: Built) -> None:
    """A title with quotes, colons, hashes and tags is text everywhere."""
    html = public.html("network/slow/")
    assert "<title>Visible Vexford: &quot;slow&quot; &amp; &lt;b&gt;slower&lt;/b&gt; #1 - Vexford help</title>" in html
    assert re.search(r"<h1>Visible Vexford: &quot;slow&quot; &amp; &lt;b&gt;slower&lt;/b&gt; #1</h1>", html)
    assert "<b>slower" not in html


def test_only_images_of_published_pages_are_published(public: Built) -> None:
    """An image goes with the article that shows it."""
    assert [path.name for path in public.site.rglob("*.png") if b"deskbook" in path.read_bytes()] == ["visible.png"]


def test_the_sitemap_lists_pages_topics_and_days(public: Built) -> None:
    """All pages for readers are in it, below the site's address; shells are neither there nor on disk."""
    sitemap = (public.site / "sitemap.xml").read_text(encoding="utf-8")
    for url in ("", "network/slow/", "network/", "forum/", "forum/7-my-plemquist-i-me-i/", "all-pages/"):
        assert f"<loc>https://help.example/kb/{url}</loc>" in sitemap
    assert "chat/help/2026-03-01/" in sitemap
    assert "shell" not in sitemap
    assert not list(public.site.rglob("shell"))
    assert gzip.decompress((public.site / "sitemap.xml.gz").read_bytes()).decode() == sitemap


def test_a_site_without_an_address_has_no_sitemap(internal: Built) -> None:
    """A sitemap needs whole addresses."""
    assert not list(internal.site.glob("sitemap*"))


def test_a_site_works_below_a_folder(public: Built) -> None:
    """No page but the one for 404, which can be shown anywhere, has a link from the root of its host."""
    absolute = re.compile(r"(?:href|src)=[\"']?/(?!/)")
    pages = list(public.site.rglob("index.html"))
    assert [page for page in pages if absolute.search(page.read_text(encoding="utf-8"))] == []
    assert 'href="/kb/' in (public.site / "404.html").read_text(encoding="utf-8")


def test_every_page_has_the_search_and_a_way_without_scripts(public: Built) -> None:
    """The search box, and for readers without JavaScript a link to the list of all pages, is in each header."""
    for page in set(public.site.rglob("index.html")) - {
        public.site / "sidebar/index.html"
    }:  # a frame, and itself a search
        html = page.read_text(encoding="utf-8")
        assert "<pagefind-modal>" in html
        assert re.search(r'<noscript><a [^>]*href="(?:[./]*all-pages/|./)"', html)


def test_search_knows_what_kind_each_page_is(public: Built) -> None:
    """Articles, topics and days of chat can be told apart; lists of pages are not searched."""
    fragments = {
        text.partition('"url":"')[2].partition('"')[0]: text
        for path, text in _texts(public.site / "pagefind")
        if path.suffix == ".pf_fragment"
    }
    kinds = {url: re.search(r'"kind":"(\w+)"', text) for url, text in fragments.items()}
    assert {url: kind[1] for url, kind in kinds.items() if kind} == {
        "/network/slow/": "article",
        "/network/fast/": "article",
        "/unsure/": "article",
        "/forum/7-my-plemquist-i-me-i/": "forum",
        "/chat/help/2026-03-01/": "chat",
    }
    assert len(fragments) == 5


def test_topics_that_stay_the_same_are_taken_over(public: Built, tmp_path: Path) -> None:
    """Their pages and lists are not made again; a topic that changed is, and is new in the lists; old addresses lead to it."""
    project = _copy(public, tmp_path / "copy")
    before = _times(project.root / "site" / "forum")
    build(project, Audience.PUBLIC, progress=RecordingProgress(), check_links=False)
    assert {path: at for path, at in _times(project.root / "site" / "forum").items() if path.suffix == ".html"} == {
        path: at for path, at in before.items() if path.suffix == ".html"
    }
    live = "https://forum.example/t/any/7"
    other = [replace(thread, url=live) if thread.id == "7" else thread for thread in THREADS]
    rules = project.config.site.model_copy(update={"redirects": ("hosts",)})
    project = replace(project, store=FakeStore(tuple(other)), config=project.config.model_copy(update={"site": rules}))
    build(project, Audience.PUBLIC, progress=RecordingProgress(), check_links=False)
    pages = list((project.root / "site" / "forum").glob("7-*/index.html"))
    assert [live in path.read_text(encoding="utf-8") for path in pages] == [True]
    assert f"/t/any/7 /kb/forum/{pages[0].parent.name}/ 301\n" in (project.root / "site/_redirects").read_text(
        encoding="utf-8"
    )


def test_a_topic_that_is_gone_is_in_no_file(public: Built, tmp_path: Path) -> None:
    """Neither in the site and its index nor in what a build keeps for the next one, under any name; other topics are taken over."""
    project = _copy(public, tmp_path / "copy")
    gone = thread(ThreadKind.TOPIC, "9", "The wombatoryx", message(1, "A wombatoryx bit me."))
    word = ("wombatoryx",)
    for threads in ((*THREADS, gone), (*THREADS, gone), THREADS):
        project = replace(project, store=FakeStore(threads))
        build(project, Audience.PUBLIC, progress=RecordingProgress(), check_links=False)
        assert bool(_found(word, project.root / "site")["wombatoryx"]) is (gone in threads)
    assert _found(word, project.root)["wombatoryx"] == []
    assert [path for path in project.root.rglob("*") if "wombatoryx" in path.name] == []
    other = "forum/7-my-plemquist-i-me-i/index.html"
    assert (project.root / "site" / other).stat().st_mtime_ns == (public.site / other).stat().st_mtime_ns


def test_a_failing_build_leaves_the_old_site(public: Built, tmp_path: Path) -> None:
    """What stops the engine is said in its own words, with the file and a cure, and readers keep what they have."""
    project = _copy(public, tmp_path / "copy")
    before = _files(project.root / "site")
    (project.root / "mkdocs.yml").write_text("site_name: x\nmarkdown_extensions: [nosuchthing]\n", encoding="utf-8")
    with pytest.raises(BuildError, match="nosuchthing") as caught:
        build(project, Audience.PUBLIC, progress=RecordingProgress())
    assert caught.value.where == str(project.root / "build" / "mkdocs-public.yml")
    assert "mkdocs.yml" in (caught.value.cure or "")
    assert _files(project.root / "site") == before


def test_broken_links_are_listed_and_the_site_is_there(tmp_path: Path) -> None:
    """A link to a file that does not exist is named by its place in the article, another by its page; both become findings."""
    project = help_desk(tmp_path)
    bad = tmp_path / "content" / "network" / "fast.md"
    text = bad.read_text(encoding="utf-8") + "\nSee [that](nowhere.md) and [there](../../lost/).\n"
    bad.write_text(text, encoding="utf-8")
    result = build(replace(project, shelf=knowledge(tmp_path)), Audience.PUBLIC, progress=RecordingProgress())
    line = text.splitlines().index("See [that](nowhere.md) and [there](../../lost/).") + 1
    assert [(link.page, link.target) for link in result.broken] == [
        (f"content/network/fast.md:{line}", "nowhere.md"),
        ("/network/fast/", "/lost/"),
    ]
    html = (result.site / "network/fast/index.html").read_text(encoding="utf-8")
    assert "See that and" in html
    assert "nowhere" not in html


def test_an_empty_help_desk_has_a_site(tmp_path: Path) -> None:
    """With nothing to publish there is still a home page, and no error."""
    project = replace(help_desk(tmp_path), store=FakeStore())
    shelf = replace(project.shelf, articles=(), links=(), overlaps=(), files=frozenset())
    result = build(replace(project, shelf=shelf), Audience.PUBLIC, progress=RecordingProgress(), check_links=False)
    assert (result.articles, result.broken) == (0, ())
    assert "Nothing is published here yet" in (result.site / "index.html").read_text(encoding="utf-8")


def test_without_threads_there_is_no_forum_and_no_chat(public: Built, tmp_path: Path) -> None:
    """A help desk without topics or chat for its readers has neither section, and a page made hidden disappears."""
    project = _copy(public, tmp_path / "copy")
    (project.root / "content" / "unsure.md").unlink()
    hidden = tuple(thread for thread in THREADS if thread.audience is Audience.INTERNAL)
    project = replace(project, store=FakeStore(hidden), shelf=knowledge(project.root))
    result = build(project, Audience.PUBLIC, progress=RecordingProgress())
    assert (result.topics, result.days, result.broken) == (0, 0, ())
    assert not any((result.site / name).exists() for name in ("forum", "chat", "unsure"))
    docs = project.root / "build" / "docs"
    assert not any((docs / name).exists() for name in ("forum", "chat", "unsure.md"))


def test_a_folder_that_no_build_has_made_is_not_replaced(tmp_path: Path) -> None:
    """`--output` cannot remove somebody's files, nor the project itself."""
    project = help_desk(tmp_path / "desk")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.jpg").write_bytes(b"")
    for folder in (tmp_path / "photos", tmp_path, project.root):
        with pytest.raises(BuildError, match="no build has put there"):
            build(project, Audience.PUBLIC, progress=RecordingProgress(), output=folder)
    assert (tmp_path / "photos" / "me.jpg").exists()


def test_pages_do_not_grow_with_the_number_of_pages(tmp_path: Path) -> None:
    """A page of a site with 120 pages more is no larger by more than a few lines of navigation."""
    sizes = []
    for count in (60, 180):
        root = tmp_path / str(count)
        project = help_desk(root)
        for number in range(count):
            path = root / "content" / f"section{number % 3}" / f"page{number}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(
                f"---\ntitle: Page {number}\naudience: public\nconfidence: validated\n---\n\nText.\n", encoding="utf-8"
            )
        project = replace(project, store=FakeStore(), shelf=knowledge(root))
        result = build(project, Audience.PUBLIC, progress=RecordingProgress(), check_links=False)
        sizes.append(len((result.site / "section0/page0/index.html").read_bytes()))
    assert sizes[1] - sizes[0] < 1_000


def test_only_a_public_site_is_kept_by_browsers(public: Built, tmp_path: Path) -> None:
    """With `offline` it can be installed, and is the same when it is built again; any other site takes itself out of browsers."""
    project = _copy(public, tmp_path / "copy")
    rules = project.config.site.model_copy(update={"offline": True, "check_links": False})
    project = replace(project, config=project.config.model_copy(update={"site": rules}))

    kept = build(project, Audience.PUBLIC, progress=RecordingProgress())
    first = _files(kept.site)
    again = build(project, Audience.PUBLIC, progress=RecordingProgress())
    team = build(project, Audience.INTERNAL, progress=RecordingProgress())

    assert b'"network/slow/"' in first["service-worker.js"]
    assert b'href="../../manifest.webmanifest"' in first["network/slow/index.html"]
    assert b"offline/" not in first["sitemap.xml"]
    assert {name for name, data in _files(again.site).items() if first.get(name) != data} == set()
    for site in (public.site, team.site):
        assert "registration.unregister" in (site / "service-worker.js").read_text(encoding="utf-8")
        assert not (site / "manifest.webmanifest").exists()
        assert not (site / "offline").exists()
