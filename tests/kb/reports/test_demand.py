"""The report on what is asked most."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from deskbook.model import Cluster, Evidence, Knowledge, Message, Role, Thread, ThreadKind
from deskbook.reports.demand import DemandReport
from pages import page, shelf

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def thread(id_: str, days_ago: int, *, wait: timedelta | None = None) -> Thread:
    at = NOON - timedelta(days=days_ago)
    messages = [Message("q", "customer", Role.CUSTOMER, at, "?")]
    if wait is not None:
        messages.append(Message("a", "agent", Role.AGENT, at + wait, "!"))
    url = f"https://desk.example/{id_}" if id_ != "3" else None
    return Thread("desk", id_, ThreadKind.TICKET, f"Ask {id_}", tuple(messages), at, at, url, asker="0a1b2c3d4e")


def knowledge(*threads: Thread) -> Knowledge:
    clusters = (Cluster("desk:1", "How do I ask?", tuple(one.key for one in threads)),)
    old = thread("old", 400)
    article = page("asking.md", created=date(2026, 10, 20), sources=("desk:1",))
    return shelf(article, clusters=clusters, threads={one.key: one for one in (*threads, old)})


def test_a_row_says_how_much_and_its_evidence_says_what() -> None:
    """One row a question in plain words, and for each row its threads, the latest first."""
    table = DemandReport().table(
        knowledge(
            thread("1", 30, wait=timedelta(hours=3)), thread("2", 1), thread("3", 0), thread("4", 2), thread("5", 2)
        )
    )

    assert table.columns[0] == "Question"
    assert table.rows == (
        (
            "How do I ask?", 5, 1, "2026-11-01", "3 h, 4 never", "asked again: 4×", "4, usually 0.1", "Asking",
        ),
    )  # fmt: skip
    assert [one.thread for one in table.evidence[0]] == ["desk:3", "desk:2", "desk:5", "desk:4", "desk:1"]
    assert table.evidence[0][1] == Evidence(
        "desk:2", ThreadKind.TICKET, "Ask 2", date(2026, 10, 31), "https://desk.example/2"
    )


def test_who_asked_is_counted_and_never_shown() -> None:
    """The pseudonym is nowhere in the table."""
    assert "0a1b2c3d4e" not in repr(DemandReport().table(knowledge(thread("1", 3), thread("2", 3))))


@pytest.mark.parametrize(("wait", "said"), [(timedelta(minutes=90), "2 h"), (None, "never")])
def test_a_wait_is_a_time_or_never(wait: timedelta | None, said: str) -> None:
    """`never` where nobody answered."""
    table = DemandReport().table(knowledge(thread("1", 30, wait=wait)))
    assert table.rows[0][4] == said
