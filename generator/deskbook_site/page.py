"""The only thing that is passed on to the site engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath
from typing import Any

import yaml

from deskbook.text.pages import page_url

# Ten times as fast, where PyYAML was built with libyaml.
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown page, `path` relative to the staged docs folder; `meta` becomes its front matter."""

    path: PurePosixPath
    meta: Mapping[str, object]
    body: str

    @property
    def title(self) -> str:
        """The title in `meta`, else the file's name."""
        return str(self.meta.get("title") or self.path.stem)

    @property
    def url(self) -> str:
        """The page's address relative to the site's, without a leading slash: `dns/slow/`, or `` for the home page."""
        return page_url(self.path)

    def render(self) -> str:
        """Front matter and Markdown. Texts in `meta` are written as HTML text: engines print them as they stand."""
        front = yaml.dump(_as_html(dict(self.meta)), Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=1000)
        return f"---\n{front}---\n\n{self.body.strip()}\n"


def relative_url(origin: str, target: str) -> str:
    """How a page at `origin` links to `target`; both are addresses relative to the site's."""
    return "../" * origin.count("/") + target or "./"


def _as_html(value: object) -> object:
    if isinstance(value, str):
        # str() also makes plain text of a StrEnum, which YAML could not write.
        return escape(str(value), quote=True)
    if isinstance(value, Mapping):
        return {key: _as_html(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_as_html(entry) for entry in value]
    return value
