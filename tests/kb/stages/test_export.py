"""What articles say, in the forms that other programs take."""

import csv
import io
import json
from pathlib import PurePosixPath

import pytest
import yaml

from deskbook.model import Article, Audience, Confidence
from deskbook.stages.export import Format, leaks, render, replies
from deskbook.text.redact import Watch
from pages import page, shelf

SITE = "https://help.example/kb"


def resolved(path: str, resolution: str = "Restart it.", **values: object) -> Article:
    return page(path, f"## Issue\n\nIt is slow.\n\n## Resolution\n\n{resolution}", **values)


def rendered(form: Format, *articles: Article, audience: Audience = Audience.PUBLIC) -> str:
    return render(replies(shelf(*articles), audience, SITE), form)


def test_macros_for_zendesk() -> None:
    """Each article is a macro whose comment greets by the placeholder, answers in HTML, and links to the page."""
    article = resolved("dns/slow.md", "Restart **it**, then run `a`.", title="std::slow")

    (macro,) = json.loads(rendered("zendesk", article))["macros"]

    assert (macro["title"], macro["active"]) == ("std: :slow", True)
    assert "'slow'" in macro["description"]
    link = f"{SITE}/dns/slow/"
    assert macro["actions"] == [
        {
            "field": "comment_value_html",
            "value": "<p>Hi {{ticket.requester.first_name}},</p>\n<p>Restart <strong>it</strong>, then run <code>a</code>.</p>\n"
            f'<p>The whole answer: <a href="{link}">{link}</a></p>',
        }
    ]


def test_a_table() -> None:
    """CSV has a row for each article, with the text as an agent pastes it."""
    article = resolved("dns/slow.md", 'Say "now", then wait.', tags=("dns", "cache"))

    rows = list(csv.DictReader(io.StringIO(rendered("csv", article))))

    assert rows == [
        {
            "id": "slow",
            "title": "Slow",
            "text": f'Say "now", then wait.\n\nThe whole answer: {SITE}/dns/slow/',
            "link": f"{SITE}/dns/slow/",
            "kind": "reference",
            "tags": "dns, cache",
        }
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(start: str) -> None:
    """A spreadsheet that opens the table runs nothing."""
    (row,) = csv.DictReader(io.StringIO(rendered("csv", resolved("a.md", title=f"{start}HYPERLINK(1)"))))

    assert row["title"] == f"'{start}HYPERLINK(1)"


def test_a_match_file_for_espanso() -> None:
    """Each article is a match with a trigger that begins no other, found by its title, tags and the customers' words."""
    articles = (
        resolved("dns/slow.md", "Wait.\n\nThen go.", tags=("dns",), asked_as=("Why so slow?", "dns")),
        resolved("dns/slow-again.md"),
    )

    text = rendered("espanso", *articles)

    again, slow = yaml.safe_load(text)["matches"]
    assert slow == {
        "trigger": ":slow:",
        "replace": f"Wait.\n\nThen go.\n\nThe whole answer: {SITE}/dns/slow/",
        "label": "Slow",
        "search_terms": ["dns", "Why so slow?"],
    }
    assert again["trigger"] == ":slow-again:"
    assert "replace: |-\n    Wait.\n" in text


def test_braces_are_no_orders() -> None:
    """What looks like a variable in an article is text in Zendesk and in Espanso."""
    article = resolved("a.md", "Write `{{ ticket.id }}` and {% if %} and $|$.")

    (macro,) = json.loads(rendered("zendesk", article))["macros"]
    (match,) = yaml.safe_load(rendered("espanso", article))["matches"]

    own = macro["actions"][0]["value"].split("\n", 1)[1]
    assert "{" not in own
    assert "&#123;&#123; ticket.id &#125;&#125;" in own
    assert r"\{\{ ticket.id \}\}" in match["replace"]
    assert "$|$" not in match["replace"]


def test_only_what_the_audience_may_read() -> None:
    """Drafts, archived pages, additions to other pages and indexes have no reply, nor has what is for fewer people."""
    articles = [
        resolved("public.md"),
        resolved("index.md"),
        resolved("partner.md", audience=Audience.PARTNER),
        resolved("internal.md", audience=Audience.INTERNAL),
        resolved("addition.md", improves="public"),
        *(resolved(f"{confidence}.md", confidence=confidence) for confidence in Confidence),
    ]

    def ids(audience: Audience) -> set[str]:
        return {one.article.id for one in replies(shelf(*articles), audience, SITE)}

    assert ids(Audience.PUBLIC) == {"public", "validated", "not-validated"}
    assert ids(Audience.PARTNER) == ids(Audience.PUBLIC) | {"partner"}
    assert ids(Audience.INTERNAL) == ids(Audience.PARTNER) | {"internal"}


def test_links_between_pages() -> None:
    """They become whole addresses; a page that the reader may not open is neither linked nor named."""
    articles = (
        resolved("a/one.md", "See [two](two.md#part), [home](../index.md) and [The secret plan](../team/plan.md)."),
        resolved("a/two.md"),
        page("index.md"),
        resolved("team/plan.md", title="The secret plan", audience=Audience.INTERNAL),
    )

    text = replies(shelf(*articles), Audience.PUBLIC, SITE)[0].text

    assert text.startswith(f"See two ({SITE}/a/two/#part), home ({SITE}/) and another page.")
    assert "secret" not in text


def test_a_persons_reply_may_hold_the_link() -> None:
    """Then it stands there once."""
    article = resolved("a.md", reply=f"Read {SITE}/a/ please.")

    assert rendered("zendesk", article).count(f"{SITE}/a/</a>") == 1
    assert list(csv.DictReader(io.StringIO(rendered("csv", article))))[0]["text"] == f"Read {SITE}/a/ please."  # noqa: RUF015


def test_what_must_not_go_out_is_found_and_not_repeated() -> None:
    """A reply, a title or a tag that holds some is named by its file; allowed values are fine."""
    address, customer = "margit@paperlantern.net", "Bluefern Outfitters"
    knowledge = shelf(
        resolved("a.md", f"Write to {address}."),
        resolved("b.md", tags=(address,)),
        resolved("c.md", title=f"{customer} is slow"),
        resolved("d.md"),
    )
    chosen = replies(knowledge, Audience.PUBLIC, SITE)

    found = leaks(chosen, knowledge, Watch.of([], [customer]))

    assert [(finding.location.path, finding.message) for finding in found] == [
        ("help/a.md", "the reply holds an e-mail address"),
        ("help/b.md", "the reply holds an e-mail address"),
        ("help/c.md", "the reply holds a name"),
    ]
    assert leaks(chosen, knowledge, Watch.of([address], [])) == ()


def test_the_order_is_that_of_the_paths() -> None:
    """The same articles give the same bytes, in whatever order they were read."""
    articles = [resolved(f"{name}.md") for name in "cab"]

    for form in ("zendesk", "csv", "espanso"):
        assert rendered(form, *articles) == rendered(form, *reversed(articles))
    assert [one.article.path for one in replies(shelf(*articles), Audience.PUBLIC, SITE)] == [
        PurePosixPath(f"{name}.md") for name in "abc"
    ]


def test_nothing_to_say() -> None:
    """An article without an answer in words still leads to its page."""
    (one,) = replies(shelf(page("a.md", "| a |\n|---|\n| b |")), Audience.PUBLIC, SITE)

    assert one.text == f"This page answers it: {SITE}/a/"
