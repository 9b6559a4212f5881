"""The text of a pull request with new drafts: a checklist and a preview of each, and the marks by which a later run knows them.

People may write above and below it, and tick what they have done; both stay when it is written again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from deskbook.model import Article
from deskbook.text.literal import literal
from deskbook.text.redact.placeholders import PLACEHOLDER
from deskbook.text.standard import Answer
from deskbook.text.words import count

# The marks stand first, before any word of a customer.
_BEGIN = re.compile(r"<!-- deskbook:drafts((?: [0-9a-f]+)*) -->")
_END = "<!-- deskbook:end -->"
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_FENCE = re.compile(r"`{4,}")
# What a forge would take for an issue or for the end of the text, also where it is quoted.
_MEANT = re.compile(r"(?<=[#!])(?=\d)|(?<=<)(?=!--)|(?<=@)(?=\w)")
_PREVIEWS = (8000, 2500, 600, 0)  # characters of each preview: the most that has room for all
_MOST_REASONS = 3
_LONGEST = 200
_MOST_SOURCES = 20


@dataclass(frozen=True, slots=True)
class Offered:
    """A draft as a request shows it. `page` is the address of its file, `path` that in the project, `owner` a name or empty.

    `sources` are keys of threads with the address of each, empty where it has none. `answers` are those of the content standard.
    """

    article: Article
    path: str
    page: str
    owner: str
    sources: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]


def marks(body: str) -> frozenset[str]:
    """The marks of all drafts that deskbook put into a request."""
    found = _BEGIN.search(body)
    return frozenset(found.group(1).split()) if found else frozenset()


def body(offered: Sequence[Offered], known: Collection[str], before: str, longest: int) -> str:
    """The text of a request, at most `longest` characters. `before` is what it is now, empty for a new one.

    Where there is too little room previews are cut, then left out, then whole drafts; it says so.
    """
    before = before.replace("\r\n", "\n")
    above, below = _around(before)
    ticked = _ticked(before)
    begin = f"<!-- deskbook:drafts{''.join(f' {mark}' for mark in sorted(known))} -->"
    frame = [above, begin, "\n\n", _introduction(len(offered)), "\n\n", "", f"\n\n{_END}", below]
    room = longest - sum(map(len, frame))
    for most in _PREVIEWS:
        entries = [_entry(one, ticked, most) for one in offered]
        if sum(len(entry) + 2 for entry in entries) <= room:
            break
    else:
        entries = _some(entries, room)
    frame[5] = "\n\n".join(entries)
    return "".join(frame).strip() + "\n"


def _some(entries: Sequence[str], room: int) -> list[str]:
    left = room - _LONGEST  # for the line at their end
    shown: list[str] = []
    for entry in entries:
        left -= len(entry) + 2
        if left < 0:
            break
        shown.append(entry)
    return [
        *shown,
        f"**And {count(len(entries) - len(shown), 'more draft')}**, which this text has no room for: see the changed files.",
    ]


def _around(before: str) -> tuple[str, str]:
    """What people wrote above and below."""
    begin, end = _BEGIN.search(before), before.rfind(_END)
    if begin is None:
        return (f"{before.strip()}\n\n" if before.strip() else ""), ""
    return before[: begin.start()], before[end + len(_END) :].rstrip() if end > begin.end() else ""


def _introduction(number: int) -> str:
    if not number:
        return "No draft is left on this branch."
    return (
        f"{count(number, 'draft')}, written from answers that the team gave. Nothing is published before somebody has read it.\n\n"
        "- **Mend** a draft here on the branch: what somebody has changed is left alone from then on.\n"
        "- **Take one out** by deleting its file on the branch.\n"
        "- **Merge** to take the others. **Close** to decline them all: they are not proposed again unless they change."
    )


def _entry(one: Offered, ticked: Collection[tuple[str, str]], most: int) -> str:
    heading = f"### {literal(one.article.title)}"
    facts = [f"[{literal(one.path)}]({one.page})", f"owner: {literal(one.owner)}" if one.owner else "**no owner**"]
    if one.sources:
        shown = [
            f"[{literal(key)}](<{_url(url)}>)" if url else literal(key) for key, url in one.sources[:_MOST_SOURCES]
        ]
        more = len(one.sources) - _MOST_SOURCES
        facts.append("from " + ", ".join(shown) + (f" and {more:,} more" if more > 0 else ""))
    lines = [f"- [{'x' if met or (heading, text) in ticked else ' '}] {text}" for met, text in _items(one)]
    preview = _preview(one.article.body, most)
    return "\n".join([heading, "", " · ".join(facts), "", *lines, *([preview] if preview else [])])


def _url(address: str) -> str:
    return re.sub(r"[<>\s]", "", address)


def _items(one: Offered) -> list[tuple[bool, str]]:
    """What there is to do, and whether it is done."""
    article = one.article
    items = [
        (False, f"Read by somebody who knows: it is right, and fit for everybody who may see it ({article.audience})")
    ]
    if article.improves:
        items.append((False, f"What is worth keeping is in {literal(article.improves)}, and this file is deleted"))
    else:
        items.append(
            (False, "`confidence` is `validated` or `not-validated`, and the file is in the folder of its section")
        )
    notes = [_cut(note) for note in _COMMENT.findall(article.body)]
    items += [(False, f"Answered in the text: {literal(note)}") for note in notes if note and not article.improves]
    taken = Counter(PLACEHOLDER.findall(article.body))
    if taken:
        told = ", ".join(f"{number} × `{what}`" for what, number in sorted(taken.items()))
        items.append((False, f"Still reads well where personal data was taken out: {told}"))
    for answer in one.answers:
        if answer.met:
            items.append((True, answer.question))
        elif answer.met is not None:
            reasons = [literal(_cut(reason)) for reason in answer.reasons[:_MOST_REASONS]]
            more = len(answer.reasons) - _MOST_REASONS
            items.append(
                (False, f"{answer.question}: {'; '.join(reasons)}" + (f"; and {more:,} more" if more > 0 else ""))
            )
    return items


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rpartition(" ")[0] + " …"


def _preview(text: str, most: int) -> str:
    """The article as its source: a forge runs commands of, and writes to people named in, what it shows as text."""
    if not most:
        return ""
    cut = text if len(text) <= most else text[:most].rpartition("\n")[0] + "\n[…]"
    shown = _MEANT.sub("\u200b", cut)
    fence = "`" * max(4, 1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    what = "Preview" if cut is text else f"Preview of the first {len(cut):,} of {len(text):,} characters"
    return f"\n<details><summary>{what}</summary>\n\n{fence}markdown\n{shown}\n{fence}\n\n</details>"


def _ticked(before: str) -> set[tuple[str, str]]:
    """The headings and texts of items that somebody has ticked, outside of previews."""
    found, heading, fence = set(), "", ""
    for line in before.split("\n"):
        if run := _FENCE.match(line):
            fence = "" if fence == run.group() else fence or run.group()
        elif not fence and line.startswith("### "):
            heading = line
        elif not fence and line[:6].lower() == "- [x] ":
            found.add((heading, line[6:].rstrip()))
    return found
