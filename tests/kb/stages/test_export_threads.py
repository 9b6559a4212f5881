"""Topics and conversations in forms in which they can move on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import frontmatter
import pytest
from hypothesis import given, settings

from deskbook.model import Audience, Incoming, Message, Role, Thread, ThreadKind
from deskbook.sources.jsonl import JsonlSource
from deskbook.stages.export_threads import as_record, for_discourse, leaks, readable, write_folder
from deskbook.store import Store
from deskbook.text.pictures import KeptPicture
from deskbook.text.redact import Watch
from images import png
from strategies import threads

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def message(id_: str, author: str, text: str, **values: Any) -> Message:
    return replace(Message(id_, author, Role.CUSTOMER, NOW, text), **values)


TOPIC = Thread(
    "forum",
    "7",
    ThreadKind.TOPIC,
    "Fax: <b>slow</b>",
    (
        message("1", "ada", "# Why?\n\nIt is *slow*."),
        message("2", "bo", "Turn it.", role=Role.AGENT, accepted=True, reply_to="1", score=3),
        message("3", "bo", "SECRET", role=Role.AGENT, internal=True),
    ),
    NOW,
    NOW,
    url="https://forum.example/t/7",
    resolved=True,
    tags=("fax",),
    category="Machines",
    audience=Audience.PUBLIC,
)
LINES = tuple(message(f"L{n}", "ada" if n % 2 else "bo", f"line {n}") for n in range(1, 5))
TALK = replace(
    TOPIC, source="chat", id="fax/2026-03-01/L1", kind=ThreadKind.CHAT, messages=LINES, title="Hm", category="#fax"
)


def test_a_file_stands_alone(tmp_path: Path) -> None:
    """Front matter that other programs read, the title, and each public message below its author."""
    write_folder([TOPIC], tmp_path)
    page = frontmatter.load(str(tmp_path / "forum/7-fax-b-slow-b.md"))

    assert page.metadata == {
        "title": "Fax: <b>slow</b>",
        "key": "forum:7",
        "kind": "topic",
        "category": "Machines",
        "tags": ["fax"],
        "created": "2026-03-01T09:30:00+00:00",
        "updated": "2026-03-01T09:30:00+00:00",
        "resolved": True,
        "audience": "public",
        "url": "https://forum.example/t/7",
        "messages": 2,
    }
    assert page.content.split("\n\n") == [
        "# Fax: <b>slow</b>",
        "## ada, 2026-03-01 09:30",
        "### Why?",
        "It is *slow*.",
        "## bo, 2026-03-01 09:30 (accepted answer)",
        "Turn it.",
    ]


def test_a_second_export_changes_nothing_and_removes_what_is_gone(tmp_path: Path) -> None:
    """Only files of the list are removed; what somebody else put there stays."""
    first = write_folder([TOPIC, TALK], tmp_path)
    (tmp_path / "forum" / "mine.md").write_text("mine", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    second = write_folder([TOPIC, TALK], tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before
    third = write_folder([TALK], tmp_path)

    assert [(done.written, done.same, done.removed) for done in (first, second, third)] == [
        (4, 0, 0),
        (0, 4, 0),
        (0, 2, 2),
    ]
    assert [path.name for path in (tmp_path / "forum").iterdir()] == ["mine.md"]
    listed = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    assert [entry["key"] for entry in listed["threads"]] == ["chat:fax/2026-03-01/L1"]


def test_a_list_of_something_else_removes_nothing(tmp_path: Path) -> None:
    """Nor does one that leads out of the folder."""
    outside = tmp_path / "outside.md"
    outside.write_text("x", encoding="utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    for text in (
        "{",
        "[]",
        '{"threads": 3}',
        '{"form": "deskbook threads, 1", "threads": [{"path": "../outside.md", "json": "a/b"}]}',
    ):
        (folder / "index.json").write_text(text, encoding="utf-8")
        write_folder([], folder)
    assert outside.exists()


def test_ids_of_any_shape_have_files_of_their_own(tmp_path: Path) -> None:
    """Below the folder of their source, whatever the ids."""
    ids = ("a/b", "a-b", "../../etc", "ä", "ö")
    write_folder([replace(TOPIC, id=id_) for id_ in ids], tmp_path)

    assert len(list((tmp_path / "forum").glob("*.md"))) == len(ids)
    assert {path.parent.name for path in tmp_path.rglob("*.json")} == {"forum", tmp_path.name}


def test_what_may_be_read_and_stands_alone_goes_out(tmp_path: Path) -> None:
    """Not what others may not read, was taken down, or is no conversation."""
    with Store(tmp_path) as store:
        store.put(
            [
                TOPIC,
                TALK,
                replace(TALK, id="short", messages=LINES[:3]),
                replace(TOPIC, id="8", audience=Audience.INTERNAL),
                replace(TOPIC, id="9"),
            ]
        )
        kinds = frozenset({ThreadKind.TOPIC, ThreadKind.CHAT})
        found = readable(store, kinds, lambda t: t.audience is Audience.PUBLIC, frozenset({"forum:9"}))

    assert [thread.key for thread in found] == [TALK.key, TOPIC.key]


def test_personal_data_is_found_and_not_repeated() -> None:
    """What a source may keep is none, and neither are notes of the team."""
    told = message("1", "ada", "I am margit@paperlantern.net at 79.133.4.7")
    thread = replace(TOPIC, messages=(told, replace(told, id="2", internal=True)))
    found = leaks([thread, TALK], Watch(), lambda source: frozenset({"ip"}))

    assert [(finding.location.path, finding.message) for finding in found] == [
        ("forum:7", "the thread holds an e-mail address")
    ]
    assert "margit" not in repr(found)


def test_discourse_gets_topics_with_clean_html() -> None:
    """The keys are those of its importer; nothing in a post can do anything, and a short title is made longer."""
    bad = replace(LINES[0], text="<script>1</script> [x](javascript:1) ![i](https://x.example/i.png) `a < b`")
    (topic,) = json.loads(for_discourse([replace(TALK, messages=(bad, *LINES[1:]))]))["topics"]

    assert topic["title"] == "Hm (#fax, 2026-03-01)"
    assert [(post["id"], post["author"]) for post in topic["posts"]][1] == ("chat:fax/2026-03-01/L1#2", "bo")
    assert topic["posts"][1]["date"] == "2026-03-01T09:30:00+00:00"
    assert topic["posts"][1]["body"] == "<p>line 2</p>"
    body = topic["posts"][0]["body"]
    assert not any(mark in body for mark in ("<script", 'href="javascript', "<img"))
    assert "<code>a &lt; b</code>" in body


def _read_back(path: Path) -> Iterator[Thread]:
    for entry in JsonlSource("forum", path.parent, {"path": path.name}).threads():
        assert isinstance(entry, Incoming), entry
        yield entry.thread


@settings(max_examples=40, deadline=None)
@given(threads().filter(lambda thread: any(m.text.strip() for m in thread.public_messages)))
def test_the_json_is_the_thread_format(tmp_path_factory: pytest.TempPathFactory, thread: Thread) -> None:
    """What is written can be read in again as a source, and says the same."""
    path = tmp_path_factory.mktemp("out") / "one.jsonl"
    path.write_text(json.dumps(as_record(thread)), encoding="utf-8")
    (again,) = _read_back(path)

    assert (again.id, again.kind, again.audience, again.created) == (
        thread.id,
        thread.kind,
        thread.audience,
        thread.created,
    )
    assert [(m.id, m.role, m.at, m.accepted) for m in again.messages] == [
        (m.id, m.role, m.at, m.accepted) for m in thread.public_messages
    ]


def test_pictures_are_written_beside(tmp_path: Path) -> None:
    """Once each, named by both forms of a topic; those that are gone are their words, as all are for Discourse."""
    here, gone = KeptPicture(f"p{'a' * 64}.png", 8, 6), KeptPicture(f"p{'b' * 64}.png", 8, 6)
    (tmp_path / "kept.png").write_bytes(png())
    said = message("1", "ada", f"![lid]({here.address}) ![cover]({here.address}) ![wheel]({gone.address})")
    topic = replace(TOPIC, messages=(said,))
    folder = tmp_path / "out"

    def path_of(name: str) -> Path | None:
        return tmp_path / "kept.png" if name == here.name else None

    first, second = write_folder([topic], folder, path_of), write_folder([topic], folder, path_of)
    page, record = (next(folder.glob(f"forum/*.{form}")).read_text(encoding="utf-8") for form in ("md", "json"))

    assert f"![lid](../files/{here.name}) ![cover](../files/{here.name}) (image: wheel)" in page
    assert f"![lid](../files/{here.name})" in record
    assert (folder / "files" / here.name).read_bytes() == png()
    assert (first.written, second.written) == (3, 0)
    assert "(image: lid) (image: cover) (image: wheel)" in for_discourse([topic])
    assert write_folder([], folder).removed == 3
    assert list((folder / "files").iterdir()) == []
