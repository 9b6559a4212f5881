"""One post -> HTML. Not by a template, which would take most of the time of a page: there are hundreds of thousands of posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Protocol

from markupsafe import Markup

from deskbook.text.words import count

from ..templates import human_day

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


class Page(Protocol):
    """Knows how its posts link to each other."""

    @property
    def number(self) -> int: ...
    @property
    def takes_answers(self) -> bool: ...
    def post(self, number: int) -> str: ...
    def answer(self, number: int) -> str: ...


def byline(post: Post, page: Page) -> str:
    """Who wrote a post and when, to which other, and how many liked it."""
    # The address of the first post is that of the topic.
    own = ' itemprop="url"' if post.number > 1 else ""
    staff = '<span class="db-badge">Staff</span> ' if post.staff else ""
    reply = likes = ""
    if post.answers:
        name = escape(post.answers_author)
        address = page.post(post.answers)
        reply = f'<a class="db-post__reply" href="{address}">in reply to <bdi>{name}</bdi>, post {post.answers}</a> '
    if page.takes_answers and (post.number == 1 or post.suggests):
        likes = _VOTES.format(post.likes, count(post.likes, "like") if post.likes else "")
    elif post.likes:
        likes = _LIKES.format(post.likes, count(post.likes, "like"))
    return (
        f'<p class="db-post__by" data-pagefind-ignore>\n{_BY.format(escape(post.author))}\n{staff}'
        f'<a class="db-post__time" href="{page.post(post.number)}"{own}><span class="db-hidden">Post {post.number}, </span>'
        f'<time itemprop="datePublished" datetime="{post.at.isoformat()}">{human_day(post.at)}</time></a>\n{reply}{likes}</p>\n'
    )


def item(post: Post, page: Page) -> str:
    """A post in the list of the talk. Of one that stands under the question as an accepted answer only its place."""
    if post.accepted:
        where = "above" if page.number == 1 else "under the question"
        return (
            f'<li class="db-post db-post--pointer" id="post-{post.number}" data-pagefind-ignore>\n<p>Here '
            f'<bdi>{escape(post.author)}</bdi> gave the <a href="{page.answer(post.number)}">accepted answer, shown {where}</a>.</p>\n</li>\n'
        )
    what = _ANSWER if page.takes_answers and post.suggests else _COMMENT
    return (
        f'<li class="db-post" id="post-{post.number}" {what}>\n'
        f'{byline(post, page)}<div class="db-post__text" dir="auto" itemprop="text">\n{post.html}\n</div>\n</li>\n'
    )
