"""deskbook_site.engines.incremental: whatever changed, and whatever was kept, the site is what MkDocs makes of the same folder."""

from __future__ import annotations

import gzip
import json
import logging
import os
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from deskbook.errors import BuildError
from deskbook_site.engines import Built, Order, incremental
from deskbook_site.engines.mkdocs import render, theme_dir
from deskbook_site.page import Page
from deskbook_site.stage import stage

SETTINGS: dict[str, Any] = {
    "site_name": "Own name",
    "theme": {"name": "material", "features": ["navigation.path", "navigation.footer"]},
    "plugins": [],
    "markdown_extensions": [
        "admonition",
        "attr_list",
        "footnotes",
        "tables",
        "pymdownx.superfences",
        {"toc": {"permalink": True}},
    ],
}
FEATURES = (
    "navigation.tabs",
    "navigation.sections",
    "navigation.indexes",
    "navigation.prune",
    "navigation.footer",
    "toc.integrate",
)
HOME = PurePosixPath("index.md")
DATES = ("1700000000", "1700090000")


class Help:
    """A small site: its pages by their paths, the titles of its sections, its settings and its theme."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pages: dict[PurePosixPath, tuple[dict[str, object], str]] = {HOME: ({"title": "Home"}, "Hello.")}
        self.sections: dict[str, str] = {}
        self.settings = dict(SETTINGS)
        shutil.copytree(theme_dir(root), root / "theme")
        self.before: dict[str, bytes] = {}

    def order(self, processes: int = 1) -> Order:
        """The pages staged, in the navigation as they were added, and what the engine is asked for."""
        (self.root / "mkdocs.yml").write_text(yaml.safe_dump(self.settings), encoding="utf-8")
        pages = [Page(path, meta, body) for path, (meta, body) in self.pages.items()]
        work = self.root / "build"
        stage(pages, (), self.root / "content", work / "docs")
        top: list[Any] = [path for path in self.pages if path.parent == PurePosixPath()]
        for section, title in self.sections.items():
            inside = tuple(path for path in self.pages if str(path).startswith(f"{section}/"))
            if inside:
                top.append((title, inside))
        return Order(
            root=self.root, name="Help", url="https://x.example/kb", content=self.root / "content", config=work / "mkdocs-public.yml",
            docs=work / "docs", site=work / "site-public.new", theme=theme_dir(self.root), nav=top, pages=pages, processes=processes,
        )  # fmt: skip

    def build(self, processes: int = 1) -> Built | None:
        """Build it both ways and compare; None where both refuse."""
        order = self.order(processes)
        shutil.rmtree(order.site, ignore_errors=True)
        try:
            built = render(order)
        except BuildError:
            assert plain(order) is None
            return None
        made = files(order.site)
        shutil.rmtree(order.site)
        expected = plain(order)
        assert expected is not None
        assert made.keys() == expected.keys()
        for name, data in expected.items():
            assert made[name] == data, name
        self.before = made
        return built


def files(folder: Path) -> dict[str, bytes]:
    """Everything below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def plain(order: Order) -> dict[str, bytes] | None:
    """What MkDocs makes of the same settings and pages; None where it refuses."""
    log = logging.getLogger("mkdocs")
    told, log.propagate = log.propagate, False
    try:
        build(load_config(str(order.config), strict=True))
    except Abort:
        return None
    finally:
        log.propagate = told
    return files(order.site)


