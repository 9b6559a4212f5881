"""What becomes of marked threads and of questions asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskbook.cli.progress import Quiet
from deskbook.library import Library, create, render
from deskbook.model import (
    Article,
    Case,
    Cluster,
    Confidence,
    Drafted,
    Link,
    Message,
    Outcome,
    Proposal,
    Refusal,
    Role,
    Thread,
    ThreadKind,
)
from deskbook.stages.draft import Shelf, draft
from deskbook.store import Store
from deskbook.text.outcomes import outcomes, tally

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PURGE_Q, PURGE_A = (
    "Purging a single page answers 403 forbidden.",
    "Open the token page, tick the purge scope and save the token.",
)
NEWS = "Downgrade to curl 7.88.1, newer releases strip the authorisation header of every request that is redirected."
PURGE = Article(
    PurePosixPath("edge/purge.md"), "purge", "Purging one page answers 403",
    f"## Issue\n\n{PURGE_Q}\n\n## Environment\n\n- Edge\n\n## Resolution\n\n{PURGE_A}",
    confidence=Confidence.VALIDATED, owner="edge",
)  # fmt: skip


class PlainDrafter:
    """Writes up whatever was answered, in the answer's own words."""

    def draft(self, case: Case) -> Drafted | Refusal:
        """An article named by the lead's id."""
        answers = [m.text for m in case.lead.messages if m.role is Role.AGENT]
        if not answers:
            return Refusal("nobody has answered it yet", ("What resolved it?",))
        name = f"about-{case.lead.id}"
        path = PurePosixPath("drafts", f"{name}.md")
        return Drafted(Article(path, name, case.lead.title, answers[0], sources=tuple(t.key for t in case.threads)))


def thread(id_: str, title: str, question: str, answer: str = "", **values: object) -> Thread:
    """A resolved ticket that somebody marked."""
    messages = [Message("q", "eve", Role.CUSTOMER, NOW, question)]
    messages += [Message("a", "bo", Role.AGENT, NOW, answer)] if answer else []
    given_ = {"resolved": True, "marked": True}
    return Thread("desk", id_, ThreadKind.TICKET, title, tuple(messages), NOW, NOW, **(given_ | values))  # type: ignore[arg-type]


INVOICE = thread(
    "1",
    "Invoice for March is missing",
    "Where is the invoice for March?",
    "Choose Billing, then Documents, and download the file.",
)
SAME = thread("2", "Purging one page answers 403", PURGE_Q, PURGE_A)
MORE = thread("3", "Purging one page answers 403", PURGE_Q, f"{PURGE_A}\n\n{NEWS}")
UNANSWERED = thread("4", "Login fails", "I cannot log in since this morning.")
THREADS = (INVOICE, SAME, MORE, UNANSWERED)


@dataclass
class Desk:
    """A store and a folder of articles."""

    root: Path
    store: Store

    @property
    def library(self) -> Library:
        return Library(self.root / "content")

    def draft(self, *decided: Link) -> list[Proposal]:
        """Run it as it is now."""
        shelf = Shelf(self.library, 0.9, decided=decided)
        return list(draft(self.store, shelf, PlainDrafter(), now=NOW, progress=Quiet()).proposals)

    def outcomes(self, *decided: Link) -> dict[str, tuple[Outcome, str, bool]]:
        """Outcome, article and whether it is decided, by the thread's id."""
        found = outcomes(self.library.read().articles, decided, self.store.links(), "drafts", NOW)
        return {key.removeprefix("desk:"): (link.outcome, link.article, link.decided) for key, link in found.items()}

    def files(self) -> dict[str, bytes]:
        """What is in the folder of articles."""
        content = self.root / "content"
        return {p.relative_to(content).as_posix(): p.read_bytes() for p in content.rglob("*.md")}

    def write(self, *articles: Article) -> None:
        """Put articles there."""
        for article in articles:
            create(self.root / "content" / article.path, render(article))

    def text(self, name: str) -> str:
        """One file."""
        return (self.root / "content" / name).read_text(encoding="utf-8")


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Iterator[Desk]:
    with Store(tmp_path / "store") as store:
        desk = Desk(tmp_path, store)
        desk.write(PURGE)
        yield desk


def test_four_outcomes_are_proposed(desk: Desk) -> None:
    """New, covered, improves, skip, each with its evidence; the second run finds all as it was."""
    desk.store.put(THREADS)

    proposals = {p.case.lead.id: p for p in desk.draft()}

    assert desk.outcomes() == {
        "1": (Outcome.NEW, "about-1", False),
        "2": (Outcome.COVERED, "purge", False),
        "3": (Outcome.IMPROVES, "purge", False),
        "4": (Outcome.SKIP, "", False),
    }
    assert [proposals[id_].probability is not None for id_ in "1234"] == [False, True, True, False]
    assert NEWS in proposals["3"].news
    assert proposals["4"].questions == ("What resolved it?",)
    before = desk.files(), desk.store.links()
    assert set(before[0]) == {"edge/purge.md", "edge/purge.improves-desk-3.md", "drafts/about-1.md"}
    desk.draft()
    assert (desk.files(), desk.store.links()) == before


