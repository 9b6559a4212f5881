"""The help centre's own pages, as the tests of the documentation read them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w+)[^\n]*\n(?P<text>.*?)^(?P=indent)```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fenced piece of a page: `where` is `file:line`, `text` is without the fence and its indentation."""

    where: str
    language: str
    text: str


def blocks(path: Path, *languages: str) -> list[Block]:
    """The fenced pieces of a page in some languages, in order."""
    text = path.read_text(encoding="utf-8")
    return [
        Block(
            f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}",
            match["language"],
            re.sub(rf"^{match['indent']}", "", match["text"], flags=re.M),
        )
        for match in _FENCE.finditer(text)
        if match["language"] in languages
    ]


def every_page() -> list[Path]:
    """README.md and all pages of the help centre, drafts apart."""
    drafts = CONTENT / "drafts"
    return [ROOT / "README.md", *sorted(path for path in CONTENT.rglob("*.md") if drafts not in path.parents)]


def commands(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Where each `deskbook` command of a page stands, and its words."""
    for block in blocks(page, "sh", "bash", "yaml"):
        for line in block.text.replace("\\\n", " ").splitlines():
            stripped = re.sub(r"^\s*(?:- )?(?:run: )?", "", line)
            lexer = shlex.shlex(stripped, posix=True, punctuation_chars=True)
            lexer.whitespace_split = True
            if "deskbook " in stripped and not stripped.startswith("#"):
                for words in _split(list(lexer)):
                    if words and words[0] == "deskbook" and len(words) > 1:
                        yield f"{block.where} `{stripped}`", words[1:]


def _split(words: list[str]) -> Iterator[list[str]]:
    command: list[str] = []
    for word in words:
        if set(word) <= set("&|;<>()"):
            yield command
            command = []
        else:
            command.append(word)
    yield command
