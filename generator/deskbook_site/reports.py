"""Reports -> Markdown pages, for the team's own site only: they name every article and the people who own them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from deskbook.model import Cell, Evidence, Knowledge, Table
from deskbook.text.pages import page_url
from deskbook.text.words import count

from .charts import bars, line
from .markup import web_address
from .overlap_pages import compared
from .page import Page
from .prose import day, literal

FOLDER = PurePosixPath("reports")
_MOST_ROWS = 1_000  # that a page shows,
_MOST_SECTIONS = 100  # rows whose evidence a page shows, and
_MOST_THREADS = 20  # how much of each: an outage has thousands
_PLAIN = ":/?#@!$&'+,;=%~"  # in an address; all other punctuation may mean something to Markdown
_EMPTY = "Nothing to report.\n"
# What each report is for; those of plugins come last.
_GROUPS = {
    "What to write": ("gaps", "demand", "asked-again", "spikes", "coverage", "searches"),
    "What to mend": ("overlap", "owners", "overdue", "unhelpful"),
    "What became of threads": ("link-rate", "reuse", "outcomes", "proposals", "without-outcome", "skipped", "held"),
    "How long it takes": ("first-answer", "time-to-article"),
    "Why they ask": ("causes",),
}


def report_pages(knowledge: Knowledge, tables: Iterable[Table], staged: Collection[PurePosixPath]) -> tuple[Page, ...]:
    """A page for each table, with its evidence, the one about overlaps with the passages in question; an index of them all.

    `staged` are the pages of the site: only to these are there links.
    """
    write = _Writer(knowledge, staged)
    pages, shown = [], tuple(tables)
    for table in shown:
        body = (
            _drawn(table)
            + write.table(table)
            + write.evidence(table)
            + compared(table.pairs, staged, page_url(FOLDER / f"{table.name}.md"))
        )
        pages.append(_page(table.name, table.title, body, table.note))
    return (_index(shown), *pages)


def _index(tables: Sequence[Table]) -> Page:
    """Every report by what it is for, with the number that sums it up."""
    grouped = {name for names in _GROUPS.values() for name in names}
    more = tuple(table.name for table in tables if table.name not in grouped)
    held = {table.name: table for table in tables}
    lines = ["# Reports", ""]
    for heading, names in (*_GROUPS.items(), ("More", more)):
        there = [held[name] for name in names if name in held]
        if there:
            lines += [f"## {heading}", "", *map(_entry, there), ""]
    return Page(FOLDER / "index.md", _meta("Reports", layout="section"), "\n".join(lines))


def _entry(table: Table) -> str:
    said = "; ".join(f"{literal(figure.what)}: **{literal(str(figure.now))}**" for figure in table.figures)
    said = said or (f"**{count(len(table.rows), 'entry', 'entries')}**" if table.rows else "nothing")
    return f"-   [{literal(table.title)}](<{table.name}.md>)<br>{said}"


def _drawn(table: Table) -> str:
    """The figures of a table, each with its trend, and the chart of its rows."""
    cards = "".join(line(figure, number) for number, figure in enumerate(table.figures, 1))
    found = f'<div class="db-figures">{cards}</div>\n\n' if cards else ""
    if table.bars and table.rows:
        column = table.columns.index(table.bars)
        rows = [(label, row[column]) for label, row in zip(_labels(table), table.rows, strict=True)]
        drawn = bars(f"{table.bars}, by {table.columns[0].lower()}", rows, len(table.figures) + 1)
        found += f"{drawn}\n\n" if drawn else ""
    return found


def _labels(table: Table) -> list[str]:
    """What to call each row: its first cell, and the second one where first ones do not tell the rows apart."""
    firsts = [str(row[0]) for row in table.rows]
    if len(set(firsts)) == len(firsts):
        return firsts
    return [", ".join(cell for cell in row[:2] if isinstance(cell, str)) for row in table.rows]


def _meta(title: str, **more: object) -> dict[str, object]:
    return {"title": title, "hide": ["toc"], "search": {"exclude": True}, **more}


def _page(name: str, title: str, body: str, note: str) -> Page:
    lead = f"{_prose(note)}\n\n" if note else ""
    return Page(FOLDER / f"{name}.md", _meta(title, layout="report"), f"# {literal(title)}\n\n{lead}{body}")


def _prose(note: str) -> str:
    """A note as Markdown; what stands between backticks is code."""
    words = re.split(r"(`[^`]*`|\s+)", note)
    return "".join(word if word.startswith("`") or word.isspace() else literal(word) for word in words)


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
        numeric = [all(not isinstance(row[column], str) for row in table.rows) for column in range(len(table.columns))]
        lines = [
            _row(literal(column) for column in table.columns),
            _row("--:" if right else "---" for right in numeric),
        ]
        lines += [_row(map(self._cell, row, table.columns)) for row in table.rows[:_MOST_ROWS]]
        if len(table.rows) > _MOST_ROWS:
            lines += ["", f"All {len(table.rows):,} rows: `deskbook report {table.name} --format csv`"]
        return "\n".join(lines) + "\n"

    def evidence(self, table: Table) -> str:
        """A section for each of the first rows: what its first cell says, and the threads that it rests on."""
        sections = [
            _section(label, evidence)
            for label, evidence in zip(_labels(table)[:_MOST_SECTIONS], table.evidence, strict=False)
            if evidence
        ]
        if len(table.evidence) > _MOST_SECTIONS:
            sections.append(
                f"The threads of all {len(table.evidence):,}: `deskbook report {table.name} --format json`\n"
            )
        return "".join(f"\n{section}" for section in sections)

    def _cell(self, cell: Cell, column: str) -> str:
        if isinstance(cell, float):
            return f"{cell:g}"
        if not isinstance(cell, str):
            return literal(str(cell))
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
