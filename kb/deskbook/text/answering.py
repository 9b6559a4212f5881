"""Which article answers a question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from deskbook.model import Article, Confidence, Outcome, Part
from deskbook.similarity.index import Index, Likeness
from deskbook.similarity.segment import Embedder
from deskbook.similarity.terms import terms
from deskbook.text.markdown import parts, prose_lines, says_nothing
from deskbook.text.question import titled

# The beginning of an issue or page says what it is about; comparing all of it takes long and tells little more. In characters.
_BEGINNING = 1000
# An answer of which the article has less than this share of the words says something that the article does not.
_SAID = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """An article, and the probability (0..1) that it is about what was asked."""

    article: Article
    probability: float


class Answers:
    """Articles, ready to be asked which of them answers a question. Archived ones answer nothing."""

    def __init__(self, articles: Iterable[Article], embedder: Embedder | None = None) -> None:
        self._articles = {a.id: a for a in articles if a.confidence is not Confidence.ARCHIVED}
        self._embedder = embedder

    def nearest(self, question: str, top: int = 10) -> list[Match]:
        """The articles that are most likely about `question`, best first."""
        return [Match(self._articles[key], probability) for key, probability in self._index.nearest(question, top)]

    def outcome(self, questions: Sequence[str], answer: str, threshold: float) -> tuple[Outcome, Match] | None:
        """The article that is at least `threshold` probably about one of `questions`, if there is one.

        The outcome is `covered` if the article says what `answer` says, `improves` if the answer has more to say.
        """
        best = [match for near in self._index.nearest_each(questions, top=1) for match in near]
        key, probability = max(best, key=lambda item: item[1], default=("", 0.0))
        if not key or probability < threshold:
            return None
        article = self._articles[key]
        return (Outcome.COVERED if says(article, answer) else Outcome.IMPROVES), Match(article, probability)

    def explain(self, question: str, article: Article) -> Likeness:
        """Why an article is taken to be about `question`."""
        return self._index.explain(question, about(article))

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


def says(article: Article, answer: str) -> bool:
    """Whether most words of an answer stand in the article."""
    wanted = set(terms(answer))
    return len(wanted & set(terms(article.body))) >= _SAID * len(wanted)
