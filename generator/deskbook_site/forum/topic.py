"""One forum topic -> the HTML inside its pages: the question, the accepted answer right under it, then the talk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from deskbook.model import Message, Role, Thread

from .. import markup
from ..addresses import near
from ..output import batches
from ..templates import OLD_DAYS, fill
from ..words import Words
from .pictures import FOLDER
from .posts import Post, Sayings, byline, item

PER_PAGE = 100

# A question mark that ends something; addresses have others.
_ASKS = re.compile(r"""[?？][?!]*(?=[\s"')\]*_]|\Z)""")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a topic's pages say of the rest of the site; addresses are relative to the site's.

    `tags` are (tag, address); `article` is the address and title of the article that the topic became.
    """

    title: str
    category: tuple[str, str] | None
    tags: tuple[tuple[str, str], ...]
    article: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One page of a topic, which is `number` of `pages`, from 1. All its addresses are relative to the page.

    `takes_answers`: search engines may call it a page of questions and answers (QAPage), which they want to lead to where people can
    answer, and to hold the question and an answer.
    """

    number: int
    pages: int
    around: Surroundings
    replies: tuple[Post, ...]
    accepted: tuple[int, ...]
    takes_answers: bool
    says: Sayings

    @property
    def up(self) -> str:
        """To the site's root."""
        return "../../" if self.number == 1 else "../../../../"

    @property
    def first(self) -> str:
        """To the first page; nothing on the first page itself."""
        return "" if self.number == 1 else "../../"

    @property
    def near(self) -> tuple[int, ...]:
        """The numbers of pages to offer; 0 stands for a gap."""
        return near(self.number, self.pages)

    @property
    def title(self) -> str:
        title = self.around.title
        return title if self.number == 1 else self.says.words("page_of", title=title, number=self.number)

    def byline(self, post: Post) -> Markup:
        """Who wrote a post and when."""
        return Markup(byline(post, self))  # noqa: S704  all text of strangers in it is escaped

    def talk(self) -> Markup:
        """The posts of this page that stand in the talk, as items of a list."""
        return Markup("".join(item(post, self) for post in self.replies))  # noqa: S704  escaped, or cleaned by nh3

    def place(self, number: int) -> str:
        """To page `number` of this topic."""
        return f"{self.first}page/{number}/" if number > 1 else self.first or "./"

    def post(self, number: int) -> str:
        """To post `number` in the talk."""
        page = page_of(number)
        return f"{'' if page == self.number else self.place(page)}#post-{number}"

    def answer(self, number: int) -> str:
        """To the accepted answer that is post `number`, under the question."""
        return f"{self.first}#{self.answer_id(number)}"

    def answer_id(self, number: int) -> str:
        """The anchor of an accepted answer under the question."""
        place = self.accepted.index(number)
        return f"accepted-answer-{place + 1}" if place else "accepted-answer"


def page_of(number: int) -> int:
    """The page on which post `number` stands."""
    return (number - 1) // PER_PAGE + 1


def opening(thread: Thread) -> Message | None:
    """The message that begins the topic's page; None where nothing of the topic may be shown."""
    return next((m for m in thread.messages if not m.internal and m.role is not Role.SYSTEM), None)


def accepted(public: Sequence[Message]) -> tuple[Message, ...]:
    """The accepted answers among the public messages of a topic. The opening message is no answer to itself."""
    return tuple([m for m in public[1:] if m.accepted])


def solved(thread: Thread, public: Sequence[Message]) -> bool:
    """Whether the topic is answered: by an accepted answer among its `public` messages, or because its system says so."""
    return thread.resolved or bool(accepted(public))


def posts(thread: Thread, words: Words) -> tuple[Post, ...]:
    """The public posts in their order, rendered."""
    live = markup.web_address(thread.url)
    public = thread.public_messages
    numbers = {message.id: number for number, message in enumerate(public, 1)}
    made = []
    for number, message in enumerate(public, 1):
        answers = numbers.get(message.reply_to) if message.reply_to else None
        if answers is not None and not 1 < answers < number:
            answers = None  # everything answers the question; what comes later cannot have been answered
        made.append(
            Post(
                number=number,
                author=author(message, words),
                staff=message.role is Role.AGENT,
                at=message.at,
                html=Markup(  # noqa: S704  cleaned by nh3
                    markup.post(message.text, base=live, pictures=_pictures(message, number), words=words)
                ),
                likes=max(message.score, 0),
                accepted=message.accepted and number > 1,
                answers=answers,
                answers_author=author(public[answers - 1], words) if answers else "",
                suggests=number > 1 and (message.accepted or (answers is None and message.author != public[0].author)),
            )
        )
    return tuple(made)


def _pictures(message: Message, number: int) -> str:
    """The folder of pictures, from the page on which a post is shown in full: accepted answers stand under the question."""
    return f"{'../' if message.accepted or page_of(number) == 1 else '../../../'}{FOLDER.rpartition('/')[2]}/"


def pages(
    thread: Thread, around: Surroundings, today: date, theme: Path, says: Sayings
) -> Iterator[tuple[TopicPage, str, str]]:
    """Each page with its body and description. The thread must have a public message.

    The first page has the question, all accepted answers, and the first `PER_PAGE` posts.
    """
    words = says.words
    talk = posts(thread, words)
    answers = [post for post in talk if post.accepted]
    numbers = tuple(post.number for post in answers)
    description = markup.excerpt(talk[0].html)
    parts = list(batches(talk, PER_PAGE))
    public = thread.public_messages
    answered = solved(thread, public)
    asked = public[0].role is Role.CUSTOMER
    begun = Markup(words("asked_on" if asked else "begun_on", day=words.time_tag(public[0].at.date())))  # noqa: S704  our own
    live = markup.web_address(thread.url)
    open_question = live is not None and not thread.closed and _is_question(thread.title, public[0], answered)
    for number, part in enumerate(parts, 1):
        replies = part[1:] if number == 1 else part
        takes_answers = open_question and number == 1 and any(post.suggests for post in (*replies, *answers))
        page = TopicPage(number, len(parts), around, replies, numbers, takes_answers, says)
        html = fill(
            theme,
            "topic.html",
            page=page,
            words=words,
            texts=words.texts,  # in a template a call takes far longer, and there are many topics
            question=talk[0],
            asked=asked,
            begun=begun,
            answers=answers,
            suggested=sum(post.suggests for post in talk),
            replies=len(talk) - 1,
            solved=answered,
            live=live,
            closed=thread.closed,
            last=talk[-1].at.date(),
            old=_old(talk, today, words),
        )
        yield page, html, description if number == 1 else words("talk_about", number=number, text=description)


def _is_question(title: str, first: Message, answered: bool) -> bool:
    """Whether a topic that begins so asks something."""
    return first.role is Role.CUSTOMER and (answered or bool(_ASKS.search(f"{title}\n{first.text}")))


def author(message: Message, words: Words) -> str:
    """Who wrote a message, on one line."""
    return " ".join(message.author.split()) or words("unknown")


def is_old(last: date, today: date) -> bool:
    """Whether a topic with its last post on the day `last` is called old."""
    return (today - last).days > OLD_DAYS


def _old(talk: Sequence[Post], today: date, words: Words) -> str | None:
    if not is_old(max(post.at for post in talk).date(), today):
        return None
    answers = [post for post in talk if post.accepted]
    if answers:
        return words("old_answer", year=max(post.at for post in answers).year)
    return words("old_topic", year=max(post.at for post in talk).year)
