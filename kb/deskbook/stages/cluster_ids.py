"""Names for clusters that stay when the threads in them come and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, count

from deskbook.model import Cluster
from deskbook.store import Beginning


def cluster_ids(
    groups: Sequence[tuple[str, ...]], earlier: Iterable[Cluster], threads: Mapping[str, Beginning]
) -> list[str]:
    """An id for each group of thread keys, no two the same.

    A group takes over the id of the earlier cluster with which it shares most threads. So of two parts the larger keeps
    the id, and two that became one go by the id of the larger; of equals it is the part with the oldest thread that
    counts. A group that shares nothing, or only with a cluster whose id is taken over by another group, is named after its
    oldest thread, or the next oldest if that is an id already.
    """

    def age(key: str) -> tuple[datetime, str]:
        return threads[key].created, key

    was_in = {key: cluster.id for cluster in earlier for key in cluster.members}
    shared: dict[tuple[int, str], list[str]] = {}
    for n, keys in enumerate(groups):
        for key in keys:
            if key in was_in:
                shared.setdefault((n, was_in[key]), []).append(key)
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for n, id_ in sorted(shared, key=lambda each: (-len(shared[each]), min(map(age, shared[each])))):
        if n not in ids and id_ not in taken:
            ids[n] = id_
            taken.add(id_)
    for n in sorted(set(range(len(groups))) - ids.keys(), key=lambda n: min(map(age, groups[n]))):
        by_age = sorted(groups[n], key=age)
        ids[n] = next(id_ for id_ in chain(by_age, (f"{by_age[0]}+{m}" for m in count(2))) if id_ not in taken)
        taken.add(ids[n])
    return [ids[n] for n in range(len(groups))]
