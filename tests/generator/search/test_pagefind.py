"""deskbook_site.search.pagefind: which Pagefind there is, and what it knows."""

from __future__ import annotations

import pytest

from deskbook_site.search import lacking


@pytest.mark.parametrize(
    ("program", "languages", "named"),
    [
        ("pagefind", ("en", "ja", "zh-TW"), "ja and zh-TW"),
        ("pagefind", ("en", "fr", "ar"), None),
        ("pagefind_extended", ("ja",), None),
        ("pagefind", (), None),
    ],
)
def test_a_site_is_told_what_its_search_lacks(
    monkeypatch: pytest.MonkeyPatch, program: str, languages: tuple[str, ...], named: str | None
) -> None:
    """Languages that are written without spaces need the extended Pagefind; what is said names them, and what to install."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", f"/opt/{program}")

    said = lacking(languages)

    assert said is None if named is None else f" in {named}: " in (said or "") and "deskbook[cjk]" in (said or "")
