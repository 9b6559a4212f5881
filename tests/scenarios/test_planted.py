"""Secrets and personal data of every kind, in every field of a thread: none gets as far as the store."""

from __future__ import annotations

import json
import shutil
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from deskbook.cli.main import cli
from deskbook.text.redact import PLACEHOLDERS

# One of each label, as people write it: what stands before the value, the value, and a part of it that is nowhere else.
PLANTS = {
    "private-key": ("", "-----BEGIN RSA PRIVATE KEY-----\n{mark}\n-----END RSA PRIVATE KEY-----", "MIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy"),
    "url-credentials": ("curl ", "https://deploy:{mark}@git.paperlantern.net/x", "Zw8mqLt4pv"),
    "cookie": ("Cookie: ", "sid={mark}; theme=dark", "b7f1c9e4a2d84c55"),
    "password": ("password = ", "{mark}", "Tr0ub4dor3xq"),
    "key": ("key ", "{mark}", "AKIAY3T6QWER8ZXCVBN2"),
    "token": ("token ", "{mark}", "ghp_a8Kd73jQpX0vLm29ZtRw55YbNcE1sUfGhI4o"),
    "e-mail": ("mail ", "{mark}@paperlantern.net", "margitquell"),
    "iban": ("to ", "{mark}", "DE89370400440532013000"),
    "card": ("card ", "{mark}", "4532 7198 0634 7203"),
    "ip": ("from ", "{mark}", "79.133.4.71"),
    "mac": ("adapter ", "{mark}", "3c:5a:b4:1e:77:d2"),
    "account": ("customer number: ", "{mark}", "88471265"),
    "phone": ("phone ", "{mark}", "+49 170 9876541"),
    "id-number": ("passport number ", "{mark}", "C01X00T47"),
    "host": ("ssh admin@", "{mark}", "fw-zurich3.corp"),
    "address": ("we sit at ", "{mark}, 10115 Berlin", "Kastanienallee 82"),
    "name": ("", "{mark}", "Zorbina Quellfeld"),
}  # fmt: skip
# Where people put it: into a title, prose, a quote, code, the name of an attachment, a table, a tag, a category, a group.
IN_TEXT = {
    "body": "It says {plant}\n\nand stops.",
    "quote": "> they wrote {plant}\n\nand stops.",
    "code": "```sh\nset {plant}\n```",
    "attachment": "See [{plant}](https://files.example/7.log) here.",
    "table": "| a | b |\n|---|---|\n| x | {plant} |",
}
CONFIG = """\
[project]
name = "Planted"

[draft]
audience = "public"

[[sources]]
name = "desk"
type = "jsonl"
path = "threads.jsonl"
"""


def plant(label: str) -> str:
    before, value, mark = PLANTS[label]
    return before + value.format(mark=mark)


def row(number: int, label: str, field: str) -> dict[str, object]:
    """A public topic or a marked ticket in which a field holds a plant."""
    planted = plant(label) if label != "private-key" or field in IN_TEXT else plant(label).replace("\n", " ")
    said = "The fax prints empty pages since today."
    question = f"{said} {IN_TEXT[field].format(plant=planted)}" if field in IN_TEXT else said
    made: dict[str, object] = {
        "id": f"{number}",
        "title": "The fax prints empty pages",
        "kind": "topic" if number % 2 else "ticket",
        "audience": "public" if number % 2 else "internal",
        "created": "2026-01-01T00:00:00Z",
        "resolved": True,
        "marked": not number % 2,
        "people": [PLANTS["name"][2]],
        "messages": [
            {"author": "eve", "role": "customer", "text": question},
            {
                "author": "Bo",
                "role": "agent",
                "accepted": True,
                "text": "Open the lid, turn the green wheel until it clicks, then close the lid and print a test page. "
                + (IN_TEXT[field].format(plant=planted) if field in IN_TEXT else ""),
            },
        ],
    }
    if field == "author":
        made["messages"][0]["author"] = planted  # type: ignore[index]
    elif field == "tag":
        made["tags"] = ["fax", planted]
    elif field not in IN_TEXT:
        made[field] = planted
    return made


FIELDS = (*IN_TEXT, "title", "author", "tag", "category", "group")


@pytest.fixture(scope="module", name="desk")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that went all the way from collect to build."""
    desk = tmp_path_factory.mktemp("planted")
    (desk / "deskbook.toml").write_text(CONFIG, encoding="utf-8")
    rows = [row(n, label, field) for n, (label, field) in enumerate((a, b) for a in PLANTS for b in FIELDS)]
    (desk / "threads.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    for verb in ("collect", "cluster", "draft"):
        done = CliRunner().invoke(cli, ["-q", "-C", str(desk), verb])
        assert done.exit_code == 0, (verb, done.output, done.exception)
    # Somebody reviews every draft and forgets to read it: now all of it is published.
    for draft in (desk / "content" / "drafts").glob("*.md"):
        text = draft.read_text(encoding="utf-8").replace("confidence: wip", "confidence: validated")
        draft.write_text(text.replace("audience: internal", "audience: public"), encoding="utf-8")
    done = CliRunner().invoke(cli, ["-q", "-C", str(desk), "build", "--no-links"])
    assert done.exit_code == 0, (done.output, done.exception)
    shutil.move(desk / "threads.jsonl", desk.parent / f"{desk.name}-threads.jsonl")
    return desk


def test_every_label_is_planted() -> None:
    """A new sort of data is planted here too."""
    assert set(PLANTS) == set(PLACEHOLDERS) - {"removed"}


def test_there_is_something_to_look_through(desk: Path) -> None:
    """Store, drafts, staged pages, site and index hold what the threads said, and it is not all held back."""
    texts = {name: text for name, text in everything(desk).items() if "green wheel" in text}

    for part in (".deskbook/", "content/drafts/", "build/docs/", "site/forum/", "site/pagefind/fragment/"):
        assert any(name.startswith(part) for name in texts), part


@pytest.mark.parametrize("label", sorted(PLANTS))
def test_no_plant_reaches_store_content_or_site(desk: Path, label: str) -> None:
    """Not in title, body, quote, code, attachment name, table, tag, author, category or group."""
    mark = PLANTS[label][2].lower()

    assert [name for name, text in everything(desk).items() if mark in text] == []


def everything(desk: Path) -> dict[str, str]:
    """Every file of a project, unpacked, in lower case, by name."""
    found = {}
    for path in sorted(desk.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            data = zlib.decompress(data, wbits=31) if data.startswith(b"\x1f\x8b") else data
            found[path.relative_to(desk).as_posix()] = data.decode("utf-8", "replace").lower()
    return found
