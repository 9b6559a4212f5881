"""What all pages of a site have in common: MkDocs' settings, files, navigation and templates. Each process has its own, of the same
files."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import File, get_files, set_exclusions
from mkdocs.structure.nav import Section, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date
from mkdocs.utils.yaml import yaml_load

from .kept import COMPILED
from .seen import Hour, Looked, Never, View
from .sure import ASSETS, Unsure

_NOWHERE = "-"
# The file with the site's navigation, as JSON.
NAV = "nav.json"


class Ground:
    """Made as `mkdocs build --strict` makes it. `titles`: what the texts of pages give them, as far as it is known, by the page's file.
    The site's `nav` is in `folder`, and so are the templates, as Jinja compiled them."""

    def __init__(self, config: Path, folder: Path) -> None:
        with config.open("rb") as file:
            self.settings: dict[str, Any] = yaml_load(file)
        self.config = load_config(str(config), strict=True, nav=json.loads((folder / NAV).read_text(encoding="utf-8")))
        self.env = self.config.theme.get_env()
        self.env.loader = _Guarded(self.env.loader)
        compiled = folder / COMPILED
        compiled.mkdir(parents=True, exist_ok=True)
        self.env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(compiled))
        self.files = get_files(self.config)
        self.files.add_files_from_theme(self.env, self.config)
        set_exclusions(self.files, self.config)
        self.nav = get_navigation(self.files, self.config)
        self.config.nav = Never("the `nav` of mkdocs.yml")
        self.titles: Mapping[str, str] = {}
        self._positions: dict[int, str] = {}
        self._sections: dict[str, Section] = {}
        self._number(self.nav.items, "")
        self._values = _Values(self._value)
        self.documents: list[File] = list(self.files.documentation_pages())
        # `get_file_from_path` takes ten times as long.
        self._by_uri = {file.src_uri: file for file in self.documents}
        self.view = View(self)

    def position(self, section: Section) -> str:
        """Where a section is: the numbers of the sections it is in and its own, such as `.3.0`."""
        return self._positions[id(section)]

    def title(self, page: Page) -> Any:
        """The title of any page; read, or even rendered, if need be."""
        uri = page.file.src_uri
        if "title" in vars(page):  # the navigation says so
            return page.title
        if uri in self.titles:
            return self.titles[uri]
        self.filled(page)
        if "title" not in page.meta and page.content is None:
            page.render(self.config, self.files)
            page.content = ""
        return page.title

    def filled(self, page: Page) -> Page:
        """A page with its front matter."""
        if page.markdown is None:
            page.read_source(self.config)
        return page

    def context(self, page: Page | None, base_url: str = "") -> dict[str, Any]:
        """What MkDocs gives to the template of a `page`, or of a file that is no page; with what stands for other pages."""
        view = self.view
        context: dict[str, Any] = dict(get_context(self.nav, (), self.config, page, base_url))
        context |= {"nav": view.show(self.nav), "page": view.show(page)}
        if page is None:
            return context | {"pages": view.show(self.documents)}
        hour = Hour(view, context["build_date_utc"])
        return context | {"pages": Never("the list of all pages"), "build_date_utc": hour}

    def looked(self) -> Any:
        """The files, for the links of the page that is being rendered: MkDocs only asks for them by their paths."""
        return Looked(self.view, self.files)

    def value(self, fact: str) -> str:
        """A fingerprint of what this fact is now."""
        return self._values[fact]

    def _value(self, fact: str) -> str:  # noqa: C901, PLR0911  one a sort
        kind, _, of = fact.partition(":")
        if kind == "today":
            return get_build_date()
        if kind == "homepage":
            return _name(self.nav.homepage)
        if kind in ("name", "count"):
            if of and of not in self._sections:
                return _NOWHERE
            return repr(self._sections[of].title) if kind == "name" else str(len(self._entries(of)))
        if kind == "first":
            many, _, position = of.partition(":")
            return self._first(int(many), position)
        file = self._by_uri.get(of) or self.files.get_file_from_path(of)
        if kind == "file":
            return f"{file.url} {file.inclusion}" if file else _NOWHERE
        page = file.page if file else None
        if page is None:
            return _NOWHERE
        if kind == "title":
            return repr(self.title(page))
        if kind == "meta":
            return repr(self.filled(page).meta)
        if kind == "place":
            return self.position(page.parent) if page.parent else ""
        return _name(getattr(page, kind))  # previous_page, next_page

    def _first(self, many: int, position: str) -> str:
        if position and position not in self._sections:
            return _NOWHERE
        entries = self._entries(position)
        names = [_name(entry) for entry in entries[:many]]
        return repr(names if many <= len(entries) else [*names, _NOWHERE])

    def _entries(self, position: str) -> list[Any]:
        return self._sections[position].children if position else self.nav.items

    def _number(self, entries: list[Any], above: str) -> None:
        for place, entry in enumerate(entries):
            if isinstance(entry, Section):
                position = f"{above}.{place}"
                self._positions[id(entry)], self._sections[position] = position, entry
                self._number(entry.children, position)


class _Values(dict[str, str]):
    """Fingerprints of what facts are, found out once: the pages of a section have most of them in common."""

    def __init__(self, find: Callable[[str], str]) -> None:
        self._find = find

    def __missing__(self, fact: str) -> str:
        told = self._find(fact).encode("utf-8", "surrogatepass")
        self[fact] = value = hashlib.blake2b(told, digest_size=8).hexdigest()
        return value


class _Guarded(jinja2.BaseLoader):
    """Templates, but nothing else of a theme: by what a page is known are its templates."""

    def __init__(self, inner: jinja2.BaseLoader | None) -> None:
        self._inner = inner if isinstance(inner, jinja2.FileSystemLoader) else jinja2.FileSystemLoader([])

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        if template.lstrip("./").startswith(f"{ASSETS}/"):
            raise Unsure(f"a template includes {template}")
        return self._inner.get_source(environment, template)

    def list_templates(self) -> list[str]:
        """All files of the theme, as `FileSystemLoader` names them; but not those in hidden folders, of which MkDocs takes none."""
        found = set()
        for folder in self._inner.searchpath:
            for here, folders, names in os.walk(folder):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found |= {os.path.relpath(os.path.join(here, name), folder).replace(os.sep, "/") for name in names}  # noqa: PTH118
        return sorted(found)


def _name(entry: Any) -> str:
    """An entry of the navigation by what it is. A section is told by where it is; its title is another fact."""
    if entry is None:
        return _NOWHERE
    if isinstance(entry, Page):
        return f"page {entry.file.src_uri}"
    return "section" if isinstance(entry, Section) else f"link {entry.title!r} {entry.url!r}"