@pytest.fixture
def help_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Help:
    """Two sections of three pages."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATES[0])
    made = Help(tmp_path)
    for section in ("dns", "mail"):
        made.sections[section] = f"About {section}"
        for name in ("index", "first", "second"):
            made.pages[PurePosixPath(section, f"{name}.md")] = (
                {"title": f"{name} of {section}"},
                "[home](../index.md)",
            )
    return made


TITLES = st.sampled_from(["How", "Why & <when>", "Où", 'It\'s "so"', "Zürich 1"])
BODIES = st.sampled_from(
    [
        "Text.",
        "## One\n\n## Two\n\nText[^1].\n\n[^1]: Note.",
        "!!! note\n\n    x\n\n```python\nx = 1\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ]
)


class Changes(RuleBasedStateMachine):
    """Whatever people do to a site, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.help = Help(Path(self.folder.name))
        self.told = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = DATES[0]

    def teardown(self) -> None:
        if self.told is None:
            os.environ.pop("SOURCE_DATE_EPOCH", None)
        else:
            os.environ["SOURCE_DATE_EPOCH"] = self.told
        self.folder.cleanup()

    def _page(self, data: st.DataObject) -> PurePosixPath:
        return data.draw(st.sampled_from(sorted(self.help.pages)))

    @initialize(many=st.integers(1, 4))
    def some(self, many: int) -> None:
        for section in ("dns", "mail"):
            self.help.sections[section] = f"About {section}"
            for number in range(many):
                self.help.pages[PurePosixPath(section, f"a{number}.md")] = (
                    {"title": f"Answer {number}"},
                    f"Text {number}.",
                )

    @rule(data=st.data(), body=BODIES)
    def edit(self, data: st.DataObject, body: str) -> None:
        path = self._page(data)
        self.help.pages[path] = (self.help.pages[path][0], body)

    @rule(data=st.data(), title=TITLES)
    def retitle(self, data: st.DataObject, title: str) -> None:
        path = self._page(data)
        meta, body = self.help.pages[path]
        self.help.pages[path] = ({**meta, "title": title}, body)

    @rule(
        data=st.data(),
        meta=st.sampled_from(
            [{"status": "new"}, {"hide": ["navigation"]}, {"icon": "material/dns"}, {"description": "x"}]
        ),
    )
    def tell_more(self, data: st.DataObject, meta: dict[str, object]) -> None:
        path = self._page(data)
        self.help.pages[path] = ({**self.help.pages[path][0], **meta}, self.help.pages[path][1])

    @rule(data=st.data(), heading=TITLES)
    def take_title_from_heading(self, data: st.DataObject, heading: str) -> None:
        self.help.pages[self._page(data)] = ({}, f"# {heading}\n\nText.")

    @rule(
        section=st.sampled_from(["", "dns", "mail", "new", "new/deep"]),
        name=st.sampled_from(["index", "a1", "b1", "c-d"]),
        title=TITLES,
    )
    def add(self, section: str, name: str, title: str) -> None:
        if section:
            self.help.sections.setdefault(section.partition("/")[0], f"About {section}")
        self.help.pages.setdefault(PurePosixPath(section, f"{name}.md"), ({"title": title}, "Fresh."))

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        path = self._page(data)
        if path != HOME:
            del self.help.pages[path]

    @rule(data=st.data(), name=st.sampled_from(["x1", "x2"]))
    def rename(self, data: st.DataObject, name: str) -> None:
        path = self._page(data)
        if path != HOME:
            self.help.pages[path.with_name(f"{name}.md")] = self.help.pages.pop(path)

    @rule(data=st.data(), there=st.booleans())
    def link(self, data: st.DataObject, there: bool) -> None:
        path, other = self._page(data), self._page(data) if there else PurePosixPath("gone/away.md")
        target = os.path.relpath(other, path.parent).replace(os.sep, "/")
        self.help.pages[path] = (self.help.pages[path][0], f"See [it]({target}).")

    @rule(data=st.data(), title=TITLES)
    def retitle_section(self, data: st.DataObject, title: str) -> None:
        self.help.sections[data.draw(st.sampled_from(sorted(self.help.sections)))] = title

    @rule(seed=st.randoms())
    def reorder(self, seed: Any) -> None:
        for name in ("pages", "sections"):
            entries = list(getattr(self.help, name).items())
            seed.shuffle(entries)
            setattr(self.help, name, dict(entries))

    @rule(features=st.sets(st.sampled_from(FEATURES)))
    def change_settings(self, features: set[str]) -> None:
        self.help.settings["theme"] = {"name": "material", "features": sorted(features)}

    @rule(most=st.sampled_from([500, 2, 0, None]))
    def take_another_navigation(self, most: int | None) -> None:
        """That of the theme, which looks at each of so many entries, or that of Material."""
        path = self.help.root / "theme/partials/nav.html"
        if most is None:
            path.unlink(missing_ok=True)
            return
        own = (theme_dir(Path("/nowhere")) / "partials/nav.html").read_text(encoding="utf-8")
        assert "length > 500" in own
        path.write_text(own.replace("length > 500", f"length > {most}"), encoding="utf-8")

    @rule(name=st.sampled_from(["partials/copyright.html", "assets/stylesheets/deskbook.css"]), word=TITLES)
    def change_the_theme(self, name: str, word: str) -> None:
        with (self.help.root / "theme" / name).open("a", encoding="utf-8") as file:
            file.write(f"<!-- {word} -->")

    @rule(date=st.sampled_from(DATES))
    def another_day(self, date: str) -> None:
        os.environ["SOURCE_DATE_EPOCH"] = date

    @rule(data=st.data())
    def spoil_what_is_kept(self, data: st.DataObject) -> None:
        kept = sorted(path for path in (self.help.root / "build").glob("kept-*/*/*") if path.is_file())
        if kept:
            data.draw(st.sampled_from(kept)).write_text("spoilt", encoding="utf-8")

    @rule(what=st.sampled_from(["", "{", '{"key": 1, "facts": [], "pages": {"index.md": []}}']))
    def spoil_the_notes(self, what: str) -> None:
        for path in (self.help.root / "build").glob("kept-*/notes.json"):
            path.write_text(what, encoding="utf-8")

    @rule(many=st.integers(0, 3))
    def lose_facts(self, many: int) -> None:
        for path in (self.help.root / "build").glob("kept-*/notes.json"):
            if '"facts":{' in (notes := path.read_text(encoding="utf-8")):
                told = json.loads(notes)
                few = dict(list(told["facts"].items())[:many])
                path.write_text(json.dumps(told | {"facts": few}), encoding="utf-8")

    @invariant()
    def the_site_is_that_of_mkdocs(self) -> None:
        if self.help.sections:
            self.help.build()


