"""Zensical, the successor of Material by its authors. It reads the settings of MkDocs, and the theme: only what differs stands here.

It is young: the version in the extra `zensical` is the one that is tested. It knows no hooks, and ignores plugins that it does not
know without a word.
"""

from __future__ import annotations

import importlib.resources
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from deskbook.errors import BuildError
from deskbook.library import replace
from deskbook.text.link_syntax import places
from deskbook.text.pages import INDEX_NAMES

from ..page import Page
from . import Built, Order, mkdocs

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What it says, and below it, in a frame, the file, line and column.
_PROBLEM = re.compile(r"^(?:Warning|Error): (.+)\n\s*\S*\[ (.+?) \]", re.M)
_INSTALL = "install it with `pip install 'deskbook[zensical]'`, or set `engine = \"mkdocs\"` under [site]"
# Addresses that it rewrites, and the beginning of those that it does not.
_REWRITTEN = re.compile(r"(?:href|src)\s*=\s*[\"']?\Z")
_ABSOLUTE = re.compile(r"[/?#]|[a-z][a-z0-9+.-]*:|\Z", re.I)
# An index for its own search, which is turned off; written all the same.
_INDEX = "search.json"
_COPY = "-zensical"


def shipped() -> Path:
    """The folder of what Zensical brings into every site, laid out as in the site. Raises `BuildError` where it is not installed."""
    if importlib.util.find_spec("zensical") is None:
        raise BuildError("Zensical is not installed", cure=_INSTALL)
    return Path(str(importlib.resources.files("zensical") / "templates"))


def render(order: Order) -> Built:
    """Build the site, strictly: raises `BuildError` for everything that Zensical warns of, and for a page it left out."""
    shipped()
    shutil.rmtree(order.site, ignore_errors=True)
    _copy_docs(order)
    replace(order.config, yaml.safe_dump(_settings(order), sort_keys=False, allow_unicode=True))
    # --clean: what it kept of a build for another audience is not looked at.
    command = [sys.executable, "-P", "-m", "zensical", "build", "--strict", "--clean", "-f", str(order.config)]
    done = subprocess.run(  # noqa: S603
        command,
        cwd=order.root,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise _failure(order, _COLOUR.sub("", done.stderr + done.stdout))
    (order.site / _INDEX).unlink(missing_ok=True)
    mkdocs.check_all_built(order, "Zensical")
    return Built(len(order.pages))


def _copy_docs(order: Order) -> None:
    """The staged Markdown, as it has to be written for this engine."""
    docs = order.docs.with_name(order.docs.name + _COPY)
    shutil.rmtree(docs, ignore_errors=True)
    shutil.copytree(order.docs, docs)
    for page in order.pages:
        if page.path.name not in INDEX_NAMES:
            path = docs / page.path
            text = path.read_text(encoding="utf-8")
            if (moved := _as_from_file(text, page)) != text:
                replace(path, moved)


def _as_from_file(text: str, page: Page) -> str:
    """Markdown with the addresses in its HTML as seen from the page's file, as Zensical takes them: it puts `../` before each, because
    the page lives one folder further down. Everywhere else they are as seen from the page's address."""
    for place in reversed(places(text)):
        address = text[place.start : place.end]
        if (
            place.html
            and _REWRITTEN.search(text, max(0, place.start - 20), place.start)
            and not _ABSOLUTE.match(address)
        ):
            seen = address.removeprefix("../") or "./" if address.startswith("../") else f"{page.path.stem}/{address}"
            text = text[: place.start] + seen + text[place.end :]
    return text


def _settings(order: Order) -> dict[str, Any]:
    settings = mkdocs.settings(order)
    settings["docs_dir"] += _COPY
    own = mkdocs.own_settings(order.root)
    if unknown := [name for name in ("hooks", "plugins") if own.get(name)]:
        raise BuildError(
            f"Zensical would ignore the {' and '.join(unknown)} of this file, or some of them, without a word",
            where=str(order.root / "mkdocs.yml"),
            cure=f'take {" and ".join(unknown)} out, or set `engine = "mkdocs"` under [site]',
        )
    # The look that deskbook's style sheets are written for; no second search box, no second list of tags.
    settings["theme"]["variant"] = "classic"
    settings["plugins"] = {"search": {"enabled": False}, "tags": {"tags": False}}
    return settings


def _failure(order: Order, output: str) -> BuildError:
    said = [f"{place}: {problem}" for problem, place in _PROBLEM.findall(output)]
    return BuildError(
        "\n  ".join(["Zensical could not build the site:", *(said or output.strip().splitlines()[-3:])]),
        where=str(order.config),
        cure="its settings come from mkdocs.yml: see that it knows the theme and the extensions named there",
    )
