"""Comments that an export keeps apart from their tickets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from .files import Record, record_at
from .records import Spoiled, checked
from .zendesk_records import Comment


class CommentIndex:
    """Where the comments of each ticket are. Those of line files stay on disk and are read again when asked for."""

    def __init__(self) -> None:
        self._places: defaultdict[str, list[tuple[Path, int]]] = defaultdict(list)
        self._held: defaultdict[str, list[Comment]] = defaultdict(list)

    def add(self, record: Record) -> Iterator[Spoiled]:
        """Take the comments of one record, a comment or a page `{"comments": [...]}`; gives what is wrong with some."""
        page = record.value if isinstance(record.value, dict) else {}
        outer = page.get("ticket_id")
        many = page.get("comments")
        for member in many if isinstance(many, list) else [record.value]:
            if isinstance(member, dict) and "ticket_id" not in member and outer is not None:
                member["ticket_id"] = outer
            try:
                comment = checked(Comment, member)
            except Spoiled as spoiled:
                yield spoiled
                continue
            if comment.ticket_id is None:
                yield Spoiled(
                    "'ticket_id' is missing: nobody can tell whose comment this is", "export comments with `ticket_id`"
                )
            elif member is record.value and record.offset is not None and record.path.suffix != ".gz":
                self._places[comment.ticket_id].append((record.path, record.offset))
            else:
                # A document or a packed file cannot be read from the middle.
                self._held[comment.ticket_id].append(comment)

    def of(self, ticket: str) -> list[Comment]:
        """The comments of a ticket."""
        read = [checked(Comment, record_at(path, offset)) for path, offset in self._places.get(ticket, ())]
        return [*read, *self._held.get(ticket, ())]
