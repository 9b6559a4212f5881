"""deskbook_site.page: what is passed on to the engine."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from urllib.parse import urljoin

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from deskbook.model import Audience
from deskbook_site.page import Page, relative_url

urls = st.lists(strategies.words, max_size=4).map(lambda parts: "".join(f"{part}/" for part in parts))


@settings(deadline=None)
@given(st.dictionaries(strategies.words, strategies.lines | st.lists(strategies.lines), max_size=3), strategies.bodies)
def test_any_front_matter_is_read_back_as_written(meta: dict[str, object], body: str) -> None:
    """Whatever a title holds, the engine's YAML reader gets it back, as HTML text, and the body apart from it."""
    front, _, rest = Page(PurePosixPath("a.md"), meta, body).render().removeprefix("---\n").partition("\n---\n\n")
    loaded = yaml.safe_load(front)
    assert loaded.keys() == meta.keys()
    assert not any(character in str(value) for value in loaded.values() for character in "<>")
    assert rest == f"{body}\n"


def test_values_that_are_no_text_stay_what_they_are() -> None:
    """Dates, numbers, flags and enumerations can be written too."""
    meta = {"on": date(2026, 1, 2), "order": 3, "search": {"exclude": True}, "audience": Audience.PUBLIC}
    front = yaml.safe_load(Page(PurePosixPath("a.md"), meta, "").render().split("---")[1])
    assert front == {**meta, "audience": "public"}


@settings(deadline=None)
@given(urls, urls)
def test_a_relative_link_leads_to_its_target(origin: str, target: str) -> None:
    """Resolved as a browser does it, a relative address is the target's, wherever the site lives."""
    assert urljoin(f"https://host/kb/{origin}", relative_url(origin, target)) == f"https://host/kb/{target}"
