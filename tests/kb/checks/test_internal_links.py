"""KB601: links inside the content that lead nowhere, or where their readers may not go."""

from __future__ import annotations

import pytest

from deskbook.checks.internal_links import InternalLinks
from deskbook.model import Audience, Confidence, Finding, Location, Severity
from pages import page, shelf

TARGETS = (
    page("index.md"),
    page("dns/apex.md", '## Set it up\n\n## Set it up\n\n<a name="old"></a>\n\n### Über `A` records {#given}'),
    page("dns/zone file.md"),
)
FILES = frozenset({"img/plan.png", "owners.yml"})


def findings(body: str, path: str = "dns/a.md") -> list[Finding]:
    """What is found in one page that has all the targets to link to."""
    return list(InternalLinks().findings(shelf(page(path, body), *TARGETS, files=FILES)))


@pytest.mark.parametrize(
    "target",
    [
        "apex.md",
        "./apex.md",
        "../dns/apex.md#set-it-up",
        "apex.md#set-it-up_1",
        "apex.md#old",
        "apex.md#given",
        "<zone file.md>",
        "zone%20file.md",
        "../index.md",
        "index.md",  # made by the build, as the folder has none
        "../img/plan.png",
        "#here",
        "#",
        "https://example.com/nothing.md",
        "//example.com/x.md",
        "mailto:help@example.com",
        "../forum/12/",
        "/forum/",
    ],
)
def test_links_that_lead_somewhere_are_left_alone(target: str) -> None:
    """Pages, files, anchors of all sorts, other sites and addresses of pages that only the finished site has."""
    assert findings(f"## Here\n\nSee [it]({target}).") == []


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("apexx.md", "there is no apexx.md; did you mean 'apex.md'?"),
        ("../apex.md", "there is no ../apex.md; did you mean 'apex.md'?"),
        ("nothing-like-it.md", "there is no nothing-like-it.md"),
        ("plan.png", "there is no plan.png; did you mean '../img/plan.png'?"),
        ("apex", "apex is no file"),
        ("/dns/apex.md", "/dns/apex.md begins at the root of the site"),
        ("../../README.md", "../../README.md leads out of help/"),
        ("apex.md#set-it-upp", "apex.md has no heading or anchor '#set-it-upp'; did you mean '#set-it-up'?"),
        ("#gone", "this page has no heading or anchor '#gone'"),
        ("other/index.md", "there is no other/index.md"),
    ],
)
def test_links_that_lead_nowhere_are_errors(target: str, said: str) -> None:
    """The message names the link and the nearest thing that there is."""
    (finding,) = findings(f"Text.\n\nMore text and\nsee [it]({target}).")

    assert (finding.location, finding.severity) == (Location("help/dns/a.md", 13), Severity.ERROR)
    assert finding.message.startswith(said)


def test_images_and_reference_links_count_and_code_does_not() -> None:
    """What the site would turn into a link is a link."""
    body = "![no](no.png)\n\n[ref][r]\n\n[r]: no.md\n\n`[x](no.md)`\n\n```\n[x](no.md)\n```"

    assert [f.message for f in findings(body)] == ["there is no no.png", "there is no no.md"]


def test_a_file_that_could_not_be_read_is_still_there() -> None:
    """A link to it is not broken; the file has a finding of its own."""
    article = page("a.md", "[it](bad.md) [none](worse.md)")
    bad = Finding("KB101", "front-matter", Severity.ERROR, Location("help/bad.md"), "bad", "mend it")

    assert [f.message for f in InternalLinks().findings(shelf(article, unreadable=(bad,)))] == ["there is no worse.md"]


def test_readers_are_not_sent_where_they_may_not_go() -> None:
    """A public page may not link to one that some of its readers cannot open; an internal page may link to all but archived."""
    closed = (
        page("internal.md", audience=Audience.INTERNAL),
        page("wip.md", confidence=Confidence.WIP),
        page("archived.md", confidence=Confidence.ARCHIVED),
    )
    body = "[1](internal.md) [2](wip.md) [3](archived.md) [4](public.md)"
    public, internal = page("public.md", body), page("team.md", body, audience=Audience.INTERNAL)

    found = list(InternalLinks().findings(shelf(public, internal, *closed)))

    assert {f.severity for f in found} == {Severity.WARNING}
    assert [(f.location.path, f.message.rpartition(" is ")[2]) for f in found] == [
        ("help/public.md", "for internal readers"),
        ("help/public.md", "still work in progress"),
        ("help/public.md", "archived"),
        ("help/team.md", "archived"),
    ]


def test_archived_pages_may_fall_apart() -> None:
    """Nobody reads them, so their links are not looked at."""
    assert list(InternalLinks().findings(shelf(page("a.md", "[x](no.md)", confidence=Confidence.ARCHIVED)))) == []
    assert len(list(InternalLinks().findings(shelf(page("a.md", "[x](no.md)", confidence=Confidence.WIP))))) == 1


def test_steps_of_a_learning_path_may_be_closed_to_some() -> None:
    """The build leaves them out; another link on the page is as wrong as anywhere."""
    inside = page("inside.md", audience=Audience.INTERNAL)
    other = page("other.md", audience=Audience.INTERNAL)
    path = page("paths/new.md", "[x](../other.md)\n\n1. [x](../inside.md)")

    (found,) = InternalLinks().findings(shelf(inside, other, path))

    assert "../other.md" in found.message
