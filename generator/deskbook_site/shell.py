"""Pages that the site engine builds once, so that tens of thousands more can look the same without it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from deskbook.errors import BuildError

from .page import Page
from .words import ENGLISH, Words

# Links in a built page are relative, so there is one shell for each depth of address below a section.
_DEPTHS = {"forum": 5, "chat": 4}
_SLOTS = ("TITLE", "DESCRIPTION", "BODY", "URL")
_SLOT = re.compile(rf"@@DESKBOOK_({'|'.join(_SLOTS)})@@")
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*?)((?:forum|chat)/(?:shell/)*)"\s*/?>')

# What the engine says about the shell's own file and its neighbours, and must not be said of the pages in it.
_OWN = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'<link rel="(?:prev|next)"[^>]*>',
        r'<a\b[^>]*class="md-content__button[^>]*>.*?</a>',
        r'<aside class="md-source-file">.*?</aside>',
        r'<nav class="md-footer__inner[^>]*>.*?</nav>',
        r'<script type="application/ld\+json">(?:(?!</script>).)*@@DESKBOOK_.*?</script>',
        r'\sdata-pagefind-(?:body|filter|meta|sort|weight)(?:="[^"]*")?',
        # The page brings its own heading: it belongs to what the search indexes.
        r"<h1\b[^>]*>(?:(?!</h1>).)*@@DESKBOOK_TITLE@@.*?</h1>",
    )
)
_SKIP_LINK = re.compile(r'href="[^"]*"(\s+class="md-skip")')


def shell_pages(*, forum: bool = True, chat: bool = True, words: Words = ENGLISH) -> tuple[Page, ...]:
    """The Markdown that the engine must build before forum or chat pages can be made.

    forum/index.md and chat/index.md belong into the navigation; those below a folder `shell` never do, and are gone
    from the site once the pages are made. None of them is for the search index (`search.exclude` says so).
    """
    wanted = [section for section, yes in (("forum", forum), ("chat", chat)) if yes]
    return tuple(_shell_page(section, depth, words) for section in wanted for depth in range(1, _DEPTHS[section] + 1))


@dataclass(frozen=True, slots=True)
class Shell:
    """A built page, cut at its markers: text, name of a slot, text, name of a slot, ..., text."""

    pieces: tuple[str, ...]

    @classmethod
    def load(cls, path: Path) -> Shell:
        """Cut the built HTML file at `path`. Raises `BuildError` where it is missing or has lost a marker."""
        try:
            html = path.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise BuildError(
                "the site engine built no shell for forum and chat pages",
                where=str(path),
                cure="run `deskbook build` again; if it stays away, look for forum/ and chat/ in mkdocs.yml's exclude_docs",
            ) from error
        present = set(_SLOT.findall(html))
        if missing := [slot for slot in _SLOTS[:3] if slot not in present]:
            raise BuildError(
                f"the marker @@DESKBOOK_{missing[0]}@@ is gone from the built shell page",
                where=str(path),
                cure="the theme must show each page's title, meta description and content: compare your theme/main.html "
                "with deskbook's, then run `deskbook build` again",
            )
        return cls(tuple(_SLOT.split(_without_own(html))))

    def page(self, title: str, body_html: str, description: str, url: str) -> str:
        """A whole page. `body_html` is trusted and holds the h1; `url` is the page's address relative to the site's.

        An element with the id `content` in the body is where "skip to content" leads.
        """
        values = {"TITLE": _plain(title), "DESCRIPTION": _plain(description), "BODY": body_html, "URL": quote(url)}
        pieces = list(self.pieces)
        pieces[1::2] = [values[slot] for slot in pieces[1::2]]
        return "".join(pieces)


def load_shells(site: Path, section: str) -> dict[int, Shell]:
    """The shells of `section` by depth of address: 2 is for forum/<topic>/."""
    return {
        depth: Shell.load(site / _folder(section, depth) / "index.html") for depth in range(1, _DEPTHS[section] + 1)
    }


def remove_shells(site: Path, section: str) -> None:
    """Take the shells of `section` out of the finished site, all but the index, which a real page replaces."""
    shutil.rmtree(site / _folder(section, 2), ignore_errors=True)


def _folder(section: str, depth: int) -> PurePosixPath:
    return PurePosixPath(section, *["shell"] * (depth - 1))


def _shell_page(section: str, depth: int, words: Words) -> Page:
    meta = {
        # The index stands in the navigation of all pages under its real name.
        "title": words(section) if depth == 1 else "@@DESKBOOK_TITLE@@",
        "description": "@@DESKBOOK_DESCRIPTION@@",
        "hide": ["toc", "footer", "feedback"],
        "search": {"exclude": True},
    }
    body = "# @@DESKBOOK_TITLE@@\n\n<div>@@DESKBOOK_BODY@@</div>\n"
    return Page(_folder(section, depth) / "index.md", meta, body)


def _without_own(html: str) -> str:
    for pattern in _OWN:
        html = pattern.sub("", html)
    if canonical := _CANONICAL.search(html):
        base, own = canonical.groups()
        # Not only the canonical link: og:url and the like say the same address.
        html = html.replace(f'"{base}{own}"', f'"{base}@@DESKBOOK_URL@@"')
    return _SKIP_LINK.sub(r'href="#content"\1', html)


def _plain(text: str) -> str:
    return escape(" ".join(text.split()), quote=True)
