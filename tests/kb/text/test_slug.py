"""Names for files."""

import re

from hypothesis import given
from hypothesis import strategies as st

from deskbook.text.slug import slugify


@given(st.text(), st.integers(1, 80))
def test_always_a_safe_name(text: str, length: int) -> None:
    """Whatever the title, the name is a short run of letters, digits and single hyphens; naming a name changes nothing."""
    slug = slugify(text, length)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= max(length, 4)
    assert slugify(slug, max(length, 4)) == slug


def test_reads_like_the_title() -> None:
    """Accents and punctuation go, words stay, and a long title is cut at a word."""
    assert slugify("Why doesn't my Café's DNS resolve?") == "why-doesnt-my-cafes-dns-resolve"
    assert slugify("one two three", 9) == "one-two"
    assert slugify("日本語") == "page"
