"""Floors on data that nobody here wrote, a little below what was measured when they were set."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from deskbook.model import Held, Incoming, Message, Role, Thread, ThreadKind
from deskbook.text.redact import Authors, Policy, Span, find_personal_data, redact_text, redact_thread
from deskbook.text.redact.common_words import COMMON_WORDS
from deskbook.text.redact.lexicon import Kind, kind

DATA = Path(os.environ.get("DESKBOOK_DATA", "")) if os.environ.get("DESKBOOK_DATA") else None
pytestmark = [pytest.mark.realdata, pytest.mark.skipif(DATA is None, reason="DESKBOOK_DATA is not set")]

SECRETS = {"private-key", "url-credentials", "cookie", "password", "key", "token"}
STRUCTURED = {
    "CREDIT_CARD": "card",
    "PHONE_NUMBER": "phone",
    "EMAIL_ADDRESS": "e-mail",
    "IBAN_CODE": "iban",
    "IP_ADDRESS": "ip",
    "US_SSN": "id-number",
    "US_DRIVER_LICENSE": "id-number",
}
_NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def _data(*names: str) -> Path:
    assert DATA is not None
    return DATA.joinpath(*names)


def test_secrets_are_found() -> None:
    """Of lines with secrets (bucket and client names left out), 93 in 100 lose one.

    The look-alikes are lines that one scanner's rule does not take. Of the 40 flagged here, 27 hold a value that other lines of
    the same set hold as a secret (a bot token where a user token was meant), and those have to go; so the ceiling is what it is.
    """
    packed = base64.b64decode(_data("secrets", "examples.jsonl.gz.b64").read_text(encoding="ascii"))
    rows = [json.loads(line) for line in gzip.decompress(packed).decode("utf-8").splitlines()]
    found = [any(span.label in SECRETS for span in redact_text(row["text"]).spans) for row in rows]
    is_secret = [
        row["label"] == 1 and ("secret" in (kinds := row["categories"] or ["secret"]) or "identifier" not in kinds)
        for row in rows
    ]
    secrets = [hit for hit, wanted in zip(found, is_secret, strict=True) if wanted]
    alike = [hit for hit, row in zip(found, rows, strict=True) if row["label"] == 0]
    assert sum(secrets) / len(secrets) >= 0.93
    assert sum(alike) / len(alike) <= 0.28


@pytest.mark.parametrize(
    ("find", "recall", "precision"),
    [(lambda text: redact_text(text).spans, 0.98, 0.98), (find_personal_data, 0.98, 0.98)],
)
def test_structured_personal_data_is_found(
    find: Callable[[str], Iterable[Span]], recall: float, precision: float
) -> None:
    """Cards, telephones, addresses and accounts are covered whole, and little else is taken for one."""
    wanted = hit = right = flagged = 0
    for row in json.loads(_data("pii-synthetic", "dev.json").read_text(encoding="utf-8")):
        spans = [span for span in find(row["full_text"]) if span.label in STRUCTURED.values()]
        gold = [
            (g["start_position"], g["end_position"], STRUCTURED[g["entity_type"]])
            for g in row["spans"]
            if g["entity_type"] in STRUCTURED
        ]
        wanted += len(gold)
        hit += sum(any(s.start <= start and end <= s.end for s in spans) for start, end, _ in gold)
        flagged += len(spans)
        right += sum(
            any(start < s.end and s.start < end and label == s.label for start, end, label in gold) for s in spans
        )
    assert hit / wanted >= recall
    assert right / flagged >= precision


def _topics() -> Iterator[Incoming]:
    for line in _data("bicycles-meta", "threads.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        posts = [
            (row["author"], row["body_html"], Role.CUSTOMER),
            *((a["author"], a["body_html"], Role.AGENT) for a in row["answers"]),
        ]
        messages = tuple(
            Message(str(number), author or "somebody", role, _NOON, unescape(re.sub(r"<[^>]+>", " ", text)))
            for number, (author, text, role) in enumerate(posts)
        )
        yield Incoming(
            Thread("bikes", row["id"], ThreadKind.TOPIC, unescape(row["title"]), messages, _NOON, _NOON),
            tuple({m.author for m in messages}),
        )


def _chats() -> Iterator[Incoming]:
    for path in sorted(_data("irc", "dev").glob("*.ascii.txt")):
        lines = re.findall(
            r"^\[\d\d:\d\d\] <([^>]+)> (.*)$", path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE
        )
        for begin in range(0, len(lines), 25):
            messages = tuple(
                Message(str(n), author, Role.CUSTOMER, _NOON, text)
                for n, (author, text) in enumerate(lines[begin : begin + 25])
            )
            yield Incoming(
                Thread("irc", f"{path.stem}.{begin}", ThreadKind.CHAT, "chat", messages, _NOON, _NOON),
                tuple({m.author for m in messages}),
            )


@pytest.mark.parametrize("threads", [_topics, _chats])
def test_real_threads_are_rarely_held_and_lose_little(threads: Callable[[], Iterator[Incoming]]) -> None:
    """At most one thread in fifty is held back, and with names kept at most one in ten loses anything at all."""
    results = [redact_thread(incoming, Policy(authors=Authors.KEEP)) for incoming in threads()]
    cleared = [result for result in results if not isinstance(result, Held)]
    assert len(cleared) >= 0.98 * len(results)
    assert sum(bool(result.counts) for result in cleared) <= 0.1 * len(results)


def test_pseudonyms_leave_no_nick_of_a_channel() -> None:
    """Nowhere in a log; only nicks that are ordinary words stand there, as these words."""
    policy = Policy(authors=Authors.PSEUDONYM, asker_key=bytes(range(32)))
    left = set()
    for incoming in _chats():
        result = redact_thread(incoming, policy)
        if isinstance(result, Held):
            continue
        said = "\n".join(message.text for message in result.thread.messages)
        left |= {
            nick
            for nick in {message.author for message in incoming.thread.messages}
            if len(nick) > 2 and re.search(rf"(?<![^\W_]){re.escape(nick)}(?![^\W_])", said, re.IGNORECASE)
        }
    assert {nick for nick in left if nick.lower() not in COMMON_WORDS and not kind(nick) & Kind.WORD} == set()


def test_published_documentation_is_left_alone() -> None:
    """In the reference pages of two products hardly one page in a hundred is flagged."""
    pages = [*_data("powershell-docs").rglob("*.md"), *_data("cloudfront-docs").rglob("*.md")]
    flagged = [page for page in pages if find_personal_data(page.read_text(encoding="utf-8", errors="replace"))]
    assert len(flagged) <= len(pages) / 100
