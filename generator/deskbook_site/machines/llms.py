"""llms.txt: what is on the site, for language models (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from deskbook.text.pages import page_link
from deskbook.text.words import count

from ..entry import Entry
from ..prose import humanise, plain_markdown


def llms_txt(name: str, url: str | None, entries: Sequence[Entry]) -> str:
    """A heading, a sentence, and for each section a list of its articles, by their Markdown twins."""
    articles = sorted((entry for entry in entries if not entry.is_index), key=lambda entry: (entry.section, entry.url))
    titles = {entry.section: entry.title for entry in entries if entry.is_index}
    blocks = [
        f"# {plain_markdown(name)}",
        f"> Answers of a support team, in {count(len(articles), 'article')}. Each page is also there as Markdown: add `index.md` to its address.",
    ]
    for section, group in groupby(articles, key=lambda entry: entry.section):
        title = titles.get(section) or " / ".join(map(humanise, section.split("/"))) or "Articles"
        lines = [f"## {plain_markdown(title)}", "", *(_line(url, entry) for entry in group)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _line(url: str | None, entry: Entry) -> str:
    address = page_link(url or "", entry.path).lstrip("/") + "index.md"
    said = f": {plain_markdown(entry.summary)}" if entry.summary else ""
    return f"- [{plain_markdown(entry.title)}]({address}){said}"
