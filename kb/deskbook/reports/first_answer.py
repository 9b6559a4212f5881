"""How long people wait for the first answer."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from deskbook.model import Cell, Knowledge, Table, ThreadKind, span
from deskbook.text.linked import linked
from deskbook.text.topics import counted, topics
from deskbook.text.trend import times, typical
from deskbook.text.waiting import waited

_FEWEST = 2  # threads that make a topic


class FirstAnswer:
    """The time from a question to its first answer, by what it is about."""

    name = "first-answer"

    def table(self, knowledge: Knowledge) -> Table:
        """One row for each group, category, tag, product and section of the content that two threads or more are of."""
        articles = linked(knowledge)
        asked = [thread for thread in counted(knowledge.threads.values()) if thread.question]
        waits = {thread.key: waited(thread) for thread in asked}
        found: dict[tuple[str, str], list[timedelta | None]] = defaultdict(list)
        for thread in asked:
            for topic in topics(thread, knowledge.products):
                found[topic].append(waits[thread.key])
            link = articles.get(thread.key)
            if link and len(link.article.path.parts) > 1:
                found["section", link.article.path.parts[0]].append(waits[thread.key])
        often = sorted((by, -len(taken), topic) for (by, topic), taken in found.items() if len(taken) >= _FEWEST)
        return Table(
            self.name,
            "Time to the first answer",
            ("Topic", "By", "First answer", "Nine of ten within"),
            tuple(_row(by, topic, found[by, topic]) for by, _, topic in often),
            "The median time from a customer's question to the first answer, of the threads that got one, and in brackets how "
            "many did. A ticket is answered by the team, a topic or a chat by anybody else. Nights and weekends count.",
            figures=tuple(
                times(
                    f"time to the first answer of a {kind}",
                    ((t.created.date(), waits[t.key]) for t in asked if t.kind is kind),
                    knowledge.today,
                )
                for kind in (ThreadKind.TICKET, ThreadKind.TOPIC)
            ),
            bars="First answer",
        )


def _row(by: str, topic: str, taken: Sequence[timedelta | None]) -> tuple[Cell, ...]:
    known = sorted(time for time in taken if time is not None)
    # The least time within which nine of ten answers came: an observed one, so that it needs no interpolation.
    return topic, by, typical(taken), span(known[math.ceil(0.9 * len(known)) - 1]) if known else ""
