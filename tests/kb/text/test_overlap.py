"""Pairs of articles that say the same."""

from __future__ import annotations

import os
import random
import time
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.library.articles import parse
from deskbook.model import Article, Confidence, Overlap, Passage, Verdict
from deskbook.similarity.kept import Arrays
from deskbook.text import readings
from deskbook.text.overlap import overlaps
from pages import page

THRESHOLD = 0.5
ISSUE = "After each deploy some visitors still see the old style sheet, although the new file is on the server."
PURGE = "Purge the cache of the site after the deploy, then reload the page and look at the age header of the answer."
HASHES = "Give every asset a name with a hash in it, so that a changed file never has the address of an earlier one."
UNRELATED = (
    page("other/invoice.md", "## Issue\n\nMy invoice shows no VAT number.\n\n## Resolution\n\nAdd it under Billing."),
    page(
        "other/dns.md",
        "## Issue\n\nThe apex record does not resolve.\n\n## Resolution\n\nWait for the zone to be loaded.",
    ),
)


def answer(
    path: str, issue: str, resolution: str, environment: str = "All plans", title: str = "Old style sheet"
) -> Article:
    """An article with the parts of a breakfix."""
    body = f"## Issue\n\n{issue}\n\n## Environment\n\n{environment}\n\n## Resolution\n\n{resolution}"
    return page(path, body, title=title)


class Memory:
    """Keeps arrays for as long as a test lasts."""

    def __init__(self) -> None:
        self.held: dict[str, Arrays] = {}

    def get(self, name: str) -> Arrays | None:
        return self.held.get(name)

    def put(self, name: str, arrays: Arrays) -> None:
        self.held[name] = arrays


def found(*articles: Article) -> list[Overlap]:
    """What overlaps among some articles and two that have nothing to do with them."""
    return list(overlaps((*articles, *UNRELATED), THRESHOLD))


def test_same_issue_and_resolution_are_a_duplicate() -> None:
    """Also in other words, and whatever the titles are."""
    one = answer("a.md", ISSUE, PURGE, title="Old style sheet after a deploy")
    other = answer(
        "b.md",
        "Visitors see an old style sheet after a deploy although the new file is on our server",
        "After a deploy purge the cache of the site. Reload the page then, and look at the age header.",
        title="Stale assets",
    )

    (overlap,) = found(one, other)

    assert (overlap.path, overlap.other, overlap.verdict) == (
        PurePosixPath("a.md"),
        PurePosixPath("b.md"),
        Verdict.DUPLICATE,
    )
    assert THRESHOLD <= overlap.score <= 1


def test_another_answer_in_another_environment_is_a_variant() -> None:
    """Environment part, title or path may tell the two apart."""
    verdicts = [
        found(answer("a.md", ISSUE, PURGE, "nginx 1.24"), answer("b.md", ISSUE, HASHES, "Varnish 7.4")),
        found(
            answer("a.md", ISSUE, PURGE, title="Old CSS on Windows 11"),
            answer("b.md", ISSUE, HASHES, title="Old CSS on macOS"),
        ),
        found(answer("5.1/a.md", ISSUE, PURGE), answer("7.6/a.md", ISSUE, HASHES)),
    ]

    assert [[overlap.verdict for overlap in pair] for pair in verdicts] == [[Verdict.VARIANT]] * 3


def test_the_same_answer_in_another_environment_is_a_variant() -> None:
    """Twins for two versions are no copies; an environment that only one page states tells nothing apart."""
    (twins,) = found(answer("5.1/a.md", ISSUE, PURGE, "nginx 1.24"), answer("7.6/a.md", ISSUE, PURGE, "nginx 1.25"))
    (stated,) = found(
        replace(answer("a.md", ISSUE, PURGE), applies_to=("Edge 2",)),
        replace(answer("b.md", ISSUE, PURGE), applies_to=("Edge 3",)),
    )
    (told_less,) = found(answer("a.md", ISSUE, PURGE, "nginx 1.24"), answer("b.md", ISSUE, PURGE, "TODO"))

    assert (twins.verdict, stated.verdict) == (Verdict.VARIANT, Verdict.VARIANT)
    assert "(5.1, 1.24 here, 7.6, 1.25 there)" in twins.why
    assert told_less.verdict is Verdict.DUPLICATE