def test_an_improvement_holds_just_what_is_new(desk: Desk) -> None:
    """Its file lies beside the article, belongs to the article's owner, names the thread, and tells the writer what to do."""
    desk.store.put([MORE])
    desk.draft()

    article = next(a for a in desk.library.read().articles if a.improves)

    assert (article.improves, article.sources, article.owner) == ("purge", ("desk:3",), "edge")
    assert article.confidence is Confidence.WIP
    assert article.provenance == {"desk:3#a": ("Downgrade to curl 7.88.1, newer",)}
    note, *rest = article.body.split("\n\n")
    assert note.startswith("<!--")
    assert "purge.md" in note
    assert rest == ["## Environment", "- curl 7.88.1", "## Resolution", NEWS]


def test_a_deleted_file_is_not_written_again(desk: Desk) -> None:
    """Who deletes a draft or an improvement has seen it; the thread waits for a decision, and says why."""
    desk.store.put([INVOICE, MORE])
    desk.draft()
    for path in ("drafts/about-1.md", "edge/purge.improves-desk-3.md"):
        (desk.root / "content" / path).unlink()

    assert desk.outcomes() == {}  # their files have gone, and nobody said why
    for _ in range(2):
        desk.draft()
        assert set(desk.files()) == {"edge/purge.md"}
        assert desk.outcomes() == {"1": (Outcome.SKIP, "", False), "3": (Outcome.SKIP, "", False)}
    assert {link.reason for link in desk.store.links()} == {"its draft was deleted by somebody"}


def test_a_draft_that_was_moved_is_decided(desk: Desk) -> None:
    """Out of the folder of drafts it is an article; archived where it lies, nobody wants it."""
    desk.store.put([INVOICE])
    desk.draft()
    moved = desk.root / "content" / "account" / "invoice.md"
    moved.parent.mkdir()
    (desk.root / "content" / "drafts" / "about-1.md").rename(moved)

    desk.draft()
    assert desk.outcomes() == {"1": (Outcome.NEW, "about-1", True)}

    moved.write_text(moved.read_text(encoding="utf-8").replace("wip", "archived"), encoding="utf-8")
    desk.draft()
    assert desk.outcomes() == {"1": (Outcome.SKIP, "about-1", True)}
    assert "account/invoice.md" in desk.files()


def test_an_improvement_that_was_worked_in_covers(desk: Desk) -> None:
    """Once the article names the thread, the outcome is covered, with or without the leftover file."""
    desk.store.put([MORE])
    desk.draft()
    path = desk.root / "content" / "edge" / "purge.md"
    path.write_text(path.read_text(encoding="utf-8").replace("owner:", "sources: ['desk:3']\nowner:"), encoding="utf-8")

    for _ in range(2):
        desk.draft()
        assert desk.outcomes() == {"3": (Outcome.COVERED, "purge", True)}
        (desk.root / "content" / "edge" / "purge.improves-desk-3.md").unlink(missing_ok=True)


def test_what_people_decided_is_not_proposed_otherwise(desk: Desk) -> None:
    """A skipped thread gets no draft; one that is wanted as an article of its own gets one though another is about it."""
    skip = Link("desk:1", Outcome.SKIP, "", "only them", NOW, decided=True)
    new = Link("desk:2", Outcome.NEW, "", "", NOW, decided=True)
    desk.store.put([INVOICE, SAME])

    desk.draft(skip, new)

    assert desk.outcomes(skip, new) == {"1": (Outcome.SKIP, "", True), "2": (Outcome.NEW, "about-2", True)}
    assert {link.thread: link.reason for link in desk.store.links()}["desk:1"] == "only them"
    assert set(desk.files()) == {"edge/purge.md", "drafts/about-2.md"}


def test_a_new_thread_of_an_answered_cluster(desk: Desk) -> None:
    """It is covered by the article of the others; a marked one improves it if its answer says more; unmarked ones make no file."""
    first, unmarked = replace(INVOICE, id="10"), replace(INVOICE, id="11", marked=False)
    desk.store.put([first, unmarked])
    desk.store.replace_clusters([Cluster("desk:10", "x", ("desk:10", "desk:11"))])
    desk.draft()
    assert desk.outcomes() == dict.fromkeys(("10", "11"), (Outcome.NEW, "about-10", False))

    extra = "Invoices of resellers lie below the partner contract, in the folder of the year in which it was signed."
    later = thread("12", INVOICE.title, "Where is it?", f"{INVOICE.messages[1].text} {extra}")
    desk.store.put([later, replace(later, id="13", marked=False), replace(first, id="14")])
    desk.store.replace_clusters([Cluster("desk:10", "x", tuple(f"desk:{n}" for n in range(10, 15)))])
    desk.draft()

    assert desk.outcomes() == {
        "10": (Outcome.NEW, "about-10", False),
        "11": (Outcome.NEW, "about-10", False),
        "12": (Outcome.IMPROVES, "about-10", False),
        "13": (Outcome.COVERED, "about-10", False),
        "14": (Outcome.COVERED, "about-10", False),
    }
    assert extra in desk.text("drafts/about-10.improves-desk-12.md")


