"""rename: an article gets another path, and whoever has the old one still finds it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from deskbook.errors import ContentError
from deskbook.library import Library
from deskbook.library.changes import Change
from deskbook.library.keys import body_start, with_entry, with_value, without_entry
from deskbook.model import Article
from deskbook.stages.moving import Moving
from deskbook.text.markdown import outline
from deskbook.text.moved import is_alias
from deskbook.text.pages import page_url
from deskbook.text.relinking import Moves, targets

# Pages have a path of their own, and so has the roster.
_NO_PICTURES = (".md", ".yml", ".yaml")


def new_path(name: str, content: str) -> PurePosixPath:
    """The path below content/ that a person means, who may have written the folder `content` before it.

    Raises `ContentError` for one that can be no article's.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    path = path.relative_to(content) if path.is_relative_to(content) else path
    if not is_alias(path.as_posix()) or any(part.startswith(".") for part in path.parts):
        raise ContentError(
            "this can be no article's path",
            where=name,
            cure=f"write a path below {content}/ that ends with .md, such as `dns/slow.md`",
        )
    return path


def rename(library: Library, article: Article, new: PurePosixPath, title: str | None = None) -> tuple[Change, ...]:
    """What has to change so that `article` is at the path `new`, and has the `title`. Writes nothing.

    Pictures and other files below its folder that only it uses go with it. The new files are written first and the old one
    removed last, so that a run that was killed is completed by the next. Raises `ContentError`.
    """
    moving = Moving(library)
    there = next((one for one in moving.articles if one.path == new), None)
    if there and there.id == article.id:
        # Either nothing moves, or a run was killed before it had removed the old file.
        left = (one for one in moving.articles if one.id == there.id and one.path.as_posix() in there.aliases)
        article = next(left, there)
    _refuse(moving, article, new, there)
    old = article.path
    if old == new:
        moving.plan(new, _titled(moving, library.text(new), article, title))
        return moving.changes()
    files = _own_files(moving, article, new)
    moves = moving.moves({**files, old.as_posix(): new.as_posix()})
    for before, after in files.items():
        moving.plan(PurePosixPath(after), moving.held(PurePosixPath(before)))
    text = library.text(there.path) if there else _moved(moving, moves, article, new)
    moving.plan(new, _titled(moving, text, there or article, title))
    for before in files:
        moving.plan(PurePosixPath(before), None)
    moving.plan(old, None)
    moving.repair(moves, ids={}, claimed={old.as_posix(), new.as_posix()})
    return moving.changes()


def _refuse(moving: Moving, article: Article, new: PurePosixPath, there: Article | None) -> None:
    if there and there.id == article.id:
        return
    address = page_url(new).casefold()
    paths = (PurePosixPath(name) for name in moving.files if name.endswith(".md"))
    taken = next(
        (path for path in sorted(paths) if page_url(path).casefold() == address and path != article.path), None
    )
    if taken:
        raise ContentError(
            f"there is an article at {taken} already, and a page has an address of its own",
            where=f"{moving.library.prefix}/{new}",
            cure=f"choose another path, or make one of both: `deskbook merge {taken} {article.path}`",
        )


def _moved(moving: Moving, moves: Moves, article: Article, new: PurePosixPath) -> str:
    text = moving.library.text(article.path)
    start = body_start(text)
    made = text[:start] + moves.relinked(text[start:], article.path, new)
    try:
        made = without_entry(made, "aliases", new.as_posix())
        made = with_entry(made, "aliases", article.path.as_posix())
        # What names the article names its id, which must not follow the path.
        return made if "id" in article.stated else with_value(made, "id", article.id)
    except ContentError as error:
        raise moving.at(article, error) from error


def _titled(moving: Moving, text: str, article: Article, title: str | None) -> str:
    if title is None or title == article.title:
        return text
    start = body_start(text)
    heading = next(iter(outline(article.body).headings), None)
    body = text[start:]
    if heading and heading.level == 1 and heading.text == article.title:
        body = re.sub(
            rf"^(#[ \t]+){re.escape(heading.text)}(?=[ \t\r]*$)",
            lambda found: found[1] + title,
            body,
            count=1,
            flags=re.M,
        )
    try:
        return with_value(text[:start], "title", title) + body
    except ContentError as error:
        raise moving.at(article, error) from error


def _own_files(moving: Moving, article: Article, new: PurePosixPath) -> dict[str, str]:
    """Where the files go that stand below the article's folder and that no other article shows or links to."""
    folder = article.path.parent
    if folder in (new.parent, PurePosixPath()):
        return {}  # below content/ itself is everything
    used = (PurePosixPath(name) for name in targets(article.body, article.path, moving.files))
    wanted = {path.as_posix() for path in used if path.is_relative_to(folder) and path.suffix not in _NO_PICTURES}
    others = Moves(moving.files, dict.fromkeys(wanted, ""))
    for one in moving.articles:
        if one.path not in (article.path, new) and others.concern(one.body):
            wanted -= targets(one.body, one.path, moving.files)
    found = {name: (new.parent / PurePosixPath(name).relative_to(folder)).as_posix() for name in sorted(wanted)}
    held = {name: (moving.held(PurePosixPath(name)), moving.held(PurePosixPath(to))) for name, to in found.items()}
    return {name: to for name, to in found.items() if held[name][1] in (None, held[name][0])}
