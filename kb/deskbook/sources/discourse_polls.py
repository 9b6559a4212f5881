"""How a poll of Discourse went: its HTML always says that nobody has voted, and the numbers stand beside the post.

In the database they are counted here, and who voted for what is forgotten.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

POLL_COLUMNS = {
    "polls": ("id", "post_id", "name", "status", "results", "anonymous_voters"),
    "poll_options": ("id", "poll_id", "digest", "anonymous_votes"),
    "poll_votes": ("poll_id", "poll_option_id", "user_id"),
}
# In the column `results`: who may see them. Not those that only voters or staff see.
_ALWAYS, _WHEN_CLOSED = "0", "2"
_CLOSED = "1"  # in the column `status`

_TAG = re.compile(r'<(?:div|li)\b[^<>]*\bdata-poll-(?:name|option-id)="[^<>]*>')
_NAME = re.compile(r'\bdata-poll-name="([^"<>]*)"')
_OPTION = re.compile(r'\bdata-poll-option-id="([^"<>]*)"')


def with_votes(cooked: str, polls: Iterable[Mapping[str, Any]]) -> str:
    """The HTML of a post in which each poll says how many voted, and each of its options how many chose it, as `data-poll-voters` and
    `data-poll-votes`. What the forum does not tell everybody is not among `polls`, and not said."""
    known = {poll["name"]: poll for poll in polls if isinstance(poll.get("name"), str)}
    if not known:
        return cooked
    votes: dict[str, int] = {}

    def tallied(tag: re.Match[str]) -> str:
        if name := _NAME.search(tag[0]):
            poll = known.get(unescape(name[1]), {})
            votes.clear()
            votes.update(_votes(poll))
            # Without a number for any option the forum keeps the result to itself.
            return _with(tag[0], "voters", poll.get("voters") if votes else None, poll.get("status"))
        option = _OPTION.search(tag[0])
        return _with(tag[0], "votes", votes.get(unescape(option[1])) if option else None)

    return _TAG.sub(tallied, cooked)


@dataclass(frozen=True, slots=True)
class _Poll:
    name: str
    closed: bool
    shown: bool
    anonymous: int


@dataclass(slots=True)
class PollTables:
    """The polls of a database. `take` each row."""

    _polls: dict[str, _Poll] = field(default_factory=dict)
    _of_post: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _options: defaultdict[str, list[tuple[str, str, int]]] = field(default_factory=lambda: defaultdict(list))
    _votes: Counter[str] = field(default_factory=Counter)
    _voters: defaultdict[str, set[str | None]] = field(default_factory=lambda: defaultdict(set))

    def take(self, table: str, values: tuple[str | None, ...]) -> None:
        """Remember one row of a table of `POLL_COLUMNS`."""
        match (table, *values):
            case ("polls", str(key), str(post), str(name), status, results, anonymous):
                closed = status == _CLOSED
                shown = results == _ALWAYS or (results == _WHEN_CLOSED and closed)
                self._polls[key] = _Poll(name, closed, shown, _number(anonymous))
                self._of_post[post].append(key)
            case ("poll_options", str(key), str(poll), str(digest), anonymous):
                self._options[poll].append((key, digest, _number(anonymous)))
            case ("poll_votes", str(poll), str(option), user):
                self._votes[option] += 1
                self._voters[poll].add(user)

    def of(self, post: str | None) -> list[dict[str, object]]:
        """The polls of a post as the API writes them, with numbers where everybody may see them."""
        return [self._told(key, self._polls[key]) for key in self._of_post.get(post or "", ())]

    def _told(self, key: str, poll: _Poll) -> dict[str, object]:
        told: dict[str, object] = {"name": poll.name, "status": "closed" if poll.closed else "open"}
        if poll.shown:
            told["voters"] = len(self._voters.get(key, ())) + poll.anonymous
            told["options"] = [
                {"id": digest, "votes": self._votes[option] + anonymous}
                for option, digest, anonymous in self._options.get(key, ())
            ]
        return told


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _votes(poll: Mapping[str, Any]) -> dict[str, int]:
    options = poll.get("options")
    listed = [one for one in options if isinstance(one, dict)] if isinstance(options, list) else []
    return {str(one.get("id")): one["votes"] for one in listed if _is_number(one.get("votes"))}


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12


def _with(tag: str, name: str, number: object, status: object = None) -> str:
    more = f' data-poll-{name}="{number}"' if _is_number(number) else ""
    if isinstance(status, str):
        tag = re.sub(r' data-poll-status="[^"]*"', "", tag)
        more += f' data-poll-status="{escape(status)}"'
    return f"{tag[:-1].rstrip('/')}{more}>"
