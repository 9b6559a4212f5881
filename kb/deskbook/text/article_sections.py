"""An article as its sections, each of which is compared with the one of the same name in another article."""

from __future__ import annotations

from collections.abc import Mapping

from deskbook.model import Article, Part
from deskbook.text.markdown import Section, sections

BEGINNING = "Beginning"


def named_sections(article: Article) -> Mapping[str, Section]:
    """The sections below second-level headings by their name in lower case, in order, and first what stands before them.

    Of several with one name the texts are taken together. `Section.line` is that of the heading in the file.
    """
    found: dict[str, Section] = {}
    own = sections(article.body)
    lines = article.body.split("\n")
    lead = "\n".join(lines[: own[0].line - 1] if own else lines)
    for section in (Section(BEGINNING, 1, lead), *own):
        if not section.text.strip():
            continue
        name = section.heading.lower()
        line, text = section.line + article.body_line - 1, section.text
        if name in found:
            line, text = found[name].line, f"{found[name].text}\n\n{text}"
        found[name] = Section(section.heading, line, text)
    return found


def part_of(article_sections: Mapping[str, Section], part: Part) -> str:
    """The text of a part, empty where it is not there."""
    section = article_sections.get(part.value.lower())
    return section.text if section else ""
