"""report --sample: which resolved threads people are asked to name the cause of."""

from __future__ import annotations

from collections import defaultdict

from deskbook.model import Knowledge, Sampled
from deskbook.text.sampling import draw
from deskbook.text.topics import area, counted


def sample(knowledge: Knowledge, size: int, seed: int) -> tuple[Sampled, ...]:
    """The threads to add to the sample, so that it holds `size` in all; fewer where there are no more resolved ones."""
    areas: dict[str, list[str]] = defaultdict(list)
    for thread in counted(knowledge.threads.values()):
        if thread.resolved:
            areas[area(thread)].append(thread.key)
    chosen = (knowledge.threads[key] for key in draw(areas, [row.thread for row in knowledge.causes], size, seed))
    return tuple(Sampled(thread.key, area(thread), thread.title, thread.url or "") for thread in chosen)
