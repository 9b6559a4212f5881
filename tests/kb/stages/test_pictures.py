"""Pictures on their way into the store and out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

import pytest

from deskbook.errors import ContentError
from deskbook.library import Library
from deskbook.model import Article, Audience, IncomingFile, Message, Role, Thread, ThreadKind
from deskbook.stages.pictures import Gallery, copies_of, write_new
from deskbook.store import Store
from deskbook.text.pictures import KeptPicture, pictures_of
from images import PNG, SVG

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ADDRESS = "https://forum.example/uploads/short-url/a.png"
INLINE = "https://inline.invalid/0a0a"
TOPIC = Thread(
    "forum",
    "1",
    ThreadKind.TOPIC,
    "Lid",
    (Message("1", "ada", Role.CUSTOMER, NOW, f"See ![lid]({ADDRESS}) and ![wheel]({INLINE})"),),
    NOW,
    NOW,
    audience=Audience.PUBLIC,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty one."""
    with Store(tmp_path / "store") as opened:
        yield opened


class Files:
    """Files of a source, and which of them was read."""

    def __init__(self, **contents: bytes | None) -> None:
        self.read: list[str] = []
        self.files = tuple(IncomingFile(address, lambda a=address: self._read(a)) for address in (ADDRESS, INLINE, "x"))  # type: ignore[misc]
        self._contents = {ADDRESS: contents.get("address", PNG), INLINE: contents.get("inline", PNG)}

    def _read(self, address: str) -> bytes | None:
        self.read.append(address)
        return self._contents[address]


def test_what_a_public_topic_shows_is_kept_once(store: Store) -> None:
    """Each picture is read once for all threads of a source, and one that no message shows is not read at all."""
    files, gallery = Files(), Gallery(store, "forum")

    hung = gallery.hang(TOPIC, files.files)
    again = gallery.hang(replace(TOPIC, id="2"), files.files)

    assert files.read == [ADDRESS, INLINE]
    assert (gallery.kept, gallery.refused) == (2, 0)
    assert len(pictures_of(hung)) == 1  # the same file at two addresses
    assert again.messages == hung.messages


@pytest.mark.parametrize(
    "thread",
    [
        replace(TOPIC, audience=Audience.INTERNAL),
        replace(TOPIC, audience=Audience.PARTNER),
        replace(TOPIC, kind=ThreadKind.TICKET),
        replace(TOPIC, messages=(replace(TOPIC.messages[0], internal=True),)),
    ],
)
def test_what_is_not_for_all_to_see_is_not_even_read(store: Store, thread: Thread) -> None:
    """Nor what a ticket shows, whoever may read it. The address stays, and what stood in the text becomes its words."""
    files = Files()

    hung = Gallery(store, "forum").hang(thread, files.files)

    assert files.read == []
    assert hung.messages[0].text == f"See ![lid]({ADDRESS}) and (image: wheel)"


def test_what_is_no_picture_stays_where_it_was(store: Store) -> None:
    """It is counted; one that cannot be had now is not, and is asked for again."""
    files, gallery = Files(address=SVG, inline=None), Gallery(store, "forum")

    assert gallery.hang(TOPIC, files.files).messages[0].text == f"See ![lid]({ADDRESS}) and (image: wheel)"
    assert (gallery.kept, gallery.refused) == (0, 1)

    gallery.hang(TOPIC, files.files)
    assert files.read == [ADDRESS, INLINE] * 2


def test_a_stranger_names_no_picture(store: Store) -> None:
    """Of any source, also of one that gives no files."""
    forged = KeptPicture(f"p{'a' * 64}.png", 1, 1)
    said = replace(TOPIC.messages[0], text=f"![x]({forged.address}) {forged.address}")

    assert pictures_of(Gallery(store, "desk").hang(replace(TOPIC, messages=(said,)), ())) == frozenset()


def article(path: str, *pictures: KeptPicture) -> Article:
    """A draft that shows pictures."""
    body = "\n\n".join(f"![lid]({picture.address})" for picture in pictures)
    told = {"forum:1#1": (f"![lid]({pictures[0].address[:40]}", "Press it")}
    return Article(PurePosixPath(path), "lid", "Lid", body, created=date(2026, 3, 1), provenance=told)


def test_a_draft_has_its_pictures_beside_it(store: Store, tmp_path: Path) -> None:
    """In a folder of its own, named by what is in them; those that are gone are their words, also in what is told of its source."""
    library = Library(tmp_path / "content")
    here = store.pictures.put("forum", ADDRESS, PNG, "png", (8, 6))
    gone = KeptPicture(f"p{'b' * 64}.png", 1, 1)

    write_new(library, store.pictures, article("drafts/paper/lid.md", here, gone))
    (written,) = library.read().articles

    assert written.body == f"![lid](assets/lid/{here.name[:17]}.png)\n\n(image: lid)"
    assert (tmp_path / f"content/drafts/paper/assets/lid/{here.name[:17]}.png").read_bytes() == PNG
    assert written.provenance == {"forum:1#1": ("lid", "Press it")}


def test_a_picture_of_somebody_is_never_touched(store: Store, tmp_path: Path) -> None:
    """A file that is there stays as it is; and none is written outside of the content."""
    library = Library(tmp_path / "content")
    here = store.pictures.put("forum", ADDRESS, PNG, "png", (8, 6))
    mine = tmp_path / f"content/drafts/assets/lid/{here.name[:17]}.png"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")

    write_new(library, store.pictures, article("drafts/lid.md", here))

    assert mine.read_bytes() == b"mine"
    with pytest.raises(ContentError, match="below the content folder"):
        write_new(library, store.pictures, article("../lid.md", here))
    assert not (tmp_path / "assets").exists()


def test_only_what_was_copied_is_a_copy(store: Store, tmp_path: Path) -> None:
    """Also once the article was moved with its pictures; no other file goes with it."""
    library = Library(tmp_path / "content")
    here = store.pictures.put("forum", ADDRESS, PNG, "png", (8, 6))
    write_new(library, store.pictures, article("drafts/lid.md", here))
    (written,) = library.read().articles
    others = (
        "![a](assets) ![b](.) ![c](assets/lid/mine.png) ![d](assets/../../owners.yml) ![e](https://a.example/a.png)"
    )
    moved = replace(written, path=PurePosixPath("paper/cover.md"), body=f"{written.body} {written.body} {others}")

    assert copies_of(moved) == (PurePosixPath(f"paper/assets/lid/{here.name[:17]}.png"),)
