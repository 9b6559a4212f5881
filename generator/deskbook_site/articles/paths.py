"""Learning paths: what their pages say of each step, and what the page of a step says of its paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePosixPath

from deskbook.model import Article
from deskbook.text.learning import is_path, steps, with_steps

from ..entry import Entry
from ..page import relative_url
from ..prose import literal
from ..words import Words


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands on a learning path; `number` counts from 1."""

    path: Entry
    steps: tuple[Entry, ...]
    number: int


def open_paths(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles of a site, their learning paths with nothing but steps that lead to others of them, each once; and without paths
    that then have none."""
    there = {article.path for article in articles}
    shown = []
    for article in articles:
        if is_path(article):
            found = steps(article)
            first = {step.target: step for step in reversed(found)}
            others = there - {article.path}
            kept = [step for step in found if step.target in others and first[step.target] is step]
            if not kept:
                continue
            article = replace(article, body=with_steps(article.body, found, kept))  # noqa: PLW2901
        shown.append(article)
    return tuple(shown)


def places(
    articles: Sequence[Article], entries: Mapping[PurePosixPath, Entry]
) -> dict[PurePosixPath, tuple[Place, ...]]:
    """Where each article stands on the paths among `articles`, which are those that `open_paths` gave, by title of the path."""
    found: dict[PurePosixPath, list[Place]] = defaultdict(list)
    for path in sorted(filter(is_path, articles), key=lambda one: (one.title.casefold(), one.path)):
        stated = tuple(entries[step.target] for step in steps(path) if step.target)
        for number, step in enumerate(stated, 1):
            found[step.path].append(Place(entries[path.path], stated, number))
    return {path: tuple(where) for path, where in found.items()}


def with_steps_told(article: Article, entries: Mapping[PurePosixPath, Entry], words: Words) -> str:
    """The body of a path from `open_paths`: each step with its kind and summary, and before them what the reader has read.

    `article.body` is Markdown that went through the gate.
    """
    lines = article.body.split("\n")
    found = steps(article)
    for step in reversed(found):
        entry = entries[step.target] if step.target else None
        if entry:
            said = f" <span>{literal(entry.summary)}</span>" if entry.summary else ""
            kind = f'<span class="db-tag">{words(entry.kind_key)}</span>'
            lines[step.head] += f' <span class="db-step" data-db-step="{escape(entry.id)}">{kind}{said}</span>'
    if found:
        # A script fills in the places.
        read, go_on = words("path_read", read="{read}", all="{all}"), words("path_go_on", page="{page}")
        progress = (
            f'<div class="db-progress" data-db-progress data-pagefind-ignore="all" hidden><p role="status" data-said="{read}"></p>'
            f'<progress aria-hidden="true"></progress><a data-said="{go_on}"></a><p>{words("path_done")}</p></div>'
        )
        heading = next((place for place, line in enumerate(lines) if line.startswith("## ")), len(lines))
        place = min(heading, found[0].first)
        lines[place:place] = [progress, ""]
    return "\n".join(lines)


def path_links(entry: Entry, where: Sequence[Place], words: Words) -> str:
    """For the page of a step: which step it is, with the one before and the one after, as HTML."""
    return "".join(f"\n\n{_links(entry, place, words)}" for place in where)


def _links(entry: Entry, place: Place, words: Words) -> str:
    path, number = place.path, place.number
    said = words("path_place", number=number, all=len(place.steps), path=_link(entry, path))
    before, after = place.steps[: number - 1][-1:], place.steps[number:][:1]
    ways = [f"<li>{words('path_before', page=_link(entry, step))}</li>" for step in before]
    ways += [f"<li data-db-next>{words('path_next', page=_link(entry, step))}</li>" for step in after]
    return (
        f'<nav class="db-way" aria-label="{words("path_name", path=escape(path.title))}" data-db-step="{escape(entry.id)}" '
        f'data-pagefind-ignore="all">\n<p>{said}</p>\n<label hidden><input type="checkbox"> {words("path_i_read")}</label>\n'
        f"<ul>{''.join(ways)}</ul>\n</nav>\n"
    )


def _link(entry: Entry, other: Entry) -> str:
    return f'<a href="{escape(relative_url(entry.url, other.url))}">{escape(other.title)}</a>'
