"""How fast a backup of a Discourse forum is read, and in how much memory: JSON lines.

    python tests/realdata/backup.py [POSTS]

The forum is generated: posts of about 700 characters in topics of ten, written in turns as people write, so that those of a topic
stand far apart in the dump. `reader` gives topics with their posts as in the database, `threads` turns them into Markdown, too,
for a fortieth of the posts. Each runs in a process of its own; memory is the largest that it had, Python included.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from deskbook.model import Incoming
from deskbook.sources.discourse_backup import DiscourseBackup, read_topics
from deskbook.sources.discourse_tables import Tables

_WORDS = "the printer lid opens when paper is wet <code>lpr -P front</code> please try again <b>green</b> wheel error 9600 cable".split()
_IN_A_TOPIC = 10
_HEADS = {
    "categories": "id, name, read_restricted, parent_category_id",
    "posts": "id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at, reply_to_post_number, reply_count, "
    "deleted_at, like_count, post_type, last_editor_id, hidden, user_deleted, version, score, reads",
    "post_search_data": "post_id, search_data, raw_data, locale, version",
    "topics": "id, title, created_at, deleted_at, category_id, archetype, visible, slug, views",
    "users": "id, username, name, admin, moderator",
}


def main(posts: int) -> None:
    """Both measures over one generated backup."""
    with tempfile.TemporaryDirectory() as folder:
        for measure, number in (("reader", posts), ("threads", posts // 40)):
            path = Path(folder) / f"{measure}.sql.gz"
            with gzip.open(path, "wt", encoding="utf-8", compresslevel=4) as file:
                file.writelines(_dump(number))
            subprocess.run([sys.executable, __file__, measure, str(path)], check=True)


def measured(measure: str, path: Path) -> None:
    """One line for one way to read."""
    began, worked = time.perf_counter(), time.process_time()
    posts = _read(path) if measure == "reader" else _converted(path)
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = {
        "data": "generated",
        "measure": f"backup {measure}",
        "posts": posts,
        "megabytes": path.stat().st_size // 10**6,
    }
    line |= {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "posts_a_second": round(posts / seconds),
        "peak_mb": round(peak),
    }
    print(json.dumps(line), flush=True)


def _read(path: Path) -> int:
    return sum(len(topic.posts) for topic, _ in read_topics(path, path.name, Tables()) if hasattr(topic, "posts"))


def _converted(path: Path) -> int:
    source = DiscourseBackup("forum", path.parent, {"path": path.name, "url": "https://forum.example"})
    return sum(len(entry.thread.messages) for entry in source.threads() if isinstance(entry, Incoming))


def _dump(posts: int) -> Iterator[str]:
    chance = random.Random(1)
    topics = max(1, posts // _IN_A_TOPIC)
    users = max(1, posts // 20)
    text = [" ".join(chance.choices(_WORDS, k=100)) for _ in range(500)]
    when = "2026-01-02 10:00:00.123456"
    yield from _block("categories", (f"{n}\tCategory {n}\tf\t\\N" for n in range(1, 20)))
    yield from _block(
        "posts",
        (
            f"{n}\t{n % users}\t{n % topics}\t{n // topics + 1}\t{text[n % 500]}\t<p>{text[n % 499]}</p>\\n<p>{n}</p>\t{when}\t{when}"
            f"\t\\N\t0\t\\N\t{n % 7}\t1\t1\tf\tf\t1\t0.5\t9"
            for n in range(posts)
        ),
    )
    yield from _block("post_search_data", (f"{n}\t'lid':1 'wet':2\t{text[n % 500]}\ten\t4" for n in range(posts)))
    yield from _block(
        "topics", (f"{n}\tTopic {n}\t{when}\t\\N\t{n % 19 + 1}\tregular\tt\ttopic-{n}\t7" for n in range(topics))
    )
    yield from _block("users", (f"{n}\tuser{n}\tUser {n}\tf\tf" for n in range(users)))
    yield "-- PostgreSQL database dump complete\n"


def _block(table: str, rows: Iterator[str]) -> Iterator[str]:
    yield f"COPY public.{table} ({_HEADS[table]}) FROM stdin;\n"
    for row in rows:
        yield row + "\n"
    yield "\\.\n\n"


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measured(sys.argv[1], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
