"""Which clusters and threads a person means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbook.errors import DecisionError
from deskbook.model import Cluster, Message, Role, Thread, ThreadKind
from deskbook.stages.decide import cluster_named, cluster_or_thread, cluster_with, oldest_first, standing_for
from deskbook.store import Store

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def thread(key: int, role: Role = Role.CUSTOMER) -> Thread:
    """A higher number is an older thread."""
    asked = NOW - timedelta(days=key)
    return Thread(
        "t", f"{key}", ThreadKind.TICKET, "Purging", (Message("m", "x", role, asked, "Purging?"),), asked, asked
    )


def test_an_id_comes_before_a_thread() -> None:
    """A cluster may have the id of a thread that is in another by now; to take a thread out only its place counts."""
    split, other = Cluster("t:1", "", ("t:2", "t:3")), Cluster("t:4", "", ("t:1", "t:4"))

    assert cluster_named([split, other], "t:1") == split
    assert cluster_named([split, other], "t:3") == split
    assert cluster_with([split, other], "t:1") == other


def test_a_thread_alone_can_be_meant_if_it_asks(tmp_path: Path) -> None:
    """A thread in no cluster stands for itself, one in a cluster for all of it; one that asks nothing is refused."""
    clusters = [Cluster("t:1", "", ("t:1", "t:2"))]
    with Store(tmp_path) as store:
        store.put([*map(thread, range(1, 4)), thread(4, Role.AGENT)])

        assert cluster_or_thread(clusters, "t:2", store) == ("t:1", "t:2")
        assert cluster_or_thread(clusters, "t:3", store) == ("t:3",)
        with pytest.raises(DecisionError, match="asks nothing"):
            cluster_or_thread(clusters, "t:4", store)
        with pytest.raises(DecisionError, match="did you mean"):
            cluster_or_thread(clusters, "t:12", store)


def test_of_an_outage_the_oldest_hundred_stand_for_all(tmp_path: Path) -> None:
    """A decision about thousands of threads is still a line that a person can look at."""
    keys = tuple(sorted(f"t:{n}" for n in range(1200)))
    with Store(tmp_path) as store:
        store.put(map(thread, range(1200)))

        assert [found.key for found in oldest_first(store, keys)] == [f"t:{n}" for n in range(1199, -1, -1)]
        assert standing_for(store, [keys, ["t:7"]]) == (*(f"t:{n}" for n in range(1199, 1099, -1)), "t:7")
