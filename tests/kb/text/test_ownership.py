"""Who answers for an article, and how that is known."""

from datetime import date
from pathlib import PurePosixPath

import pytest

from deskbook.model import CodeOwners, Origin, Ownership, Person, Roster, Standing, Team
from deskbook.text.ownership import ownership
from pages import page, shelf

ROSTER = Roster(
    (
        Person("ana", "Ana", ("dns",), accounts={"github": ("ana-s",)}),
        Person("bo", "Bo", left=date(2026, 3, 1), deputy="ana"),
        Person("cy", "Cy", left=True),
    ),
    (Team("dns", "DNS"), Team("web", "Web")),
    sections={PurePosixPath("dns"): "dns", PurePosixPath("dns/old"): "cy", PurePosixPath("web"): "web"},
)


def owner_of(path: str, owner: str | None = None, *named: str) -> Ownership:
    """The ownership of an article, with what CODEOWNERS names."""
    article = page(path, owner=owner)
    code_owners = {article.path: CodeOwners(named, "CODEOWNERS:3")} if named else {}
    return ownership(article, shelf(article, roster=ROSTER, code_owners=code_owners))


def test_the_article_comes_before_code_owners_and_these_before_the_section() -> None:
    """The first that names anybody decides, and the answer says which one it was and where."""
    assert owner_of("dns/a.md", "web", "@ana-s") == Ownership("web", Origin.ARTICLE, Standing.ACTIVE)
    assert owner_of("dns/a.md", None, "@ana-s") == Ownership("ana", Origin.CODEOWNERS, Standing.ACTIVE, "CODEOWNERS:3")
    assert owner_of("dns/a.md") == Ownership("dns", Origin.SECTION, Standing.ACTIVE, "dns")
    assert owner_of("a.md") == Ownership(None, Origin.NOTHING, Standing.NOBODY)


def test_the_nearest_folder_decides() -> None:
    """A section inside a section has its own default; a folder whose name only begins alike has none."""
    assert owner_of("dns/old/x/a.md").owner == "cy"
    assert owner_of("dns/older/a.md").owner == "dns"
    assert owner_of("dnsx/a.md").owner is None


def test_an_owner_who_left_does_not_pass_a_page_to_a_default() -> None:
    """Else nobody would see that it lost its owner."""
    found = owner_of("dns/a.md", "cy", "@ana-s")

    assert (found.owner, found.standing, found.ownerless) == ("cy", Standing.LEFT, True)


def test_a_deputy_owns_for_the_time_being() -> None:
    """The page is not ownerless, and it is told whose deputy it is."""
    found = owner_of("a.md", "bo")

    assert found == Ownership("ana", Origin.ARTICLE, Standing.DEPUTY, instead_of="bo")
    assert not found.ownerless


@pytest.mark.parametrize(
    ("named", "owner", "standing"),
    [
        (("@cy", "@acme/web"), "web", Standing.ACTIVE),
        (("@cy", "@ghost"), "cy", Standing.LEFT),
        (("@ghost",), "@ghost", Standing.UNKNOWN),
    ],
)
def test_of_several_code_owners_the_first_who_is_there_counts(
    named: tuple[str, ...], owner: str, standing: Standing
) -> None:
    """One who left beside one who is there makes no page ownerless; an account that nobody knows is shown as it is written."""
    found = owner_of("a.md", None, *named)

    assert (found.owner, found.standing) == (owner, standing)
