"""Headings of a message below those of an article."""

from deskbook.text.headings import demote_headings


def test_headings_move_down_together() -> None:
    """The highest heading gets the level asked for, the others keep their distance, none passes six."""
    assert demote_headings("# One\ntext\n## Two\n###### Six", 3) == "### One\ntext\n#### Two\n###### Six"


def test_lower_headings_and_code_stay() -> None:
    """What is low enough already stays, and a comment in a shell script is not a heading."""
    text = "#### Low\n```sh\n# comment\n```"

    assert demote_headings(text, 3) == text
