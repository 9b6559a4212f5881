"""KB201: an article that nobody answers for."""

from pathlib import PurePosixPath

import pytest

from deskbook.checks.ownerless import Ownerless
from deskbook.model import Candidate, CodeOwners, Confidence, Location, Person, Roster, Severity, Team
from pages import page, shelf

ROSTER = Roster(
    people=(
        Person("ana", "Ana Silva", ("dns",)),
        Person("sam", "Sam Otero", left=True),
        Person("kim", "Kim Berg", ("apps",), left=True),
        Person("lee", "Lee Dae", left=True, deputy="ana"),
    ),
    teams=(Team("dns", "DNS"), Team("fax", "Fax", dissolved=True), Team("apps", "Apps")),
    sections={PurePosixPath("fax"): "fax"},
)


@pytest.mark.parametrize("owner", ["ana", "dns"])
def test_a_person_or_team_of_the_roster_owns(owner: str) -> None:
    """An active owner is no finding."""
    assert list(Ownerless().findings(shelf(page("a.md", owner=owner), roster=ROSTER))) == []


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        (None, "nobody owns this article"),
        (" ", "nobody owns this article"),
        ("Anna", "the owner 'Anna' is not in the roster; did you mean 'ana'?"),
        ("zz", "the owner 'zz' is not in the roster"),
        ("sam", "the owner Sam Otero has left"),
        ("fax", "the owning team Fax is dissolved"),
        ("apps", "everybody of the owning team Apps has left"),
    ],
)
def test_each_way_to_have_no_owner_is_told_apart(owner: str | None, said: str) -> None:
    """Missing, misspelt, left, dissolved and deserted ask for different things, so the message says which."""
    (finding,) = Ownerless().findings(shelf(page("a.md", owner=owner), roster=ROSTER))

    assert (finding.location, finding.message) == (Location("help/a.md", 1), said)


def test_archived_articles_need_no_owner() -> None:
    """Of two without an owner only the living one is found."""
    dead, living = page("a.md", confidence=Confidence.ARCHIVED), page("b.md", confidence=Confidence.WIP)

    assert [f.location.path for f in Ownerless().findings(shelf(dead, living))] == ["help/b.md"]


def test_a_draft_without_an_owner_is_worth_knowing_and_no_more() -> None:
    """Whoever reviews it will own it; until then it must not fail every run."""
    found = Ownerless().findings(
        shelf(page("a.md", confidence=Confidence.WIP), page("b.md", confidence=Confidence.VALIDATED))
    )

    assert [f.severity for f in found] == [Severity.NOTICE, Severity.WARNING]


def test_what_names_the_owner_is_told() -> None:
    """A default that leads to nobody is mended elsewhere than in the article."""
    fax, mail = page("fax/a.md"), page("mail/a.md")
    knowledge = shelf(fax, mail, roster=ROSTER, code_owners={mail.path: CodeOwners(("@sam",), ".github/CODEOWNERS:7")})

    assert [finding.message for finding in Ownerless().findings(knowledge)] == [
        "the owning team Fax, the default of the section fax, is dissolved",
        "the owner Sam Otero, named by .github/CODEOWNERS:7, has left",
    ]


def test_a_deputy_is_a_notice_with_the_command_that_makes_it_theirs() -> None:
    """The page has an owner for the time being."""
    (finding,) = Ownerless().findings(shelf(page("a.md", owner="lee"), roster=ROSTER))

    assert finding.severity is Severity.NOTICE
    assert finding.message == "the owner Lee Dae has left: Ana Silva owns it for now, as deputy"
    assert finding.hint.startswith("`deskbook claim help/a.md --owner ana`")


def test_the_cure_names_who_could_own_it_and_why() -> None:
    """The best candidate stands in the command; without one the reader has to find somebody."""
    known, unknown = page("a.md"), page("b.md")
    candidates = {known.path: (Candidate("dns", ("owns other pages in ./",)), Candidate("ana", ("last edited it",)))}

    first, second = Ownerless().findings(shelf(known, unknown, roster=ROSTER, candidates=candidates))

    assert first.hint == "`deskbook claim help/a.md --owner dns`: owns other pages in ./"
    assert second.hint.startswith("`deskbook claim help/b.md --owner ID`")