def test_any_change_gives_the_bytes_of_mkdocs() -> None:
    """Edits, titles, links, new and lost pages, sections, settings, templates, another day: in any order, each build is the plain one."""
    few = settings(
        max_examples=3, stateful_step_count=4, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Changes, settings=few)


@pytest.mark.slow
def test_any_many_changes_give_the_bytes_of_mkdocs() -> None:
    """The same, for long."""
    many = settings(
        max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Changes, settings=many)


def test_only_what_changed_is_made_again(help_desk: Help) -> None:
    """A text is its own page's business. A title is that of the pages that show it: its section, and its neighbours."""
    many = len(help_desk.pages)
    assert help_desk.build() == Built(many, 0)
    assert help_desk.build() == Built(0, many)
    first = PurePosixPath("dns/first.md")
    help_desk.pages[first] = (help_desk.pages[first][0], "Other text.")
    assert help_desk.build() == Built(1, many - 1)
    help_desk.pages[first] = ({"title": "Other title"}, "Other text.")
    assert help_desk.build() == Built(3, many - 3)
    help_desk.pages[PurePosixPath("mail/third.md")] = ({"title": "New"}, "New.")
    assert help_desk.build() == Built(4, many - 3)
    (help_desk.root / "theme/assets/stylesheets/deskbook.css").write_text("p { color: red }", encoding="utf-8")
    assert help_desk.build() == Built(0, many + 1)
    (help_desk.root / "theme/partials/copyright.html").write_text("Ours.", encoding="utf-8")
    assert help_desk.build() == Built(many + 1, 0)


def test_pages_know_whom_they_link_to(help_desk: Help) -> None:
    """A link to a page that is gone stops the build, though the page that has it did not change; when it is back, all is well."""
    path, other = PurePosixPath("dns/first.md"), PurePosixPath("mail/second.md")
    help_desk.pages[path] = (help_desk.pages[path][0], "[it](../mail/second.md)")
    assert help_desk.build()
    gone = help_desk.pages.pop(other)
    with pytest.raises(BuildError, match="contains a link '../mail/second.md', but the target"):
        render(help_desk.order())
    help_desk.pages[other] = gone
    assert help_desk.build() == Built(0, len(help_desk.pages))


