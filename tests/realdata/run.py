"""Run deskbook on real data, stage by stage, and print counts and seconds.

    python tests/realdata/run.py DATA FOLDER

DATA holds bicycles-meta/, irc/dev/ and cloudfront-docs/ (what they are: content/contributing/development.md). FOLDER is made
anew. Exits with 1 if a stage fails, leaves a traceback, or lets an e-mail address through.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

CONFIG = """\
[project]
name = "Real data"

[content]  # the pages of the existing knowledge base state nothing themselves
audience = "public"
confidence = "validated"

[redact]  # signatures that the existing pages show as examples
allow = [
    "AGO-PgxkYo99MkJFHvjfGXjG1QDEXeaDb4Qtzmy85wqyJjK7eKojQWa4BCRcow__",
    "nitfHRCrtziwO2HwPfWw~yYDhUF5EwRunQA-j19DzZrvDh6hQ73lDx~",
]

[[sources]]
name = "bicycles"
type = "stackexchange"
path = "{data}/bicycles-meta/threads.jsonl"

[[sources]]
name = "irc"
type = "irc"
path = "{data}/irc/dev/*.ascii.txt"
channel = "#ubuntu"
"""
# Any address at all but those that RFC 2606 sets aside for documentation; deliberately not the product's own detector.
ADDRESS = re.compile(rb"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}\b")
DOCUMENTATION = re.compile(
    rb"@(?:[\w.-]+\.)?(?:example\.(?:com|net|org|edu)|[\w-]+\.(?:example|test|invalid))$", re.IGNORECASE
)
# What the site's engine ships, not what deskbook wrote.
VENDORED = ("assets/javascripts", "assets/stylesheets", "pagefind/pagefind")
ACCEPTABLE = {
    "collect": {0},
    "cluster": {0},
    "draft": {0},
    "check": {0, 1},
    "build": {0, 1},
}  # 1: the real pages have broken links


def main(data: Path, folder: Path) -> int:
    """Make the project, run the stages, look for addresses."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        data / "cloudfront-docs" / "doc_source",
        folder / "content" / "cloudfront",
        ignore=shutil.ignore_patterns("owners.yml"),
    )
    (folder / "deskbook.toml").write_text(CONFIG.format(data=data), encoding="utf-8", newline="\n")
    failures = [stage for stage, codes in ACCEPTABLE.items() if not stage_runs(stage, codes, folder)]
    found = addresses(folder)
    for place, address in found[:20]:
        print(f"  an e-mail address got through: {place}: {address!r}")
    failures += ["addresses"] if found else []
    pages = len(list((folder / "site").rglob("*.html")))
    print(json.dumps({"pages": pages, "addresses": len(found), "failed": failures}))
    return 1 if failures or not pages else 0


def stage_runs(stage: str, codes: set[int], folder: Path) -> bool:
    """Run one verb as a user would; print what it said in short, and how long it took."""
    begun = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "deskbook",
        "--quiet",
        "-C",
        str(folder),
        stage,
        *(["--format", "json"] if stage == "check" else []),
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    seconds = time.perf_counter() - begun
    said = (
        [json.dumps(json.loads(done.stdout)["counts"])]
        if stage == "check" and done.stdout
        else done.stdout.splitlines()
    )
    print(f"{stage}: {seconds:.1f} s, exit code {done.returncode}")
    for line in said[:6]:
        print(f"  {line}")
    good = done.returncode in codes and "Traceback" not in done.stderr
    if not good:
        print(done.stderr[-4000:], file=sys.stderr)
    return good


def addresses(folder: Path) -> list[tuple[str, bytes]]:
    """Each e-mail address in what deskbook wrote: the store, the drafts, the staged pages, the site and its index."""
    return [
        (place, match)
        for place, text in (*stored(folder / ".deskbook" / "deskbook.db"), *written(folder))
        for match in ADDRESS.findall(text)
        if not DOCUMENTATION.search(match)
    ]


def stored(store: Path) -> Iterator[tuple[str, bytes]]:
    """Every value of every table, one at a time: in the file's bytes two values may stand side by side like an address."""
    db = sqlite3.connect(store)
    for (table,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'thread_text_%'"
    ).fetchall():
        for row in db.execute(f"SELECT * FROM {table}"):  # noqa: S608  names of the file's own tables
            yield from ((f"store, {table}", str(value).encode("utf-8")) for value in row)
    db.close()


def written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file but those that the engine ships, uncompressed."""
    for top in ("content/drafts", "build", "site"):
        for path in sorted((folder / top).rglob("*")):
            place = path.relative_to(folder).as_posix()
            if path.is_file() and not any(part in place for part in VENDORED):
                raw = path.read_bytes()
                yield place, gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2])))
