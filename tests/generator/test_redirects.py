"""deskbook_site.redirects."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from deskbook.model import Message, Role, Thread, ThreadKind
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


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/t/7", "/forum/7-t/"),
        ("/t/7/3", "/forum/7-t/"),
        ("/t/any-slug/7", "/forum/7-t/"),
        ("/t/any-slug/7/3/", "/forum/7-t/"),
        ("/t/70", ""),
        ("/x/t/7", ""),
        ("/t/7/8/9", ""),
        ("/sub/t/8", "/forum/8-t/"),
    ],
)
def test_nginx_finds_the_topic_by_its_id(tmp_path: Path, address: str, page: str) -> None:
    """Its two maps lead an old address, in any form, to the page, and no other address anywhere."""
    write(tmp_path, topic("https://forum.example/t/a/7"), topic("https://forum.example/sub/t/8", "8"), base=None)
    rules = (tmp_path / "forum/redirects.nginx.conf").read_text(encoding="utf-8")
    pattern, form = re.findall(r'"~(.*?)" "(.*?)";', rules)[0]
    pages = dict(re.findall(r'^ {4}"(/.*?)" "(.*?)";$', rules, re.M))
    found = re.search(pattern.replace("?<", "?P<"), address)
    name = form.replace("$forum", found["forum"]).replace("$topic", found["topic"]) if found else ""

    assert pages.get(name, "") == page


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
