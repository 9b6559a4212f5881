"""How well chat is untangled: JSON lines, one a system, on the development part of the corpus (see untangling.py).

    python tests/realdata/chat.py DATA

`links` lines: F of links, VI, one-to-one overlap and F of whole conversations, in per cent, beside the aims. "previous line" is the row that
the paper gives for its test part; here it is on the development part. `confidence` lines: how many of the surest links are right.
`pages` lines: of the conversations with at least four lines by two people, how many are shown at which least confidence, and how pure
they are: the share of their lines that belong to one conversation of the gold. `speed`: milliseconds a line, reading excluded.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from untangling import Links, Log, Scores, development, parts, score

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.conversations import SURE, ChatLine, Link, links
from deskbook.text.conversations.rules import linked_by_rules
from deskbook.text.worth import is_page

AIMS = {"link_f": 73.5, "vi": 92.0, "one_to_one": 78.0, "exact_f": 38.0}
SLOWEST = 4.0  # milliseconds a line
_SHARES = (0.25, 0.5, 0.75, 1.0)
_LEAST = (0.0, 0.3, 0.4, 0.5, 0.6)

Row = dict[str, object]


def main() -> int:
    """Print everything. Returns 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description="The benchmark of untangling chat.")
    parser.add_argument("data", type=Path, help="with irc/dev")
    logs = development(parser.parse_args().data)
    begun = time.process_time()
    found = {log.name: list(links(log.items)) for log in logs}
    taken = 1000 * (time.process_time() - begun) / sum(map(len, found.values()))
    single = {log.name: log.links(link.to for link in found[log.name]) for log in logs}
    ours = score(logs, {log.name: with_others(log, found[log.name]) for log in logs})
    rows = [
        _links("previous line", score(logs, {log.name: log.previous for log in logs})),
        _links("rules", score(logs, {log.name: log.links(linked_by_rules(log.items)) for log in logs})),
        _links("deskbook, one link a line", score(logs, single)),
        _links("deskbook", ours) | {"aims": AIMS},
        *confidence(logs, found),
        *pages(logs, found),
        {
            "measure": "speed",
            "lines": sum(map(len, found.values())),
            "milliseconds_a_line": round(taken, 2),
            "at_most": SLOWEST,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        },
    ]
    for row in rows:
        print(json.dumps(row), flush=True)
    return int(taken > SLOWEST or any(getattr(ours, name) < aim for name, aim in AIMS.items()))


def with_others(log: Log, found: Sequence[Link]) -> Links:
    """All links, also where a line answers several."""
    return log.links((link.to for link in found), ((at, other) for at, link in enumerate(found) for other in link.also))


def confidence(logs: Sequence[Log], found: dict[str, list[Link]]) -> Iterator[Row]:
    """How often the surest links of chat lines are right."""
    judged = [
        (link.confidence, (line, log.numbers[link.to]) in log.gold)
        for log in logs
        for line, link in _annotated(log, found)
    ]
    judged.sort(key=lambda each: -each[0])
    for share in _SHARES:
        surest = judged[: round(share * len(judged))]
        right = sum(right for _, right in surest) / len(surest)
        yield {
            "measure": "confidence",
            "surest": share,
            "right": round(right, 3),
            "mean_confidence": round(sum(sure for sure, _ in surest) / len(surest), 3),
            "least_confidence": round(surest[-1][0], 3),
        }


def pages(logs: Sequence[Log], found: dict[str, list[Link]]) -> Iterator[Row]:
    """What would be shown, at several least confidences, by the product's own rule."""
    for least in _LEAST:
        shown = pure = exact = whole = first = 0
        for log in logs:
            gold = parts(log.annotated, log.gold)
            place = {line: at for at, part in enumerate(gold) for line in part}
            linked = dict(_annotated(log, found))
            said = dict(zip(log.numbers, _lines(log), strict=True))
            ours = log.links(link.to for link in found[log.name])
            for part in parts(log.annotated, ours):
                lines = sorted(part & linked.keys())
                links_of = [linked[line] for line in lines]
                certain = min(link.confidence for link in links_of) >= least
                if not is_page(_thread([said[line] for line in lines], sure=certain)):
                    continue
                at, most = Counter(place[line] for line in part).most_common(1)[0]
                shown += 1
                pure += most / len(part)
                whole += most / len(gold[at])
                exact += part == gold[at]
                first += min(part) == min(gold[at])
        yield {
            "measure": "pages",
            "least_confidence": least,
            "chosen": least == SURE,
            "shown": shown,
            "pure": round(pure / max(1, shown), 3),
            "complete": round(whole / max(1, shown), 3),
            "exactly_right": round(exact / max(1, shown), 3),
            "first_line_right": round(first / max(1, shown), 3),
        }


def _thread(lines: Sequence[ChatLine], *, sure: bool) -> Thread:
    start = datetime(2004, 1, 1, tzinfo=UTC)
    said = tuple(Message(str(n), line.nick.lower(), Role.CUSTOMER, start, line.text) for n, line in enumerate(lines))
    return Thread("irc", "1", ThreadKind.CHAT, "", said, start, start, sure=sure)


def _annotated(log: Log, found: dict[str, list[Link]]) -> Iterable[tuple[int, Link]]:
    wanted = set(log.annotated)
    return ((line, link) for line, link in zip(log.numbers, found[log.name], strict=True) if line in wanted)


def _lines(log: Log) -> list[ChatLine]:
    return [item for item in log.items if isinstance(item, ChatLine)]


def _links(system: str, scores: Scores) -> Row:
    return {"measure": "links", "system": system, **asdict(scores)}


if __name__ == "__main__":
    sys.exit(main())
