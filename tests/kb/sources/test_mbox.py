"""A support mailbox from files."""

from __future__ import annotations

import mailbox
import tracemalloc
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from deskbook.errors import SourceError
from deskbook.model import Audience, Damage, Incoming, Role
from deskbook.sources.mbox import Mailbox
from written_mails import written

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def source(root: Path, path: str = "*.mbox", **options: object) -> Mailbox:
    """A source that reads the mails of a folder."""
    return Mailbox("mail", root, {"path": path, "agents": ["@desk.example"], **options})


def threads(root: Path, path: str = "*.mbox", **options: object) -> list[Incoming]:
    """What it gives; nothing is damaged."""
    found = list(source(root, path, **options).threads())
    assert not [one for one in found if isinstance(one, Damage)]
    return [one for one in found if isinstance(one, Incoming)]


def mbox(path: Path, *mails: bytes) -> None:
    """A file of mails."""
    lines = [
        b"From x@mails.example Sun Mar  1 09:00:00 2026\n" + mail.replace(b"\r\n", b"\n") + b"\n" for mail in mails
    ]
    path.write_bytes(b"".join(lines))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A question with its answers in two files, an absence, and a question that nobody answered."""
    mbox(
        tmp_path / "INBOX.mbox",
        written("4", "ada@web.example", "Re: Login", START + timedelta(days=2), "Thanks, that was it.", "1", "2"),
        written("1", '"Ada Byron" <ada@web.example>', "Login", START, "I cannot log in."),
        written(
            "3",
            "ada@web.example",
            "Out of office",
            START + timedelta(days=1),
            "I am away.",
            "1",
            Auto_Submitted="auto-replied",
        ),
        written("9", "bob@web.example", "Export", START, "Empty.", X_Gmail_Labels="Inbox,document-me"),
    )
    mbox(
        tmp_path / "Sent.mbox",
        written(
            "2",
            "help@desk.example",
            "Re: Login",
            START + timedelta(hours=1),
            "Clear the cookies.",
            "1",
            to="ada@web.example",
        ),
        written(
            "5",
            "help@desk.example",
            "Re: Login",
            START + timedelta(hours=2),
            "Third one today.",
            "1",
            to="boss@desk.example",
        ),
        written("6", "help@desk.example", "Re: Login", START + timedelta(days=3), "Good.", "4", to="ada@web.example"),
    )
    return tmp_path


def test_mails_of_several_files_are_one_thread(root: Path) -> None:
    """In the order in which they were written; what no person wrote is left out, what agents write among themselves is internal."""
    login, export = threads(root)

    assert [message.text for message in login.thread.messages] == [
        "I cannot log in.",
        "Clear the cookies.",
        "Third one today.",
        "Thanks, that was it.",
        "Good.",
    ]
    assert [message.role for message in login.thread.messages][:2] == [Role.CUSTOMER, Role.AGENT]
    assert [message.text for message in login.thread.messages if message.internal] == ["Third one today."]
    assert login.thread.audience is Audience.INTERNAL
    assert {"Ada Byron", "ada@web.example", "help@desk.example"} <= set(login.people)
    assert login.asker == "ada@web.example"
    assert (login.thread.resolved, export.thread.resolved) == (True, False)
    assert (login.thread.marked, export.thread.marked) == (False, True)


def test_ids_tell_nothing(root: Path) -> None:
    """A Message-ID holds names of machines and people."""
    for one in threads(root):
        assert "mails.example" not in one.thread.id + "".join(message.id for message in one.thread.messages)


def test_how_long_silence_is(root: Path) -> None:
    """An option; 0: silence says nothing."""
    assert not any(one.thread.resolved for one in threads(root, silent_days=0))
    assert not any(one.thread.resolved for one in threads(root, silent_days=100_000))
    assert all(one.thread.resolved for one in threads(root, resolved_folders=["INBOX"], silent_days=0))


def test_a_maildir(tmp_path: Path) -> None:
    """With the folders in it, and what mail programs note in the names of files."""
    maildir = mailbox.Maildir(tmp_path / "mail", create=True)
    maildir.add_folder("Sent").add(
        written("2", "help@desk.example", "Re: Login", START, "Cookies.", "1", to="ada@web.example")
    )
    flagged = mailbox.MaildirMessage(written("1", "ada@web.example", "Login", START - timedelta(hours=1), "No login."))
    flagged.set_subdir("cur")
    flagged.set_flags("F")
    maildir.add(flagged)

    (found,) = threads(tmp_path, "mail", marked_tags=["\\Flagged"])

    assert [message.text for message in found.thread.messages] == ["No login.", "Cookies."]
    assert found.thread.marked
    assert found.thread.tags == ()


def test_a_piece_that_is_no_mail_is_damage(root: Path) -> None:
    """A line that begins with "From " and was not escaped; all mails around it are read."""
    whole = written("7", "cat@web.example", "Invoice", START, "Look:\nFrom here on it is wrong.\n")
    mbox(root / "More.mbox", whole, written("8", "cat@web.example", "Address", START - timedelta(days=1), "Which?"))

    found = list(source(root, "More.mbox").threads())

    (damage,) = [one for one in found if isinstance(one, Damage)]
    assert damage.where == "More.mbox, mail 2"
    assert "From " in damage.cure
    assert [one.thread.title for one in found if isinstance(one, Incoming)] == ["Address", "Invoice"]


def test_a_folder_that_is_none_of_mails_is_said(tmp_path: Path) -> None:
    """With what to write."""
    (tmp_path / "mail").mkdir()

    with pytest.raises(SourceError, match="no Maildir"):
        threads(tmp_path, "mail")


def test_large_files_stream(tmp_path: Path) -> None:
    """Of the mails only the headers are kept while the file is read: 500 mails of 80 kB take a few MB."""
    attached = (
        b"--b\nContent-Type: application/pdf\nContent-Disposition: attachment\n\n" + b"VGhl" * 20000 + b"\n--b--\n"
    )
    with (tmp_path / "all.mbox").open("wb") as file:
        for number in range(500):
            at = format_datetime(START + timedelta(minutes=number))
            heads = (
                f"From: c{number % 300}@web.example\nSubject: Q{number}\nDate: {at}\nMessage-ID: <{number}@x.example>"
            )
            file.write(
                f"From x Sun Mar  1 09:00:00 2026\n{heads}\nContent-Type: multipart/mixed; boundary=b\n\n".encode()
            )
            file.write(b"--b\nContent-Type: text/plain\n\nWhy?\n" + attached + b"\n")
    given = source(tmp_path).threads()
    tracemalloc.start()
    count = sum(1 for _ in given)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 500
    assert (tmp_path / "all.mbox").stat().st_size > 38_000_000
    assert peak < 8_000_000
