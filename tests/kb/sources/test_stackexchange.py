"""Stack Exchange questions."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from deskbook.model import Audience, Damage, Incoming, Role, ThreadKind
from deskbook.sources.stackexchange import StackExchange

QUESTION: dict[str, Any] = {
    "id": "7",
    "url": "https://bikes.example/q/7",
    "title": "How do I tag?",
    "tags": ["tagging", "help"],
    "created": "2010-08-25T19:50:51.187",
    "closed": None,
    "views": 3,
    "author": "Ada",
    "licence": "CC BY-SA 2.5",
    "accepted_answer": "9",
    "duplicate_of": None,
    "body_html": "<p>How?</p>",
    "comments": [{"author": "Bo", "created": "2010-08-25T20:00:00", "text": "see [help](https://x.example)"}],
    "answers": [
        {
            "id": "8",
            "author": None,
            "created": "2010-08-26T00:00:00",
            "score": -1,
            "body_html": "<p>No.</p>",
            "comments": [],
        },
        {
            "id": "9",
            "author": "Bo",
            "created": "2010-08-25T21:00:00",
            "score": 4,
            "body_html": "<p>So.</p>",
            "comments": [{"author": "Ada", "created": "2010-08-25T22:00:00", "text": "thanks"}],
        },
    ],
}


def read(folder: Path, *questions: object, **options: object) -> list[Incoming | Damage]:
    """What the source gives for these questions."""
    (folder / "q.jsonl").write_text("".join(json.dumps(question) + "\n" for question in questions), encoding="utf-8")
    return list(StackExchange("qa", folder, {"path": "*.jsonl", **options}).threads())


def test_a_question_becomes_a_topic(tmp_path: Path) -> None:
    """The question comes first; answers and comments follow as they were written, each with what it replies to."""
    (incoming,) = read(tmp_path, QUESTION, marked_tags=["help"])
    assert isinstance(incoming, Incoming)
    thread = incoming.thread

    assert [(m.id, m.author, m.role, m.reply_to, m.accepted, m.score) for m in thread.messages] == [
        ("7", "Ada", Role.CUSTOMER, None, False, 0),
        ("7-c1", "Bo", Role.CUSTOMER, "7", False, 0),
        ("9", "Bo", Role.CUSTOMER, "7", True, 4),
        ("9-c1", "Ada", Role.CUSTOMER, "9", False, 0),
        ("8", "anonymous", Role.CUSTOMER, "7", False, -1),
    ]
    assert (thread.kind, thread.audience, thread.category) == (ThreadKind.TOPIC, Audience.PUBLIC, "tagging")
    assert thread.tags == ("tagging", "licence-cc-by-sa-2.5")
    assert (thread.resolved, thread.marked, thread.url) == (True, True, "https://bikes.example/q/7")
    assert thread.messages[1].text == "see [help](https://x.example)"
    assert incoming.people == ("Ada", "Bo")


@pytest.mark.parametrize(("accepted", "score", "resolved"), [("9", 0, True), (None, 1, True), (None, 0, False)])
def test_an_accepted_or_liked_answer_resolves(tmp_path: Path, accepted: str | None, score: int, resolved: bool) -> None:
    """Without either, the question is open."""
    answer = {**QUESTION["answers"][1], "score": score}

    (incoming,) = read(tmp_path, {**QUESTION, "accepted_answer": accepted, "answers": [answer]})

    assert isinstance(incoming, Incoming)
    assert incoming.thread.resolved is resolved


def test_a_question_without_text_is_damage(tmp_path: Path) -> None:
    """The missing key is named, also inside an answer."""
    answer = {key: value for key, value in QUESTION["answers"][0].items() if key != "body_html"}

    found = read(tmp_path, {"id": 1}, {**QUESTION, "answers": [answer]}, QUESTION)

    assert isinstance(found[0], Damage)
    assert isinstance(found[1], Damage)
    assert "'answers.0.body_html' is missing" in found[1].what
    assert isinstance(found[2], Incoming)


@pytest.mark.realdata
def test_a_whole_site_is_read_without_damage() -> None:
    """Every question of a real dump comes through, with its answers and comments."""
    if "DESKBOOK_DATA" not in os.environ:
        pytest.skip("DESKBOOK_DATA is not set")
    root = Path(os.environ["DESKBOOK_DATA"])
    lines = (root / "bicycles-meta" / "threads.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    posts = [post for question in questions for post in (question, *question["answers"])]

    found = list(StackExchange("qa", root, {"path": "bicycles-meta/threads.jsonl"}).threads())

    threads = [thing.thread for thing in found if isinstance(thing, Incoming)]
    assert len(threads) == len(found) == len(questions)
    assert sum(len(thread.messages) for thread in threads) == len(posts) + sum(len(post["comments"]) for post in posts)
    assert all(message.text for thread in threads for message in thread.messages)
    assert sum(any(m.accepted for m in thread.messages) for thread in threads) == sum(
        question["accepted_answer"] is not None for question in questions
    )
