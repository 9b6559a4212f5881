"""KB404: what was merged and waits."""

from __future__ import annotations

from deskbook.checks.merge_marks import MergeMarks
from deskbook.text.merging import additions, with_additions
from pages import page, shelf


def test_each_passage_is_a_finding_until_somebody_has_dealt_with_it() -> None:
    """At the line of its mark in the file, and with the article that it came from."""
    body = with_additions("One.", additions("One.", "Two.", "dns/old.md"))
    (found,) = MergeMarks().findings(shelf(page("a.md", body)))
    assert str(found.location) == "help/a.md:12"
    assert "dns/old.md" in found.message
    done = "\n".join(line for line in body.split("\n") if not line.startswith("<!--"))
    assert list(MergeMarks().findings(shelf(page("a.md", done)))) == []
