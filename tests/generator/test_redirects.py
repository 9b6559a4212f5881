"""deskbook_site.redirects."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from deskbook.model import Message, OldAddress, Role, Thread, ThreadKind
from deskbook_site.redirects import write_redirects

AT = datetime(2026, 3, 1, tzinfo=UTC)
ALL = ("hosts", "nginx", "pages")


def topic(url: str | None, id: str = "7") -> Thread:
    """A topic with some live address."""
    message = Message("1", "a", Role.CUSTOMER, AT, "x")
    return Thread("f", id, ThreadKind.TOPIC, "T", (message,), AT, AT, url=url)


def write(
    site: Path, *topics: Thread, base: str | None = "https://help.example/kb", kinds: tuple[str, ...] = ALL
) -> int:
    """The rules for some topics with pages of their own."""
    return write_redirects(site, base, kinds, topics, {t.key: f"forum/{t.id}-t/" for t in topics})


def test_hosts_get_a_rule_for_each_form_of_an_address(tmp_path: Path) -> None:
    """With and without the slug, and with a post's number; the new address has the site's own path."""
    assert write(tmp_path, topic("https://forum.example/t/why-not/7/3")) == 1
    assert (tmp_path / "_redirects").read_text(encoding="utf-8").splitlines() == [
        "/t/7 /kb/forum/7-t/ 301",
        "/t/7/* /kb/forum/7-t/ 301",
        "/t/why-not/7 /kb/forum/7-t/ 301",
        "/t/why-not/7/* /kb/forum/7-t/ 301",
    ]


def nginx(rules: str, address: str) -> str:
    """Where nginx would send a request for an address, by the maps of a file of rules: "" for nowhere."""
    maps = {
        name: (key, re.findall(r'^ {4}("(?:[^"]*)"|default) ("[^"]*"|\$\w+);$', body, re.M))
        for key, name, body in re.findall(r"^map (\S+) \$(\w+) \{\n(.*?)^\}", rules, re.M | re.S)
    }
    captured = {"forum": "", "topic": "", "deskbook_post": ""}

    def filled(text: str) -> str:
        return re.sub(r"\$(\w+)", lambda name: value(name[1]), text)

    def value(name: str) -> str:
        if name in ("uri", "request_uri"):
            return address.partition("?")[0] if name == "uri" else address
        if name in captured:
            return captured[name]
        key, entries = maps[name]
        wanted, default = filled(key), ""
        for pattern, result in ((pattern.strip('"'), result.strip('"')) for pattern, result in entries):
            if pattern == "default":
                default = result
            elif pattern.startswith("~"):
                if found := re.search(pattern[1:].replace("(?<", "(?P<"), wanted):
                    captured.update({name: text or "" for name, text in found.groupdict().items()})
                    return filled(result)
            elif pattern == wanted:
                return filled(result)
        return filled(default)

    return value("deskbook_page")


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/t/7", "/forum/7-t/"),
        ("/t/7/3", "/forum/7-t/#post-3"),
        ("/t/any-slug/7", "/forum/7-t/"),
        ("/t/any-slug/7/3/", "/forum/7-t/#post-3"),
        ("/t/70", ""),
        ("/t/70/3", ""),
        ("/x/t/7", ""),
        ("/t/7/8/9", ""),
        ("/sub/t/8", "/forum/8-t/"),
        ("/", ""),
    ],
)
def test_nginx_finds_the_topic_by_its_id(tmp_path: Path, address: str, page: str) -> None:
    """Its maps lead an old address, in any form, to the page, and no other address anywhere."""
    write(tmp_path, topic("https://forum.example/t/a/7"), topic("https://forum.example/sub/t/8", "8"), base=None)
    rules = (tmp_path / "forum/redirects.nginx.conf").read_text(encoding="utf-8")

    assert nginx(rules, address) == page


@pytest.mark.parametrize(
    ("number", "place"),
    [
        (1, "#post-1"),
        (99, "#post-99"),
        (101, "#post-100"),
        (102, "page/2/#post-101"),
        (151, "page/2/#post-150"),
        (100, "#post-100"),
    ],
)
def test_nginx_finds_a_post_on_its_page_of_a_long_topic(tmp_path: Path, number: int, place: str) -> None:
    """Also where posts before it are gone; where it is gone itself, the next one is near enough."""
    posts = [Message(str(n), "a", Role.CUSTOMER, AT, "x") for n in range(1, 152) if n != 100]
    write(tmp_path, replace(topic("https://forum.example/t/a/7"), messages=tuple(posts)))
    rules = (tmp_path / "forum/redirects.nginx.conf").read_text(encoding="utf-8")

    assert nginx(rules, f"/t/a/7/{number}") == f"/kb/forum/7-t/{place}"


BEFORE = {
    "/showthread.php?t=12&p=3": ("page/2/#post-101", "101"),
    "/archive/why.html": ("", None),
    "/questions/12/why": ("#post-2", "2"),
    "/gone/post": ("", "999"),
}


def test_addresses_of_before_the_forum_lead_on(tmp_path: Path) -> None:
    """What the forum sent on itself goes to the topic, or to the post on its page: with a query only by nginx."""
    posts = tuple(Message(str(n), "a", Role.CUSTOMER, AT, "x") for n in range(1, 105))
    old = tuple(OldAddress(path, message) for path, (_, message) in BEFORE.items())
    write(tmp_path, replace(topic("https://forum.example/t/a/7"), messages=posts, old_addresses=old))
    rules = (tmp_path / "forum/redirects.nginx.conf").read_text(encoding="utf-8")
    hosts = dict(line.split()[:2] for line in (tmp_path / "_redirects").read_text(encoding="utf-8").splitlines())

    for path, (place, _) in BEFORE.items():
        assert nginx(rules, path) == f"/kb/forum/7-t/{place}"
        if "?" not in path:
            assert hosts[path] == f"/kb/forum/7-t/{place}"
            file = tmp_path / path.lstrip("/") / ("" if path.endswith(".html") else "index.html")
            href = str(BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").select_one("a")["href"])  # type: ignore[index]
            assert (file.parent / href.partition("#")[0]).resolve() == (
                tmp_path / "forum/7-t" / place.partition("#")[0]
            ).resolve()
            assert href.partition("#")[2] == place.partition("#")[2]
    assert not any("?" in path for path in hosts)


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/a/../../b", "/a b", '/a";return 302 https://evil.example;"', "/a\n/b 200", "/$host", "/{x}", "/x*", "/t/9",
        "//evil.example", "/index.html", "/forum/7-t/index.html", "/index.html/below", "/.htaccess", "https://x.example/", "", "/" + "a" * 400,
    ],
)  # fmt: skip
def test_no_old_address_breaks_out_or_in(tmp_path: Path, path: str) -> None:
    """Nothing becomes a rule that could mean something else, and no page of the site is displaced."""
    for own in ("index.html", "forum/7-t/index.html"):
        (tmp_path / "site" / own).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / own).write_text("own", encoding="utf-8")
    write(tmp_path / "site", replace(topic("https://forum.example/t/7"), old_addresses=(OldAddress(path),)))
    rules = (tmp_path / "site/forum/redirects.nginx.conf").read_text(encoding="utf-8")

    assert "evil" not in rules.replace('"//evil.example" "/kb/forum/7-t/"', "")
    assert all(
        re.fullmatch(r"/\S+ /kb/forum/7-t/ 301", line)
        for line in (tmp_path / "site/_redirects").read_text(encoding="utf-8").splitlines()
    )
    assert {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()} == {
        f"site/{name}"
        for name in ("index.html", "forum/7-t/index.html", "_redirects", "forum/redirects.nginx.conf", "t/7/index.html")
    }
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == "own"


def test_pages_lead_on_without_scripts(tmp_path: Path) -> None:
    """A page at each old address, of which search engines learn the new one."""
    write(tmp_path, topic("https://forum.example/t/why/7"), kinds=("pages",))
    for old in ("t/7", "t/why/7"):
        soup = BeautifulSoup((tmp_path / old / "index.html").read_text(encoding="utf-8"), "html.parser")
        href = soup.select_one("a")["href"]  # type: ignore[index]
        assert (tmp_path / old / str(href)).resolve() == (tmp_path / "forum/7-t").resolve()
        assert soup.select_one("link[rel=canonical]")["href"] == href  # type: ignore[index]
    assert not (tmp_path / "_redirects").exists()


@pytest.mark.parametrize(
    "url",
    [
        None, "", "https://forum.example/questions/7", "https://forum.example/t/../../etc/7", "https://forum.example/t/a b/7",
        'https://forum.example/t/a";return/7', "https://forum.example/../t/7", "https://[", "https://forum.example/t/{}/7",
        f"https://forum.example/t/{'a' * 300}/7", f"https://forum.example/t/{'7' * 5000}",
    ],
)  # fmt: skip
def test_only_addresses_of_topics_make_rules(tmp_path: Path, url: str | None) -> None:
    """Nothing that a stranger wrote into an address becomes a rule or a folder."""
    assert write(tmp_path, topic(url)) == 0
    assert not (tmp_path / "t").exists()
    assert "7-t" not in (tmp_path / "_redirects").read_text(encoding="utf-8")


def test_nothing_is_written_unasked(tmp_path: Path) -> None:
    """No kind, no file."""
    write(tmp_path, topic("https://forum.example/t/7"), kinds=())
    assert list(tmp_path.iterdir()) == []
