"""Who could own an article that nobody owns."""

from datetime import UTC, date, datetime

from deskbook.model import Article, Candidate, CodeOwners, Edit, Message, Person, Role, Roster, Team, Thread, ThreadKind
from deskbook.text.candidates import Candidates
from pages import page, shelf

ROSTER = Roster(
    (
        Person("ana", "Ana", accounts={"email": ("ana@x.example",), "forum": ("ana_s",)}),
        Person("bo", "Bo", left=True, accounts={"email": ("bo@x.example",)}),
        Person("cy", "Cy"),
    ),
    (Team("dns", "DNS"), Team("web", "Web")),
)
AT = datetime(2026, 1, 1, tzinfo=UTC)


def thread(kind: ThreadKind, author: str, group: str | None = None) -> Thread:
    """A thread with one answer."""
    asked = Message("1", "eve", Role.CUSTOMER, AT, "How?")
    answer = Message("2", author, Role.AGENT, AT, "So.")
    return Thread("s", "1", kind, "How?", (asked, answer), AT, AT, group=group)


def found(
    article: Article, *around: Article, threads: tuple[Thread, ...] = (), edits: tuple[Edit, ...] = (), **more: object
) -> tuple[Candidate, ...]:
    """The candidates of an article."""
    knowledge = shelf(article, *around, roster=ROSTER, **more)
    groups = {"Network": "dns", "Gone": "bo"}
    return Candidates(knowledge, {article.path: edits}, groups).of(article, threads)


def test_who_answered_its_threads_comes_before_who_edited_it_and_who_owns_what_is_around() -> None:
    """Each with the reason; nobody's deeds are counted."""
    article = page("a/x.md")

    assert found(
        article,
        page("a/y.md", owner="web"),
        threads=(thread(ThreadKind.TICKET, "agent", "Network"),),
        edits=(Edit("ana@x.example", "Ana", date(2026, 3, 2)), Edit("bo@x.example", "Bo", date(2026, 3, 1))),
    ) == (
        Candidate("dns", ("answered its threads (Network)",)),
        Candidate("ana", ("last edited it on 2026-03-02",)),
        Candidate("web", ("owns other pages of its folder",)),
    )


def test_reasons_add_up() -> None:
    """Whoever owns the pages around and edited this one comes before who only edited it."""
    edits = (Edit("zed@x.example", "Zed", date(2026, 4, 1)), Edit("ana@x.example", "Ana", date(2026, 3, 2)))

    (first,) = found(page("a/x.md"), page("a/y.md", owner="ana"), edits=edits)

    assert first == Candidate("ana", ("last edited it on 2026-03-02", "owns other pages of its folder"))


def test_nobody_is_proposed_who_cannot_own_it() -> None:
    """Who has left, and whom the roster does not know, is left out, whatever speaks for them."""
    edits = (Edit("bo@x.example", "Bo", date(2026, 3, 1)), Edit("zed@x.example", "Zed", date(2026, 4, 1)))

    assert found(page("a/x.md"), threads=(thread(ThreadKind.TICKET, "agent", "Gone"),), edits=edits) == ()


def test_staff_of_a_forum_are_known_by_their_public_names() -> None:
    """In a ticket an author is a role, which must not be taken for the name of somebody."""
    assert found(page("a/x.md"), threads=(thread(ThreadKind.TOPIC, "ana_s"),)) == (
        Candidate("ana", ("answered its threads",)),
    )
    assert found(page("a/x.md"), threads=(thread(ThreadKind.TICKET, "ana_s"),)) == ()


def test_pages_that_link_to_each_other_are_neighbours() -> None:
    """In both directions, and across folders."""
    reason = ("owns pages that link to it, or that it links to",)

    assert found(page("a/x.md", "See [y](../b/y.md#top)."), page("b/y.md", owner="web")) == (Candidate("web", reason),)
    assert found(page("a/x.md"), page("b/y.md", "See [x](../a/x.md).", owner="web")) == (Candidate("web", reason),)


def test_a_default_that_the_article_overrides_is_the_first_candidate() -> None:
    """Where the owner in the article has left, CODEOWNERS says who it would be without."""
    article = page("a/x.md", owner="bo")
    code_owners = {article.path: CodeOwners(("@cy",), "CODEOWNERS:1")}

    (first,) = found(article, code_owners=code_owners)

    assert first == Candidate("cy", ("CODEOWNERS (CODEOWNERS:1) names it",))
