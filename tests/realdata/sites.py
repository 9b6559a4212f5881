"""Sites to measure: the sample, generated articles, customers' real questions; the peer's site of the same articles; and a web server."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import Any

from asked import Question, banking, meta_duplicates
from overlap import generated

from deskbook.library import create, render
from deskbook.model import Article, ArticleKind, Audience, Confidence
from deskbook.stages.init import demo_project
from deskbook_site.webserver import Handler

# Of each of banking77's intents: so many questions are told to the search, and so many are what is searched for.
TOLD, HELD_BACK = 8, 3
_CONTACT = """
[contact]
form = "https://tickets.example/new"
email = "help@tickets.example"
note = "We answer within a day."

[[contact.tools]]
title = "DNS checker"
url = "https://tools.example/dns"
words = ["DNS", "domain"]
"""
_PATH = """---
id: start
title: New customers
confidence: validated
audience: public
---

1. [Point your domain](../dns/apex-domain.md) at us.
2. [Purge the cache](../edge/purge-cache.md)
"""
_NUMBER = re.compile(r"\d[\d.()/ -]{5,}\d")
# As web servers of static sites pack it.
_PACKED = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".md"})


def demo(folder: Path) -> Path:
    """The sample's public site, with a page before a ticket and a learning path; the team's own is beside it, in site-internal/."""
    demo_project(folder)
    with (folder / "deskbook.toml").open("a", encoding="utf-8") as settings:
        settings.write(_CONTACT)
    create(folder / "content/paths/start.md", _PATH)
    for verb in ("collect", "cluster", "draft", "build"):
        _deskbook(folder, verb)
    _deskbook(folder, "build", "--audience", "internal")
    return folder / "site"


def of_generated(folder: Path, many: int) -> Path:
    """The site of so many generated articles."""
    return of_articles(folder, (public(article) for article in generated(many)))


def of_articles(folder: Path, articles: Iterable[Article]) -> Path:
    """The public site of some articles."""
    settings = '[project]\nname = "Help"\n\n[site]\nurl = "https://help.example/"\ncheck_links = false\n'
    folder.mkdir(parents=True)
    (folder / "deskbook.toml").write_text(settings, encoding="utf-8")
    for article in articles:
        create(folder / "content" / article.path, render(article))
    _deskbook(folder, "build")
    return folder / "site"


def peer(folder: Path) -> Path:
    """What Material makes of the articles that deskbook staged in `folder`, with its own look and its own search."""
    site = folder / "peer"
    settings: dict[str, Any] = {
        "site_name": "Help", "docs_dir": str(folder / "build/docs"), "site_dir": str(site), "plugins": ["search"],
        "theme": {"name": "material", "font": False, "features": ["navigation.prune"]},
        "markdown_extensions": ["md_in_html", "tables", "admonition", "attr_list"],
    }  # fmt: skip
    config = folder / "peer.yml"
    config.write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--quiet", "-f", str(config)]
    subprocess.run(command, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True)
    return site


@dataclass(frozen=True, slots=True)
class Asked:
    """What is searched for, and the address of the one article that answers it."""

    data: str
    words: str
    url: str


def of_questions(data: Path) -> tuple[list[Article], list[Asked]]:
    """Articles, each with what else it was asked as, and questions that were held back.

    In banking77 an intent is an article, with one question as its title. In meta-se-duplicates each question is an article but for
    those that were found to ask the same: of these the first is the article, the last is held back.
    """
    articles: list[Article] = []
    asked: list[Asked] = []
    for name, questions, held_back in (
        ("banking77", banking(data), HELD_BACK),
        ("meta-se", meta_duplicates(data), 1),
    ):
        families: dict[str, list[Question]] = {}
        for question in questions:
            families.setdefault(question.family, []).append(question)
        for number, alike in enumerate(families.values()):
            first, *others = alike
            told, kept = others[held_back:][:TOLD], others[:held_back]
            path = PurePosixPath(f"{name}/{number:05}.md")
            body = f"## Issue\n\n{_body(first)}\n"
            made = Article(path, f"{name}-{number}", _title(first), body, asked_as=tuple(map(_title, told)))
            articles.append(public(made))
            asked += [Asked(name, _title(one), f"{path.with_suffix('')}/") for one in kept]
    return articles, asked


def public(article: Article) -> Article:
    """The same article, on the public site."""
    return replace(
        article, kind=ArticleKind.REFERENCE, confidence=Confidence.VALIDATED, audience=Audience.PUBLIC, owner="team"
    )


def _title(question: Question) -> str:
    return _clean(str(question.text).splitlines()[0])[:200]


def _body(question: Question) -> str:
    title, *lines = question.text.splitlines()  # the title stands there more than once, see `titled`
    return _clean(" ".join(line for line in lines if line != title) or title)


def _clean(text: str) -> str:
    """Without links, marks, and what is, or looks like, an address or a number of somebody: a site that has these is refused."""
    return " ".join(_NUMBER.sub(" ", text).translate(str.maketrans("<>[]`*_|#\\{}@", " " * 13)).split())


def _deskbook(folder: Path, verb: str, *options: str) -> None:
    command = [sys.executable, "-m", "deskbook", "-C", str(folder), verb, *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode > 1 or (verb == "build" and not (folder / "site").is_dir()):
        raise SystemExit(done.stdout + done.stderr)


@dataclass
class Server:
    """A web server that packs texts, and counts what it sends: `sent` are bytes, with the first line and the headers."""

    address: str = ""
    sent: int = 0
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(site: Path) -> Iterator[Server]:
    """Serve a site in a thread."""
    server = Server()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packing, server, directory=str(site))) as running:
        running.daemon_threads = True
        thread = Thread(target=running.serve_forever, daemon=True)
        thread.start()
        server.address = f"http://127.0.0.1:{running.server_port}/"
        yield server
        running.shutdown()
        thread.join()


@lru_cache(maxsize=20_000)
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class _Packing(Handler):
    def __init__(self, server: Server, *given: Any, **named: Any) -> None:
        self._told = server
        super().__init__(*given, **named)

    def do_GET(self) -> None:  # noqa: N802  the library's name
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        status = 200 if path.is_file() else 404
        path = path if status == 200 else Path(self.directory) / "404.html"
        packs = path.suffix in _PACKED and "gzip" in self.headers.get("Accept-Encoding", "")
        body = _packed(path) if packs else path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if packs:
            self.send_header("Content-Encoding", "gzip")
        head = sum(len(line) for line in self._headers_buffer)  # type: ignore[attr-defined]
        # Before it is sent: who has the answer may look at once.
        self._told.asked.append(self.path)
        self._told.sent += head + len(body)
        self.end_headers()
        self.wfile.write(body)
