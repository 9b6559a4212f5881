"""Reports -> Markdown pages, for the team's own site only: they name every article and the people who own them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from deskbook.model import Evidence, Knowledge, Overlap, Table, Verdict

from .markup import web_address
from .page import Page
from .prose import day, literal

FOLDER = PurePosixPath("reports")
_MOST_SECTIONS = 100  # rows whose evidence a page shows, and
_MOST_THREADS = 20  # how much of each: an outage has thousands
_VERDICTS = {
    Verdict.DUPLICATE: "Duplicate: these two say the same. Merge them.",
    Verdict.VARIANT: "Variant: the same issue in another environment. Link them, or make one page of both.",
    Verdict.CONTRADICTION: "Contradiction: the same issue and environment, but another resolution. One of them is wrong.",
    Verdict.SHARED_BLOCK: "Shared passage: keep it in one place, and link to it.",
}
_PLAIN = ":/?#@!$&'+,;=%~"  # in an address; all other punctuation may mean something to Markdown
_EMPTY = "Nothing to report.\n"


def report_pages(knowledge: Knowledge, tables: Iterable[Table], staged: Collection[PurePosixPath]) -> tuple[Page, ...]:
    """A page for each table, with its evidence, the one about overlaps with the passages in question; an index of them all.

    `staged` are the pages of the site: only to these are there links.
    """
    write = _Writer(knowledge, staged)
    pages = []
    for table in tables:
        body = write.table(table) + write.evidence(table) + (write.overlaps() if table.name == "overlap" else "")
        pages.append(_page(table.name, table.title, body, table.note))
    lines = [f"-   [{literal(page.title)}](<{page.path.name}>)\n" for page in pages]
    index = Page(FOLDER / "index.md", _meta("Reports", layout="section"), "\n".join(["# Reports", "", *lines]))
    return (index, *pages)


def _meta(title: str, **more: object) -> dict[str, object]:
    return {"title": title, "hide": ["toc"], "search": {"exclude": True}, **more}


def _page(name: str, title: str, body: str, note: str) -> Page:
    lead = f"{literal(note)}\n\n" if note else ""
    return Page(FOLDER / f"{name}.md", _meta(title, layout="report"), f"# {literal(title)}\n\n{lead}{body}")


class _Writer:
    """Writes values as Markdown, with links to the articles that are on the site."""

    def __init__(self, knowledge: Knowledge, staged: Collection[PurePosixPath]) -> None:
        self._knowledge = knowledge
        self._articles = {article.path: article for article in knowledge.articles if article.path in staged}
        self._names = {name: a for a in self._articles.values() for name in (a.id, str(a.path))}
        self._names |= {f"{knowledge.prefix}/{path}": article for path, article in self._articles.items()}
        self._titles = {article.title: article for article in self._articles.values()}

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
        lines += [_row(map(self._cell, row, table.columns)) for row in table.rows]
        return "\n".join(lines) + "\n"

    def evidence(self, table: Table) -> str:
        """A section for each of the first rows: what its first cell says, and the threads that it rests on."""
        sections = [
            _section(str(row[0]), evidence)
            for row, evidence in zip(table.rows[:_MOST_SECTIONS], table.evidence, strict=False)
        ]
        if len(table.evidence) > _MOST_SECTIONS:
            sections.append(
                f"The threads of all {len(table.evidence):,}: `deskbook report {table.name} --format json`\n"
            )
        return "".join(f"\n{section}" for section in sections)

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

    def _cell(self, cell: str | int | float, column: str) -> str:
        if isinstance(cell, float):
            return f"{cell:g}"
        if isinstance(cell, int):
            return str(cell)
        article = self._titles.get(cell) if column == "Article" else self._names.get(cell)
        return f"[{literal(cell)}](<../{article.path.as_posix()}>)" if article else literal(cell)


def _section(title: str, evidence: Sequence[Evidence]) -> str:
    lines = [f"## {literal(title)}", ""]
    for one in evidence[:_MOST_THREADS]:
        title, url = literal(one.title) or literal(one.thread), web_address(one.url)
        linked = f"[{title}](<{quote(url, safe=_PLAIN)}>)" if url else title
        lines.append(f"-   {day(one.at)}: {linked} ({one.kind} {literal(one.thread)})")
    if len(evidence) > _MOST_THREADS:
        lines.append(f"-   and {len(evidence) - _MOST_THREADS:,} more")
    return "\n".join([*lines, ""])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
