"""Pages of a site that was built, made again one by one, in memory."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page

from deskbook.library import replace

from .ground import NAV, Ground
from .pages import rendered, warnings
from .sure import key_of


class Again:
    """A site that was built with the settings `config` and with this `nav`, as JSON, and of which `folder` has what was kept. What
    pages show of each other is as it was then. Raises `Unsure` where MkDocs itself must build it."""

    def __init__(self, config: Path, folder: Path, nav: str) -> None:
        replace(folder / NAV, nav)
        with warnings():
            self._ground = Ground(config, folder)
        key_of(self._ground.config, self._ground.settings)

    def html(self, uri: str, text: str) -> bytes:
        """The page of the Markdown file `uri` with this text. One that is new is in no navigation."""
        ground = self._ground
        file = ground.files.get_file_from_path(uri) or self._added(uri)
        file.content_string = text
        with warnings():
            html = rendered(ground, file.page or Page(None, file, ground.config))
        return html.encode("utf-8", errors="xmlcharrefreplace")

    def _added(self, uri: str) -> File:
        ground = self._ground
        file = File.generated(ground.config, uri, content="", inclusion=InclusionLevel.INCLUDED)
        page = Page(None, file, ground.config)
        index = ground.files.get_file_from_path(PurePosixPath(uri).with_name("index.md").as_posix())
        if index and index.page:
            page.parent = index.page.parent
        ground.files.append(file)
        return file
