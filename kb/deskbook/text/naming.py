"""Which article a person means."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import PurePosixPath

from deskbook.errors import DecisionError
from deskbook.model import Article
from deskbook.text.moved import formerly


def article_named(
    articles: Iterable[Article],
    name: str,
    content: str,
    *,
    archived: bool = False,
    instead: str = "name another article, or `--new` for one of its own",
) -> Article:
    """The page that `name` means: its id, or its path, with or without the folder `content` and `.md`, of today or of before.

    Raises `DecisionError` with the nearest names, and for what is no page (or `archived`, which may be wanted); then its cure is
    `instead`.
    """
    held = tuple(articles)
    path = PurePosixPath(name.replace("\\", "/"))
    path = path.relative_to(content) if path.is_relative_to(content) else path
    # What a browser's address line shows has no .md.
    paths = (path, path.with_name(f"{path.name}.md"), path / "index.md") if path.name else ()
    found = next((a for a in held if a.id == name), None) or next((a for p in paths for a in held if a.path == p), None)
    found = found or formerly(held, name, path)
    if found and (found.is_page or (archived and not found.improves)):
        return found
    if found:
        what = "is archived" if not found.improves else f"is no page: it is to improve '{found.improves}'"
        raise DecisionError(f"'{name}' {what}", cure=instead)
    names = {known: a.id for a in held if a.is_page for known in (a.id, a.path.as_posix(), a.title)}
    near = list(dict.fromkeys(names[one] for one in difflib.get_close_matches(name, names, n=3)))
    meant = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise DecisionError(
        f"there is no article '{name}'{meant}",
        cure=f"name it by the `id` in its front matter, or by its path below {content}/",
    )
