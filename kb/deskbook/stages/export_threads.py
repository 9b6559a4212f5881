"""export of threads: forum topics and conversations in forms in which what they say can move on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any

import nh3
from markdown_it import MarkdownIt

from deskbook.library import replace, thread_page
from deskbook.library.files import replace_bytes
from deskbook.model import Finding, Location, Message, Severity, Thread, ThreadKind
from deskbook.store import Store
from deskbook.text import folds
from deskbook.text.pictures import KeptPicture, thread_with_kept_as
from deskbook.text.redact import SORTS, Watch
from deskbook.text.slug import slugify
from deskbook.text.worth import is_page

# What the last export wrote; nothing else is ever removed.
LIST = "index.json"
_FORM = "deskbook threads, 1"
# Discourse takes no shorter title unless its settings are changed, and cuts longer ones.
_SHORTEST, _LONGEST = 15, 255


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, were as before, and were removed because their thread is gone."""

    written: int
    same: int
    removed: int


def readable(
    store: Store, kinds: frozenset[ThreadKind], may_read: Callable[[Thread], bool], gone: frozenset[str]
) -> tuple[Thread, ...]:
    """The threads of some kinds that may be read and can be read alone, by key; without those that were taken down (`gone`)."""
    found = (thread for thread in store.threads(kinds) if thread.key not in gone)
    return tuple(sorted((t for t in found if may_read(t) and is_page(t)), key=lambda thread: thread.key))


def leaks(threads: Iterable[Thread], watch: Watch, kept: Callable[[str], frozenset[str]]) -> tuple[Finding, ...]:
    """The last gate: a finding for each sort of what must not go out of each thread; the message never repeats the value.

    `kept` says, by a source's name, of which sorts a source may keep.
    """
    return tuple(
        Finding(
            "KB501",
            "personal-data",
            Severity.ERROR,
            Location(thread.key),
            f"the thread holds {SORTS.get(label, label)}",
            f"run `deskbook collect {thread.source}` again, take it out with `deskbook takedown`, or list it under `redact = {{allow = […]}}`",
        )
        for thread in threads
        for label in sorted({span.label for text in _texts(thread) for span in watch.spans(text)} - kept(thread.source))
    )


def write_folder(
    threads: Sequence[Thread], folder: Path, path_of: Callable[[str], Path | None] = lambda name: None
) -> Written:
    """Write each thread as Markdown and as JSON below `folder`, in a folder for each source, the pictures that they show into `files/`,
    and `index.json` at the end. `path_of` says where a picture of the store is, if it is there.

    A file that would not change is not touched; what an earlier export wrote and is no longer asked for is removed.
    """
    texts: dict[str, str] = {}
    listed = []
    pictures: dict[str, Path] = {}

    def beside(picture: KeptPicture) -> str | None:
        path = path_of(picture.name)
        if path is None:
            return None
        pictures[f"files/{picture.name}"] = path
        return f"../files/{picture.name}"

    for thread in (thread_with_kept_as(thread, beside) for thread in threads):
        place = PurePosixPath(thread.source, _file_name(thread))
        texts[f"{place}.md"] = thread_page(thread)
        texts[f"{place}.json"] = _json(as_record(thread))
        listed.append(
            {
                "key": thread.key,
                "title": thread.title,
                "kind": str(thread.kind),
                "path": f"{place}.md",
                "json": f"{place}.json",
            }
        )
    before = _listed(folder)
    wrote = [replace(folder / name, text) for name, text in texts.items()]
    wrote += [replace_bytes(folder / name, path.read_bytes()) for name, path in pictures.items()]
    strays = [name for name in before if name not in texts and name not in pictures and (folder / name).is_file()]
    for name in strays:
        (folder / name).unlink()
    replace(folder / LIST, _json({"form": _FORM, "threads": listed, "files": sorted(pictures)}))
    return Written(sum(wrote), len(wrote) - sum(wrote), len(strays))


def as_record(thread: Thread) -> dict[str, Any]:
    """A thread in deskbook's own thread format, as a source of type `jsonl` reads it; without internal messages."""
    record: dict[str, Any] = {
        "id": thread.id,
        "title": thread.title,
        "kind": str(thread.kind),
        "url": thread.url,
        "created": thread.created.isoformat(),
        "updated": thread.updated.isoformat(),
        "resolved": thread.resolved,
        "audience": str(thread.audience),
        "tags": list(thread.tags),
        "category": thread.category,
        "closed": thread.closed or None,
        "messages": [_message(message) for message in thread.public_messages],
    }
    return {key: value for key, value in record.items() if value not in (None, [])}


def for_discourse(threads: Iterable[Thread]) -> str:
    """A file for Discourse's own importer, `script/import_scripts/json_generic.rb` (its keys: `topics`, of each `id`, `title` and
    `posts`, of each `id`, `author`, `date` and `body` in HTML).

    That script makes users of authors, and sanitises nothing: the HTML here is cleaned. It takes no files: pictures are their words.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    topics = [
        {
            "id": thread.key,
            "title": _title(thread),
            "pinned": False,
            "posts": [
                {
                    "id": f"{thread.key}#{number}",
                    "author": message.author,
                    "date": message.at.isoformat(),
                    "body": _html(message, parser),
                }
                for number, message in enumerate(thread.public_messages, 1)
            ],
        }
        for thread in (thread_with_kept_as(thread, lambda picture: None) for thread in threads)
    ]
    return _json({"topics": topics})


def _message(message: Message) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": message.id,
        "author": message.author,
        "role": str(message.role),
        "at": message.at.isoformat(),
        "text": message.text,
        "accepted": message.accepted,
        "reply_to": message.reply_to,
        "score": message.score,
    }
    return {key: value for key, value in said.items() if value not in (None, False, 0)}


def _html(message: Message, parser: MarkdownIt) -> str:
    html = folds.fold(parser.render(folds.mark(message.text)))
    return nh3.clean(html, tags=nh3.ALLOWED_TAGS - {"img"}).strip()


def _title(thread: Thread) -> str:
    title = " ".join(thread.title.split())
    if len(title) < _SHORTEST:
        title = f"{title} ({thread.category or thread.source}, {thread.created.date().isoformat()})"
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"


def _texts(thread: Thread) -> Iterator[str]:
    yield from (thread.title, thread.category or "", thread.url or "", thread.id, *thread.tags)
    for message in thread.public_messages:
        yield from (message.author, message.text)


def _file_name(thread: Thread) -> str:
    """The id where it is harmless, else its letters and a short digest of the whole; and some of the title."""
    own = slugify(thread.id, 60)
    if own != thread.id:
        own = f"{own}-{blake2b(thread.id.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"
    return f"{own}-{slugify(thread.title, 50)}"


def _listed(folder: Path) -> list[str]:
    """The files that an earlier export wrote, as its list says; none where there is none, or it is of something else."""
    try:
        told = json.loads((folder / LIST).read_text(encoding="utf-8"))
        names = [entry[key] for entry in told["threads"] for key in ("path", "json")] + told.get("files", [])
        names = names if told["form"] == _FORM else []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return [name for name in names if isinstance(name, str) and _is_below(PurePosixPath(name))]


def _is_below(path: PurePosixPath) -> bool:
    return len(path.parts) == 2 and not path.is_absolute() and ".." not in path.parts


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
