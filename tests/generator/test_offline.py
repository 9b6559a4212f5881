"""What browsers keep of a site, and what they are told of it as an app."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from deskbook.errors import BuildError
from deskbook_site.inventory import survey
from deskbook_site.offline import WORKER, Keep, write_app, write_worker
from images import png

THEME = Path(__file__).parents[2] / "theme"


def site(folder: Path, **pages: str) -> Path:
    """A site of a home page and more pages, by name."""
    for name, html in {"": "<p>Home</p>", **pages}.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "index.html").write_text(html, encoding="utf-8")
    return folder


def put(folder: Path, name: str, text: str = "x") -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def listed(folder: Path, pages: tuple[str, ...] = (), most: int = 10_000) -> list[str]:
    """The addresses that the program keeps at once."""
    (folder / WORKER).unlink(missing_ok=True)
    write_worker(folder, survey(folder, {}), THEME, Keep(pages, most))
    text = (folder / "service-worker.js").read_text(encoding="utf-8")
    found = re.search(r"const FILES = (\[.*?\n\]);", text, re.S)
    assert found
    return [path for path, _ in json.loads(found[1])]


def test_a_page_is_kept_with_what_it_loads(tmp_path: Path) -> None:
    """Its style sheets, scripts and pictures, from this site only; not what it links to."""
    html = (
        '<link rel="stylesheet" href="../a.css?v=1"><script src="../b%20c.js" defer></script><img alt="" src="p.png">'
        '<script src="https://cdn.example/x.js"></script><a href="../other.png">x</a><link rel="canonical" href="https://a.example/one/">'
    )
    folder = site(tmp_path, one=html)
    for name in ("a.css", "b c.js", "one/p.png", "other.png", "x.js"):
        put(folder, name)

    assert listed(folder, ("one/",)) == ["", "one/", "a.css", "b%20c.js", "one/p.png"]


def test_articles_are_kept_up_to_the_cap(tmp_path: Path) -> None:
    """The first ones; home and the list of all pages in any case; what is no page is passed over."""
    folder = site(tmp_path, **{"all-pages": "x" * 900, "one": "x" * 60, "two": "x" * 60, "three": ""})

    assert listed(folder, ("one/", "two/", "three/"), most=100) == ["", "all-pages/", "one/"]
    assert listed(folder, ("one/", "two/"), most=120) == ["", "all-pages/", "one/", "two/"]


def test_the_index_of_the_search_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    """It may take half of the room. Its program is kept in any case."""
    folder = site(tmp_path)
    for name in (
        "pagefind.js",
        "pagefind-worker.js",
        "wasm.en.pagefind",
        "pagefind-entry.json",
        "pagefind-ui.js",
        "pagefind-component-ui.js",
        "pagefind-component-ui.css",
    ):
        put(folder, f"pagefind/{name}")
    for name in ("index/a.pf_index", "fragment/b.pf_fragment", "forum/fragment/c.pf_fragment"):
        put(folder, f"pagefind/{name}", "x" * 50)

    few = listed(folder, most=199)
    all_of_it = listed(folder, most=200)

    assert few == [
        "",
        *(
            f"pagefind/{name}"
            for name in (
                "pagefind-component-ui.css",
                "pagefind-component-ui.js",
                "pagefind-entry.json",
                "pagefind-worker.js",
                "pagefind.js",
                "wasm.en.pagefind",
            )
        ),
    ]
    assert all_of_it == [*few, "pagefind/fragment/b.pf_fragment", "pagefind/index/a.pf_index"]


def test_a_program_is_new_only_if_the_site_is(tmp_path: Path) -> None:
    """Byte for byte the same for the same site; another version for any change, also of pages that are not listed."""
    folder = site(tmp_path, one="One")
    listed(folder, ("one/",))
    first = (folder / "service-worker.js").read_bytes()
    listed(folder, ("one/",))
    assert (folder / "service-worker.js").read_bytes() == first
    put(folder, "forum/t/index.html")
    listed(folder, ("one/",))

    assert (folder / "service-worker.js").read_bytes().splitlines()[0] != first.splitlines()[0]


def test_an_app_has_an_icon_of_its_own_or_of_the_team(tmp_path: Path) -> None:
    """The first letter of its name, whatever the name; else a picture, with the size that it really has."""
    (tmp_path / "logo.png").write_bytes(png(12, 10))

    write_app(tmp_path, '"<Ünder> & co', None)
    drawn = json.loads((tmp_path / "manifest.webmanifest").read_text(encoding="utf-8"))
    write_app(tmp_path, "Help", tmp_path / "logo.png")
    given = json.loads((tmp_path / "manifest.webmanifest").read_text(encoding="utf-8"))

    assert drawn["name"] == '"<Ünder> & co'
    assert ">Ü</text>" in (tmp_path / "icon.svg").read_text(encoding="utf-8")
    assert given["icons"] == [{"src": "icon.png", "type": "image/png", "sizes": "12x10"}]
    assert (tmp_path / "icon.png").is_file()


@pytest.mark.parametrize("name", ["none.png", "text.png", "link.svg"])
def test_what_is_no_picture_is_no_icon(tmp_path: Path, name: str) -> None:
    """A file that is not there, not a picture, or a link to another: an error that says what to name instead."""
    (tmp_path / "text.png").write_text("text", encoding="utf-8")
    (tmp_path / "real.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "link.svg").symlink_to(tmp_path / "real.svg")

    with pytest.raises(BuildError, match="icon"):
        write_app(tmp_path, "Help", tmp_path / name)
