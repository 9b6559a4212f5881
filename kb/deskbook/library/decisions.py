"""The tracked file of what people decided about clusters: one decision a line, in an order that does not matter.

Two people who decide in two branches must not meet a conflict: git is told to keep the lines of both sides
(`merge=union`), so a line says all of its decision, and when it was made says which one holds.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deskbook.errors import DecisionError
from deskbook.library.files import replace, replace_bytes
from deskbook.model import Decision, Ruling

_HEADER = """\
# What people decided about clusters, the threads that ask the same. `deskbook cluster dismiss`, `restore`, `take-out` and
# `join` write it. Keep it in git, with the line of .gitattributes that lets two branches merge without a conflict.
#
# One decision a line: when it was made, what it is, and the threads as they were clustered then, oldest first.
#     dismiss    nobody need write up what these threads ask
#     restore    somebody should after all
#     apart      the first thread does not ask what those after `from` ask
#     together   these threads ask the same
#
# A later decision overrides an earlier one. The order of the lines does not matter, and a line that stands twice counts
# once. To take a decision back as if it had never been made, delete its line and run `deskbook cluster`.

"""
_EXAMPLE = "write it like `2026-11-22T09:30:00Z dismiss tickets:17 tickets:23`, or delete it"
_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_WORD = re.compile(r'(?<!\S)(?:"(?:[^"\\]|\\.)*"|[^\s"]+)(?!\S)')
# Anything else is written as a JSON string, so that a line survives whatever a source uses for an id.
_PLAIN = re.compile(r"[\w.:/@+=~,-]+")


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """All decisions in `path`, each once; none where the file does not exist. Raises `DecisionError`, naming the line."""
    if not path.exists():
        return ()
    return tuple(dict.fromkeys(_decisions(_text(path), path)))


def append_decision(path: Path, ruling: Ruling, threads: tuple[str, ...], taken_out: str | None, now: datetime) -> str:
    """Write one decision more, dated `now` (aware), and return its line.

    A clock that is behind a colleague's does not make a new decision older than what it overrides: it is dated a second
    after the latest in the file, if need be. The first decision also tells git how to merge the file, in a work tree.
    Raises `DecisionError`, and changes nothing, where the file has a line that cannot be read.
    """
    earlier = read_decisions(path)
    at = now.astimezone(UTC).replace(microsecond=0)
    at = max([at, *(decision.at + timedelta(seconds=1) for decision in earlier)])
    line = _line(Decision(at, ruling, threads, taken_out))
    text = _text(path) if path.exists() else ""
    started = text if text.endswith("\n") or not text else f"{text}\n"
    replace(path, f"{started or _HEADER}{line}\n")
    if not text and _in_work_tree(path.parent.resolve()):
        merge_by_union(path)
    return line


def merge_by_union(path: Path) -> Path | None:
    """Have git keep the lines of both sides where two branches changed `path`.

    Returns the .gitattributes beside it if that had to be written. One that says already how to merge the file is left
    alone, and nothing else in it is touched.
    """
    attributes = path.parent / ".gitattributes"
    known = attributes.read_bytes() if attributes.exists() else b""
    for line in known.decode("utf-8", "replace").splitlines():
        name, *said = line.split() or [""]
        if name in (path.name, f"/{path.name}") and any("merge" in word for word in said):
            return None
    pattern = f"/{path.name}" if _PLAIN.fullmatch(path.name) else json.dumps(f"/{path.name}", ensure_ascii=False)
    gap = b"" if known.endswith(b"\n") or not known else b"\n"
    replace_bytes(attributes, known + gap + f"{pattern} merge=union\n".encode())
    return attributes


def _in_work_tree(folder: Path) -> bool:
    return any((place / ".git").exists() for place in (folder, *folder.parents))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise DecisionError("this file is not UTF-8 text", where=str(path), cure="save it as UTF-8") from error


def _decisions(text: str, path: Path) -> Iterator[Decision]:
    # Not splitlines(): a line ends where git says that it ends.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            yield _decision(line)
        except (ValueError, OverflowError) as problem:
            marked = line.startswith(_MARKS)
            raise DecisionError(
                "a merge in git left its mark here" if marked else f"this decision cannot be read: {problem}",
                where=f"{path}:{number}",
                cure=f"keep the lines of both sides, and delete those that begin with {', '.join(_MARKS[:3])}"
                if marked
                else _EXAMPLE,
            ) from None


def _decision(line: str) -> Decision:
    """Raises `ValueError`, saying what is wrong, or `OverflowError` for a time outside of the calendar."""
    if _WORD.sub("", line).strip():
        raise ValueError("a quotation mark is missing, or has no space before or after it")
    words = [json.loads(word) if word.startswith('"') else word for word in _WORD.findall(line)]
    at = datetime.fromisoformat(words[0])
    if at.tzinfo is None:
        raise ValueError(f"'{words[0]}' does not say which time zone: end it with Z")
    ruling, threads = _ruling(words[1:2]), words[2:]
    taken_out = None
    if ruling is Ruling.APART:
        if threads[1:2] != ["from"]:
            raise ValueError("`apart` needs one thread, `from`, and the threads that it was taken out from")
        taken_out, threads = threads[0], threads[2:]
    if len(threads) < (1 if taken_out else 2):
        raise ValueError("it names too few threads")
    return Decision(at.astimezone(UTC), ruling, tuple(threads), taken_out)


def _ruling(words: list[str]) -> Ruling:
    try:
        return Ruling(" ".join(words))
    except ValueError:
        near = difflib.get_close_matches(" ".join(words), list(Ruling), n=1)
        meant = f"; did you mean '{near[0]}'?" if near else f"; it is one of {', '.join(Ruling)}"
        raise ValueError(f"'{' '.join(words)}' is no decision{meant}") from None


def _line(decision: Decision) -> str:
    at = decision.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    taken_out = [_word(decision.taken_out), "from"] if decision.taken_out else []
    return " ".join([at, decision.ruling, *taken_out, *map(_word, decision.threads)])


def _word(key: str) -> str:
    return key if _PLAIN.fullmatch(key) else json.dumps(key)
