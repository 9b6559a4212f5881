"""One small forum in all the forms that Discourse gives it: topics as JSON, a dump of its database, a backup, a live server.

Whatever not everybody may read holds the word PLANTED.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

ADDRESS = "https://forum.example"
SHA1 = "0a3b" * 10
KEY = "1svgzhpcYEv460sLBolDd5zFUCv"  # the same in base 62
USERS = {-1: ("system", None), 1: ("ada", "Ada Okafor"), 2: ("bo", "Bo Lund"), 3: ("cy", None)}
CATEGORIES = {
    1: ("Support", False, None),
    2: ("Printers", False, 1),
    3: ("PLANTED staff", True, None),
    4: ("PLANTED below", False, 3),
}
TAGS = {1: "paper", 2: "lid", 3: "PLANTED-tag"}
PLANTED = "PLANTED"
# Votes by option and user: of a poll whose result all may see, and of one whose result only voters see.
VOTES = {"poll": (("a1", 1), ("a1", 2), ("b2", 2)), "secret": (("c3", 1),)}
POLLS = """
<div class="poll" data-poll-name="poll" data-poll-status="open"><div class="poll-container"><div class="poll-title">Which lid?</div><ul>
<li data-poll-option-id="a1">Green</li><li data-poll-option-id="b2">Red</li></ul></div><div class="poll-info">
<span class="info-number">0</span><span class="info-label">voters</span></div></div>
<div class="poll" data-poll-name="secret" data-poll-results="on_vote"><ul><li data-poll-option-id="c3">Blue</li></ul></div>
"""


@dataclass(frozen=True)
class Post:
    """A post; `user` None has left."""

    number: int
    cooked: str
    user: int | None = 1
    kind: int = 1
    reply_to: int | None = None
    likes: int = 0
    hidden: bool = False
    deleted: bool = False
    user_deleted: bool = False


@dataclass(frozen=True)
class Topic:
    """A topic; `bumped` is the day of January 2026 on which it moved last."""

    id: int
    title: str
    posts: tuple[Post, ...]
    category: int | None = 1
    archetype: str = "regular"
    visible: bool = True
    deleted: bool = False
    tags: tuple[int, ...] = ()
    accepted: int | None = None
    bumped: int = 1
    closed: bool = False
    archived: bool = False

    def post_id(self, number: int) -> int:
        """The id of a post in the forum."""
        return self.id * 1000 + number

    @property
    def is_public(self) -> bool:
        """Whether a visitor finds it in a list."""
        return self.archetype == "regular" and self.visible and not self.deleted and self.category in (1, 2)


TOPICS = (
    Topic(
        10,
        "The lid won't close",
        (
            Post(1, "<p>It springs open,\n\tsee C:\\temp\\new</p>", user=3),
            Post(2, "<p>Turn the <b>green</b> wheel</p>", reply_to=1, likes=4),
            Post(3, "<p>PLANTED whisper</p>", kind=4),
            Post(4, "<p>PLANTED deleted</p>", deleted=True),
            Post(5, "<p>PLANTED hidden</p>", hidden=True),
            Post(6, "<p>PLANTED taken back</p>", user_deleted=True),
            Post(7, "<p>PLANTED note</p>", kind=3),
            Post(8, "<p>Closed, thanks</p>", kind=2, user=-1, reply_to=3),
        ),
        tags=(2, 1, 3),
        accepted=2,
        bumped=8,
    ),
    Topic(
        11,
        "How many pages?",
        tuple(Post(n, f"<p>page {n}</p>{POLLS * (n == 3)}", user=1 + n % 3) for n in range(1, 46)),
        2,
        bumped=9,
        archived=True,
    ),
    Topic(12, "PLANTED plan", (Post(1, "<p>PLANTED staff</p>"),), 3, bumped=9),
    Topic(13, "PLANTED below", (Post(1, "<p>PLANTED below</p>"),), 4, bumped=9),
    Topic(14, "PLANTED message", (Post(1, "<p>PLANTED private</p>"),), None, "private_message", bumped=9),
    Topic(19, "PLANTED shared", (Post(1, "<p>PLANTED moved</p>"),), 1, "private_message", bumped=9),
    Topic(15, "PLANTED unlisted", (Post(1, "<p>PLANTED unlisted</p>"),), visible=False, bumped=9),
    Topic(16, "PLANTED gone", (Post(1, "<p>PLANTED gone</p>"),), deleted=True, bumped=9),
    Topic(
        17,
        "Größe 漢字 \\N",
        (
            Post(
                1,
                f'<p><img src="/uploads/default/optimized/1X/{SHA1}_2_690x388.png" alt="lid" data-base62-sha1="{KEY}"></p>',
                user=2,
            ),
            Post(2, f'<p><a class="attachment" href="/uploads/short-url/{KEY}.pdf">manual</a> \\. \\N</p>', user=None),
            Post(3, f'<p>see <img src="https://cdn.example/{SHA1}.png" alt="x" data-base62-sha1="{KEY}"></p>'),
        ),
        bumped=3,
    ),
    Topic(18, "PLANTED only whispers", (Post(1, "<p>PLANTED alone</p>", kind=4),), bumped=2),
)


def moment(topic: Topic, post: Post, *, database: bool = False) -> str:
    """When a post was written: one a minute. The database knows microseconds, the API cuts them off."""
    clock = f"{10 + post.number // 60}:{post.number % 60:02}:00"
    return f"2026-01-{topic.bumped:02} {clock}.123456" if database else f"2026-01-{topic.bumped:02}T{clock}.123Z"


# ---- as the API gives it ----


def post_json(topic: Topic, post: Post) -> dict[str, Any]:
    """A post as a visitor gets it."""
    username, name = USERS[post.user] if post.user is not None else (None, None)
    return {
        "id": topic.post_id(post.number),
        "post_number": post.number,
        "post_type": post.kind,
        "user_id": post.user,
        "username": username,
        "name": name,
        "display_username": name,
        "created_at": moment(topic, post),
        "updated_at": moment(topic, post),
        "cooked": post.cooked,
        "reply_to_post_number": post.reply_to,
        "hidden": post.hidden,
        "deleted_at": None,
        "user_deleted": post.user_deleted,
        "admin": post.user in (1, -1),
        "moderator": post.user == -1,
        "staff": post.user in (1, -1),
        "actions_summary": [{"id": 2, "count": post.likes}] if post.likes else [],
        "polls": polls_json() if POLLS in post.cooked else [],
    }


def polls_json() -> list[dict[str, Any]]:
    """The polls of a post as a visitor gets them: no numbers of one whose result only voters see."""
    options = [{"id": option, "html": option, "votes": votes} for option, votes in (("a1", 2), ("b2", 1))]
    return [
        {"name": "poll", "status": "open", "results": "always", "voters": 2, "options": options},
        {
            "name": "secret",
            "status": "open",
            "results": "on_vote",
            "voters": 1,
            "options": [{"id": "c3", "html": "Blue"}],
        },
    ]


def visible_posts(topic: Topic) -> list[Post]:
    """What a visitor is shown of a topic, small notes among it."""
    return [post for post in topic.posts if post.kind != 4 and not (post.deleted or post.hidden or post.user_deleted)]


def topic_json(topic: Topic, *, most: int | None = None, new: bool = True) -> dict[str, Any]:
    """A topic as a visitor gets it, in the shapes of after 2026-04 or of before 2026."""
    posts = visible_posts(topic)
    tags = [TAGS[tag] for tag in topic.tags if PLANTED not in TAGS[tag]]
    answer = next((post for post in posts if post.number == topic.accepted), None)
    value: dict[str, Any] = {
        "id": topic.id,
        "title": topic.title,
        "slug": f"topic-{topic.id}",
        "archetype": topic.archetype,
        "visible": topic.visible,
        "closed": topic.closed,
        "archived": topic.archived,
        "deleted_at": None,
        "category_id": topic.category,
        "created_at": moment(topic, topic.posts[0]),
        "tags": [{"id": number, "name": tag, "slug": ""} for number, tag in enumerate(tags)] if new else tags,
        "post_stream": {
            "posts": [post_json(topic, post) for post in posts[:most]],
            "stream": [topic.post_id(post.number) for post in posts],
        },
    }
    if answer and new:
        value["accepted_answers"] = [post_json(topic, answer)]
    elif answer:
        value["accepted_answer"] = {"post_number": answer.number, "username": "ada"}
    return value


def site_json() -> dict[str, Any]:
    """The categories that a visitor sees."""
    return {
        "categories": [
            {"id": key, "name": name, "slug": str(key), "read_restricted": restricted, "parent_category_id": parent}
            for key, (name, restricted, parent) in CATEGORIES.items()
            if PLANTED not in name
        ]
    }


def write_json(folder: Path, *, new: bool = True) -> dict[str, object]:
    """The forum as files. Returns the options of a source that reads them."""
    folder.mkdir(exist_ok=True)
    (folder / "site.json").write_text(json.dumps(site_json()), encoding="utf-8")
    for topic in TOPICS:
        if topic.is_public:
            (folder / f"{topic.id}.json").write_text(json.dumps(topic_json(topic, new=new)), encoding="utf-8")
    return {"path": f"{folder}/*.json", "site": f"{folder}/site.json", "url": ADDRESS}


# ---- as PostgreSQL dumps it ----


def copy(table: str, columns: str, *rows: tuple[object, ...]) -> str:
    """One table as a COPY block."""
    lines = ["\t".join(map(_field, row)) for row in rows]
    return "\n".join([f"COPY public.{table} ({columns}) FROM stdin;", *lines, "\\.", "", ""])


def _field(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    text = str(value).replace("\\", "\\\\")
    return text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def dump(
    *, generation: int = 3, base_url: str = ADDRESS, login_required: bool = False, topics: tuple[Topic, ...] = TOPICS
) -> str:
    """The database of the forum. `generation` says which of the three ways it keeps accepted answers in."""
    open_categories = [
        (key, name, "0088CC", restricted, parent) for key, (name, restricted, parent) in CATEGORIES.items()
    ]
    answers = [(topic.id, topic.post_id(topic.accepted)) for topic in topics if topic.accepted]
    tables = [
        copy("api_keys", "id, key_hash", (1, "PLANTED")),
        copy("backup_metadata", "id, name, value", (1, "base_url", base_url)),
        copy("categories", 'id, name, color, read_restricted, "parent_category_id"', *open_categories),
    ]
    if generation == 3:
        tables += [
            copy(
                "discourse_solved_solved_topics", "id, topic_id", *((n, topic) for n, (topic, _) in enumerate(answers))
            ),
            copy(
                "discourse_solved_topic_answers",
                "id, solved_topic_id, answer_post_id",
                *((n, n, post) for n, (_, post) in enumerate(answers)),
            ),
        ]
    if generation == 2:
        tables += [
            copy(
                "discourse_solved_solved_topics",
                "id, topic_id, answer_post_id",
                *((n, *one) for n, one in enumerate(answers)),
            )
        ]
    # Old answers stay where they were, and are wrong now.
    fields = [(n, topic, "accepted_answer_post_id", post - (generation > 1)) for n, (topic, post) in enumerate(answers)]
    return "\n".join(
        [
            "--\n-- PostgreSQL database dump\n--\n",
            "\\restrict x8Yg\n\nSET client_encoding = 'UTF8';\nCREATE TABLE public.posts (\n    id integer\n);\n",
            *tables,
            *_polls(topics),
            _posts(topics),
            copy(
                "site_settings",
                "id, name, data_type, value",
                (1, "login_required", 5, login_required),
                (2, "smtp_password", 1, "PLANTED"),
            ),
            copy("tag_group_memberships", "id, tag_id, tag_group_id", (1, 3, 7), (2, 1, 8)),
            copy("tag_group_permissions", "id, tag_group_id, group_id, permission_type", (1, 7, 3, 1), (2, 8, 0, 1)),
            copy("tags", "id, name", *TAGS.items()),
            copy("topic_allowed_users", "id, user_id, topic_id", (1, 2, 14)),
            copy(
                "topic_custom_fields",
                "id, topic_id, name, value",
                *fields,
                (99, 10, "import_mail", "planted@PLANTED.example"),
            ),
            copy("topic_tags", "id, topic_id, tag_id", *((0, topic.id, tag) for topic in topics for tag in topic.tags)),
            _topics(topics),
            copy("user_emails", "id, user_id, email", (1, 1, "planted@PLANTED.example")),
            copy(
                "users",
                "id, username, created_at, name, ip_address, admin, moderator",
                *(
                    (key, username, "2020-01-01", name, "192.0.2.7", key in (1, -1), key == -1)
                    for key, (username, name) in USERS.items()
                ),
            ),
            "\\unrestrict x8Yg\n--\n-- PostgreSQL database dump complete\n--\n",
        ]
    )


def _posts(topics: tuple[Topic, ...]) -> str:
    columns = (
        "id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at, reply_to_post_number, deleted_at, like_count, "
        "post_type, hidden, user_deleted"
    )
    rows = [
        (
            topic.post_id(post.number), post.user, topic.id, post.number, "PLANTED raw", post.cooked,
            moment(topic, post, database=True), moment(topic, post, database=True), post.reply_to,
            "2026-01-09 00:00:00" if post.deleted else None, post.likes, post.kind, post.hidden, post.user_deleted,
        )
        for topic in topics
        for post in topic.posts
    ]  # fmt: skip
    # A dump has them in the order in which they were written, not by topic.
    return copy("posts", columns, *sorted(rows, key=lambda row: (row[3], row[0])))


def _polls(topics: tuple[Topic, ...]) -> list[str]:
    holders = [topic.post_id(post.number) for topic in topics for post in topic.posts if POLLS in post.cooked]
    names = [(n, name) for n, name in enumerate(VOTES)]
    options = [(f"{n}{option}", n, option) for n, name in names for option in sorted({one for one, _ in VOTES[name]})]
    return [
        copy(
            "permalinks",
            "id, url, topic_id, post_id",
            (1, "showthread.php?t=1", 10, None),
            (2, "old/lid", None, 10_002),
            (3, "x", None, None),
        ),
        copy(
            "poll_options",
            "id, poll_id, digest, html",
            *((key, n, option, "PLANTED html") for key, n, option in options),
        ),
        copy(
            "poll_votes",
            "poll_id, poll_option_id, user_id",
            *((n, f"{n}{option}", user) for n, name in names for option, user in VOTES[name]),
        ),
        copy(
            "polls",
            "id, post_id, name, status, results, anonymous_voters",
            *((n, post, name, 0, n, None) for post in holders for n, name in names),
        ),
    ]


def _topics(topics: tuple[Topic, ...]) -> str:
    return copy(
        "topics",
        "id, title, created_at, deleted_at, category_id, archetype, visible, slug, closed, archived",
        *(
            (
                topic.id, topic.title, moment(topic, topic.posts[0], database=True), "2026-01-09" if topic.deleted else None,
                topic.category, topic.archetype, topic.visible, f"topic-{topic.id}", topic.closed, topic.archived,
            )
            for topic in topics
        ),
    )  # fmt: skip


def backup(
    sql: str,
    *before: tuple[tarfile.TarInfo, bytes],
    name: str = "dump.sql.gz",
    after: Sequence[tuple[tarfile.TarInfo, bytes]] = (),
) -> bytes:
    """An archive as Discourse makes it, with other members before and after the dump."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        content = gzip.compress(sql.encode("utf-8")) if name.endswith(".gz") else sql.encode("utf-8")
        dumped = tarfile.TarInfo(name)
        for member, body in (*before, (dumped, content), *after):
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return packed.getvalue()


