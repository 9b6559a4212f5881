"""What a page sees of the rest of the site while it is rendered: everything it asks for is noted down as a *fact*.

Templates get no navigation, section or other page of MkDocs itself, only what stands for one here. So a page that was rendered
before, of the same text, is still right if each of its facts is what it was. Where a template asks for what cannot be told in
a fact, such as the text of another page, that is `Unsure`.

A fact is a text, `kind:of what`; `Ground.value` says what it is now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from .sure import Unsure

if TYPE_CHECKING:
    from .ground import Ground

# What follows from a file's name and the settings.
_OF_FILE = frozenset(
    "src_uri src_path dest_uri dest_path url name inclusion use_directory_urls abs_src_path abs_dest_path src_dir dest_dir edit_uri "
    "generated_by url_relative_to is_documentation_page is_static_page is_media_file is_javascript is_css".split()
)
# A page is `active` while it is rendered, and so are the sections it is in: that follows from its place.
_OF_PAGE = frozenset("abs_url canonical_url edit_url is_index is_page is_section is_link".split())
_OF_SECTION = frozenset("is_page is_section is_link".split())
_OF_LINK = frozenset("title url children is_page is_section is_link active".split())
_OF_PLACE = frozenset("parent ancestors is_top_level is_homepage".split())
_OWN = frozenset("content toc markdown".split())


class View:
    """What one page sees of a `Ground`, and what it has asked for: `facts`. A page that asked for the hour is not to be kept."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._shown: dict[int, Any] = {}
        self.begin(None)

    def begin(self, own: Page | None) -> None:
        """From now on, note down for the page `own`, which may be read as it is; or for a page of none."""
        self.own = own
        self.keep = True
        self._facts: set[str] = set()
        self.note = self._facts.add
        self._reached: dict[str, int] = {}
        if own is not None:
            self.read("place", own.file.src_uri)

    def read(self, kind: str, of: str = "") -> None:
        """The page has asked for this."""
        self.note(f"{kind}:{of}")

    def reach(self, position: str, many: int) -> None:
        """The page has looked through the first `many` entries of a section."""
        if many > self._reached.get(position, 0):
            self._reached[position] = many

    @property
    def facts(self) -> list[str]:
        """All that was asked for."""
        return sorted([*self._facts, *(f"first:{many}:{position}" for position, many in self._reached.items())])

    def show(self, raw: Any) -> Any:
        """What stands for an entry of the navigation, a file or a list of them. Values of other sorts are themselves."""
        if isinstance(raw, list):
            return [self.show(one) for one in raw]
        kind = _SHOWN.get(type(raw))
        if kind is None:
            return raw
        if id(raw) not in self._shown:
            self._shown[id(raw)] = kind(self, raw)
        return self._shown[id(raw)]


class _Seen:
    __slots__ = ("_raw", "_view")

    def __init__(self, view: View, raw: Any) -> None:
        self._view = view
        self._raw = raw

    def _unsure(self, name: str) -> Any:
        if not hasattr(self._raw, name):
            raise AttributeError(name)
        raise Unsure(f"a template reads `{name}` of {type(self._raw).__name__.lower()}s that it is not the template of")

    def __str__(self) -> str:
        raise Unsure(f"a template writes out a whole {type(self._raw).__name__.lower()}")

    __repr__ = __str__


class _Entry(_Seen):
    # Each page shows all that stand beside it and beside those that it is in: what is shown of them is quickly at hand.
    __slots__ = ("_fact", "children")

    @property
    def active(self) -> bool:
        return bool(self._raw.active)


class _Page(_Entry):
    __slots__ = ("url",)

    def __init__(self, view: View, raw: Page) -> None:
        super().__init__(view, raw)
        self.url, self.children = raw.url, raw.children
        self._fact = f"title:{raw.file.src_uri}"

    @property
    def title(self) -> Any:
        self._view.note(self._fact)
        return self._view.ground.title(self._raw)

    def __getattr__(self, name: str) -> Any:
        raw, view = self._raw, self._view
        if name in _OF_PAGE:
            return getattr(raw, name)
        uri = raw.file.src_uri
        if name == "meta":
            if raw is not view.own:  # whose text is known anyway
                view.read(name, uri)
            return view.ground.filled(raw).meta
        if name in ("previous_page", "next_page"):
            view.read(name, uri)
        elif name in _OF_PLACE:
            view.read("place", uri)
        elif name == "update_date":
            view.read("today")
        elif name != "file" and not (raw is view.own and name in _OWN):
            return self._unsure(name)
        return view.show(getattr(raw, name))


