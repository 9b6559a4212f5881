"""deskbook_site.linkcheck: LinkChecker on a real folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from deskbook.errors import BuildError
from deskbook_site import linkcheck
from deskbook_site.inventory import survey
from deskbook_site.linkcheck import BrokenLink, broken_links, changed_links


def site(folder: Path, **pages: str) -> Path:
    """A site; `home` is its first page, all others are named by their folder."""
    for name, body in pages.items():
        path = folder / ("" if name == "home" else name) / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<!doctype html><html><body>{body}</body></html>", encoding="utf-8")
    return folder


def test_every_link_to_nothing_is_named_with_its_page(tmp_path: Path) -> None:
    """Links, images, scripts and style sheets; also where an earlier page already linked to the same."""
    site(
        tmp_path,
        home='<a class="x > y" href="a/">a</a> <a href="b/?q=1#x">b</a> <a href=gone/>gone</a> <script src="no.js"></script> <a href="ü%20x/">u</a>',
        a='<a href="../gone/#part">gone</a> <img alt="" src="../pic.png"> <a href="../">home</a> <link rel="stylesheet" href="/no.css">',
        b='<p>no links <!-- <a href="comment/">x</a> --><script>"<a href=\'script/\'>"</script></p>',
    )
    (tmp_path / "ü x").mkdir()
    (tmp_path / "ü x" / "index.html").write_text("<p>Here.</p>", encoding="utf-8")
    found = broken_links(tmp_path)
    assert [(link.page, link.target) for link in found] == [
        ("/", "/gone/"), ("/", "/no.js"), ("/a/", "/gone/"), ("/a/", "/no.css"), ("/a/", "/pic.png"),
    ]  # fmt: skip
    assert all("404" in link.reason for link in found)


def test_pages_behind_pages_are_reached(tmp_path: Path) -> None:
    """The check follows links as deep as they go; a folder without a page is broken, one without its slash is not."""
    chain = {f"p{number}": f'<a href="../p{number + 1}/">next</a>' for number in range(30)}
    site(tmp_path, home='<a href="p0">p0</a>', **chain, p30='<a href="../empty/">x</a>')
    (tmp_path / "empty").mkdir()
    assert broken_links(tmp_path) == (BrokenLink("/p30/", "/empty/", "404 File not found"),)


def test_other_hosts_are_not_asked(tmp_path: Path) -> None:
    """Nothing is requested from elsewhere, so nothing from elsewhere can be broken."""
    site(
        tmp_path,
        home='<a href="http://127.0.0.1:9/x">x</a> <a href="https://nowhere.invalid/">y</a> <a href="mailto:a@b.example">m</a>',
    )
    assert broken_links(tmp_path) == ()


def test_settings_of_the_user_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a linkcheckerrc at home nor a proxy decides whether a build passes."""
    home = tmp_path / "home" / "linkchecker"
    home.mkdir(parents=True)
    (home / "linkcheckerrc").write_text(
        "[checking]\nrecursionlevel=0\n[filtering]\nignore=\n  gone\n", encoding="utf-8"
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home.parent))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site(tmp_path / "site", home='<a href="a/">a</a>', a='<a href="gone/">x</a>')
    assert [link.target for link in broken_links(tmp_path / "site")] == ["/a/gone/"]


def test_a_hung_or_failing_program_is_an_error_with_a_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What LinkChecker says when it fails is passed on, and there is a way to go on without it."""
    site(tmp_path / "site", home="x")
    with pytest.raises(BuildError, match="did not finish") as caught:
        broken_links(tmp_path / "site", timeout=0.01)
    assert "--no-links" in (caught.value.cure or "")
    fake = tmp_path / "bin" / "linkchecker"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho 'it broke' >&2\nexit 2\n", encoding="utf-8")
    fake.chmod(fake.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(fake.parent))
    with pytest.raises(BuildError, match="LinkChecker failed: it broke"):
        broken_links(tmp_path / "site")
    fake.unlink()
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(BuildError, match="not installed"):
        broken_links(tmp_path / "site")


def test_only_what_changed_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and style sheets that are new, changed or had a broken link, and pages that link to a file that is gone: the outcome is
    that of following all links."""
    looked: list[list[str] | None] = []
    real = broken_links

    def listening(site: Path, *, only: set[str] | None = None) -> tuple[BrokenLink, ...]:
        looked.append(None if only is None else sorted(only))
        return real(site, only=only)

    monkeypatch.setattr(linkcheck, "broken_links", listening)
    notes, folder = tmp_path / "notes.json", tmp_path / "site"
    changes: list[tuple[dict[str, str], list[tuple[str, str]]]] = [
        (
            {
                "home": '<a href="a/">a</a><a href="ü/">u</a><link rel="stylesheet" href="s.css">',
                "a": '<a href="../b/">b</a>',
                "b": "B",
                "ü": "U",
            },
            [],
        ),
        ({}, []),
        ({"ü": '<a href="../gone/">gone</a>'}, [("/ü/", "/gone/")]),
        ({}, [("/ü/", "/gone/")]),
        ({"gone": "here it is"}, []),
        ({"b": ""}, [("/a/", "/b/")]),
    ]
    folder.mkdir()
    style = folder / "s.css"
    style.write_text("p { color: red }", encoding="utf-8")
    for change, broken in changes:
        site(folder, **change)
        if change.get("b") == "":
            (folder / "b" / "index.html").unlink()
        found = changed_links(folder, survey(folder, {}), notes)
        assert [(link.page, link.target) for link in found] == broken
    style.write_text("p { background: url(no.png) }", encoding="utf-8")
    found = changed_links(folder, survey(folder, {}), notes)
    assert [link.page for link in found] == ["/a/", "/s.css"]
    assert found == real(folder)
    assert looked == [
        None, ["ü/index.html"], ["ü/index.html"], ["gone/index.html", "ü/index.html"], ["a/index.html"], ["a/index.html", "s.css"],
    ]  # fmt: skip