def test_each_part_has_a_likeness_of_its_own() -> None:
    """The share of the words of both that stand in both; none for a part that only one page has."""
    one = answer("a.md", ISSUE, PURGE, "nginx 1.24")
    other = answer("b.md", ISSUE, f"{HASHES} Then purge the cache.", "nginx 1.24")
    other = replace(other, body=f"{other.body}\n\n## Cause\n\nThe header says so.")

    (overlap,) = found(one, other)

    shares = {part.name: part.share for part in overlap.parts}
    assert (shares["Issue"], shares["Environment"], shares["Cause"]) == (1.0, 1.0, None)
    assert 0 < (shares["Resolution"] or 0) < 0.3
    assert overlap.verdict is Verdict.CONTRADICTION
    assert f"the Resolutions have {shares['Resolution']:.0%} of their words in common" in overlap.why


def test_pages_without_parts_are_compared_section_by_section() -> None:
    """What stands under another heading is not counted as the same."""
    one = page("a.md", f"{ISSUE}\n\n## Before\n\n{PURGE}\n\n## After\n\n{HASHES}", title="Fresh files")
    other = page("b.md", f"{ISSUE}\n\n## Before\n\n{PURGE}\n\n## Later\n\n{HASHES}", title="Fresh files")

    (overlap,) = found(one, other)

    named = {part.name: part.share for part in overlap.parts}
    assert named == {"Beginning": 1.0, "Before": 1.0, "After": None, "Later": None}


def test_what_was_read_is_kept_and_changes_nothing() -> None:
    """A second run, one after a change, and one after a page has gone find what a run without a memory finds."""
    kept = Memory()
    articles = [answer(f"{n}.md", f"{ISSUE} {n}", PURGE, title=f"Old style sheet {n}") for n in range(4)]
    runs = [
        articles,
        articles,
        [*articles[:3], answer("3.md", "My invoice shows no VAT number.", "Add it under Billing.", title="No VAT")],
        articles[1:3],
        [*articles, *UNRELATED],
    ]

    for run in runs:
        assert overlaps(run, THRESHOLD, kept) == overlaps(run, THRESHOLD)
    assert "pages" in kept.held