class _Section(_Entry):
    __slots__ = ()

    def __init__(self, view: View, raw: Section) -> None:
        super().__init__(view, raw)
        position = view.ground.position(raw)
        self.children = _Entries(view, position, raw.children)
        self._fact = f"name:{position}"

    @property
    def title(self) -> Any:
        self._view.note(self._fact)
        return self._raw.title

    def __getattr__(self, name: str) -> Any:
        raw, view = self._raw, self._view
        if name in _OF_SECTION:
            return getattr(raw, name)
        if name in _OF_PLACE and hasattr(raw, name):  # follows from the position, by which it was found
            return view.show(getattr(raw, name))
        return self._unsure(name)


class _Link(_Seen):
    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name) if name in _OF_LINK else self._unsure(name)


class _File(_Seen):
    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name == "page":
            return self._view.show(self._raw.page)
        return getattr(self._raw, name) if name in _OF_FILE else self._unsure(name)


class _Navigation(_Seen):
    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name == "homepage":
            self._view.read("homepage")
            return self._view.show(self._raw.homepage)
        return self._entries() if name == "items" else self._unsure(name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._entries())

    def __len__(self) -> int:
        return len(self._entries())

    def _entries(self) -> _Entries:
        return _Entries(self._view, "", self._raw.items)


_SHOWN = {Page: _Page, Section: _Section, Link: _Link, File: _File, Navigation: _Navigation}


class _Entries(Sequence[Any]):
    """What is in a section. How far a template looks through it is noted down: who shows the first entry only has nothing to do with
    the others."""

    def __init__(self, view: View, position: str, raw: Sequence[Any]) -> None:
        self._view, self._position, self._raw = view, position, raw

    def __len__(self) -> int:
        self._view.read("count", self._position)
        return len(self._raw)

    def __bool__(self) -> bool:
        self._view.reach(self._position, 1)
        return bool(self._raw)

    def __iter__(self) -> Iterator[Any]:
        for place, raw in enumerate(self._raw):
            self._view.reach(self._position, place + 1)
            yield self._view.show(raw)
        self._view.reach(self._position, len(self._raw) + 1)

    def __getitem__(self, place: Any) -> Any:
        near = isinstance(place, int) and 0 <= place < len(self._raw)
        self._view.reach(self._position, place + 1 if near else len(self._raw) + 1)
        return self._view.show(self._raw[place])

    def __str__(self) -> str:
        raise Unsure("a template writes out a whole section")


class Looked:
    """The files of a site, for the links of a page: which it has looked for is noted down, whether they are there or not."""

    def __init__(self, view: View, files: Files) -> None:
        self._view, self._files = view, files

    def get_file_from_path(self, path: str) -> File | None:
        """As that of MkDocs."""
        self._view.read("file", path)
        return self._files.get_file_from_path(path)


class Hour:
    """The hour of the build. A page that shows it is made in each build."""

    def __init__(self, view: View, raw: Any) -> None:
        self._view, self._raw = view, raw

    def __getattr__(self, name: str) -> Any:
        self._view.keep = False
        return getattr(self._raw, name)

    def __str__(self) -> str:
        self._view.keep = False
        return str(self._raw)


class Never:
    """What no page may look at."""

    def __init__(self, what: str) -> None:
        self._what = what

    def _refuse(self, *_: Any) -> Any:
        raise Unsure(f"a template reads {self._what}")

    __bool__ = __len__ = __iter__ = __getitem__ = __str__ = __repr__ = __contains__ = _refuse

    def __getattr__(self, name: str) -> Any:
        return self._refuse()
