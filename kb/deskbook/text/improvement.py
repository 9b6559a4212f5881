"""What threads have to add to an article, as a file beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskbook.model import Article, ArticleKind, Confidence, Part, Thread
from deskbook.text.answer import Answer, is_thin, pick_answer
from deskbook.text.environment import environment
from deskbook.text.headings import demote_headings
from deskbook.text.news import new_in
from deskbook.text.sentences import opening, sentences
from deskbook.text.slug import slugify

_NOTE = (
    "<!-- For whoever writes: copy what is worth keeping into {name}, add the thread to its `sources`, then delete this "
    "file. It is no page of any site. -->"
)


@dataclass(frozen=True, slots=True)
class News:
    """What some threads (their keys) say that an article does not: Markdown for its Resolution, and lines for its Environment.

    `provenance` is as that of an article.
    """

    threads: tuple[str, ...] = ()
    resolution: str = ""
    environment: tuple[str, ...] = ()
    provenance: tuple[tuple[str, tuple[str, ...]], ...] = ()


def news(threads: Sequence[Thread], article: Article, beside: Sequence[Article], products: tuple[str, ...]) -> News:
    """What the answers of `threads` say that neither the article nor the files `beside` it say.

    Nothing where no answer has anything to add; then what a thread names besides, such as a version, is none either.
    """
    known = "\n\n".join((article.title, article.body, *(one.body for one in beside)))
    said: list[str] = []
    saying: list[str] = []
    named: list[str] = []
    provenance: list[tuple[str, tuple[str, ...]]] = []
    for thread in threads:
        answer = pick_answer(thread)
        text = new_in(answer.text, "\n\n".join((known, *said))) if answer and not is_thin(answer) else ""
        if answer and text:
            said.append(text)
            saying.append(thread.key)
            asked = [thread.title, thread.question.text if thread.question else ""]
            named += environment(asked, [answer.text], products)
            provenance += _provenance(thread, answer, text)
    new_names = tuple(name for name in dict.fromkeys(named) if name.casefold() not in known.casefold())
    return News(tuple(saying), "\n\n".join(said), new_names, tuple(provenance))


def whole(thread: Thread, answer: Answer) -> News:
    """All of an answer, for whoever knows that it improves an article though the comparison sees nothing new."""
    return News((thread.key,), answer.text, (), tuple(_provenance(thread, answer, answer.text)))


def improvement(article: Article, new: News, today: date) -> Article:
    """The file: beside the article, in work, its owner's, and with the headings that the article has for such things."""
    slug = slugify(new.threads[0])
    body = [_NOTE.format(name=article.path.name)]
    if new.environment:
        body += [f"## {Part.ENVIRONMENT}", "\n".join(f"- {name}" for name in new.environment)]
    body += [f"## {Part.RESOLUTION}", demote_headings(new.resolution, 3)]
    return Article(
        path=article.path.with_name(f"{article.path.stem}.improves-{slug}.md"),
        id=f"{article.id}-improves-{slug}",
        title=f"What is new for: {article.title}",
        body="\n\n".join(body).strip(),
        kind=ArticleKind.REFERENCE,
        confidence=Confidence.WIP,
        audience=article.audience,
        owner=article.owner,
        sources=new.threads,
        improves=article.id,
        provenance=dict(new.provenance),
        created=today,
    )


def _provenance(thread: Thread, answer: Answer, text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The first words of each sentence of `text`, by the message of the answer that says it."""
    kept = {opening(sentence) for sentence in sentences(text)} - {""}
    found = []
    for said in answer.said:
        begin = tuple(dict.fromkeys(words for s in sentences(said.text) if (words := opening(s)) in kept))
        if begin:
            found.append((f"{thread.key}#{said.message.id}", begin))
    return found