@pytest.mark.slow
def test_pages_are_made_by_many_processes(help_desk: Help, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes out does not depend on who made it; warnings of all of them are heard."""
    monkeypatch.setattr(incremental, "_JOB", 3)
    monkeypatch.setattr(incremental, "_PORTION", 2)
    assert help_desk.build(processes=2) == Built(7, 0)
    assert help_desk.build(processes=2) == Built(0, 7)
    for path, (meta, _) in list(help_desk.pages.items()):
        help_desk.pages[path] = (meta, f"[{path.stem}](no-{path.stem}.md)")
    with pytest.raises(BuildError) as caught:
        render(help_desk.order(processes=2))
    assert str(caught.value).count("is not found among documentation files") == 7


@pytest.mark.slow
def test_what_somebody_writes_into_the_site_is_not_kept(help_desk: Help) -> None:
    """The site's files may be the very files that are kept: one that was written into is made again."""
    help_desk.build()
    order = help_desk.order()
    render(order)
    (order.site / "dns/first/index.html").write_text("mine", encoding="utf-8")
    assert help_desk.build() == Built(1, 6)


@pytest.mark.parametrize(
    ("settings", "theme", "reason"),
    [
        ({"plugins": ["search"]}, "", "plugins and hooks may change any page (material/search)"),
        ({}, "{{ nav }}", "writes out a whole navigation"),
        *(
            pytest.param(*one, marks=pytest.mark.slow)
            for one in [
                ({"hooks": ["own.py"]}, "", "plugins and hooks may change any page"),
                ({"extra_templates": ["dns/own.txt"]}, "", "`extra_templates`"),
                ({"validation": {"anchors": "warn"}}, "", "looks from each page at every other"),
                (
                    {"markdown_extensions": ["pymdownx.b64"]},
                    "",
                    "nothing is known of the Markdown extension pymdownx.b64",
                ),
                ({}, "{% set _ = page.next_page and page.next_page.content %}", "reads `content` of pages"),
                ({}, "{{ pages | length }}", "reads the list of all pages"),
                ({}, "{% if config.nav %}x{% endif %}", "reads the `nav` of mkdocs.yml"),
                ({}, "{% include 'assets/stylesheets/deskbook.css' %}", "includes assets/stylesheets/deskbook.css"),
            ]
        ),
    ],
)
def test_what_is_not_sure_is_left_to_mkdocs(help_desk: Help, settings: dict[str, Any], theme: str, reason: str) -> None:
    """A page may then depend on more than is known; MkDocs builds the whole site, and the reason is said."""
    (help_desk.root / "own.py").write_text("", encoding="utf-8")
    help_desk.settings |= settings
    with (help_desk.root / "theme/partials/copyright.html").open("a", encoding="utf-8") as file:
        file.write(theme)
    order = help_desk.order()
    if "extra_templates" in settings:
        (order.docs / "dns/own.txt").write_text("{{ nav }}", encoding="utf-8")
    built = render(order)
    assert built.made == 7
    assert built.reason.startswith("by MkDocs itself: ")
    assert reason in built.reason


@pytest.mark.slow
def test_a_page_that_shows_the_hour_is_made_each_time(help_desk: Help, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where templates write the year of the build, nothing is kept beyond it."""
    with (help_desk.root / "theme/partials/copyright.html").open("a", encoding="utf-8") as file:
        file.write("{{ build_date_utc.strftime('%Y') }}")
    assert help_desk.build() == Built(7, 0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    assert help_desk.build() == Built(7, 0)
    assert b"2033" in help_desk.before["index.html"]


@pytest.mark.slow
def test_the_archive_of_the_map_is_the_same_every_time(help_desk: Help) -> None:
    """It says no hour, only the day."""
    help_desk.build()
    one = help_desk.before["sitemap.xml.gz"]
    help_desk.build()
    assert help_desk.before["sitemap.xml.gz"] == one
    assert b"https://x.example/kb/dns/first/" in gzip.decompress(one)
