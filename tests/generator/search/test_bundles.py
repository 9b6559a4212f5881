"""deskbook_site.search.bundles: which pages are indexed together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook_site.search import bundles
from deskbook_site.search.bundles import FRESH, Bundle, plan, section_of

PAGES = st.dictionaries(
    st.builds("{}{}/index.html".format, st.sampled_from(["", "forum/", "chat/"]), st.integers(0, 12)),
    st.sampled_from(["1", "2", "3"]),
)


def finished(planned: bundles.Plan) -> tuple[Bundle, ...]:
    """What a plan comes to when Pagefind has run."""
    made = [replace(bundle, ids={page: f"{bundle.name}:{page}" for page in bundle.pages}) for bundle in planned.due]
    return (*planned.kept, *made)


@settings(max_examples=300, deadline=None)
@given(st.lists(PAGES, min_size=1, max_size=6), st.integers(0, 4), st.sampled_from([0.0, 0.2, 0.5]), st.data())
def test_every_page_is_searched_once_as_it_is_now(
    runs: list[dict[str, str]], small: int, share: float, data: st.DataObject
) -> None:
    """After any changes each page is in one bundle of its section, none that is gone is in any, and no bundle is too large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundles, "SMALL", small)
        patch.setattr(bundles, "SHARE", share)
        patch.setattr(bundles, "SIZE", 5)
        held: tuple[Bundle, ...] = ()
        for wanted in runs:
            planned = plan(held, wanted, lambda *_: data.draw(st.booleans()))
            held = finished(planned)
            found = [(page, digest) for bundle in held for page, digest in bundle.pages.items()]
            assert sorted(found) == sorted(wanted.items())
            names = [bundle.name for bundle in held]
            assert len(names) == len(set(names))
            assert not held or "" in names
            for bundle in held:
                assert bundle.pages or bundle.away
                assert {section_of(page) for page in bundle.own} == {bundle.section}
                assert bundle.own <= wanted.keys()
                assert len(bundle.own) <= max(5, small) or bundle.name.endswith(FRESH)
            assert plan(held, wanted, lambda *_: True).due == ()


def test_a_word_that_was_taken_out_makes_a_bundle_anew() -> None:
    """Whether the page lost it now, or after it was put aside."""
    wanted = {f"forum/{n}/index.html": "1" for n in range(1000)}
    held = finished(plan((), wanted, lambda *_: False))
    aside = plan(held, wanted | {"forum/7/index.html": "2"}, lambda *_: False)
    assert [bundle.name for bundle in aside.due] == ["forum" + FRESH]
    assert [bundle.name for bundle in plan(held, wanted | {"forum/7/index.html": "2"}, lambda *_: True).due] == [""]
    again = plan(finished(aside), wanted | {"forum/7/index.html": "3"}, lambda *_: True)
    assert [(bundle.name, bundle.away) for bundle in finished(again)] == [("", {})]


WORDS = st.frozensets(st.sampled_from(["cache", "certificate", "ana", "zone"]))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from([f"{n}/index.html" for n in range(8)]), WORDS), min_size=2, max_size=6))
def test_each_word_of_the_index_is_on_the_site(runs: list[dict[str, frozenset[str]]]) -> None:
    """A bundle stays when a word was taken out of one of its pages only if another page has it."""
    said: dict[tuple[str, str], frozenset[str]] = {}

    def loses(page: str, bundle: Bundle, lasting: Collection[str]) -> bool:
        return not said[bundle.name, page] - wanted[page] <= {*lasting}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundles, "SMALL", 0)
        patch.setattr(bundles, "SHARE", 1.0)
        held: tuple[Bundle, ...] = ()
        for wanted in runs:
            planned = plan(held, {page: repr(sorted(words)) for page, words in wanted.items()}, loses)
            made = {bundle.name for bundle in planned.due}
            said |= {(bundle.name, page): wanted[page] for bundle in planned.due for page in bundle.pages}
            held = tuple(
                replace(bundle, words=Counter(word for page in bundle.pages for word in wanted[page]))
                if bundle.name in made
                else bundle
                for bundle in finished(planned)
            )
            indexed = {word for bundle in held for page in bundle.own for word in said[bundle.name, page]}
            assert indexed <= frozenset().union(*wanted.values())


def test_many_changes_are_not_put_aside() -> None:
    """Beyond five of a hundred pages a bundle is made anew; so is one that is small."""
    wanted = {f"forum/{n}/index.html": "1" for n in range(1000)}
    held = finished(plan((), wanted, lambda *_: False))
    few, many = (wanted | {f"forum/{n}/index.html": "2" for n in range(count)} for count in (50, 51))
    assert [bundle.name for bundle in plan(held, few, lambda *_: False).due] == ["forum" + FRESH]
    assert [bundle.name for bundle in plan(held, many, lambda *_: False).due] == [""]
    wanted = {f"{n}/index.html": "1" for n in range(100)}
    held = finished(plan((), wanted, lambda *_: False))
    assert [bundle.name for bundle in plan(held, wanted | {"7/index.html": "2"}, lambda *_: False).due] == [""]
