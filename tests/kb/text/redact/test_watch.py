"""What a text that is about to be published must not hold."""

from deskbook.text.redact import PLACEHOLDERS, SECRETS, SORTS, Watch


def test_every_sort_has_words() -> None:
    """A person is told of each sort of data in words."""
    assert set(SORTS) == set(PLACEHOLDERS)
    assert set(PLACEHOLDERS) > SECRETS


def test_names_are_looked_for_as_a_whole() -> None:
    """A company that the project removes everywhere is found in any case; a word of its name alone is just a word."""
    watch = Watch.of([], ["Quarry Theatre"])

    assert [span.label for span in watch.spans("the QUARRY THEATRE's site")] == ["name"]
    assert watch.spans("a theatre in a Quarry") == ()


def test_what_is_allowed_may_stand() -> None:
    """Allowed values and names are not found, whatever their case."""
    watch = Watch.of(["Help@Paperlantern.net", "quarry theatre"], ["Quarry Theatre"])

    assert watch.spans("Quarry Theatre, help@paperlantern.net") == ()
    assert [span.label for span in watch.spans("me@paperlantern.net")] == ["e-mail"]
