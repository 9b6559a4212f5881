"""deskbook_site.machines.pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskbook.errors import BuildError
from deskbook_site.machines.pictures import first_picture, site_picture
from entries import entry
from images import png


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("See ![the menu](img/menu.png) and ![x](y.png).", "dns/img/menu.png"),
        ("[![a](../a b.png)](x.md) ![b](../b%20c.jpg)", "b%20c.jpg"),
        ("`![no](code.png)` <img alt='' src=\"../b.webp\">", "dns/b.webp"),
        ("![drawing](a.svg) ![photo](B.JPG)", "dns/B.JPG"),
        ("![elsewhere](https://x.example/a.png) ![outside](../../a.png) ![root](/a.png)", None),
        ("No picture.", None),
    ],
)
def test_the_first_picture_of_the_site_stands_for_a_page(body: str, found: str | None) -> None:
    """As a whole address; not one in code, of another host, outside of the site, or a drawing."""
    said = first_picture(entry("dns/slow.md", body=body), "https://x.example/kb/")

    assert said == (f"https://x.example/kb/{found}" if found else None)


def test_the_site_has_a_picture_for_other_pages(tmp_path: Path) -> None:
    """Under a name of its own; what is no picture, or a drawing, is an error that says what to name instead."""
    (tmp_path / "card.png").write_bytes(png(12, 10))
    (tmp_path / "card.svg").write_text("<svg/>", encoding="utf-8")

    name, data = site_picture(tmp_path / "card.png")

    assert name == "picture.png"
    assert data.startswith(b"\x89PNG")
    for wrong in ("none.png", "card.svg"):
        with pytest.raises(BuildError, match="picture of the site"):
            site_picture(tmp_path / wrong)