def test_of_many_pages_only_the_new_ones_are_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pairs of the others come from the run before; those of a page that has changed are found anew, or are gone."""
    monkeypatch.setattr(readings, "_FEW", 5)
    monkeypatch.setattr(readings, "_CHANGED", 0.5)
    kept = Memory()
    asked = ("apex record", "billing page", "cookie banner", "web hook", "log drain", "build queue")
    articles = [answer(f"{n}.md", f"Nothing happens with the {words}.", f"Renew the {words}, then wait.", title=f"The {words}") for n, words in enumerate(asked)]  # fmt: skip
    twins = [answer("x.md", ISSUE, PURGE), answer("y.md", ISSUE, PURGE)]

    (before,) = overlaps([*articles, *twins], THRESHOLD, kept)
    searched = kept.held["pairs"]
    (again,) = overlaps([*articles, *twins], THRESHOLD, kept)
    more = overlaps([*articles, *twins, answer("z.md", ISSUE, PURGE)], THRESHOLD, kept)
    less = overlaps([*articles, twins[0]], THRESHOLD, kept)

    assert before == again
    assert searched["changed"][0] == 0
    assert [(str(o.path), str(o.other)) for o in more] == [("x.md", "y.md"), ("x.md", "z.md"), ("y.md", "z.md")]
    assert less == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PURGE, HASHES),
        (f"{PURGE} Set the TTL to 300.", f"{PURGE} Set the TTL to 86400."),
        (
            "Restart the worker of the site, then load the page again.",
            "Do not restart the worker of the site; load the page again.",
        ),
    ],
)
def test_another_answer_in_the_same_environment_is_a_contradiction(one: str, other: str) -> None:
    """Other words, other values, or one denies what the other says."""
    (overlap,) = found(answer("a.md", ISSUE, one), answer("b.md", ISSUE, other))

    assert overlap.verdict is Verdict.CONTRADICTION


def test_a_long_passage_in_pages_about_other_things_is_a_shared_block() -> None:
    """Forty words in a row, most of the shorter page; a shorter passage is a turn of phrase."""
    block = f"{PURGE} {HASHES} {ISSUE}"
    fonts = "Browsers ask another host for leave before they load a font from it, and keep the answer for a while."
    zipped = (
        "Text gets smaller by compression, pictures and films do not: they are compressed already when they are made."
    )
    one = page("a.md", f"{fonts}\n\n{block}", title="Fonts from another host")
    other = page("b.md", f"{zipped}\n\nSee here:\n\n{block}", title="Compress text")

    (overlap,) = found(one, other)

    assert overlap.verdict is Verdict.SHARED_BLOCK
    assert [(p.line, p.other_line) for p in overlap.passages] == [(12, 14)]
    assert overlap.passages[0].text == block.rstrip(".")
    assert (
        found(page("a.md", f"First a word.\n\n{PURGE}", title="Fonts"), page("b.md", f"Rules.\n\n{PURGE}", title="Zip"))
        == []
    )


def test_pages_without_parts_are_the_same_page_only_by_title_and_text() -> None:
    """A copy is a duplicate under any title; like titles with a telling difference are pages of their own."""
    text = f"{ISSUE} {PURGE} {HASHES}"
    copy = found(page("a.md", text, title="Fonts"), page("b.md", text, title="Compress"))
    retold = found(
        page("a.md", "Open the billing page, choose the plan and press upgrade.", title="Upgrade the plan"),
        page("b.md", "Choose a plan on the billing page and press upgrade there.", title="Upgrade your plan"),
    )
    apart = found(
        page("a.md", "Open the billing page, choose the plan and press upgrade.", title="Upgrade the plan of a team"),
        page("b.md", "On the billing page press upgrade and choose the plan.", title="Upgrade the plan of a person"),
    )

    assert [overlap.verdict for overlap in copy] == [Verdict.DUPLICATE]
    assert [overlap.verdict for overlap in retold] == [Verdict.DUPLICATE]
    assert apart == []


def test_the_threshold_decides_what_is_reported() -> None:
    """A pair is there up to its score and not above it."""
    pair = (
        answer("a.md", ISSUE, PURGE),
        answer("b.md", ISSUE.replace("style sheet", "script"), PURGE, title="Old script"),
    )
    (overlap,) = overlaps((*pair, *UNRELATED), 0.3)

    assert 0.5 < overlap.score < 0.95
    assert overlaps((*pair, *UNRELATED), overlap.score - 0.01) == (overlap,)
    assert overlaps((*pair, *UNRELATED), overlap.score + 0.01) == ()


def test_archived_articles_do_not_overlap() -> None:
    """What is archived was settled; the same pair alive is a duplicate."""
    living = answer("a.md", ISSUE, PURGE), answer("b.md", ISSUE, PURGE)
    dead = page("b.md", living[1].body, title=living[1].title, confidence=Confidence.ARCHIVED)

    assert len(found(*living)) == 1
    assert found(living[0], dead) == []


def test_a_family_of_variants_is_connected_not_multiplied() -> None:
    """Five versions of a page are four pairs; five copies are all ten, for each copy must go."""
    answers = (
        PURGE,
        HASHES,
        "Ask the host.",
        "Change the plan to one with fresh files.",
        "Wait for one hour and try it once more.",
    )
    versions = [answer(f"{n}.0/a.md", ISSUE, text) for n, text in enumerate(answers)]
    copies = [answer(f"{n}.md", ISSUE, PURGE) for n in range(5)]

    assert [overlap.verdict for overlap in found(*versions)] == [Verdict.VARIANT] * 4
    assert [overlap.verdict for overlap in found(*copies)] == [Verdict.DUPLICATE] * 10


def test_passages_are_the_five_longest() -> None:
    """Longest first, with the lines of both files."""
    sentences = [" ".join(f"w{n}x{m}" for m in range(10 + n)) for n in range(7)]
    one = page("a.md", "\n\nbetween\n\n".join(sentences), title="The same")
    other = page("b.md", "\n\nelsewhere\n\n".join(reversed(sentences)), title="The same")

    (overlap,) = overlaps((one, other), THRESHOLD)

    assert [passage.text for passage in overlap.passages] == sentences[:1:-1]
    assert overlap.passages[0] == Passage(34, 10, sentences[6])


SENTENCES = (ISSUE, PURGE, HASHES, "Set the TTL to 300.", "It fails on Windows 11.", "It fails on macOS 14.")
some_text = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join)
families = st.lists(
    st.tuples(some_text, some_text, st.booleans(), st.sampled_from(["Old files", "New files"])), max_size=7
)


@settings(deadline=None, max_examples=30)
@given(families, st.data(), st.floats(0, 1))
def test_order_does_not_matter_and_pairs_are_told_once(
    family: list[tuple[str, str, bool, str]], data: st.DataObject, threshold: float
) -> None:
    """Whatever order the articles come in, the result is the same: sorted pairs, each once, none below the threshold."""
    articles = [
        answer(f"{n}.md", one, two, title=title) if parts else page(f"{n}.md", f"{one}\n\n{two}", title=title)
        for n, (one, two, parts, title) in enumerate(family)
    ]
    result = overlaps(articles, threshold)

    assert overlaps(data.draw(st.permutations(articles)), threshold) == result
    pairs = [(overlap.path, overlap.other) for overlap in result]
    assert pairs == sorted(set(pairs))
    assert all(one < other for one, other in pairs)
    assert all(round(threshold, 4) <= overlap.score <= 1 and len(overlap.passages) <= 5 for overlap in result)


def read(folder: Path) -> list[Article]:
    """All Markdown files of a real data set."""
    return [
        parse(path.read_text(encoding="utf-8"), PurePosixPath(path.relative_to(folder).as_posix()))
        for path in sorted(folder.rglob("*.md"))
    ]


@pytest.fixture(scope="module")
def real() -> Path:
    """The folder of real data sets."""
    if "DESKBOOK_DATA" not in os.environ:
        pytest.skip("DESKBOOK_DATA is not set")
    return Path(os.environ["DESKBOOK_DATA"])


@pytest.mark.realdata
def test_two_versions_of_a_reference_are_found_page_by_page(real: Path) -> None:
    """Of 167 pages that two versions share, all are found, as variants; whatever is not a shared block is such a pair."""
    articles = read(real / "powershell-docs")
    both = {str(a.path)[4:] for a in articles if a.path.parts[0] == "5.1"} & {
        str(a.path)[4:] for a in articles if a.path.parts[0] == "7.6"
    }

    same_issue = [o for o in overlaps(articles, THRESHOLD) if o.verdict is not Verdict.SHARED_BLOCK]

    assert {str(o.path)[4:] for o in same_issue} == both
    assert {o.verdict for o in same_issue} == {Verdict.VARIANT}
    assert all(str(o.path)[4:] == str(o.other)[4:] for o in same_issue)


@pytest.mark.realdata
def test_a_real_documentation_gets_few_findings(real: Path) -> None:
    """206 pages, of which many resemble each other: no more than ten pairs, or people switch the rule off."""
    assert 1 <= len(overlaps(read(real / "cloudfront-docs"), THRESHOLD)) <= 10


@pytest.mark.slow
def test_a_thousand_articles_take_seconds() -> None:
    """Pairs are looked for where words are shared, not everywhere."""
    chance = random.Random(7)
    vocabulary = [f"{a}{b}{c}{d}" for a in "bdfglmnprst" for b in "aeiou" for c in "bdfglmnprst" for d in "aeiou"]
    common = [int(len(vocabulary) * chance.random() ** 3) for _ in range(300_000)]
    texts = [" ".join(vocabulary[n] for n in common[start : start + 300]) for start in range(0, 300_000, 300)]
    articles = [answer(f"{n}.md", text[:600], text[600:], title=text[:40]) for n, text in enumerate(texts)]
    started = time.process_time()

    result = overlaps([*articles, page("copy.md", articles[500].body, title=articles[500].title)], THRESHOLD)

    assert [(str(o.path), str(o.other)) for o in result] == [("500.md", "copy.md")]
    assert time.process_time() - started < 30
