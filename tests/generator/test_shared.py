"""deskbook_site.shared: what parts of a site have in common."""

from __future__ import annotations

from pathlib import Path

from deskbook_site.shared import share_assets


def test_a_part_uses_the_files_of_the_whole(tmp_path: Path) -> None:
    """Those that are the same there; what differs, and what is only in the part, stays where it is."""
    for name, text in {
        "assets/a.css": "same", "assets/b.js": "one", "fr/assets/a.css": "same", "fr/assets/b.js": "other",
        "fr/assets/own.png": "own", "fr/assets/deep/c.css": "x", "assets/deep/c.css": "x",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    page = tmp_path / "fr/dns/index.html"
    page.parent.mkdir()
    links = '<link href="{0}assets/a.css?v=1"><script src="../assets/b.js"></script><img src="../assets/own.png"><a href="https://x.example/assets/a.css">'
    page.write_text(links.format("../"), encoding="utf-8")

    share_assets(tmp_path, "fr")

    assert page.read_text(encoding="utf-8") == links.format("../../")
    left = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "fr/assets").rglob("*"))
    assert left == ["fr/assets/b.js", "fr/assets/own.png"]
