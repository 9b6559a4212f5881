"""A backup of a Discourse forum, read without Discourse and without PostgreSQL.

The dump is read twice, as a stream: first for topics, categories and people, then for posts. So nothing that not everybody may
read is ever kept, not even while posts are sorted by topic.
"""

from __future__ import annotations

import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from pydantic import Field

from deskbook.model import Damage, Incoming

from .discourse_files import UploadsInBackup
from .discourse_records import Topic
from .discourse_tables import COLUMNS, NEEDED, POSTS, Tables
from .discourse_threads import Forum
from .files import find_files, place
from .options import BaseAddress, FileOptions, base_address, read_options
from .postgres_dump import BadRow, Block, CutOff, rows
from .records import Spoiled, checked
from .spilled import sorted_rows
from .unpacking import NoMember, Swollen, split_lines, unpacked

_DUMPS = ("dump.sql.gz", "dump.sql")
_KEYS = 3  # what posts are sorted by: topic, number, line
_COOKED = _KEYS + POSTS.index("cooked")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}-\d{6}")
_AGAIN = "make a new backup in the forum's administration and download it again"


class DiscourseBackup:
    """Reads the topics that everybody may read from a backup of a Discourse forum."""

    class Options(FileOptions):
        """What a `[[sources]]` block of type `discourse-backup` may say."""

        path: str = Field(
            min_length=1,
            description="The backup, relative to deskbook.toml: `.tar.gz`, `.sql.gz` or `.sql`. `*`, `?` and `**` match many, of "
            "which only the newest is read, by the date in its name.",
        )
        url: BaseAddress = Field(
            None, description="The forum's address, for links. By default it is the one that the backup names."
        )
        marked_tags: tuple[str, ...] = Field(
            (), description="Topics with one of these tags are marked for documentation."
        )

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every topic of an open category that holds a post that all may read, by its number. A backup that cannot be read to its
        end gives none: what it says of who may read what is not whole."""
        # What was public in an older backup may have been taken back since.
        path = max(find_files(self.options.path, self.root, self.name), key=_age)
        tables, uploads = Tables(), UploadsInBackup(path)
        forum: Forum | None = None
        for topic, where in read_topics(path, place(path, self.root), tables, uploads.note):
            if isinstance(topic, Damage):
                yield topic
                continue
            forum = forum or Forum(
                self.name,
                self.options.url or _address(tables.url),
                tables.categories,
                not tables.login_required,
                self.options.marked_tags,
                lambda sha1: None if sha1 in tables.private_uploads else uploads.read(sha1),
            )
            try:
                incoming = forum.incoming(topic)
            except Spoiled as spoiled:
                yield Damage(spoiled.what, where, spoiled.cure)
                continue
            if incoming:
                yield incoming


def read_topics(
    path: Path, where: str, tables: Tables, note: Callable[[str], None] = lambda cooked: None
) -> Iterator[tuple[Topic | Damage, str]]:
    """The topics of a backup with their places, their text as in the database, by number. Fills the empty `tables` before the
    first of them, and gives the HTML of each open post to `note`."""
    try:
        damages = list(_fill(tables, path, where))
        yield from ((damage, damage.where) for damage in damages)
        yield from _topics(tables, path, where, note)
    except (OSError, EOFError, zlib.error, tarfile.TarError, Swollen) as error:
        yield _unreadable(f"this backup cannot be read to its end: {error}", where)
    except CutOff:
        yield _unreadable("this backup ends before its end", where)
    except NoMember:
        yield _unreadable(f"there is no {_DUMPS[0]} in this archive", where)


def _unreadable(what: str, where: str) -> tuple[Damage, str]:
    return Damage(what, where, _AGAIN), where


def _fill(tables: Tables, path: Path, where: str) -> Iterator[Damage]:
    """All but the posts. The damages that it gives name rows which were left out."""
    seen: set[str] = set()
    with unpacked(path, _DUMPS) as stream:
        for entry in rows(split_lines(stream), COLUMNS):
            if isinstance(entry, Block):
                seen.add(entry.table)
            elif isinstance(entry, BadRow):
                yield _bad(entry, where)
            else:
                try:
                    tables.take(entry)
                except Spoiled as spoiled:
                    yield Damage(spoiled.what, f"{where}:{entry.line}", _AGAIN)
    tables.has_tag_permissions = "tag_group_permissions" in seen
    if missing := sorted(NEEDED - seen):
        yield Damage(f"this is no backup of a Discourse forum: it has no table {missing[0]}", where, _AGAIN)
        tables.heads.clear()
    tables.settle()


def _topics(
    tables: Tables, path: Path, where: str, note: Callable[[str], None]
) -> Iterator[tuple[Topic | Damage, str]]:
    damages: list[Damage] = []
    posts = sorted_rows(_noted(_posts(tables, path, where, damages), note), _weight)
    for number, group in groupby(posts, key=itemgetter(0)):
        key = str(number)
        at = f"{where}:{tables.heads[key].line}"
        try:
            yield checked(Topic, tables.topic(key, [row[_KEYS:] for row in group])), at
        except Spoiled as spoiled:
            yield Damage(f"topic {key}: {spoiled.what}", at, _AGAIN), at
    yield from ((damage, damage.where) for damage in damages)


def _posts(tables: Tables, path: Path, where: str, damages: list[Damage]) -> Iterator[tuple[Any, ...]]:
    """The open posts, each with topic, number and line before its values, to be sorted by."""
    met = False
    with unpacked(path, _DUMPS) as stream:
        for entry in rows(split_lines(stream), {"posts": POSTS}):
            if isinstance(entry, Block):
                if met:
                    return
                met = entry.table == "posts"
            elif isinstance(entry, BadRow):
                damages.append(_bad(entry, where))
            elif tables.is_open_post(entry.values):
                topic, number = entry.values[1:3]
                if topic and number and (topic + number).isdecimal():
                    yield (int(topic), int(number), entry.line, *entry.values)
                else:
                    damages.append(Damage("this post has no number", f"{where}:{entry.line}", _AGAIN))


def _noted(rows: Iterator[tuple[Any, ...]], note: Callable[[str], None]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        note(row[_COOKED] or "")
        yield row


def _weight(row: tuple[Any, ...]) -> int:
    return 500 + len(row[_COOKED] or "")


def _bad(row: BadRow, where: str) -> Damage:
    return Damage(row.what, f"{where}:{row.line}", _AGAIN)


def _age(path: Path) -> tuple[str, str]:
    date = _DATE.search(path.name)
    return date[0] if date else "", path.name


def _address(text: str | None) -> str | None:
    try:
        return base_address(text)
    except ValueError:
        return None
