"""MkDocs with the theme Material. The only module that knows either.

Their own settings come from the project's mkdocs.yml, which is inherited; nothing that deskbook promises is left to a hook
or plugin of the engine: engines that read the same file ignore them, silently.
"""

from __future__ import annotations

import importlib.resources
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from deskbook.errors import BuildError
from deskbook.library import replace
from deskbook_site.indexes import Nav

from . import Built, Order

if TYPE_CHECKING:
    from .incremental import Again

# Copies any file into a page while it is rendered, past the gate.
_PAST_THE_GATE = "pymdownx.snippets"
_PROBLEM = re.compile(r"^(?:WARNING|ERROR)\s+-\s+(.+?)\s*$", re.M)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def theme_dir(root: Path) -> Path:
    """The project's own theme where theme/main.html exists, else the one that comes with deskbook."""
    own = root / "theme"
    if (own / "main.html").is_file():
        return own
    packaged = Path(str(importlib.resources.files("deskbook_site") / "_theme"))
    # An editable install does not see files that a wheel would hold.
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "theme"


def shipped() -> Path:
    """The folder of what Material itself brings into every site, laid out as in the site."""
    return Path(str(importlib.resources.files("material") / "templates"))


def render(order: Order) -> Built:
    """Build the site, strictly: raises `BuildError` for everything that MkDocs warns of, and for a page it left out.

    Pages that are what they were come from earlier builds, if that is sure to be right; otherwise MkDocs itself builds the site.
    """
    from .incremental import Site, Unsure, build  # noqa: PLC0415  other engines can do without MkDocs

    told = settings(order)
    replace(order.config, yaml.dump(told, Dumper=_DUMPER, sort_keys=False, allow_unicode=True))
    # MkDocs takes long to read a long navigation.
    short, kept = _short(order), _kept(order)
    nav = json.dumps(told.pop("nav"))
    replace(short, yaml.dump(told, Dumper=_DUMPER, sort_keys=False, allow_unicode=True))
    try:
        done = build(Site(short, nav, kept), order.docs, order.processes)
    except Unsure as unsure:
        _plain(order)
        built = Built(len(order.pages), reason=f"by MkDocs itself: {unsure}")
    else:
        if done.warnings:
            raise _failure(order, done.warnings)
        built = Built(done.made, done.kept)
    check_all_built(order, "MkDocs")
    return built


def again(order: Order) -> Again:
    """Makes pages of a site that was built again, one by one, with other text. Raises `Unsure` where MkDocs itself has to."""
    from .incremental import Again  # noqa: PLC0415

    nav = json.dumps([_entry(entry) for entry in order.nav])
    return Again(_short(order), _kept(order), nav)


def _short(order: Order) -> Path:
    """The settings without the navigation."""
    return order.config.with_name(f"{order.config.stem}-pages.yml")


def _kept(order: Order) -> Path:
    return order.config.with_name(f"kept-{order.config.stem}")


def _plain(order: Order) -> None:
    """Have MkDocs build all of it."""
    # -P: a folder of the project that is named like a library must not be taken for it.
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", "--clean", "-f", str(order.config)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603
        command,
        cwd=order.root,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        output = done.stderr + done.stdout
        raise _failure(order, _PROBLEM.findall(output) or output.strip().splitlines()[-3:])


def check_all_built(order: Order, engine: str) -> None:
    """Raises `BuildError` for a page that the engine left out."""
    for page in order.pages:
        if not os.path.isfile(f"{order.site}/{page.url}index.html"):  # noqa: PTH113  thousands of them: no path objects
            raise BuildError(
                f"{engine} left this page out",
                where=f"{order.docs.name}/{page.path}",
                cure="look for it in `exclude_docs` of mkdocs.yml, and for another page with the same address",
            )


def own_settings(root: Path) -> dict[str, Any]:
    """What the project's mkdocs.yml says, or that of a new project if it has none; without what only programs understand.

    Raises `BuildError` where it cannot be read, or would copy files past the gate.
    """
    return _read(_parent(root))


