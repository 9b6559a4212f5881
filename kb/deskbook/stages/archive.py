"""archive: an article that nobody should read any more, and where its readers go instead."""

from __future__ import annotations

from deskbook.errors import ContentError
from deskbook.library import Library
from deskbook.library.changes import Change
from deskbook.library.keys import with_entry, with_value
from deskbook.model import Article, Confidence
from deskbook.stages.moving import Moving
from deskbook.text.markdown import outline


def archive(
    library: Library, article: Article, replacement: Article | None = None, because: str = ""
) -> tuple[Change, ...]:
    """What has to change so that `article` is on no site; its file stays. Writes nothing.

    With a `replacement` its address, the links to it, and what names its id lead there. The address of a draft that was never
    published says nothing: nobody need know of it. Raises `ContentError`.
    """
    moving = Moving(library)
    if replacement and replacement.path == article.path:
        raise ContentError(
            "an article cannot stand for itself", where=f"{library.prefix}/{article.path}", cure="name another"
        )
    said = {
        "confidence": str(Confidence.ARCHIVED),
        "replaced_by": replacement.id if replacement else "",
        "archived_because": because,
    }
    text = library.text(article.path)
    try:
        for name, value in said.items():
            text = with_value(text, name, value) if value else text
        if article.confidence.published or replacement:
            text = with_entry(text, "aliases", article.path.as_posix())
    except ContentError as error:
        raise moving.at(article, error) from error
    moving.plan(article.path, text)
    if replacement:
        new = replacement.path.as_posix()
        moves = moving.moves({article.path.as_posix(): new}, {new: outline(replacement.body).anchors})
        moving.repair(moves, ids={article.id: replacement.id})
    return moving.changes()
