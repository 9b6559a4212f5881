"""Discourse topics as the API gives them (`/t/{id}.json`): one to a file, or one to a line.

Deny by default: private messages and deleted topics are left out; so are hidden and deleted posts, whispers and the
small notes of who closed what. A topic counts as public only where nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from deskbook.errors import SourceError
from deskbook.model import Damage, Incoming

from .discourse_files import UploadsInFolders
from .discourse_records import Categories, Topic
from .discourse_threads import Forum
from .files import Record, find_files, place, records
from .options import BaseAddress, FileOptions, read_options
from .records import Spoiled, checked


class DiscourseExport:
    """Reads forum topics from JSON files as Discourse's API gives them."""

    class Options(FileOptions):
        """What a `[[sources]]` block of type `discourse-export` may say."""

        url: BaseAddress = Field(
            None, description="The forum's address, for links to topics and for links inside posts."
        )
        site: str | None = Field(
            None,
            description="The forum's `site.json` or `categories.json`: names of categories (`Hardware / Printers` for one below "
            "another), and which are restricted. Topics of restricted and of unknown categories are internal.",
        )
        public: bool = Field(
            False,
            description="Without `site` nothing says which topics everybody may read, and all are internal. `true` makes them "
            "public: right for files that were saved without a login.",
        )
        marked_tags: tuple[str, ...] = Field(
            (), description="Topics with one of these tags are marked for documentation."
        )

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        self.name = name
        self.root = root
        self.options = read_options(self.Options, name, options)

    def threads(self) -> Iterator[Incoming | Damage]:
        """Every topic that holds a post that all may read, file by file."""
        site = find_files(self.options.site, self.root, self.name) if self.options.site else []
        categories = self._categories(site)
        public = self.options.public or categories is not None
        paths = find_files(self.options.path, self.root, self.name)
        uploads = UploadsInFolders(dict.fromkeys(path.parent / "uploads" for path in paths))
        forum = Forum(self.name, self.options.url, categories, public, self.options.marked_tags, uploads.read)
        for path in paths:
            if path in site:
                continue  # `forum/*.json` finds forum/site.json, too
            for record in records(path, self.root):
                if isinstance(record, Record):
                    yield from self._topic(record, forum)
                else:
                    yield record

    def _categories(self, site: list[Path]) -> Categories | None:
        for path in site:
            for record in records(path, self.root):
                if isinstance(record, Damage):
                    raise SourceError(record.what, where=record.where, cure=record.cure)
                try:
                    return Categories.of(record.value)
                except Spoiled as spoiled:
                    raise SourceError(
                        spoiled.what, where=record.where, cure="save the forum's /site.json again"
                    ) from None
            raise SourceError(
                "this file is empty", where=place(path, self.root), cure="save the forum's /site.json again"
            )
        return None

    def _topic(self, record: Record, forum: Forum) -> Iterator[Incoming | Damage]:
        try:
            topic = checked(Topic, record.value)
            if topic.is_private or topic.deleted_at is not None:
                return
            incoming = forum.incoming(topic)
        except Spoiled as spoiled:
            yield Damage(spoiled.what, record.where, spoiled.cure)
            return
        if incoming:
            yield incoming
        if topic.missing_posts:
            yield Damage(
                f"topic {topic.id} is not whole: {topic.missing_posts} of its posts are not in the file",
                record.where,
                f"fetch the others with /t/{topic.id}/posts.json and put them into `post_stream.posts`",
            )
