"""merge: of two articles that say the same one stays, with all that only the other says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deskbook.errors import ContentError
from deskbook.library import Library
from deskbook.library.changes import Change
from deskbook.library.keys import body_start, with_entry, with_value
from deskbook.model import Article, Audience
from deskbook.stages.moving import Moving
from deskbook.text.markdown import outline
from deskbook.text.merging import additions, marks, with_additions
from deskbook.text.relinking import Moves


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge changes, in the order in which it has to be done.

    `passages` is how many parts of the article got text that waits for a writer. `dropped` are the keys of the other's front
    matter whose values differ and are not taken over.
    """

    keep: Article
    other: Article
    changes: tuple[Change, ...]
    passages: int
    dropped: tuple[str, ...]


def merge(library: Library, keep: Article, other: Article, audience: Audience | None = None) -> Merged:
    """What has to change so that `keep` stands for both, and nothing names `other` any more. Writes nothing.

    `keep` is written first and `other` removed last, so that a run that was killed is completed by the next. `audience` is for
    whom the one article is; it has to be said where they differ. Raises `ContentError`.
    """
    _refuse(library, keep, other, audience)
    moving = Moving(library)
    text = library.text(keep.path)
    start = body_start(text)
    theirs = library.text(other.path)
    theirs = theirs[body_start(theirs) :].replace("\r\n", "\n")
    to = {other.path.as_posix(): keep.path.as_posix()}
    # Twice, because which anchors there are is known only when it is known what is added.
    moves = moving.moves(to)
    body = _body(moves, keep, other, text[start:], theirs)
    moves = moving.moves(to, {keep.path.as_posix(): outline(body).anchors})
    body = _body(moves, keep, other, text[start:], theirs)
    try:
        front = _front_matter(text[:start], keep, other, audience)
    except ContentError as error:
        raise moving.at(keep, error) from error
    moving.plan(keep.path, front + body)
    moving.plan(other.path, None)
    moving.repair(moves, ids={other.id: keep.id}, claimed={other.path.as_posix(), other.id})
    dropped = tuple(sorted(_dropped(keep, other)))
    waiting = sum(1 for mark in marks(body) if mark.path == other.path.as_posix())
    return Merged(keep, other, moving.changes(), waiting, dropped)


def _refuse(library: Library, keep: Article, other: Article, audience: Audience | None) -> None:
    where = f"{library.prefix}/{other.path}"
    if keep.path == other.path:
        raise ContentError("this is one article, not two", where=where, cure="name the article to keep, then the other")
    if keep.audience is not other.audience and audience is None:
        raise ContentError(
            f"this is for {other.audience} readers, and {keep.path} for {keep.audience} ones: merged, the text of one would get "
            "the readers of the other",
            where=where,
            cure=f"say for whom the one page will be: `--audience {min(keep.audience, other.audience, key=lambda one: one.breadth)}` "
            "is safe, and a wider one publishes all that both say",
        )
    if keep.confidence.published != other.confidence.published:
        draft, page = (other, keep) if keep.confidence.published else (keep, other)
        raise ContentError(
            f"{draft.path} is still work in progress, and {page.path} is published: merged, either what nobody has reviewed would be "
            "published too, or what is published would be gone",
            where=where,
            cure=f"review {draft.path} and set `confidence: not-validated` in it first, then merge",
        )


def _body(moves: Moves, keep: Article, other: Article, body: str, theirs: str) -> str:
    body = moves.relinked(body, keep.path)
    theirs = moves.relinked(theirs, other.path, keep.path)
    return with_additions(body, additions(body.replace("\r\n", "\n"), theirs, other.path.as_posix()))


def _front_matter(text: str, keep: Article, other: Article, audience: Audience | None) -> str:
    asked = {keep.title.casefold(), *(one.casefold() for one in keep.asked_as)}
    lists: dict[str, Iterable[str]] = {
        "sources": other.sources,
        "tags": other.tags,
        "applies_to": other.applies_to,
        "asked_as": [one for one in (other.title, *other.asked_as) if one.casefold() not in asked],
        "aliases": [one for one in (other.path.as_posix(), *other.aliases) if one != keep.path.as_posix()],
        "former_ids": [one for one in (other.id, *other.former_ids) if one != keep.id],
    }
    for name, entries in lists.items():
        for entry in entries:
            text = with_entry(text, name, entry)
    for message, begin in other.provenance.items():
        for words in begin:
            text = with_entry(text, message, words, inside="provenance")
    if other.reply and not keep.reply:
        text = with_value(text, "reply", other.reply)
    return with_value(text, "audience", audience) if audience and audience is not keep.audience else text


def _dropped(keep: Article, other: Article) -> Iterable[str]:
    if other.owner and other.owner != keep.owner:
        yield "owner"
    if other.reply and keep.reply and other.reply != keep.reply:
        yield "reply"
    yield from (name for name, value in other.other.items() if keep.other.get(name) != value)
