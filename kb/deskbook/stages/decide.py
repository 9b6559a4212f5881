"""decide: which clusters and threads a person means, and what is written down about them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence

from deskbook.errors import DecisionError
from deskbook.model import Cluster, Thread
from deskbook.store import Store
from deskbook.text.question import asks

# So many threads, the oldest, stand for a cluster in a decision: the line of an outage would have thousands.
_STAND_IN = 100


def cluster_named(clusters: Sequence[Cluster], name: str) -> Cluster:
    """The cluster with the id `name`, or with a member of that key. Raises `DecisionError` with the nearest names."""
    by_id = next((cluster for cluster in clusters if cluster.id == name), None)
    return by_id or cluster_with(clusters, name)


def cluster_with(clusters: Sequence[Cluster], thread: str) -> Cluster:
    """The cluster that has a thread among its members. Raises `DecisionError` with the nearest names."""
    found = next((cluster for cluster in clusters if thread in cluster.members), None)
    if found is None:
        raise _unknown(thread, {key for cluster in clusters for key in (cluster.id, *cluster.members)})
    return found


def cluster_or_thread(clusters: Sequence[Cluster], name: str, store: Store) -> tuple[str, ...]:
    """The members of the cluster that `name` means, or the thread of that key if it is in none.

    Raises `DecisionError` where there is neither, or where the thread asks nothing: nothing can be the same question.
    """
    threads = store.threads_by_key([name])
    if not threads or any(name in (cluster.id, *cluster.members) for cluster in clusters):
        return cluster_named(clusters, name).members
    if not asks(threads[0]):
        raise DecisionError(
            f"thread '{name}' asks nothing", cure="leave it out: only threads with a question are clustered"
        )
    return (name,)


def oldest_first(store: Store, keys: Sequence[str]) -> list[Thread]:
    """The stored threads of some keys, by creation."""
    return sorted(store.threads_by_key(keys), key=lambda thread: (thread.created, thread.key))


def standing_for(store: Store, parts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The threads by which a decision names some clusters: of each the oldest."""
    begun = store.beginnings([key for part in parts for key in part])
    return tuple(key for part in parts for key in sorted(part, key=lambda key: (begun[key].created, key))[:_STAND_IN])


def _unknown(name: str, known: Collection[str]) -> DecisionError:
    near = difflib.get_close_matches(name, sorted(known), n=3)
    meant = f"; did you mean {' or '.join(repr(one) for one in near)}?" if near else ""
    return DecisionError(
        f"'{name}' is no cluster, and no thread in one{meant}",
        cure="`deskbook cluster list` shows all clusters; `deskbook cluster` finds those of threads that are new",
    )
