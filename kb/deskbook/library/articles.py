"""Text of a file <-> Article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, TypeVar

import frontmatter
import yaml

from deskbook.model import Article, ArticleKind, Audience, Confidence

KNOWN_KEYS = (
    "id", "title", "kind", "confidence", "audience", "owner", "improves", "tags", "applies_to", "asked_as", "reply", "sources", "provenance",
    "created", "reviewed", "translated", "aliases", "former_ids", "replaced_by",
)  # fmt: skip
_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_ANCHOR = re.compile(r"<a\b[^>]*>\s*</a>|\{#[^}]*\}")
# Where PyYAML was built without libyaml there is only the slow one.
_FAST: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
E = TypeVar("E", bound=StrEnum)


class Unreadable(ValueError):  # noqa: N818  it says what the file is, and becomes a finding
    """A file is not an article: `message` says why, `line` (1-based) where, `cure` what to write."""

    def __init__(self, message: str, line: int, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Defaults:
    """What an article is taken to be where its front matter does not say."""

    audience: Audience = Audience.INTERNAL
    confidence: Confidence = Confidence.WIP


def parse(text: str, path: PurePosixPath, defaults: Defaults = Defaults()) -> Article:
    """The article in `text`. Raises `Unreadable` for front matter that is not YAML or has a value that means nothing.

    A wrong value is never guessed at: an article whose audience cannot be read must not be published by a default.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        post = frontmatter.loads(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "the YAML between the --- lines cannot be read"
        raise Unreadable(
            f"the front matter is not valid YAML: {problem}",
            (mark.line + 1) if mark else 1,
            "put values with ':' or '#' in quotes, and indent lists by two spaces",
        ) from error
    if text.startswith("---\n") and not post.metadata and not re.match(r"---\n\s*---\s*$", text, re.MULTILINE):
        raise Unreadable(
            "the front matter is not a list of `key: value` lines between two lines of ---",
            1,
            "close it with a line of ---",
        )
    return _Reader(text, dict(post.metadata)).article(path, str(post.content).strip(), defaults)


def render(article: Article) -> str:
    """The file of an article: front matter with the known keys first and in a fixed order, then the body."""
    meta: dict[str, object] = {
        "id": article.id,
        "title": article.title,
        "kind": str(article.kind),
        "confidence": str(article.confidence),
        "audience": str(article.audience),
        "owner": article.owner,
        "improves": article.improves,
        "tags": list(article.tags),
        "applies_to": list(article.applies_to),
        "asked_as": list(article.asked_as),
        "reply": article.reply,
        "sources": list(article.sources),
        "provenance": {message: list(begin) for message, begin in article.provenance.items()},
        "created": article.created,
        "reviewed": article.reviewed,
        "translated": article.translated,
        "aliases": list(article.aliases),
        "former_ids": list(article.former_ids),
        "replaced_by": article.replaced_by,
    }
    stated = {key: value for key, value in meta.items() if value not in (None, [], {})}
    stated.update({key: value for key, value in article.other.items() if key not in KNOWN_KEYS})
    return f"---\n{_yaml(stated)}---\n\n{article.body}\n"


def _yaml(meta: Mapping[str, object]) -> str:
    text = yaml.dump(meta, Dumper=_FAST, sort_keys=False, allow_unicode=True, width=1000)
    # libyaml, which is some ten times as fast, escapes emoji; people read these lines.
    return yaml.safe_dump(meta, sort_keys=False, allow_unicode=True, width=1000) if "\\U" in text else text


class _Reader:
    """Reads the values of one file's front matter, and says on which line a bad one stands."""

    def __init__(self, text: str, meta: dict[str, Any]) -> None:
        self._text = text
        self._meta = meta

    def article(self, path: PurePosixPath, body: str, defaults: Defaults) -> Article:
        place = path.with_suffix("").as_posix()
        return Article(
            path=path,
            id=self._string("id") or place,
            title=self._string("title")
            or _title_of(body)
            or path.stem.replace("-", " ").replace("_", " ").capitalize(),
            body=body,
            kind=self._choice("kind", ArticleKind, ArticleKind.REFERENCE),
            confidence=self._choice("confidence", Confidence, defaults.confidence),
            audience=self._choice("audience", Audience, defaults.audience),
            owner=self._string("owner"),
            sources=self._strings("sources"),
            tags=self._strings("tags"),
            applies_to=self._strings("applies_to"),
            asked_as=self._strings("asked_as"),
            reply=self._string("reply"),
            improves=self._string("improves"),
            provenance=self._provenance(),
            created=self._date("created"),
            reviewed=self._date("reviewed"),
            translated=self._date("translated"),
            aliases=self._strings("aliases"),
            former_ids=self._strings("former_ids"),
            replaced_by=self._string("replaced_by"),
            other={key: value for key, value in self._meta.items() if key not in KNOWN_KEYS},
            stated=frozenset(self._meta),
            body_line=self._body_line(body),
        )

    def _bad(self, key: str, problem: str, cure: str) -> Unreadable:
        line = next(
            (n for n, text in enumerate(self._text.split("\n"), 1) if re.match(rf"{re.escape(key)}\s*:", text)), 1
        )
        return Unreadable(f"`{key}` {problem}", line, cure)

    def _string(self, key: str) -> str | None:
        value = self._meta.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise self._bad(key, "is not text", f"write `{key}: some text`, in quotes if it looks like something else")
        return str(value)

    def _strings(self, key: str) -> tuple[str, ...]:
        value = self._meta.get(key)
        entries = [] if value is None else value if isinstance(value, list) else [value]
        if not all(isinstance(entry, str | int | float) for entry in entries):
            raise self._bad(key, "is not a list of texts", f"write `{key}: [one, two]`")
        return tuple(str(entry) for entry in entries)

    def _provenance(self) -> dict[str, tuple[str, ...]]:
        value = self._meta.get("provenance")
        lists = value if isinstance(value, dict) else {}
        if (value and not lists) or not all(isinstance(begin, list) for begin in lists.values()):
            raise self._bad(
                "provenance", "is not a list of sentences for each message", 'write `"thread#message": [first words]`'
            )
        return {str(message): tuple(str(words) for words in begin) for message, begin in lists.items()}

    def _date(self, key: str) -> date | None:
        value = self._meta.get(key)
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self._bad(key, f"is not a date: {value!r}", f"write `{key}: 2026-01-31`") from None

    def _choice(self, key: str, choices: type[E], default: E) -> E:
        value = self._meta.get(key)
        if value is None:
            return default
        try:
            return choices(str(value))
        except ValueError:
            known = ", ".join(choices)
            raise self._bad(
                key, f"is {str(value)[:40]!r}, which is none of {known}", f"write one of: {known}"
            ) from None

    def _body_line(self, body: str) -> int:
        return self._text[: self._text.rfind(body)].count("\n") + 1 if body else self._text.count("\n") + 1


def _title_of(body: str) -> str | None:
    found = _HEADING.search(body)
    return _ANCHOR.sub("", found.group(1)).replace("\\", "").strip() or None if found else None
