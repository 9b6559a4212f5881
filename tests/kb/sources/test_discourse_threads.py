"""A forum gives the same threads, whichever way it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from deskbook.model import Audience, Damage, Incoming, OldAddress
from deskbook.sources.discourse_api import DiscourseApi
from deskbook.sources.discourse_backup import DiscourseBackup, read_topics
from deskbook.sources.discourse_export import DiscourseExport
from deskbook.sources.discourse_tables import Tables
from discourse_forum import ADDRESS, KEY, PLANTED, backup, dump, live_forum, write_json


def threads(entries: Iterable[Incoming | Damage]) -> list[Incoming]:
    """All threads by number, where there is no damage."""
    found = []
    for entry in entries:
        assert isinstance(entry, Incoming), entry
        found.append(replace(entry, cursor=""))
    return sorted(found, key=lambda entry: int(entry.thread.id))


@pytest.mark.parametrize(("generation", "new"), [(1, False), (2, False), (3, True)])
def test_files_a_backup_and_the_live_forum_give_the_same(tmp_path: Path, generation: int, new: bool) -> None:
    """Threads, messages, answers, tags, categories, audiences and names to look for are equal, in old and new shapes."""
    with live_forum(new=new) as forum:
        live = threads(
            DiscourseApi("forum", tmp_path, {"url": forum.address, "pace": 10, "fetch_pictures": True}).threads()
        )
        (tmp_path / "b.tar.gz").write_bytes(backup(dump(generation=generation, base_url=forum.address)))
        restored = threads(DiscourseBackup("forum", tmp_path, {"path": "b.tar.gz"}).threads())
        options = {**write_json(tmp_path / "json", new=new), "url": forum.address}
        written = threads(DiscourseExport("forum", tmp_path, options).threads())

    assert [entry.thread.id for entry in live] == ["10", "11", "17"]
    # Only a backup knows what the forum was reached by before.
    restored = [replace(entry, thread=replace(entry.thread, old_addresses=())) for entry in restored]
    assert live == restored == written


def test_what_a_topic_becomes(tmp_path: Path) -> None:
    """Open posts only, the answer marked, tags sorted, categories after those above them, uploads under their short address."""
    (tmp_path / "b.sql").write_text(dump(), encoding="utf-8")

    lid, pages, uploads = (
        entry.thread for entry in threads(DiscourseBackup("f", tmp_path, {"path": "b.sql"}).threads())
    )

    assert [(m.id, m.author, m.reply_to, m.accepted, m.score) for m in lid.messages] == [
        ("1", "cy", None, False, 0),
        ("2", "ada", "1", True, 4),
        ("8", "system", None, False, 0),
    ]
    assert (lid.tags, lid.category, pages.category) == (("lid", "paper"), "Support", "Support / Printers")
    assert (lid.audience, lid.resolved, lid.url) == (Audience.PUBLIC, True, f"{ADDRESS}/t/topic-10/10")
    assert len(pages.messages) == 45
    assert (lid.closed, pages.closed) == (False, True)
    assert lid.old_addresses == (OldAddress("/showthread.php?t=1"), OldAddress("/old/lid", "2"))
    assert pages.messages[2].text == (
        "page 3\n\n**Poll: Which lid?**\n\n- Green: 2 votes\n- Red: 1 vote\n\n2 people voted.\n\n**Poll**\n\n- Blue"
    )
    short = f"{ADDRESS}/uploads/short-url/{KEY}"
    assert [(message.author, message.text) for message in uploads.messages] == [
        ("bo", f"![lid]({short}.png)"),
        ("deleted user", f"[manual]({short}.pdf) \\\\. \\N"),
        ("ada", f"see ![x]({short}.png)"),
    ]
    assert uploads.title == "Größe 漢字 \\N"


@pytest.mark.parametrize("generation", [1, 2, 3])
def test_nothing_planted_comes_out(tmp_path: Path, generation: int) -> None:
    """Private messages, whispers, hidden and deleted posts, restricted categories, hidden tags, e-mail addresses and keys stay."""
    (tmp_path / "b.sql").write_text(dump(generation=generation), encoding="utf-8")

    out = json.dumps([repr(entry) for entry in DiscourseBackup("f", tmp_path, {"path": "b.sql"}).threads()])

    sorted_on_the_way = repr(list(read_topics(tmp_path / "b.sql", "b.sql", Tables())))
    for text in (out, sorted_on_the_way):
        assert "springs open" in text
        assert PLANTED.lower() not in text.lower()
    assert "192.0.2.7" not in out
