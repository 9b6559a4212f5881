"""The script that measures how messages are cleaned."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import cleaning


def test_cleaning_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """Without data the invented mails and HTML are measured, and no wanted line is lost."""
    cleaning.main(None)

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    ours = [line for line in lines if line["scorer"] == "deskbook"]
    assert {line["data"] for line in ours} == {"mails", "later mails", "html mails"}
    assert {line["exact"] for line in ours} == {100.0}
    assert all(line["lost"] == 0 for line in ours if line["measure"] == "own words")
    assert any(line["scorer"] == "as it is" and line["exact"] < 20 for line in lines)


def test_a_lost_line_counts() -> None:
    """The figures can be bad."""
    figures = cleaning.own_word_figures([cleaning.Mail("", "a\nb", "a\nb")], lambda _: "a")

    assert (figures["exact"], figures["lost"], figures["line_f1"]) == (0.0, 50.0, 66.7)
