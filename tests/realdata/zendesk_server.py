"""A server like Zendesk, of generated tickets with five comments each, for `collect.py`: the export by cursor, comments by ticket.

    python tests/realdata/zendesk_server.py TICKETS

It takes a free port and prints its address. All tickets are solved. Texts have words as common as in language, and among them names,
addresses, numbers and signatures, as those of tickets do. Everything follows from the number of the ticket.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from urllib.parse import parse_qs, urlsplit

COMMENTS, USERS = 5, 500
_FEWEST, _MOST = 40, 110
_BEGUN = datetime(2020, 1, 1, tzinfo=UTC)
_FIRST = "Ada Bodo Carla Dmitri Elif Farid Greta Hiro Ines Jonas Kofi Lena Mateo Nadia Oskar Priya Quentin Rosa Sven Tomoko".split()
_LAST = "Lovelace Okafor Marchetti Petrov Yilmaz Haddad Lindqvist Tanaka Ferreira Weber Mensah Novak Alvarez Ibrahim Berg".split()
_SYLLABLES = [
    f"{a}{b}{c}" for a in "b ch d f gr h k l m n pr s st t v w".split() for b in "aeiou" for c in ("", "n", "r", "st")
]
_WORDS = [
    *"the a to and it is in of my not on with when after error page file server printer password account update install".split(),
    *(f"{one}{other}" for one in _SYLLABLES for other in _SYLLABLES[:60]),
]
_COMMON = list(accumulate(1 / rank**1.05 for rank in range(1, len(_WORDS) + 1)))


def user(key: int) -> dict[str, object]:
    """A person; every tenth is an agent."""
    name = f"{_FIRST[key % len(_FIRST)]} {_LAST[key // len(_FIRST) % len(_LAST)]}"
    mail = f"{name.lower().replace(' ', '.')}{key}@mail.example"
    return {"id": key, "name": name, "email": mail, "role": "end-user" if key % 10 else "agent"}


def ticket(key: int) -> dict[str, object]:
    """A ticket without its comments, with the fields that most have."""
    chance = Random(key)
    words = " ".join(chance.choices(_WORDS, cum_weights=_COMMON, k=7))
    asker, moved = 1 + key % (USERS - 1), _iso(key, COMMENTS)
    return {
        "id": key, "subject": words.capitalize(), "raw_subject": words, "description": words, "status": "solved",
        "priority": "normal", "type": "question", "tags": ["printing", f"area_{key % 40}"], "requester_id": asker,
        "submitter_id": asker, "assignee_id": _agent(key), "group_id": key % 9, "organization_id": 3, "custom_fields": [
            {"id": 36001, "value": None}, {"id": 36002, "value": f"v{key % 9}"},
        ], "collaborator_ids": [], "follower_ids": [], "email_cc_ids": [], "via": {"channel": "email", "source": {"from": {}}},
        "satisfaction_rating": {"score": "unoffered"}, "created_at": _iso(key, 0), "updated_at": moved,
    }  # fmt: skip


def comments(key: int) -> list[dict[str, object]]:
    """The comments of a ticket, in turn by who asked and an agent; the fourth is internal."""
    return [_comment(key, place, Random(key * COMMENTS + place)) for place in range(COMMENTS)]


def _comment(key: int, place: int, chance: Random) -> dict[str, object]:
    writer = _agent(key) if place % 2 else 1 + key % (USERS - 1)
    said = chance.choices(_WORDS, cum_weights=_COMMON, k=chance.randint(_FEWEST, _MOST))
    name = str(user(writer)["name"])
    half = len(said) // 2
    told = (
        "",
        f" Write to {user(writer)['email']}.",
        f" Call +49 30 {chance.randint(10**6, 10**7)}.",
        " See https://x.example/a.",
    )
    parts = [
        f"Hello, {' '.join(said[:half])}.",
        f"{' '.join(said[half:])}.{told[chance.randrange(4)]}",
        f"Kind regards\n{name}",
    ]
    html = "".join(f"<p>{part}</p>" for part in parts).replace("\n", "<br>")
    return {
        "id": key * 10 + place, "type": "Comment", "author_id": writer, "body": "\n\n".join(parts), "plain_body": "\n\n".join(parts),
        "html_body": f'<div class="zd-comment" dir="auto">{html}</div>', "public": place != 3, "attachments": [],
        "via": {"channel": "email", "source": {"from": {}, "to": {}, "rel": None}}, "created_at": _iso(key, place),
    }  # fmt: skip


def _agent(key: int) -> int:
    return 10 * (1 + key % (USERS // 10 - 1))


def _iso(key: int, place: int) -> str:
    return (_BEGUN + timedelta(minutes=20 * key + place)).strftime("%Y-%m-%dT%H:%M:%SZ")


def answer(path: str, query: dict[str, str], tickets: int) -> object:
    """What the server says; None: nothing is there."""
    if path == "/api/v2/incremental/tickets/cursor.json":
        since, most = int(query.get("cursor", "0")), int(query.get("per_page", "1000"))
        last = min(tickets, since + most)
        some = [ticket(key) for key in range(since + 1, last + 1)]
        people = sorted({int(str(one[name])) for one in some for name in ("requester_id", "assignee_id")})
        users = [user(person) for person in people]
        groups = [{"id": key, "name": f"Team {key}"} for key in range(9)]
        after = f"https://bench.zendesk.com/api/v2/incremental/tickets/cursor.json?cursor={last}&per_page={most}"
        beside = {"users": users, "groups": groups} if "include" in query else {}
        page = {"tickets": some, **beside, "after_cursor": str(last), "after_url": after}
        return {**page, "end_of_stream": last == tickets}
    key = int(path.removeprefix("/api/v2/tickets/").partition("/")[0].removesuffix(".json"))
    said = comments(key)
    users = [user(person) for person in {int(str(one["author_id"])) for one in said}]
    beside = {"users": users} if "include" in query else {}
    return {"comments": said, **beside, "meta": {"has_more": False}, "next_page": None, "count": len(said)}


class _Connection(asyncio.Protocol):
    """HTTP/1.1 as far as two clients that only read need it."""

    def __init__(self, tickets: int) -> None:
        self._tickets = tickets
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            address = urlsplit(head.split(b" ", 2)[1].decode("ascii"))
            query = {name: values[-1] for name, values in parse_qs(address.query).items()}
            body = json.dumps(answer(address.path, query, self._tickets)).encode()
            top = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            self._transport.write(top.encode("ascii") + body)  # type: ignore[attr-defined]


async def _serve(tickets: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(tickets), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
