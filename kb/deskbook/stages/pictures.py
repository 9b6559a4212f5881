"""Pictures of threads on their way: into the store with a thread, and out of it beside a draft or an export."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from deskbook.library import Library
from deskbook.model import Article, Audience, IncomingFile, Thread, ThreadKind
from deskbook.pictures import bare
from deskbook.store import Pictures, Store
from deskbook.text.markdown import outline
from deskbook.text.pictures import (
    INLINE_HOST,
    KeptPicture,
    addresses_of_pictures,
    disarmed,
    in_words,
    with_addresses,
    with_kept_as,
    with_texts,
)

# Beside an article.
_FOLDER = "assets"
# Letters of a name that tell the pictures of one draft apart.
_SHORT = 17
_COPY = re.compile(rf"{_FOLDER}/[^/]+/p[0-9a-f]{{{_SHORT - 1}}}\.(?:png|jpg|gif|webp)")


@dataclass(slots=True)
class Gallery:
    """Keeps the pictures of one source's public threads. `wanted` False: none of them.

    What a ticket shows stays its words: a screenshot of a customer cannot be redacted by a program.
    """

    store: Store
    source: str
    wanted: bool = True
    kept: int = 0
    refused: int = 0

    def hang(self, thread: Thread, files: Iterable[IncomingFile]) -> Thread:
        """The redacted thread with the pictures that it still shows kept and named. Of those that are not kept the address stays, and
        the words where there is none. What a stranger wrote never names a picture of the store."""
        thread = with_texts(thread, disarmed)
        offered = {file.address: file for file in files}
        if not offered:
            return thread
        addresses: dict[str, str | None] = {a: None for a in offered if urlsplit(a).hostname == INLINE_HOST}
        if self.wanted and thread.kind is not ThreadKind.TICKET and thread.audience is Audience.PUBLIC:
            said = [message.text for message in thread.messages if not message.internal]
            for address in dict.fromkeys(address for text in said for address in addresses_of_pictures(text)):
                if address in offered and (picture := self._kept(offered[address])):
                    addresses[address] = picture.address
        return with_texts(thread, lambda text: with_addresses(text, addresses))

    def _kept(self, file: IncomingFile) -> KeptPicture | None:
        """The picture, as it was kept before, or now; None where there is none that may be kept."""
        if known := self.store.pictures.at(self.source, file.address):
            return known
        data = file.read()
        if data is None:
            return None
        picture = bare(data)
        if picture is None:
            self.refused += 1
            return None
        self.kept += 1
        size = picture.width, picture.height
        return self.store.pictures.put(self.source, file.address, picture.data, picture.sort, size)


def write_new(library: Library, pictures: Pictures, article: Article) -> None:
    """Create an article, and beside it the pictures of the store that it shows. Those that are not there become their words."""
    folder = article.path.parent / _FOLDER / article.path.stem

    def copied(picture: KeptPicture) -> str | None:
        source = pictures.path(picture.name)
        if source is None:
            return None
        target = folder / f"{picture.name[:_SHORT]}{source.suffix}"
        library.create_file(target, source.read_bytes())
        return target.relative_to(article.path.parent).as_posix()

    body = with_kept_as(article.body, copied)
    told = {message: tuple(filter(None, map(in_words, words))) for message, words in article.provenance.items()}
    library.create(replace(article, body=body, provenance={message: words for message, words in told.items() if words}))


def copies_of(article: Article) -> tuple[PurePosixPath, ...]:
    """The pictures of an article that `write_new` may have made, wherever it was moved with them."""
    shown = dict.fromkeys(link.target for link in outline(article.body).links if link.image)
    return tuple(article.path.parent / target for target in shown if _COPY.fullmatch(target))
