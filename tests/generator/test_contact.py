"""The page before a ticket, and the open incidents as data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskbook.config import ContactBlock, StatusBlock, ToolBlock
from deskbook.model import Incident, Snapshot
from deskbook_site.contact import Desk, contact_pages, most_asked, write_contact
from deskbook_site.words import words_of

THEME = Path(__file__).parents[2] / "theme"
AT = datetime(2026, 3, 1, 11, 30, tzinfo=UTC)
FORM = ContactBlock(form="https://acme.example/new", subject="tf_subject", body="tf_description")


def body(desk: Desk) -> str:
    """The Markdown of the only page."""
    (page,) = contact_pages(desk, THEME)
    return page.body


def test_without_anybody_to_write_to_there_is_no_page(tmp_path: Path) -> None:
    """Neither the page nor the script for other forms."""
    desk = Desk("Acme", ContactBlock(), StatusBlock())

    write_contact(desk, tmp_path, THEME)

    assert contact_pages(desk, THEME) == ()
    assert not list(tmp_path.iterdir())


def test_the_form_goes_to_the_teams_own() -> None:
    """With the names that its fields have there."""
    text = body(Desk("Acme", FORM, StatusBlock()))

    assert '<form class="db-contact__form" action="https://acme.example/new" method="get">' in text
    assert 'name="tf_subject"' in text
    assert 'name="tf_description"' in text


def test_with_an_address_only_the_form_writes_a_mail() -> None:
    """What a browser makes of a form whose action is `mailto:`, with a subject and a body."""
    text = body(Desk("Acme", ContactBlock(email="help@acme.example"), StatusBlock()))

    assert 'action="mailto:help@acme.example" method="get"' in text
    assert 'name="subject"' in text
    assert 'name="body"' in text


def test_what_strangers_wrote_is_text() -> None:
    """The name of an incident, a tool and a page cannot leave their place, in the page and in the settings of the script."""
    evil = '</script><img src=x onerror="alert(1)">'
    contact = ContactBlock(email="a@b.example", tools=(ToolBlock(title=evil, url="https://x.example/", words="dns"),))
    desk = Desk(
        evil,
        contact,
        StatusBlock(url="https://s.example"),
        Snapshot(AT, (Incident(evil, evil, evil),)),
        ((evil, "a/"),),
    )

    text = body(desk)

    assert "<img" not in text
    assert text.count("</script>") == 2


def test_an_open_incident_stands_above_the_form() -> None:
    """With its last update, when that was, and the way to the status page."""
    incident = Incident("DNS is slow", "monitoring", "A fix is out.", AT, "https://s.example/1")
    text = body(Desk("Acme", FORM, StatusBlock(url="https://s.example"), Snapshot(AT, (incident,))))

    assert text.index("A fix is out.") < text.index("<form")
    assert 'datetime="2026-03-01T11:30:00+00:00"' in text
    assert 'href="https://s.example/1"' in text


def test_markdown_leaves_the_page_alone() -> None:
    """A block of HTML ends at an empty line, and so there is none."""
    text = body(Desk("Acme", FORM, StatusBlock(), popular=(("One", "one/"),)))

    assert "\n\n" not in text.strip().removeprefix("# Contact us\n\n")


def test_status_json_says_what_is_open(tmp_path: Path) -> None:
    """For the page's own script, and for anybody else."""
    desk = Desk("Acme", ContactBlock(), StatusBlock(url="https://s.example"), Snapshot(AT, (Incident("Slow", at=AT),)))

    write_contact(desk, tmp_path, THEME)

    said = json.loads((tmp_path / "status.json").read_text(encoding="utf-8"))
    assert said["read_at"] == "2026-03-01T11:30:00+00:00"
    assert said["incidents"] == [
        {"name": "Slow", "state": "", "text": "", "at": "2026-03-01T11:30:00+00:00", "url": None}
    ]


def test_other_forms_get_a_script_and_a_frame(tmp_path: Path) -> None:
    """embed.js at the top of the site, and the page that it shows."""
    write_contact(Desk("Acme", FORM, StatusBlock()), tmp_path, THEME)

    assert "contact/suggest/" in (tmp_path / "embed.js").read_text(encoding="utf-8")
    assert "data-db-frame" in (tmp_path / "contact/suggest/index.html").read_text(encoding="utf-8")


def test_each_language_has_a_script_and_a_frame(tmp_path: Path) -> None:
    """In its own folder, with the style sheets and scripts of the whole site; what is open is said once."""
    write_contact(Desk("Acme", FORM, StatusBlock(), words=words_of("fr")), tmp_path, THEME, "fr/")

    frame = (tmp_path / "fr/contact/suggest/index.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in frame
    assert 'src="../../../assets/javascripts/find.js"' in frame
    assert (tmp_path / "fr/embed.js").is_file()
    assert not list(tmp_path.rglob("status.json"))


def test_most_asked_were_asked_more_than_once() -> None:
    """The most asked first, five at most."""
    pages = [(f"Page {n}", f"p{n}/", n) for n in range(9)]

    assert most_asked(pages) == tuple((f"Page {n}", f"p{n}/") for n in (8, 7, 6, 5, 4))


@pytest.mark.parametrize("url", ["javascript:alert(1)", 'https://x.example/"onload', "ftp://x.example"])
def test_a_tool_leads_to_the_web(url: str) -> None:
    """Or to a page of the site itself."""
    with pytest.raises(ValueError, match="url"):
        ToolBlock(title="x", url=url, words="dns")
