"""deskbook_site.search.bundles: which pages are indexed together."""

from __future__ import annotations

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
@given(st.lists(PAGES, min_size=1, max_size=6), st.integers(0, 4), st.sampled_from([0.0, 0.2, 0.5]))
def test_every_page_is_searched_once_as_it_is_now(runs: list[dict[str, str]], small: int, share: float) -> None:
    """After any changes each page is in one bundle of its section, none that is gone is shown of any, and no bundle is too large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundles, "SMALL", small)
        patch.setattr(bundles, "SHARE", share)
        patch.setattr(bundles, "SIZE", 5)
        held: tuple[Bundle, ...] = ()
        for wanted in runs:
            planned = plan(held, wanted)
            held = finished(planned)
            found = [(page, digest) for bundle in held for page, digest in bundle.pages.items()]
            assert sorted(found) == sorted(wanted.items())
            names = [bundle.name for bundle in held]
            assert len(names) == len(set(names))
            assert not held or "" in names
            for bundle in held:
                assert bundle.pages or bundle.away
                assert {section_of(page) for page in bundle.own} == {bundle.section}
                assert len(bundle.away) <= share * len(bundle.own)
                assert len(bundle.own) <= max(5, small) or bundle.name.endswith(FRESH)
            assert plan(held, wanted).due == ()


def test_a_page_that_changed_or_is_gone_is_away() -> None:
    """Its bundle stays, and is to be looked at; what changed is in a small one. What changes once more is looked at again."""
    wanted = {f"forum/{n}/index.html": "1" for n in range(1000)}
    held = tuple(replace(bundle, proof="made") for bundle in finished(plan((), wanted)))
    changed = {page: digest for page, digest in wanted.items() if page != "forum/8/index.html"}
    planned = plan(held, changed | {"forum/7/index.html": "2"})
    assert [(bundle.proof, bundle.away) for bundle in planned.kept] == [
        ("", {"forum/7/index.html": "2", "forum/8/index.html": ""})
    ]
    assert [(bundle.name, {*bundle.pages}) for bundle in planned.due] == [("forum" + FRESH, {"forum/7/index.html"})]
    held = tuple(replace(bundle, proof="made") for bundle in finished(planned))
    assert plan(held, changed | {"forum/7/index.html": "2"}).kept == held
    again = plan(held, changed | {"forum/7/index.html": "3"})
    assert [(bundle.proof, bundle.away) for bundle in again.kept] == [
        ("", {"forum/7/index.html": "3", "forum/8/index.html": ""})
    ]


def test_many_changes_are_not_put_aside() -> None:
    """Beyond five of a hundred pages a bundle is made anew; so is one that is small."""
    wanted = {f"forum/{n}/index.html": "1" for n in range(1000)}
    held = finished(plan((), wanted))
    few, many = (wanted | {f"forum/{n}/index.html": "2" for n in range(count)} for count in (50, 51))
    assert [bundle.name for bundle in plan(held, few).due] == ["forum" + FRESH]
    assert [bundle.name for bundle in plan(held, many).due] == [""]
    wanted = {f"{n}/index.html": "1" for n in range(100)}
    held = finished(plan((), wanted))
    assert [bundle.name for bundle in plan(held, wanted | {"7/index.html": "2"}).due] == [""]
