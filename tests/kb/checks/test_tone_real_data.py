"""How often the tone rules speak up on documentation that professionals edited: seldom, or they would be switched off."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deskbook.text.tone import belittling, blaming, long_sentences

DATA = os.environ.get("DESKBOOK_DATA")
pytestmark = [pytest.mark.realdata, pytest.mark.skipif(DATA is None, reason="DESKBOOK_DATA is not set")]


def test_edited_documentation_is_left_in_peace() -> None:
    """In 206 pages of CloudFront's guide at most 6 phrases, and a long sentence on less than two pages of three."""
    pages = [page.read_text(encoding="utf-8") for page in Path(DATA or "", "cloudfront-docs").rglob("*.md")]

    assert len(pages) > 200
    assert sum(len(blaming(page)) + len(belittling(page)) for page in pages) <= 6
    assert sum(len(long_sentences(page)) for page in pages) <= 135
