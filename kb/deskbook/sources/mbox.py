"""A support mailbox from files: mbox, as mail programs and Google's export write it, and Maildir folders."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from pydantic import Field

from deskbook.errors import SourceError
from deskbook.model import Damage, Incoming

from .files import find_files, place
from .mail_records import mail_text, read_head
from .mail_threads import Letter, MailOptions, Pile
from .options import read_options
from .records import Spoiled

_MAILDIR = ("cur", "new")
_FLAGS = {"F": "\\Flagged", "R": "\\Answered"}
_HEAD = 65_536  # bytes of a mail in which its headers are looked for


@dataclass(frozen=True, slots=True)
class _Box:
    """One file of mails, or one folder of a Maildir, which has `flags` for some of its mails."""

    number: int
    folder: str
    mails: mailbox.Mailbox[Any]
    where: str
    flags: Mapping[str | int, tuple[str, ...]] = field(default_factory=dict)

    def beginning(self, key: str | int) -> bytes:
        """As much of a mail as holds its headers."""
        with closing(self.mails.get_file(cast("str", key))) as file:  # an mbox has numbers for keys
            return bytes(file.read(_HEAD))

    def text(self, key: str | int) -> str:
        """What a mail says."""
        return mail_text(self.mails.get_bytes(cast("str", key)))


class Mailbox:
    """Reads the mails of a support mailbox from mbox files and Maildir folders, as the threads that they make."""

    class Options(MailOptions):
        """What a `[[sources]]` block of type `mbox` may say."""

        path: str = Field(
            min_length=1,
            description="An mbox file, a Maildir folder, or many files (`mail/*.mbox`), relative to deskbook.toml. Give the answers "
            "too: they are often in a file `Sent`.",
        )

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every exchange, the one that began first at the beginning. All headers are read first, of the texts only one at a time."""
        now = datetime.now(UTC)
        pile = Pile()
        with ExitStack() as opened:
            boxes = self._boxes()
            for box in boxes:
                opened.callback(box.mails.close)
                yield from _pile_up(box, pile)
            for exchange in pile.exchanges(self.options):
                if incoming := exchange.incoming(self.name, now, partial(_text, boxes)):
                    yield incoming

    def _boxes(self) -> list[_Box]:
        folder = self.root / self.options.path
        if not folder.is_dir():
            files = find_files(self.options.path, self.root, self.name)
            return [
                _Box(number, path.stem, mailbox.mbox(path, create=False), place(path, self.root))
                for number, path in enumerate(files)
            ]
        if not all((folder / name).is_dir() for name in _MAILDIR):
            raise SourceError(
                f"the path of source '{self.name}' is a folder, and no Maildir",
                where=str(folder),
                cure='name a folder with `cur` and `new` in it, or files of mails: path = "mail/*.mbox"',
            )
        maildir = mailbox.Maildir(folder, create=False)
        inner = [(name, maildir.get_folder(name), folder / f".{name}") for name in sorted(maildir.list_folders())]
        return [
            _Box(number, name, mails, place(path, self.root), _flags(path))
            for number, (name, mails, path) in enumerate([("INBOX", maildir, folder), *inner])
        ]


def _pile_up(box: _Box, pile: Pile) -> Iterator[Damage]:
    for number, key in enumerate(sorted(box.mails.keys()), 1):
        try:
            head = read_head(box.beginning(key))
        except Spoiled as spoiled:
            yield Damage(spoiled.what, f"{box.where}, mail {number}", spoiled.cure)
        else:
            pile.add(Letter(head, (box.folder,), (*head.labels, *box.flags.get(key, ())), ((box.number, key),)))


def _flags(maildir: Path) -> dict[str | int, tuple[str, ...]]:
    """What the names of its files say, such as `1700000000.M1.host:2,FS`."""
    names = (path.name.partition(":2,") for path in (maildir / "cur").iterdir())
    return {key: tuple(_FLAGS[letter] for letter in letters if letter in _FLAGS) for key, _, letters in names}


def _text(boxes: list[_Box], letter: Letter) -> str:
    number, key = letter.places[0]
    return boxes[number].text(key)
