"""Which article answers a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from deskbook.model import Article, Part
from deskbook.similarity.index import Index, Likeness
from deskbook.similarity.segment import Embedder
from deskbook.text.markdown import parts, prose_lines, says_nothing
from deskbook.text.question import titled

# The beginning of an issue or page says what it is about; comparing all of it takes long and tells little more. In characters.
_BEGINNING = 1000
_INDEX = "index.md"


@dataclass(frozen=True, slots=True)
class Match:
    """An article, and the probability (0..1) that it is about what was asked."""

    article: Article
    probability: float


class Answers:
    """Articles, ready to be asked which of them answers a question. Archived ones answer nothing, what is to improve an
    article is none, and a section's index only leads to others."""

    def __init__(self, articles: Iterable[Article], embedder: Embedder | None = None) -> None:
        self._articles = {a.id: a for a in articles if a.is_page and a.path.name != _INDEX}
        self._embedder = embedder

    def nearest(self, question: str, top: int = 10) -> list[Match]:
        """The articles that are most likely about `question`, best first."""
        return [Match(self._articles[key], probability) for key, probability in self._index.nearest(question, top)]

    def best(self, cases: Sequence[Sequence[str]], threshold: float) -> list[Match | None]:
        """For each case, a list of questions: the article that is at least `threshold` probably about one of them, if there
        is one. Many cases at once take far less time than one after the other."""
        near = iter(self._index.nearest_each([question for case in cases for question in case], top=1, floor=threshold))
        return [self._likeliest([match for _ in case for match in next(near)], threshold) for case in cases]

    def explain(self, question: str, article: Article) -> Likeness:
        """Why an article is taken to be about `question`."""
        return self._index.explain(question, about(article))

    def _likeliest(self, near: Sequence[tuple[str, float]], threshold: float) -> Match | None:
        key, probability = max(near, key=lambda item: item[1], default=("", 0.0))
        return Match(self._articles[key], probability) if probability >= threshold and key else None

    @cached_property
    def _index(self) -> Index:
        return Index.of({key: about(article) for key, article in self._articles.items()}, self._embedder)


def about(article: Article) -> str:
    """The text by which an article is compared with questions and with other articles: its title and its Issue, or the
    beginning of a page that has none."""
    issue = parts(article.body).get(Part.ISSUE)
    prose = (
        issue.text
        if issue and not says_nothing(issue.text)
        else "\n".join(line for _, line in prose_lines(article.body))
    )
    return titled(article.title, prose[:_BEGINNING])