def settings(order: Order) -> dict[str, Any]:
    """The contents of a mkdocs.yml that inherits the project's. Raises `BuildError` as `own_settings` does."""
    own, parent = order.root / "mkdocs.yml", _parent(order.root)
    inherited = own_settings(order.root)
    theme: dict[str, Any] = {"name": "material", "custom_dir": str(order.theme), "font": False}
    if not _theme(inherited).get("palette"):
        theme["palette"] = _theme(_read(_sample()))["palette"]  # deskbook's style sheet has no colours for others
    if order.language:
        theme["language"] = _language(order.language)
    config: dict[str, Any] = {"INHERIT": os.path.relpath(parent, order.config.parent)}
    if parent != own:
        config["site_name"] = escape(order.name)
    if order.url:
        config["site_url"] = order.url.rstrip("/") + "/"
    config |= {
        "docs_dir": os.path.relpath(order.docs, order.config.parent),
        "site_dir": os.path.relpath(order.site, order.config.parent),
        "use_directory_urls": True,
        # MkDocs leaves /templates/ out unless told otherwise; what is staged is meant to be built.
        "exclude_docs": "!/templates/\n",
        "theme": theme,
        "nav": [_entry(entry) for entry in order.nav],
    }
    config["extra"] = {"deskbook": {"words": order.words.of_theme, "up": "", **order.extra}}
    if isinstance(hooks := inherited.get("hooks"), list):
        # MkDocs looks for them beside the file that it was given.
        config["hooks"] = [os.path.relpath(order.root / str(hook), order.config.parent) for hook in hooks]
    if "plugins" not in inherited:
        config["plugins"] = []  # otherwise MkDocs adds its own search, and Material a second search box
    return config


def _language(code: str) -> str:
    known = sorted(path.stem for path in (shipped() / "partials" / "languages").glob("*.html"))
    if code not in known:
        raise BuildError(
            f"the site engine does not speak the language '{code}'",
            where="deskbook.toml",
            cure=f"write others under [site] languages; known are: {', '.join(known)}",
        )
    return code


def _parent(root: Path) -> Path:
    own = root / "mkdocs.yml"
    return own if own.is_file() else _sample()


def _sample() -> Path:
    return Path(str(importlib.resources.files("deskbook") / "sample" / "mkdocs.yml"))


def _theme(config: dict[str, Any]) -> dict[str, Any]:
    stated = config.get("theme")
    return stated if isinstance(stated, dict) else {}


def _entry(entry: Nav) -> Any:
    if isinstance(entry, tuple):
        title, below = entry
        return {escape(title): [_entry(item) for item in below]}
    return entry.as_posix()


class _Tolerant(yaml.SafeLoader):
    """Reads mkdocs.yml without running its `!ENV` and `!!python/name` tags."""


_Tolerant.add_multi_constructor("", lambda *_: None)


def _read(path: Path) -> dict[str, Any]:
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_Tolerant)  # noqa: S506  it is a SafeLoader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BuildError(f"this file cannot be read as YAML: {error}", where=str(path), cure="mend it") from error
    config = loaded if isinstance(loaded, dict) else {}
    names = {
        name
        for entry in config.get("markdown_extensions") or ()
        for name in ([entry] if isinstance(entry, str) else entry)
    }
    if _PAST_THE_GATE in names:
        raise BuildError(
            f"the extension {_PAST_THE_GATE} copies files into pages whatever their audience is",
            where=str(path),
            cure=f"take {_PAST_THE_GATE} out of markdown_extensions",
        )
    return config


def _failure(order: Order, said: Sequence[str]) -> BuildError:
    return BuildError(
        "\n  ".join(["MkDocs could not build the site:", *(said or ["it said nothing"])]),
        where=str(order.config),
        cure="its settings come from mkdocs.yml: see that the theme, extensions and plugins named there are installed",
    )
