"""Whether it is sure that a page follows from what is known of it, and by what it is known besides its own text.

What is not sure is left to MkDocs itself: a plugin can do anything, and so can somebody's own Markdown extension.
"""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

# Their extensions make the same of the same text.
_PACKAGES = ("markdown", "pymdownx")
# But not these, which read files.
_READS_FILES = frozenset({"pymdownx.snippets", "pymdownx.b64"})
# Functions that settings may name.
_FUNCTIONS = (*_PACKAGES, "material", "pygments")
_DISTRIBUTIONS = (
    "deskbook",
    "mkdocs",
    "mkdocs-material",
    "Markdown",
    "pymdown-extensions",
    "Pygments",
    "Jinja2",
    "PyYAML",
    "babel",
)
# No page depends on where the navigation leads elsewhere, nor on where files are put; the rest is in each page's own notes.
_NOT_OF_A_PAGE = frozenset({"nav", "docs_dir", "site_dir"})
# What a theme puts on the site as it stands. Templates are kept from including it: see `Ground`.
ASSETS = "assets"
# Ten thousand pictures, which come and go with a version of Material.
_ICONS = ".icons"
_TEMPLATES = (".html", ".xml", ".yml")


class Unsure(Exception):  # noqa: N818  it is no error: MkDocs itself builds the site then
    """Says why a page may depend on more than is known."""


def key_of(config: MkDocsConfig, settings: Mapping[str, Any]) -> str:
    """A fingerprint of all that every page depends on: `settings` (as in the file), templates, versions. Raises `Unsure` where there may be more."""
    _check(config)
    seen = hashlib.blake2b(digest_size=16)
    seen.update(repr([platform.python_version(), *map(version, _DISTRIBUTIONS)]).encode())
    said = {name: value for name, value in settings.items() if name not in _NOT_OF_A_PAGE}
    seen.update(_told(said).encode("utf-8", "surrogatepass"))
    for folder in config.theme.dirs:
        for name, path in _templates(Path(folder), every=folder == config.theme.custom_dir):
            seen.update(
                f"{name}\0".encode("utf-8", "surrogatepass")
                + hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
            )
    return seen.hexdigest()


def _check(config: MkDocsConfig) -> None:
    if names := [*config.plugins, *config.hooks]:
        raise Unsure(f"plugins and hooks may change any page ({', '.join(map(str, names))})")
    if config.extra_templates:
        raise Unsure("templates of your own (`extra_templates`) may show any page")
    # "warn" or more: INFO is not shown to anybody.
    if config.validation.links.anchors > 20:
        raise Unsure("`validation: anchors` looks from each page at every other")
    if config.theme.name != "material":
        raise Unsure(f"nothing is known of the theme {config.theme.name}")
    known = {point.name: point.value for point in entry_points(group="markdown.extensions")}
    for name in config.markdown_extensions:
        module = known.get(name, name).partition(":")[0]
        if module.partition(".")[0] not in _PACKAGES or module in _READS_FILES:
            raise Unsure(f"nothing is known of the Markdown extension {name}")
        if "custom_icons" in str(config.mdx_configs.get(name, {}).get("options")):
            raise Unsure("icons of your own are read from files")


def _told(value: Any) -> str:
    """A setting as text: the same for the same setting, in every process."""
    if value is None or isinstance(value, str | int | float | date):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_told, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{_told(name)}:{_told(entry)}' for name, entry in value.items())}}}"
    if isinstance(value, partial):
        return f"{_told(value.func)}({_told(value.args)},{_told(value.keywords)})"
    module = getattr(value, "__module__", None) or ""
    if callable(value) and module.partition(".")[0] in _FUNCTIONS:
        return f"{module}.{getattr(value, '__qualname__', '')}"
    raise Unsure(f"a setting of mkdocs.yml is more than text ({value!r})")


def _templates(folder: Path, *, every: bool) -> Iterator[tuple[str, Path]]:
    """What templates can come from, or include: in a project's own theme `every` file."""
    for here, folders, names in os.walk(folder):
        unread = {ASSETS} if every else {ASSETS, _ICONS}
        folders[:] = sorted(name for name in folders if name not in unread or Path(here) != folder)
        for name in sorted(names):
            if every or name.endswith(_TEMPLATES):
                path = Path(here, name)
                yield path.relative_to(folder).as_posix(), path
