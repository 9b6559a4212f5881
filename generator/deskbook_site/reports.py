"""Reports -> Markdown pages, for the team's own site only: they name every article and the people who own them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from deskbook.model import Knowledge, Overlap, Table, Verdict

from .page import Page
from .prose import literal

FOLDER = PurePosixPath("reports")
_VERDICTS = {
    Verdict.DUPLICATE: "Duplicate: these two say the same. Merge them.",
    Verdict.VARIANT: "Variant: the same issue in another environment. Link them, or make one page of both.",
    Verdict.CONTRADICTION: "Contradiction: the same issue and environment, but another resolution. One of them is wrong.",
    Verdict.SHARED_BLOCK: "Shared passage: keep it in one place, and link to it.",
}
_EMPTY = "Nothing to report.\n"


def report_pages(knowledge: Knowledge, tables: Iterable[Table], staged: Collection[PurePosixPath]) -> tuple[Page, ...]:
    """A page for each table, the one about overlaps with the passages in question, and an index of them all.

    `staged` are the pages of the site: only to these are there links.
    """
    write = _Writer(knowledge, staged)
    pages = []
    for table in tables:
        body = write.table(table) + (write.overlaps() if table.name == "overlap" else "")
        pages.append(_page(table.name, table.title, body, table.note))
    lines = [f"-   [{literal(page.title)}](<{page.path.name}>)\n" for page in pages]
    index = Page(FOLDER / "index.md", _meta("Reports", layout="section"), "\n".join(["# Reports", "", *lines]))
    return (index, *pages)


def _meta(title: str, **more: object) -> dict[str, object]:
    return {"title": title, "hide": ["toc"], "search": {"exclude": True}, **more}


def _page(name: str, title: str, body: str, note: str) -> Page:
    lead = f"{literal(note)}\n\n" if note else ""
    return Page(FOLDER / f"{name}.md", _meta(title), f"# {literal(title)}\n\n{lead}{body}")


class _Writer:
    """Writes values as Markdown, with links to the articles that are on the site."""

    def __init__(self, knowledge: Knowledge, staged: Collection[PurePosixPath]) -> None:
        self._knowledge = knowledge
        self._articles = {article.path: article for article in knowledge.articles if article.path in staged}
        self._names = {name: a for a in self._articles.values() for name in (a.id, str(a.path))}
        self._names |= {f"{knowledge.prefix}/{path}": article for path, article in self._articles.items()}

    def table(self, table: Table) -> str:
        if not table.rows:
            return _EMPTY
        numeric = [
            all(isinstance(row[column], int | float) for row in table.rows) for column in range(len(table.columns))
        ]
        lines = [
            _row(literal(column) for column in table.columns),
            _row("--:" if right else "---" for right in numeric),
        ]
        lines += [_row(self._cell(cell) for cell in row) for row in table.rows]
        return "\n".join(lines) + "\n"

    def overlaps(self) -> str:
        ordered = sorted(self._knowledge.overlaps, key=lambda o: (-o.score, o.path, o.other, o.verdict))
        return "".join(f"\n{self._overlap(overlap)}" for overlap in ordered)

    def _overlap(self, overlap: Overlap) -> str:
        lines = [
            f"## {literal(self._title(overlap.path))} / {literal(self._title(overlap.other))}",
            "",
            f"{self._link(overlap.path)} and {self._link(overlap.other)} are {overlap.score:.0%} alike.",
            f"**{_VERDICTS[overlap.verdict]}**",
            "",
        ]
        for passage in overlap.passages:
            lines += [f"Line {passage.line} of the first, line {passage.other_line} of the second:", ""]
            lines += [f"> {literal(line)}" if line.strip() else ">" for line in passage.text.splitlines()]
            lines.append("")
        return "\n".join(lines)

    def _title(self, path: PurePosixPath) -> str:
        return self._articles[path].title if path in self._articles else path.as_posix()

    def _link(self, path: PurePosixPath) -> str:
        text = literal(self._title(path))
        return f"[{text}](<../{path.as_posix()}>)" if path in self._articles else text

    def _cell(self, cell: str | int | float) -> str:
        if isinstance(cell, float):
            return f"{cell:g}"
        if isinstance(cell, int):
            return str(cell)
        article = self._names.get(cell)
        return f"[{literal(cell)}](<../{article.path.as_posix()}>)" if article else literal(cell)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
