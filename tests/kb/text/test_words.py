"""Numbers in sentences."""

from deskbook.text.words import count


def test_one_is_not_many() -> None:
    """The noun fits the number, and long numbers can be read."""
    assert count(1, "draft") == "1 draft"
    assert count(0, "draft") == "0 drafts"
    assert count(1200, "reply", "replies") == "1,200 replies"
