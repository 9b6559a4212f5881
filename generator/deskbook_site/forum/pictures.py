"""Pictures that topics show -> files of the site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from deskbook.model import Thread
from deskbook.text.pictures import pictures_of, thread_with_kept_as

# Below the site.
FOLDER = "forum/files"


def put_up_pictures(
    topics: Sequence[Thread], site: Path, path_of: Callable[[str], Path | None]
) -> tuple[tuple[Thread, ...], frozenset[str]]:
    """See that the site's folder of pictures holds just those of `topics`. `path_of` says where one is, if it still is.

    The topics, in which pictures that are not there have become their words, and the keys of those topics.
    """
    paths = {picture.name: path_of(picture.name) for topic in topics for picture in pictures_of(topic)}
    folder = site / FOLDER
    before = set(os.listdir(folder)) if folder.is_dir() else set()  # noqa: PTH208
    for name in before - {name for name, path in paths.items() if path}:
        (folder / name).unlink()
    for name, path in paths.items():
        if path and name not in before:
            folder.mkdir(parents=True, exist_ok=True)
            _put(path, folder / name)
    if all(paths.values()):
        return tuple(topics), frozenset()
    left = tuple(
        thread_with_kept_as(topic, lambda picture: picture.address if paths[picture.name] else None) for topic in topics
    )
    return left, frozenset(new.key for new, old in zip(left, topics, strict=True) if new is not old)


def _put(source: Path, target: Path) -> None:
    try:
        os.link(source, target)  # nobody writes into a picture: its name says what is in it
    except OSError:  # no links between these folders
        shutil.copyfile(source, target)
