"""deskbook_site.gate: what must not be published is found wherever it stands in a site."""

from __future__ import annotations

import gzip
import json
import time
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from deskbook.library import create, render
from deskbook.model import Audience, Takedown, TakedownKind
from deskbook.text.redact import Takedowns, Watch
from deskbook.text.redact.takedowns import forms
from deskbook.workers import executor
from deskbook_site.build import build
from deskbook_site.engines import mkdocs
from deskbook_site.gate import Leak, leaks
from fakes import RecordingProgress
from help_desk import THREADS, article, help_desk, knowledge, made

ADDRESS = "margit@paperlantern.net"
KEY = b"k" * 32
PERSON = Takedown(
    datetime(2026, 3, 1, tzinfo=UTC), TakedownKind.PERSON, forms=forms(TakedownKind.PERSON, "Maria Smith", KEY)
)
WATCH = Watch.of(["help@paperlantern.net"], ["Quarry Theatre"], Takedowns.of([PERSON], KEY))


def found(site: Path, *, kept: frozenset[str] = frozenset(), watch: Watch = WATCH) -> list[tuple[str, int, str]]:
    with executor(1, 1) as pool:
        return [(leak.page, leak.line, leak.sort) for leak in leaks(site, watch, kept, mkdocs.shipped(), pool)]


def written(site: Path, name: str, content: str | bytes) -> None:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("index.html", f"<p>Write to\n{ADDRESS}.</p>"),
        ("index.html", "<p>Write to\nmargit&#64;paper<b>lantern</b>.net</p>"),
        ("index.html", '<p>Write\n<code><span class="n">margit</span><span>@</span>paperlantern.net</code></p>'),
        ("index.html", f'<p>A</p>\n<img src="a.png" title="b" alt="{ADDRESS}">'),
        ("index.html", f"<p>A</p>\n<img alt={ADDRESS}>"),
        ("index.html", '<p>A</p>\n<a href="mailto:margit%40paperlantern.net">us</a>'),
        ("index.html", f"<p>A</p>\n<!-- {ADDRESS} -->"),
        ("index.html", f'<p>A</p>\n<script type="application/ld+json">{{"email":"{ADDRESS}"}}</script>'),
        (
            "index.html",
            '<p>A</p>\n<script type="application/ld+json">{"email":"margit\\u0040paperlantern.net"}</script>',
        ),
        ("index.html", f"<p>A</p>\n<p {ADDRESS}"),
        ("index.html", f'<p>A</p>\n<a title="a > b {ADDRESS}">x</a>'),
        ("feed.atom", f"<feed>\n<entry>{ADDRESS}</entry></feed>"),
        ("sitemap.xml", f"<urlset>\n<loc>https://x.example/{ADDRESS}</loc></urlset>"),
        ("llms.txt", f"# Help\n- {ADDRESS}\n"),
        ("page.md", f"# Help\n{ADDRESS}\n"),
        ("data.json", f'{{"a":\n"{ADDRESS}"}}'),
        ("data.json", f'{{"a":\n["{ADDRESS}'),
        ("notes", f"a\n{ADDRESS}"),
        ("code.js", f"//\nx = '{ADDRESS}'"),
        ("old.csv", f"caf\xe9\n{ADDRESS}".encode("latin-1")),
        ("wide.txt", f"a\n{ADDRESS}".encode("utf-16")),
        ("sitemap.xml.gz", gzip.compress(f"<a>\n{ADDRESS}</a>".encode(), mtime=0)),
    ],
)
def test_page_and_line_are_named(tmp_path: Path, name: str, content: str | bytes) -> None:
    """Whatever the form of a file, an address in it is found, with the line on which it stands."""
    written(tmp_path, name, content)

    assert found(tmp_path) == [(name, 2, "an e-mail address")]


@pytest.mark.parametrize(
    "value",
    [
        f'pagefind_dcd{{"url":"/dns/ttl/","content":"Write to {ADDRESS}.","meta":{{}}}}',
        f'pagefind_dcd{{"url":"/dns/ttl/","content":"","meta":{{"title":"{ADDRESS}"}}}}',
        f"pagefind_dcd\x82\x81\x18{ADDRESS}\x80\x82",
    ],
)
def test_the_search_index_is_unpacked(tmp_path: Path, value: str) -> None:
    """The files of Pagefind are packed; what stands in them is found all the same, also in the binary ones."""
    written(tmp_path, "pagefind/fragment/en_1.pf_fragment", gzip.compress(value.encode("latin-1")))

    assert [sort for _, _, sort in found(tmp_path)] == ["an e-mail address"]


def test_a_long_list_for_programs_takes_no_longer_than_it_should(tmp_path: Path) -> None:
    """The lists of all articles of a large site are read once, not once for each article."""
    lists = [f"{number} {'word ' * 12}" for number in range(60_000)]
    written(tmp_path, "kb-index.json", json.dumps([*lists, ADDRESS], indent=0))
    began = time.process_time()

    assert found(tmp_path) == [("kb-index.json", 60_002, "an e-mail address")]
    assert time.process_time() - began < 10


def test_the_address_of_a_page_is_looked_at(tmp_path: Path) -> None:
    """A slug can tell as much as a text."""
    written(tmp_path, "forum/7-fax-of-maria-smith/index.html", "<p>Fax</p>")

    assert found(tmp_path) == [("forum/7-fax-of-maria-smith/index.html", 1, "a name")]


