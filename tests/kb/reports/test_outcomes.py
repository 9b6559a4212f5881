"""What became of marked threads, and what waits."""

from __future__ import annotations

from datetime import UTC, datetime

from deskbook.model import Link, Outcome, Share, Thread, ThreadKind
from deskbook.reports.link_rate import LinkRate
from deskbook.reports.outcomes import OutcomesReport
from deskbook.reports.proposals import Proposals
from deskbook.reports.skipped import Skipped
from pages import page, shelf

NOW = datetime(2026, 11, 1, tzinfo=UTC)
THREADS = {
    f"t:{n}": Thread(
        "t", str(n), ThreadKind.TICKET, f"Ticket {n}", (), NOW, NOW, url=f"https://desk.example/{n}", resolved=n != 6,
        marked=n != 7,
    )
    for n in range(1, 8)
}  # fmt: skip
LINKS = {
    "t:1": Link("t:1", Outcome.NEW, "ttl", "written up", NOW, decided=True),
    "t:2": Link("t:2", Outcome.IMPROVES, "ttl", "the answer says more", NOW),
    "t:3": Link("t:3", Outcome.COVERED, "ttl", "it is about it (95%)", NOW),
    "t:4": Link("t:4", Outcome.SKIP, "", "only them", NOW, decided=True),
    "t:7": Link("t:7", Outcome.SKIP, "", "too thin", NOW),
}
KNOWN = shelf(
    page("dns/ttl.md"),
    threads=THREADS,
    outcomes=LINKS,
    marked=frozenset(k for k, t in THREADS.items() if t.marked and t.resolved),
)


def test_every_number_has_its_denominator() -> None:
    """Each outcome, proposed and decided, of all resolved marked threads; what has none is a row of its own."""
    rows = OutcomesReport().table(KNOWN).rows

    assert [row[1:] for row in rows] == [
        (0, 1, Share(1, 5)),
        (1, 0, Share(1, 5)),
        (1, 0, Share(1, 5)),
        (0, 1, Share(1, 5)),
        ("", "", Share(1, 5)),
    ]
    assert OutcomesReport().table(shelf()).rows[-1][-1] == Share(0, 0)


def test_what_waits_is_listed_with_thread_and_address() -> None:
    """Those without an outcome come first, then the proposals with article and reason; what is decided is left out."""
    table = Proposals().table(KNOWN)

    assert [(row[0], row[2], row[3], row[4], row[5]) for row in table.rows] == [
        ("t:5", "none", "", "", "https://desk.example/5"),
        ("t:3", "covered", "help/dns/ttl.md", "it is about it (95%)", "https://desk.example/3"),
        ("t:2", "improves", "help/dns/ttl.md", "the answer says more", "https://desk.example/2"),
    ]
    assert [evidence[0].thread for evidence in table.evidence] == [row[0] for row in table.rows]


def test_skipped_threads_say_who_decided() -> None:
    """One row a thread with its reason, marked or not."""
    assert Skipped().table(KNOWN).rows == (
        ("t:4", "Ticket 4", "only them", "yes", "https://desk.example/4"),
        ("t:7", "Ticket 7", "too thin", "", "https://desk.example/7"),
    )


def test_the_link_rate_counts_every_outcome_with_an_article() -> None:
    """Resolved threads with an article, of all resolved ones; marked threads without an outcome, of all marked ones."""
    rows = {row[0]: row[1:] for row in LinkRate().table(KNOWN).rows}

    assert rows["resolved tickets linked to an article"] == (Share(3, 6),)
    assert rows["resolved marked threads without an outcome"] == (Share(1, 5),)
