"""similar: what is known about a question that somebody has just asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from deskbook.model import Article, Thread
from deskbook.similarity.index import Index, Likeness
from deskbook.store import Store
from deskbook.text.answer import pick_answer
from deskbook.text.answering import Answers
from deskbook.text.question import pasted, question_text

# What is less probable is not worth an agent's look. (Single words are 8% probable for a run of characters in common.)
_LEAST = 0.1
# Threads looked at, of which some have no answer.
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Similar:
    """An article or an answered thread that is about the same question, with this probability (0..1), and why."""

    found: Article | Thread
    probability: float
    why: Likeness


def similar(text: str, answers: Answers, index: Index, store: Store, *, top: int = 5) -> list[Similar]:
    """The articles, then the answered threads, at most `top` of each, best first. `index` is that of the stored questions."""
    asked = pasted(text)
    articles = [
        Similar(match.article, match.probability, answers.explain(asked, match.article))
        for match in answers.nearest(asked, top)
        if match.probability >= _LEAST
    ]
    return [*articles, *islice(_threads(asked, index, store), top)]


def _threads(asked: str, index: Index, store: Store) -> Iterator[Similar]:
    near = {key: probability for key, probability in index.nearest(asked, _LOOKED_AT) if probability >= _LEAST}
    for thread in store.threads_by_key(tuple(near)):
        if pick_answer(thread):
            yield Similar(thread, near[thread.key], index.explain(asked, question_text(thread)))