# ---- as it lives ----


@dataclass(frozen=True)
class Fault:
    """What the server answers in place of the truth, `times` times, to requests whose path begins with `path`."""

    path: str
    status: int = 200
    body: str = "{}"
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    times: int = 1


@dataclass
class LiveForum:
    """The forum as a server; what it was asked, with the keys that were sent."""

    topics: list[Topic] = field(default_factory=lambda: list(TOPICS))
    faults: list[Fault] = field(default_factory=list)
    key: str | None = None
    new: bool = True
    lazy: bool = False
    lost: frozenset[int] = frozenset()
    pinned: int = 0
    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, object]:
        """Status and value of a request."""
        if path == "/site.json":
            return 200, {"categories": []} if self.lazy else site_json()
        if path == "/latest.json":
            return 200, self._latest(int(query.get("page", ["0"])[0]))
        found = [part.removesuffix(".json") for part in path.strip("/").split("/")]
        if found[0] == "c" and found[2:] == ["show"]:
            shown = [one for one in site_json()["categories"] if str(one["id"]) == found[1]]
            return (200, {"category": shown[0]}) if shown else (403, {"errors": ["no"], "error_type": "invalid_access"})
        topic = next((one for one in self.topics if found[0] == "t" and str(one.id) == found[1]), None)
        if topic is None:
            return 404, {"errors": ["no"], "error_type": "not_found"}
        if found[2:] == ["posts"]:
            wanted = {int(key) for key in query["post_ids[]"]} - self.lost
            assert len(wanted) <= 50
            posts = [post_json(topic, post) for post in visible_posts(topic) if topic.post_id(post.number) in wanted]
            return 200, {"post_stream": {"posts": posts}, "id": topic.id}
        return 200, topic_json(topic, most=20, new=self.new)

    def _latest(self, page: int) -> dict[str, object]:
        public = sorted(
            (one for one in self.topics if one.is_public), key=lambda one: (one.id != self.pinned, -one.bumped)
        )
        listed = [
            {"id": one.id, "title": one.title, "bumped_at": moment(one, one.posts[-1]), "archetype": one.archetype, "visible": True,
             "category_id": one.category, "pinned": one.id == self.pinned, "tags": []}
            for one in public[2 * page : 2 * page + 2]
        ]  # fmt: skip
        return {"topic_list": {"per_page": 2, "topics": listed, "more_topics_url": "/latest?page=1"}}

    def fault(self, path: str) -> Fault | None:
        """The fault that this request meets, if any."""
        for number, fault in enumerate(self.faults):
            if path.startswith(fault.path):
                left = fault.times - 1
                self.faults[number : number + 1] = [Fault(**{**vars(fault), "times": left})] if left else []
                return fault
        return None


@contextmanager
def live_forum(**settings: Any) -> Iterator[LiveForum]:
    """A server on this machine for the time of a `with`."""
    forum = LiveForum(**settings)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            forum.asked.append(self.path)
            forum.keys.append(self.headers.get("Api-Key"))
            parts = urlsplit(self.path)
            if fault := forum.fault(self.path):
                time.sleep(fault.delay)
                self._send(fault.status, fault.body, fault.headers)
            elif forum.key and self.headers.get("Api-Key") != forum.key:
                self._send(403, json.dumps({"errors": ["log in"], "error_type": "not_logged_in"}))
            elif parts.path in forum.files:
                self._send(200, forum.files[parts.path])
            else:
                status, value = forum.answer(parts.path, parse_qs(parts.query))
                self._send(status, json.dumps(value))

        def _send(self, status: int, body: str | bytes, headers: tuple[tuple[str, str], ...] = ()) -> None:
            content = body.encode("utf-8") if isinstance(body, str) else body
            try:
                self.send_response(status)
                for name, value in (
                    ("Content-Type", "application/json"),
                    ("Content-Length", str(len(content))),
                    *headers,
                ):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # whoever asked did not want to wait

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        forum.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield forum
        finally:
            server.shutdown()
            thread.join()
