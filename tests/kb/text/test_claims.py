"""What an answer commits itself to, and where it applies."""

import pytest

from deskbook.text.claims import disagree, surroundings, told_apart, without_places
from pages import page


@pytest.mark.parametrize(
    ("article", "environment", "places"),
    [
        (page("5.1/utility/get-item.md"), "", {"5.1"}),
        (page("wordpress-6.4.md", title="Upgrade on Windows Server 2022"), "", {"6.4", "windows server 2022"}),
        (page("a.md", title="Install v2", tags=("macos", "cli")), "", {"2", "macos"}),
        (page("a.md"), "- Ubuntu 22.04\n- nginx 1.24", {"ubuntu 22.04", "1.24"}),
        (page("a.md"), "All paid plans", {"paid", "plan"}),
        (page("a.md", title="Community rules 2019"), "", {"2019"}),
        (page("a.md", applies_to=("Edge", "nginx 1.24")), "", {"edge", "1.24"}),
        (page("a.md", title="An item of 12 parts"), "", set()),
    ],
)
def test_systems_and_versions_say_where_an_article_applies(article, environment: str, places: set[str]) -> None:  # type: ignore[no-untyped-def]
    """They are taken from path, title, tags and Environment; an Environment without them counts by its words."""
    assert surroundings(article, environment) == places


def test_a_title_is_the_same_wherever_it_applies() -> None:
    """Systems and versions go, the rest stays."""
    assert without_places("Install the CLI on Windows 11").split() == without_places("install the CLI on macOS").split()
    assert "windowing" in without_places("Windowing in reports")


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Set the TTL to 300.", "Set the TTL to 86400.", True),
        ("Set the TTL to 300.", "Set the TTL to 300, please.", False),
        ("Set the TTL to 300.", "Set the TTL.", False),
        ("Run `purge --all`.", "Run `purge --tag`.", True),
        ("1. Open it\n2. Save it", "3. Open it\n4. Save it", False),
        ("Do not restart the server.", "Restart the server.", True),
        ("Restart the server.", "You must never restart it.", True),
        ("Do not restart the server before noon; then restart it.", "Restart the server.", False),
        ("Don't restart it.", "Do not restart it.", False),
    ],
)
def test_answers_disagree_in_values_and_in_what_they_deny(one: str, other: str, differ: bool) -> None:
    """Each has a value that the other lacks, or one denies what the other says; saying more is no disagreement."""
    assert bool(disagree(one, other)) is differ
    assert bool(disagree(other, one)) is differ


def test_it_is_said_in_what_answers_disagree_and_where_they_apply() -> None:
    """The values, the shortest first and three at most; the places by their names, not by stems of other words."""
    assert disagree("Set 1, 22, 333 and 4444.", "Set 5.") == "1, 22, 333, … here, 5 there"
    assert "restart" in disagree("Do not restart it.", "Restart it.")
    assert told_apart(frozenset({"macos", "macos 14"}), frozenset({"provid"})) == "macos 14 here, none named there"
    assert told_apart(frozenset({"paid"}), frozenset({"free"})) == "their Environment parts differ"
