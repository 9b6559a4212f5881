"""Hypothesis strategies: articles, threads, and texts as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import PurePosixPath

from hypothesis import strategies as st

from deskbook.model import Article, ArticleKind, Audience, Confidence, Message, OldAddress, Role, Thread, ThreadKind

# Everything that a text file can hold: no lone surrogates, no control characters but tab and newline.
characters = st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\t\n")
lines = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60).filter(
    lambda text: text.strip() != ""
)
words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=10)
dates = st.dates(date(2000, 1, 1), date(2050, 1, 1))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
bodies = st.text(characters, max_size=300).map(lambda text: text.strip())


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Any article, under any of a few names."""
    name = draw(words)
    return Article(
        path=PurePosixPath(draw(words), f"{name}.md"),
        id=draw(words),
        title=draw(lines),
        body=draw(bodies),
        kind=draw(st.sampled_from(ArticleKind)),
        confidence=draw(st.sampled_from(Confidence)),
        audience=draw(st.sampled_from(Audience)),
        owner=draw(st.none() | lines),
        sources=tuple(draw(st.lists(lines, max_size=3))),
        tags=tuple(draw(st.lists(lines, max_size=3))),
        applies_to=tuple(draw(st.lists(lines, max_size=2))),
        asked_as=tuple(draw(st.lists(lines, max_size=3))),
        reply=draw(st.none() | lines),
        improves=draw(st.none() | lines),
        aliases=tuple(draw(st.lists(lines, max_size=2))),
        former_ids=tuple(draw(st.lists(lines, max_size=2))),
        replaced_by=draw(st.none() | lines),
        provenance=draw(st.dictionaries(lines, st.lists(lines, min_size=1, max_size=2).map(tuple), max_size=2)),
        created=draw(st.none() | dates),
        reviewed=draw(st.none() | dates),
        other=draw(
            st.dictionaries(words.map("x_{}".format), lines | st.integers() | st.lists(lines, max_size=2), max_size=3)
        ),
    )


@st.composite
def threads(draw: st.DrawFn) -> Thread:
    """Any thread, of a few sources and ids, so that the same one comes up again."""
    count = draw(st.integers(0, 4))
    created = draw(moments)
    return Thread(
        source=draw(st.sampled_from(["tickets", "forum"])),
        id=draw(st.integers(1, 6).map(str)),
        kind=draw(st.sampled_from(ThreadKind)),
        title=draw(lines),
        messages=tuple(
            Message(
                id=str(number),
                author=draw(lines),
                role=draw(st.sampled_from(Role)),
                at=draw(moments),
                text=draw(bodies),
                internal=draw(st.booleans()),
                accepted=draw(st.booleans()),
                reply_to=draw(st.none() | st.just("0")),
                score=draw(st.integers(-5, 5)),
            )
            for number in range(count)
        ),
        created=created,
        updated=draw(moments),
        url=draw(st.none() | st.just("https://desk.example/1")),
        resolved=draw(st.booleans()),
        marked=draw(st.booleans()),
        tags=tuple(draw(st.lists(words, max_size=3))),
        category=draw(st.none() | words),
        group=draw(st.none() | words),
        audience=draw(st.sampled_from(Audience)),
        asker=draw(st.sampled_from(["", "0a1b2c3d4e", "5f6a7b8c9d"])),
        sure=draw(st.booleans()),
        closed=draw(st.booleans()),
        old_addresses=draw(st.sampled_from([(), (OldAddress("/a"), OldAddress("/b?c=1", "0"))])),
    )
