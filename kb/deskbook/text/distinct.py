"""Decisions that two articles belong as they are, and whether what they were made about still stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import PurePosixPath

from deskbook.model import Article, Distinct, Overlap, Part
from deskbook.text.article_sections import named_sections

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|(?<=\])(?:\([^)\n]*\)|\[[^\]\n]*\])|<[^>\n]*>", re.DOTALL)
_PARTS = {part.value.lower(): part.value for part in Part}
# Every other section: a page may have dozens, and a line of the list must stay short.
_REST = "text"


def imprint(article: Article) -> str:
    """What the parts of an article say, as one short word: `issue=0a1b2c3d,resolution=4e5f6a7b`.

    Only words count: neither case and spaces, nor headings, nor where a link leads, nor the front matter.
    """
    said: dict[str, list[str]] = {}
    for name, section in named_sections(article).items():
        words = _WORD.findall(_UNSEEN.sub(" ", section.text).lower())
        said.setdefault(name if name in _PARTS else _REST, []).extend(words)
    return ",".join(f"{part}={_digest(words)}" for part, words in sorted(said.items()) if words) or f"{_REST}=none"


def settle(
    overlaps: Iterable[Overlap], decisions: Sequence[Distinct], articles: Sequence[Article]
) -> tuple[Overlap, ...]:
    """The overlaps, each with the last decision about its two articles, if there is one."""
    by_path = {article.path: article for article in articles}
    return tuple(_settled(overlap, decisions, by_path) for overlap in overlaps)


def _settled(overlap: Overlap, decisions: Sequence[Distinct], articles: Mapping[PurePosixPath, Article]) -> Overlap:
    pair = articles[overlap.path], articles[overlap.other]
    about = [(decision, named) for decision in decisions if (named := _named(decision, pair))]
    if not about:
        return overlap
    decision, named = max(about, key=lambda item: (item[0].at, item[0].articles))
    changed = [
        change for article, before in zip(named, decision.imprints, strict=True) for change in _changes(article, before)
    ]
    return replace(overlap, distinct=decision, changed=", ".join(changed))


def _named(decision: Distinct, pair: tuple[Article, Article]) -> tuple[Article, Article] | None:
    """The two articles in the order in which the decision names them, also by ids that they had before."""
    one, other = pair
    for first, second in ((one, other), (other, one)):
        names = ({article.id, *article.former_ids} for article in (first, second))
        if all(name in known for name, known in zip(decision.articles, names, strict=True)):
            return first, second
    return None


def _changes(article: Article, before: str) -> Iterator[str]:
    then, now = _parts(before), _parts(imprint(article))
    for part in sorted(then.keys() | now.keys()):
        if then.get(part) != now.get(part):
            deed = "is new" if part not in then else "is gone" if part not in now else "has changed"
            yield f"{_PARTS.get(part, 'the text')} of {article.path} {deed}"


def _parts(imprinted: str) -> dict[str, str]:
    return dict(entry.split("=", 1) for entry in imprinted.split(",") if "=" in entry)


def _digest(words: Sequence[str]) -> str:
    return blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
