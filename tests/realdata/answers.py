"""How often the right answer is picked, and how fast drafts are written: JSON lines, one a measurement.

    python tests/realdata/answers.py [--data DATA] [--sizes N ...]

With DATA: the accepted answers of bicycles-meta, the flag hidden, beside simple rules. P@1 is the share of questions whose
accepted answer is picked. Where a question has one answer only, rules that look at answers alone cannot miss; the picker can,
because it also sees the comments. Then generated tickets, each marked, are drafted: by the drafter alone, and by `deskbook draft` from
a store to files, with the most memory that the process held.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

from generated import Desk

from deskbook.drafters.kcs import KcsDrafter
from deskbook.model import Audience, Case, Drafted, Incoming, Message, Role, Thread, ThreadKind
from deskbook.sources.stackexchange import StackExchange
from deskbook.text.answer import pick_answer

Picker = Callable[[Thread, Sequence[Message]], Message]
_CONFIG = """\
[[sources]]
name = "tickets"
type = "jsonl"
path = "tickets.jsonl"

[draft.owners]
"Edge" = "edge"
"""
_TIMES = 200
_START = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    """Print everything."""
    parser = argparse.ArgumentParser(description="Answer picking and drafting.")
    parser.add_argument("--data", type=Path, help="with bicycles-meta")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000], help="how many generated threads to draft")
    arguments = parser.parse_args()
    measured = (measure(size) for size in arguments.sizes for measure in (drafting, whole))
    for line in chain(picking(arguments.data) if arguments.data else (), measured):
        print(json.dumps(line), flush=True)
    return 0


def picking(data: Path) -> Iterator[dict[str, object]]:
    """P@1 of each rule and of the product, over all questions with an accepted answer and over those with several answers."""
    known = questions(data)
    several = [(thread, gold) for thread, gold in known if len(answers(thread)) > 1]
    rules: dict[str, Picker] = {
        "first reply": lambda _, given: given[0],
        "longest": lambda _, given: max(given, key=lambda message: len(message.text)),
        "highest score": lambda _, given: max(given, key=lambda message: message.score),
        "deskbook": _picked,
        "deskbook, scores hidden": lambda thread, given: _picked(_without_scores(thread), given),
    }
    for name, rule in rules.items():
        right = [rule(thread, answers(thread)).id == gold for thread, gold in known]
        of_several = [rule(thread, answers(thread)).id == gold for thread, gold in several]
        yield _line(name, sum(right), len(right), sum(of_several), len(of_several))
    chance = random.Random(1)
    yield _line(
        "random",
        sum(_by_chance(chance, known) for _ in range(_TIMES)) / _TIMES,
        len(known),
        sum(_by_chance(chance, several) for _ in range(_TIMES)) / _TIMES,
        len(several),
    )


def questions(data: Path) -> list[tuple[Thread, str]]:
    """The threads that have an accepted answer, with its id; the flag itself is taken out."""
    source = StackExchange("bicycles", data, {"path": str(data / "bicycles-meta" / "threads.jsonl")})
    found = []
    for one in source.threads():
        if isinstance(one, Incoming) and (gold := next((m.id for m in one.thread.messages if m.accepted), None)):
            hidden = tuple(replace(message, accepted=False) for message in one.thread.messages)
            found.append((replace(one.thread, messages=hidden, resolved=False), gold))
    return found


def answers(thread: Thread) -> list[Message]:
    """The answers of a question, without its comments, in order of time."""
    return [m for m in thread.messages if m.reply_to == thread.messages[0].id and "-c" not in m.id]


def drafting(size: int) -> dict[str, object]:
    """Draft so many generated tickets, each marked, one after the other."""
    drafter = KcsDrafter(folder="drafts", audience=Audience.PUBLIC, owners={"Edge": "edge"}, products=("Edge", "Apps"))
    drafted, taken, busy = 0, 0.0, 0.0
    for thread in tickets(size):
        started, before = time.perf_counter(), time.process_time()
        drafted += isinstance(drafter.draft(Case(thread)), Drafted)
        taken, busy = taken + time.perf_counter() - started, busy + time.process_time() - before
    return {
        "measure": "drafting",
        "threads": size,
        "drafted": drafted,
        "seconds": round(taken, 1),
        "threads_per_second": round(size / taken),
        "processor_seconds": round(busy, 1),
    }


def whole(size: int) -> dict[str, object]:
    """Collect so many generated tickets into a new project, then run `deskbook draft` and measure that."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "deskbook.toml").write_text(_CONFIG, encoding="utf-8")
        with (folder / "tickets.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(_record(thread))}\n" for thread in tickets(size))
        _run(folder, "collect")
        begun = time.perf_counter()
        used = _run(folder, "draft")
        taken = time.perf_counter() - begun
        drafts = sum(1 for _ in (folder / "content" / "drafts").rglob("*.md"))
    return {
        "measure": "deskbook draft",
        "threads": size,
        "drafted": drafts,
        "seconds": round(taken, 1),
        "threads_per_second": round(size / taken),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_mb": round(used.ru_maxrss / 1024),
    }