def test_persons_names_and_secrets_are_found(tmp_path: Path) -> None:
    """What was taken down, names of the configuration and secrets are looked for, besides addresses."""
    written(tmp_path, "a.html", "<p>maria\n<b>Smíth</b></p><p>QUARRY theatre</p><p>password = Tr0ub4dor&amp;3x</p>")

    assert [sort for _, _, sort in found(tmp_path)] == ["a name", "a name", "a password"]


def test_what_is_meant_to_be_seen_is_no_hit(tmp_path: Path) -> None:
    """Allowed values, documentation's examples, placeholders and drawings are no hits."""
    written(
        tmp_path,
        "a.html",
        "<p>help@paperlantern.net, name@example.com, 192.0.2.7, [e-mail], password = [password]</p>"
        '<svg viewBox="0 0 24 24"><path d="M10.35.25.15 79.133.4.7"/></svg>',
    )

    assert found(tmp_path) == []


def test_what_stands_on_many_pages_is_found_on_each(tmp_path: Path) -> None:
    """That a line was seen before does not hide it, nor does a clean line hide what is new."""
    for name in ("a.html", "b.html"):
        written(tmp_path, name, f"<ul>\n<li>clean</li>\n<li>{ADDRESS}</li>\n</ul>\n<p>{name}</p>\n")
    written(tmp_path, "c.html", f"<ul>\n<li>clean</li>\n</ul>\n<p>clean <i>{ADDRESS}</i></p>\n")

    assert [(page, line) for page, line, _ in found(tmp_path)] == [("a.html", 3), ("b.html", 3), ("c.html", 4)]


def test_only_what_the_engine_ships_is_trusted(tmp_path: Path) -> None:
    """A file of the engine is not looked into; the same file with one thing more is."""
    shipped = next(path for path in mkdocs.shipped().rglob("*.min.js") if "bundle" in path.name)
    name = shipped.relative_to(mkdocs.shipped()).as_posix()
    written(tmp_path, name, shipped.read_bytes())
    assert found(tmp_path) == []

    written(tmp_path, name, shipped.read_bytes() + f"\n// {ADDRESS}".encode())
    assert [page for page, _, _ in found(tmp_path)] == [name]


def test_images_are_not_text(tmp_path: Path) -> None:
    """What is no text is left alone."""
    written(tmp_path, "broken.gz", b"\x1f\x8b" + ADDRESS.encode())
    written(tmp_path, "a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + ADDRESS.encode())

    assert found(tmp_path) == []


def test_what_a_source_keeps_may_stand_on_pages_of_threads_only(tmp_path: Path) -> None:
    """A label that a source keeps is no hit in forum, chat and their part of the index; in an article it is."""
    text = "from 79.133.4.7"
    for name in ("forum/7-a/index.html", "chat/help/index.html", "dns/index.html"):
        written(tmp_path, name, f"<p>{text}</p>")
    for number, url in enumerate(("/forum/7-a/", "/dns/")):
        value = f"pagefind_dcd{json.dumps({'url': url, 'content': text}, separators=(',', ':'))}"
        written(tmp_path, f"pagefind/fragment/en_{number}.pf_fragment", gzip.compress(value.encode()))

    pages = [page for page, _, _ in found(tmp_path, kept=frozenset({"ip"}))]

    assert pages == ["dns/index.html", "pagefind/fragment/en_1.pf_fragment"]


def test_a_leak_never_quotes() -> None:
    """What a person is told has the sort and the reason, and no value."""
    assert Leak.__slots__ == ("page", "line", "sort", "reason")


def test_a_site_with_a_leak_is_refused(tmp_path: Path) -> None:
    """The old site stays as it is, and the result names page and line of the new one; mended, it is put in place."""
    built = made(tmp_path, Audience.PUBLIC, links=False)
    before = {path: path.read_bytes() for path in built.site.rglob("*") if path.is_file()}
    bad = tmp_path / "content" / "leak.md"
    create(bad, render(article("leak.md", f"Write to {ADDRESS}.", title="Leak")))
    project = help_desk(tmp_path)
    project.shelf = knowledge(tmp_path)
    progress = RecordingProgress()

    refused = build(project, Audience.PUBLIC, progress=progress, check_links=False)

    pages = {leak.page for leak in refused.leaks}
    assert "leak/index.html" in pages
    assert any(page.endswith(".pf_fragment") for page in pages)
    assert refused.made is not None
    for leak in refused.leaks:
        if leak.page.endswith(".html"):
            line = (refused.made / leak.page).read_text(encoding="utf-8").splitlines()[leak.line - 1]
            assert ADDRESS in unescape(line)
    assert ADDRESS not in f"{refused.leaks}{progress.said}"
    assert {path: path.read_bytes() for path in built.site.rglob("*") if path.is_file()} == before

    bad.unlink()
    project.shelf = knowledge(tmp_path)
    assert build(project, Audience.PUBLIC, progress=progress, check_links=False).leaks == ()


def test_threads_that_were_taken_down_are_left_out(tmp_path: Path) -> None:
    """A topic and a day of chat that are still in the store get no page once they are on the list."""
    project = help_desk(tmp_path)
    project.takedowns = Takedowns(threads=frozenset({THREADS[0].key, THREADS[2].key}))

    result = build(project, Audience.PUBLIC, progress=RecordingProgress(), check_links=False)

    assert (result.topics, result.days) == (0, 0)
