"""What search engines require of discussions and of pages of answers (developers.google.com/search: DiscussionForumPosting, QAPage)."""

from __future__ import annotations

from datetime import datetime

from bs4 import BeautifulSoup, Tag

_REQUIRED = {
    "DiscussionForumPosting": ("author", "datePublished"),
    "Comment": ("author", "datePublished", "text"),
    "QAPage": ("mainEntity",),
    "Question": ("answerCount", "name", "author", "datePublished", "text", "upvoteCount"),
    "Answer": ("author", "datePublished", "text", "upvoteCount"),
    "InteractionCounter": ("interactionType", "userInteractionCount"),
}
_ONCE = (
    "author",
    "datePublished",
    "text",
    "url",
    "name",
    "headline",
    "mainEntity",
    "answerCount",
    "upvoteCount",
    "commentCount",
)
_NUMBERS = ("answerCount", "upvoteCount", "commentCount", "userInteractionCount")
_HOLDERS = {"Question": "QAPage", "Answer": "Question"}


def own(thing: Tag) -> list[Tag]:
    """The properties of a thing that are not another's."""
    return [tag for tag in thing.select("[itemprop]") if tag.find_parent(attrs={"itemscope": True}) is thing]


def values_of(thing: Tag) -> dict[str, str]:
    """What its properties say that are neither things nor texts nor dates."""
    said = {str(tag["itemprop"]): tag for tag in own(thing) if tag.name in ("meta", "link", "h1")}
    return {name: str(tag.get("content") or tag.get("href") or tag.get_text()) for name, tag in said.items()}


def problems(soup: BeautifulSoup) -> list[str]:
    """What is missed in a page. One that holds nothing of the kind misses all."""
    things = soup.select("[itemscope]")
    missed = [] if things else ["nothing"]
    for thing in things:
        kind = str(thing["itemtype"]).rpartition("/")[2]
        tags = own(thing)
        names = [str(tag["itemprop"]) for tag in tags]
        missed += [f"{kind} without {name}" for name in _REQUIRED.get(kind, ()) if name not in names]
        missed += [f"several {name} of {kind}" for name in _ONCE if names.count(name) > 1]
        if kind == "DiscussionForumPosting" and "text" not in names and "url" not in names:
            missed.append("neither text nor url")
        if kind == "Question" and not {"acceptedAnswer", "suggestedAnswer"} & set(names):
            missed.append("a question without an answer")
        if kind == "Person" and not any(tag.get_text().strip() for tag in tags if tag["itemprop"] == "name"):
            missed.append("nameless")
        holder = thing.find_parent(attrs={"itemscope": True})
        if kind in _HOLDERS and (holder is None or not str(holder["itemtype"]).endswith(_HOLDERS[kind])):
            missed.append(f"{kind} outside of {_HOLDERS[kind]}")
        for tag in tags:
            name = str(tag["itemprop"])
            if (
                name.startswith("date")
                and not datetime.fromisoformat(str(tag["datetime"])).tzinfo
                and name != "dateModified"
            ):
                missed.append(f"no date: {tag}")
            if name in _NUMBERS and not str(tag.get("content", "")).isdecimal():
                missed.append(f"no number: {tag}")
    if soup.select('[itemtype$="QAPage"]') and not soup.select(".db-live a[href]"):
        missed.append("a page of answers that leads nowhere where one could answer")
    return missed