def _run(folder: Path, verb: str) -> resource.struct_rusage:
    """Run a verb, and give what its process used."""
    command = [sys.executable, "-m", "deskbook", "--quiet", "-C", str(folder), verb]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        raise RuntimeError(f"deskbook {verb} ended with {process.returncode}")
    return used


def _record(thread: Thread) -> dict[str, object]:
    """A thread in deskbook's own format."""
    said = [{"author": m.author, "role": str(m.role), "text": m.text} for m in thread.messages]
    known = {"id": thread.id, "title": thread.title, "created": thread.created.isoformat(), "group": thread.group}
    return {**known, "resolved": True, "marked": True, "messages": said}


def tickets(size: int) -> Iterator[Thread]:
    """Tickets of five messages: asked, held off, answered with steps and code, agreed to, closed."""
    for number, document in enumerate(Desk(size).threads()):
        words = document.text.split("\n")
        subject, body = words[0], words[-1]
        said = body.split()
        half = " ".join(said[len(said) // 2 :])
        texts = (
            (Role.CUSTOMER, f"Hello,\n\n{body}. It fails on Ubuntu 22.04 with curl 8.5.0, why?\n\nThanks"),
            (Role.AGENT, "Thank you for writing, we are looking into it."),
            (
                Role.AGENT,
                f"Hi,\n\nThis happens because {half}.\n\n1. Open {said[0]}.\n2. Set {said[-1]}.\n\n```sh\nrun {said[0]}\n```\n",
            ),
            (Role.CUSTOMER, "That worked, thank you!"),
            (Role.AGENT, "Glad to hear it."),
        )
        at = _START + timedelta(minutes=number)
        messages = tuple(
            Message(str(n), role.value, role, at + timedelta(seconds=n), text) for n, (role, text) in enumerate(texts)
        )
        yield Thread(
            "tickets",
            str(number),
            ThreadKind.TICKET,
            subject,
            messages,
            at,
            at,
            resolved=True,
            marked=True,
            group="Edge",
        )


def _picked(thread: Thread, given: Sequence[Message]) -> Message:
    answer = pick_answer(thread)
    return answer.message if answer else given[0]


def _without_scores(thread: Thread) -> Thread:
    return replace(thread, messages=tuple(replace(message, score=0) for message in thread.messages))


def _by_chance(chance: random.Random, known: Sequence[tuple[Thread, str]]) -> int:
    return sum(chance.choice(answers(thread)).id == gold for thread, gold in known)


def _line(rule: str, right: float, of: int, right_of_several: float, several: int) -> dict[str, object]:
    return {
        "measure": "answer picking",
        "data": "bicycles-meta",
        "rule": rule,
        "p_at_1": round(right / of, 3),
        "questions": of,
        "p_at_1_of_several": round(right_of_several / several, 3),
        "questions_with_several_answers": several,
    }


if __name__ == "__main__":
    sys.exit(main())
