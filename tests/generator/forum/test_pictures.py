"""Pictures of topics in the site."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.text.pictures import KeptPicture
from deskbook_site.forum import put_up_pictures, topic
from deskbook_site.words import ENGLISH

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LID, WHEEL = (KeptPicture(f"p{letter * 64}.png", 8, 6) for letter in "ab")


def shows(id_: str, *pictures: KeptPicture) -> Thread:
    """A topic with some pictures."""
    text = " ".join(f"![x]({picture.address})" for picture in pictures)
    return Thread("forum", id_, ThreadKind.TOPIC, "Lid", (Message("1", "ada", Role.CUSTOMER, NOW, text),), NOW, NOW)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with two pictures."""
    for picture in (LID, WHEEL):
        (tmp_path / picture.name).write_text(picture.name, encoding="utf-8")
    return tmp_path


def names(site: Path) -> list[str]:
    """What the site has."""
    return sorted(path.name for path in (site / "forum/files").glob("*"))


def test_the_folder_holds_what_is_shown(kept: Path) -> None:
    """Each picture once; what no topic shows any more is removed, and what is there already is not touched."""
    site = kept / "site"
    topics = (shows("1", LID, WHEEL), shows("2", LID))

    assert put_up_pictures(topics, site, lambda name: kept / name) == (topics, frozenset())
    assert names(site) == [LID.name, WHEEL.name]
    put = (site / "forum/files" / LID.name).stat()

    put_up_pictures(topics[1:], site, lambda name: kept / name)
    assert names(site) == [LID.name]
    assert (site / "forum/files" / LID.name).stat().st_ino == put.st_ino

    put_up_pictures((), site, lambda name: kept / name)
    assert names(site) == []


def test_a_topic_whose_picture_is_gone_is_another_one(kept: Path) -> None:
    """It says so in words, and its key is told, so that its page is made again; others are as they were."""
    topics = (shows("1", LID, WHEEL), shows("2", LID))

    (first, second), blank = put_up_pictures(
        topics, kept / "site", lambda name: kept / name if name == LID.name else None
    )

    assert blank == {"forum:1"}
    assert first.messages[0].text == f"![x]({LID.address}) (image: x)"
    assert second is topics[1]
    assert names(kept / "site") == [LID.name]


def test_a_site_without_pictures_has_no_folder(tmp_path: Path) -> None:
    """As most have none."""
    put_up_pictures((shows("1"),), tmp_path, lambda name: None)

    assert list(tmp_path.iterdir()) == []


def test_addresses_fit_the_page_on_which_a_post_stands() -> None:
    """Later pages are deeper; an accepted answer stands on the first, wherever it was given."""
    (one,) = shows("1", LID).messages
    messages = tuple(replace(one, id=str(number), accepted=number == 150) for number in range(1, 151))

    posts = topic.posts(replace(shows("1"), messages=messages), ENGLISH)

    assert f'src="../files/{LID.name}"' in posts[0].html
    assert f'src="../files/{LID.name}"' in posts[99].html
    assert f'src="../../../files/{LID.name}"' in posts[100].html
    assert f'src="../files/{LID.name}"' in posts[149].html