def test_nobody_marked_it(desk: Desk) -> None:
    """A question asked twice whose answer says more than the article is listed, without a file in somebody's section; one
    asked once is nothing."""
    desk.store.put([replace(MORE, marked=False), replace(MORE, id="5", marked=False)])
    desk.store.replace_clusters([Cluster("desk:3", "x", ("desk:3", "desk:5"))])
    proposals = desk.draft()
    assert [p.outcome for p in proposals] == [Outcome.IMPROVES, Outcome.COVERED]
    assert set(desk.files()) == {"edge/purge.md"}

    skip = Link("desk:3", Outcome.SKIP, "", "only them", NOW, decided=True)
    desk.draft(skip)
    assert desk.outcomes(skip)["3"] == (Outcome.SKIP, "", True)


def test_an_open_ticket_adds_nothing_yet(desk: Desk) -> None:
    """What was said in it may still turn out to be wrong."""
    desk.store.put([replace(MORE, resolved=False)])
    desk.draft()

    assert desk.outcomes() == {"3": (Outcome.COVERED, "purge", False)}
    assert set(desk.files()) == {"edge/purge.md"}


def test_two_threads_of_one_name_get_two_files(desk: Desk) -> None:
    """Keys that look alike in a file name do not share a file, and a file of somebody else is not taken for the draft."""
    desk.store.put(
        [
            replace(MORE, id="a.b"),
            replace(
                MORE,
                id="a-b",
                messages=(
                    MORE.messages[0],
                    replace(
                        MORE.messages[1],
                        text=NEWS.replace("7.88.1", "9.99")
                        + " Restart the whole edge of the region by hand afterwards.",
                    ),
                ),
            ),
        ]
    )
    desk.write(Article(PurePosixPath("drafts/about-1.md"), "mine", "Mine", "Mine."))
    desk.store.put([INVOICE])
    desk.draft()

    assert {outcome for outcome, _, _ in desk.outcomes().values()} == {Outcome.IMPROVES, Outcome.NEW}
    assert len([name for name in desk.files() if ".improves-desk-a-b" in name]) == 2
    assert len([name for name in desk.files() if name.startswith("drafts/about-1")]) == 2
    assert "Mine." in desk.text("drafts/about-1.md")
    before = desk.files(), desk.store.links()
    desk.draft()
    assert (desk.files(), desk.store.links()) == before


pieces = st.sampled_from(
    [PURGE_A, NEWS, "Fixed, thanks.", "", "Choose Billing, then Documents, and download the file of the month."]
)
titles = st.sampled_from(
    [("Purging one page answers 403", PURGE_Q), ("Invoice for March is missing", "Where is it?"), ("Hm", "Hm")]
)


@st.composite
def desks(draw: st.DrawFn) -> tuple[list[Thread], list[Cluster]]:
    """Some threads, marked or not, and clusters of them."""
    made = [
        thread(str(n), *draw(titles), draw(pieces), marked=draw(st.booleans()), resolved=draw(st.booleans()))
        for n in range(draw(st.integers(1, 6)))
    ]
    cut = draw(st.integers(0, len(made)))
    members = tuple(t.key for t in made[:cut])
    return made, [Cluster(members[0], "x", members)] if cut > 1 else []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(desks(), st.data())
def test_every_marked_thread_has_one_outcome(
    tmp_path_factory: pytest.TempPathFactory, given_desk: tuple[list[Thread], list[Cluster]], data: st.DataObject
) -> None:
    """None is forgotten, whatever was marked, clustered and answered, and whichever files somebody deletes or moves in between;
    a further run changes nothing."""
    threads, clusters = given_desk
    root = tmp_path_factory.mktemp("desk")
    marked = {t.key for t in threads if t.marked and t.resolved}
    with Store(root / "store") as store:
        desk = Desk(root, store)
        desk.write(PURGE)
        store.put(threads)
        store.replace_clusters(clusters)
        for _ in range(2):
            desk.draft()
            found = outcomes(desk.library.read().articles, (), store.links(), "drafts", NOW)
            assert tally(marked, found).without == ()
            before = desk.files(), store.links()
            desk.draft()
            assert (desk.files(), store.links()) == before
            for name in sorted(set(desk.files()) - {"edge/purge.md"}):
                path = root / "content" / name
                match data.draw(st.sampled_from(["leave", "delete", "move"])):
                    case "delete":
                        path.unlink()
                    case "move":
                        path.rename(root / "content" / f"{path.stem}.md")
