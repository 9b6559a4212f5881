"""The tracked list of what was taken down, see `lines`: no name of it stands there in clear."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from deskbook.errors import TakedownError
from deskbook.library.lines import TrackedLines, one_of
from deskbook.model import Form, Takedown, TakedownKind
from deskbook.text.redact import Takedowns
from deskbook.text.redact.takedowns import fingerprint

_HEADER = """\
# What was taken down, and must not come back. `deskbook takedown` writes it; `collect` and `build` obey it. Keep it in git,
# with the line of .gitattributes that lets two branches merge without a conflict.
#
# One takedown a line: when, what it is, and which. A thread is named by its key. Persons and texts are named by digests,
# made with a secret key: behind the fingerprint of that key stand their forms, as number of words, digest of the first word
# and digest of all words. The order of the lines does not matter. To let something in again, delete its line.

"""
_HEX = re.compile(r"[0-9a-f]+")
# Other files and the store refer to these, so a person has to change them.
_REFERRED_TO = frozenset({"id", "improves", "owner", "sources", "provenance"})


def read_takedowns(path: Path, key: Callable[[], bytes]) -> Takedowns:
    """The list in `path`, ready to be looked for; an empty one where there is no file. `key` is asked only if it is needed.

    Raises `DecisionError` for a line that cannot be read, and `TakedownError` for one that was made with another key: what
    cannot be looked for must not be let through.
    """
    lines = _LINES.all_in(path)
    made_with = {one.key for one in lines if one.forms}
    if not made_with:
        return Takedowns.of(lines, b"")
    if other := made_with - {fingerprint(key())}:
        raise TakedownError(
            f"something was taken down with another key (fingerprint {min(other)}) than the one here, so it cannot be looked for",
            where=str(path),
            cure="set DESKBOOK_KEY to the key that `deskbook takedown --show-key` prints where those lines were written. If that "
            "store is lost, delete the lines with that fingerprint and take the same down again",
        )
    return Takedowns.of(lines, key())


def append_takedown(path: Path, takedown: Takedown) -> bool:
    """Write one takedown more; False, and nothing is written, where the list has it already."""
    if any(replace(one, at=takedown.at) == takedown for one in _LINES.all_in(path)):
        return False
    _LINES.append(path, lambda at: replace(takedown, at=at), takedown.at)
    return True


def cleaned_file(text: str, takedowns: Takedowns) -> str:
    """The text of an article's file without what was taken down. Raises `ValueError` where its front matter cannot be read.

    What other files refer to stays: ids and owners. Threads that were taken down are no longer among its sources.
    """
    text = text.removeprefix("\ufeff")
    try:
        post = frontmatter.loads(text)
    except yaml.YAMLError as error:
        raise ValueError("the front matter is not valid YAML") from error
    meta: dict[str, Any] = {
        name: value if name in _REFERRED_TO else _cleaned(value, takedowns) for name, value in post.metadata.items()
    }
    if isinstance(meta.get("sources"), list):
        meta["sources"] = [key for key in meta["sources"] if key not in takedowns.threads]
    if isinstance(meta.get("provenance"), dict):
        meta["provenance"] = {
            message: _cleaned(begin, takedowns)
            for message, begin in meta["provenance"].items()
            if str(message).rpartition("#")[0] not in takedowns.threads
        }
    body = str(post.content)
    at = text.rfind(body) if body else len(text)
    head, rest = text[:at], takedowns.removed_from(text[at:])
    if meta != post.metadata:
        head = f"---\n{yaml.safe_dump(meta, sort_keys=False, allow_unicode=True, width=1000)}---\n\n"
    return head + rest


def _cleaned(value: Any, takedowns: Takedowns) -> Any:
    if isinstance(value, str):
        return takedowns.removed_from(value)
    if isinstance(value, list):
        return [_cleaned(one, takedowns) for one in value]
    if isinstance(value, dict):
        return {_cleaned(name, takedowns): _cleaned(one, takedowns) for name, one in value.items()}
    return value


def _takedown(at: datetime, words: list[str]) -> Takedown:
    kind, said = one_of(TakedownKind, words[:1]), words[1:]
    if kind is TakedownKind.THREAD:
        if len(said) != 1 or not said[0]:
            raise ValueError("`thread` needs one thread")
        return Takedown(at, kind, said[0])
    if len(said) < 2:
        raise ValueError(f"`{kind}` needs the fingerprint of a key, and digests")
    return Takedown(at, kind, key=said[0], forms=tuple(map(_form, said[1:])))


def _form(written: str) -> Form:
    words, *digests = written.split(":")
    if len(digests) != 2 or not words.isdecimal() or not all(map(_HEX.fullmatch, digests)):
        raise ValueError(f"'{written}' does not say how a name or text is written")
    return Form(int(words), *digests)


def _words(takedown: Takedown) -> list[str]:
    if takedown.kind is TakedownKind.THREAD:
        return [takedown.kind, takedown.thread]
    return [takedown.kind, takedown.key, *(f"{form.words}:{form.first}:{form.whole}" for form in takedown.forms)]


_LINES = TrackedLines(
    _HEADER,
    "take the line over from git's history as it was written, or delete it and take the same down again",
    _takedown,
    _words,
)
