"""The reference pages say what the code says."""

import json
from pathlib import Path

import pytest

from deskbook import plugins
from deskbook.model import Incoming
from docs.pages import CONTENT
from docs.reference import EXAMPLE_THREADS, FOLDER, pages


@pytest.mark.parametrize("name", ["configuration.md", "commands.md", "checks.md", "sources.md", "thread-format.md"])
def test_a_reference_page_is_what_the_code_says(name: str) -> None:
    """A change of a key, verb, rule or source is not done until its page is written again."""
    written = (FOLDER / name).read_text(encoding="utf-8") if (FOLDER / name).is_file() else ""

    assert written == pages()[name], f"content/reference/{name} is not what the code says: run `make docs`"


def test_the_example_of_the_thread_format_can_be_read(tmp_path: Path) -> None:
    """Both threads of the example are read, and the second one's note stays internal."""
    (tmp_path / "mail.jsonl").write_text(EXAMPLE_THREADS, encoding="utf-8")

    read = list(plugins.load("sources", "jsonl")("mail", tmp_path, {"path": "mail.jsonl"}).threads())

    assert [entry.thread.id for entry in read if isinstance(entry, Incoming)] == ["17", "18"]
    assert [len(entry.thread.public_messages) for entry in read if isinstance(entry, Incoming)] == [2, 2]


def test_the_example_of_a_question_can_be_read(tmp_path: Path) -> None:
    """The Stack Exchange question that the page on sources shows is read with its answer."""
    page = (CONTENT / "getting-started" / "first-source.md").read_text(encoding="utf-8")
    example = json.loads(page.partition("```json\n")[2].partition("```")[0])
    (tmp_path / "questions.jsonl").write_text(json.dumps(example), encoding="utf-8")

    (read,) = plugins.load("sources", "stackexchange")("qa", tmp_path, {"path": "questions.jsonl"}).threads()

    assert [message.accepted for message in read.thread.messages] == [False, True]
