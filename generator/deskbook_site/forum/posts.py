"""One post -> HTML. Not by a template, which would take most of the time of a page: there are hundreds of thousands of posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Protocol

from markupsafe import Markup

from ..words import Words

_BY = (
    '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
    '<bdi class="db-post__author" itemprop="name">{}</bdi></span>'
)
_LIKES = (
    '<span itemprop="interactionStatistic" itemscope itemtype="https://schema.org/InteractionCounter">'
    '<meta itemprop="interactionType" content="https://schema.org/LikeAction">'
    '<meta itemprop="userInteractionCount" content="{}">{}</span>'
)
_VOTES = '<span><meta itemprop="upvoteCount" content="{}">{}</span>'
_COMMENT = 'itemprop="comment" itemscope itemtype="https://schema.org/Comment"'
_ANSWER = 'itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer"'


@dataclass(frozen=True, slots=True)
class Post:
    """One post as its template sees it. `number` counts the public posts from 1; `answers` is an earlier one's number.

    `suggests` says that it answers what was asked, as far as can be told.
    """

    number: int
    author: str
    staff: bool
    at: datetime
    html: Markup
    likes: int
    accepted: bool
    answers: int | None
    answers_author: str
    suggests: bool = False


@dataclass(frozen=True, slots=True)
class Sayings:
    """What posts say in `words`, put together once for all of them: HTML, some with places for values."""

    words: Words
    staff: str
    number: str
    reply: str
    above: str
    under: str

    @classmethod
    def of(cls, words: Words) -> Sayings:
        """Those of a language."""
        texts = words.texts
        link = '<a href="{{address}}">{}</a>'
        above, under = (
            words("gave_answer", who="<bdi>{who}</bdi>", answer=link.format(texts[key]))
            for key in ("answer_above", "answer_under")
        )
        reply = words("in_reply", who="<bdi>{who}</bdi>", number="{number}")
        return cls(words, texts["staff"], texts["post_number"], reply, above, under)


class Page(Protocol):
    """Knows how its posts link to each other, and what they say."""

    @property
    def number(self) -> int: ...
    @property
    def takes_answers(self) -> bool: ...
    @property
    def says(self) -> Sayings: ...
    def post(self, number: int) -> str: ...
    def answer(self, number: int) -> str: ...


def byline(post: Post, page: Page) -> str:
    """Who wrote a post and when, to which other, and how many liked it."""
    # The address of the first post is that of the topic.
    own = ' itemprop="url"' if post.number > 1 else ""
    says = page.says
    number = says.number.replace("{number}", str(post.number))  # a third of the time of format
    staff = f'<span class="db-badge">{says.staff}</span> ' if post.staff else ""
    reply = likes = ""
    if post.answers:
        what = says.reply.format(who=escape(post.answers_author), number=post.answers)
        reply = f'<a class="db-post__reply" href="{page.post(post.answers)}">{what}</a> '
    if page.takes_answers and (post.number == 1 or post.suggests):
        likes = _VOTES.format(post.likes, says.words.count(post.likes, "likes") if post.likes else "")
    elif post.likes:
        likes = _LIKES.format(post.likes, says.words.count(post.likes, "likes"))
    return (
        f'<p class="db-post__by" data-pagefind-ignore>\n{_BY.format(escape(post.author))}\n{staff}'
        f'<a class="db-post__time" href="{page.post(post.number)}"{own}><span class="db-hidden">{number} </span>'
        f'<time itemprop="datePublished" datetime="{post.at.isoformat()}">{says.words.day(post.at.date())}</time></a>\n'
        f"{reply}{likes}</p>\n"
    )


def item(post: Post, page: Page) -> str:
    """A post in the list of the talk. Of one that stands under the question as an accepted answer only its place."""
    if post.accepted:
        where = page.says.above if page.number == 1 else page.says.under
        what = where.format(who=escape(post.author), address=page.answer(post.number))
        return f'<li class="db-post db-post--pointer" id="post-{post.number}" data-pagefind-ignore>\n<p>{what}</p>\n</li>\n'
    what = _ANSWER if page.takes_answers and post.suggests else _COMMENT
    return (
        f'<li class="db-post" id="post-{post.number}" {what}>\n'
        f'{byline(post, page)}<div class="db-post__text" dir="auto" itemprop="text">\n{post.html}\n</div>\n</li>\n'
    )
