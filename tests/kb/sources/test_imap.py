"""A live mailbox, in good and bad order."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskbook.errors import ConfigError, SourceError
from deskbook.model import Damage, Given, Gone, Incoming, Reached, Role
from deskbook.sources import imap_client
from deskbook.sources.imap import Imap
from imap_server import WRITES, Folder, MailServer, mail_server
from written_mails import written

NOW = datetime.now(UTC).replace(microsecond=0)
LONG_AGO = NOW - timedelta(days=60)
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(imap_client, "sleep", waited.append)
    return waited


@pytest.fixture
def desk() -> Iterator[MailServer]:
    """A mailbox with one exchange that ended long ago, one that goes on, and one in the folder of what is done."""
    inbox, sent, done = Folder(), Folder(), Folder()
    inbox.put(written("1", "ada@web.example", "Login", LONG_AGO, "I cannot log in."), LONG_AGO)
    sent.put(
        written("2", "help@desk.example", "Re: Login", LONG_AGO, "Clear the cookies.", "1", to="ada@web.example"),
        LONG_AGO,
    )
    inbox.put(written("3", "bob@web.example", "Export", YESTERDAY, "The export is empty."), YESTERDAY)
    done.put(written("4", "cat@web.example", "Invoice", YESTERDAY, "Where is my invoice?"), YESTERDAY, "document-me")
    with mail_server(MailServer({"INBOX": inbox, "Sent": sent, "Done": done})) as server:
        yield server


def source(desk: MailServer, **options: object) -> Imap:
    """A source that reads it."""
    return Imap(
        "mail",
        Path(),
        {
            "host": "127.0.0.1",
            "port": desk.port,
            "user": "help@desk.example",
            "token_env": desk.password,
            "tls": False,
            "agents": ["desk.example"],
            "folders": list(desk.folders),
            "resolved_folders": ["Done"],
            **options,
        },
    )


def read(desk: MailServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(desk, **options).threads_since(cursor))


def titles(given: Sequence[Given]) -> list[str]:
    """Of the threads in it."""
    return [one.thread.title for one in given if isinstance(one, Incoming)]


def last_cursor(given: Sequence[Given]) -> str:
    """Where the next run goes on."""
    return next((one.cursor for one in reversed(given) if isinstance(one, Reached)), "")


def test_what_is_resolved_is_read_with_the_answers_from_another_folder(desk: MailServer) -> None:
    """Silence after an agent's answer, or a folder, say that it is; a keyword marks."""
    found = [one for one in read(desk) if isinstance(one, Incoming)]

    assert [one.thread.title for one in found] == ["Login", "Invoice"]
    assert [message.role for message in found[0].thread.messages] == [Role.CUSTOMER, Role.AGENT]
    assert [one.thread.marked for one in found] == [False, True]
    assert all(one.thread.resolved for one in found)
    assert "ada@web.example" in found[0].people


def test_nothing_is_changed_there(desk: MailServer) -> None:
    """Folders are examined, and no mail counts as read for it."""
    read(desk)

    verbs = {command.removeprefix("UID ").partition(" ")[0] for command in desk.asked}
    assert verbs <= {"CAPABILITY", "LOGIN", "EXAMINE", "FETCH", "LOGOUT"}
    assert not verbs & WRITES
    assert all("PEEK" in command for command in desk.asked if "FETCH" in command)


def test_a_run_without_news_only_asks_how_far_the_folders_are(desk: MailServer) -> None:
    """No header is read again."""
    cursor = last_cursor(read(desk))
    desk.asked.clear()

    assert read(desk, cursor) == []
    assert [command.partition(" ")[0] for command in desk.asked] == ["CAPABILITY", "LOGIN", *["EXAMINE"] * 3, "LOGOUT"]


def test_a_new_answer_brings_the_whole_exchange(desk: MailServer) -> None:
    """And only that."""
    cursor = last_cursor(read(desk))
    desk.folders["INBOX"].put(written("5", "cat@web.example", "Re: Invoice", NOW, "Found it.", "4"), NOW)

    (found,) = [one for one in read(desk, cursor) if isinstance(one, Incoming)]

    assert [message.text for message in found.thread.messages] == ["Where is my invoice?", "Found it."]


def test_who_writes_again_opens_it_again(desk: MailServer) -> None:
    """Until an agent has answered that, too."""
    first = read(desk)
    desk.folders["INBOX"].put(written("6", "ada@web.example", "Re: Login", NOW, "Still not.", "2"), NOW)

    again = read(desk, last_cursor(first))

    assert titles(again) == []
    key = next(one.thread.id for one in first if isinstance(one, Incoming))
    assert key in {one.id for one in again if isinstance(one, Gone)}


def test_a_keyword_that_somebody_sets_later_is_seen(desk: MailServer) -> None:
    """The server counts changes."""
    cursor = last_cursor(read(desk))
    mail = desk.folders["INBOX"].mails[0]
    mail.flags, mail.modseq = ("document-me",), 7

    (found,) = [one for one in read(desk, cursor) if isinstance(one, Incoming)]

    assert found.thread.marked


def test_a_server_that_counts_no_changes_is_asked_for_the_last_days(desk: MailServer) -> None:
    """Old exchanges stay as they are."""
    desk.condstore = False
    cursor = last_cursor(read(desk))

    assert titles(read(desk, cursor)) == ["Invoice"]
    assert titles(read(desk, cursor, recheck_days=0)) == []


def test_silence_makes_it_resolved(desk: MailServer) -> None:
    """Though nothing new came."""
    answer = written("7", "help@desk.example", "Re: Export", YESTERDAY, "Choose a month.", "3", to="bob@web.example")
    desk.folders["Sent"].put(answer, YESTERDAY)
    first = read(desk)
    seen = '"since":{"at":"'
    place = last_cursor(first).index(seen) + len(seen)
    ten_days_ago = (NOW - timedelta(days=10)).isoformat()
    cursor = last_cursor(first)[:place] + ten_days_ago + last_cursor(first)[place:].partition('"')[1]
    rest = last_cursor(first)[place:].partition('"')[2]

    assert titles(first) == ["Login", "Invoice"]
    assert '"due":null' not in rest
    assert titles(read(desk, cursor + rest.replace(rest[rest.index('"due":"') + 7 :][:4], "2001"), silent_days=1)) == [
        "Export"
    ]


def test_a_folder_that_was_numbered_anew_is_read_anew(desk: MailServer) -> None:
    """Mails are known by their Message-ID: nothing doubles."""
    first = read(desk)
    desk.folders["INBOX"].validity = 2

    again = read(desk, last_cursor(first))

    assert titles(again) == ["Login"]
    assert again[0] == first[0]


@pytest.mark.parametrize("fault", ["closed", "cut", "garbled", "bad"])
@pytest.mark.parametrize("command", ["EXAMINE", "FETCH 1", "UID FETCH"])
def test_a_connection_that_breaks_is_made_anew(desk: MailServer, pauses: list[float], command: str, fault: str) -> None:
    """Nothing is lost, nothing comes twice."""
    desk.faults.append((command, fault))

    assert titles(read(desk)) == ["Login", "Invoice"]
    assert pauses == [1]


def test_a_mail_that_is_not_given_keeps_the_cursor_before_it(desk: MailServer) -> None:
    """The next run reads it, and what was given is not lost."""
    desk.faults += [("UID FETCH", "bad")] * 4

    first = read(desk)
    second = read(desk, last_cursor(first))

    assert titles(first) == ["Invoice"]
    (damage,) = [one for one in first if isinstance(one, Damage)]
    assert "again later" in damage.cure
    assert titles(second) == ["Login", "Invoice"]


def test_a_server_that_is_ill_ends_the_run(desk: MailServer) -> None:
    """After three exchanges in a row, not after thousands."""
    for number in range(10, 20):
        desk.folders["Done"].put(written(str(number), "d@web.example", f"Q{number}", YESTERDAY, "Help."), YESTERDAY)
    desk.faults += [("UID FETCH", "bad")] * 12

    with pytest.raises(SourceError, match="cannot be read"):
        read(desk)


@pytest.mark.parametrize("stop", range(1, 5))
def test_a_run_that_is_stopped_goes_on(desk: MailServer, stop: int) -> None:
    """Wherever it was, and also with what changed meanwhile."""
    for number in range(10, 13):
        at = YESTERDAY + timedelta(minutes=number)
        desk.folders["Done"].put(written(str(number), "d@web.example", f"Q{number}", at, "Help."), at)
    taken = []
    for one in source(desk).threads_since(""):
        taken.append(one)
        if sum(isinstance(given, Reached) for given in taken) == stop:
            break
    mail = desk.folders["INBOX"].mails[0]
    mail.flags, mail.modseq = ("document-me",), 9

    rest = read(desk, last_cursor(taken))

    assert set(titles(taken)) | set(titles(rest)) == {"Login", "Invoice", "Q10", "Q11", "Q12"}
    assert next(one for one in rest if isinstance(one, Incoming) and one.thread.title == "Login").thread.marked
    assert len(titles(rest)) <= 6 - stop + 2  # what changed, and what arrived in the same second
    assert read(desk, last_cursor(rest)) == []


def test_a_wrong_password_is_said_without_it(desk: MailServer) -> None:
    """At once, with what to do."""
    with pytest.raises(SourceError) as caught:
        read(desk, token_env="wr0ng-but-secret")

    assert "refuses the user or the password" in caught.value.what
    assert "token_env" in str(caught.value.cure)
    assert "wr0ng" not in str(caught.value)
    assert sum(command.startswith("LOGIN") for command in desk.asked) == 1


def test_a_password_that_cannot_be_sent_is_said_too(desk: MailServer) -> None:
    """IMAP sends ASCII."""
    with pytest.raises(SourceError, match="password"):
        read(desk, token_env="pässwort")


def test_a_folder_that_is_not_there_is_named(desk: MailServer) -> None:
    """It is not taken as an empty one."""
    with pytest.raises(SourceError, match="no folder Gesendete Objekte"):
        read(desk, folders=["INBOX", "Gesendete Objekte"])


def test_names_of_folders_in_all_scripts(desk: MailServer) -> None:
    """As the protocol writes them: modified UTF-7."""
    desk.folders["Gel&APY-scht &- 1"] = desk.folders.pop("Done")

    assert "Invoice" in titles(read(desk, folders=["INBOX", "Gelöscht & 1"], resolved_folders=["Gelöscht & 1"]))


def test_a_token_goes_by_its_own_way(desk: MailServer) -> None:
    """XOAUTH2, in base 64."""
    assert titles(read(desk, oauth=True)) == ["Login", "Invoice"]
    assert any(command == "AUTHENTICATE XOAUTH2" for command in desk.asked)


def test_a_password_goes_nowhere_without_tls() -> None:
    """But on this machine."""
    with pytest.raises(ConfigError, match="for all to read"):
        Imap(
            "m", Path(), {"host": "imap.example", "user": "u", "token_env": "x", "agents": ["a.example"], "tls": False}
        )


def test_over_tls(desk: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that the machine trusts is taken, any other is not."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is missing: no certificate can be made")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {certificate} -days 2 -subj /CN=localhost"
    subprocess.run([*command.split(), "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with mail_server(MailServer(desk.folders), context) as safe:
        with pytest.raises(SourceError, match="certificate"):
            read(safe, tls=True, host="localhost")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert titles(read(safe, tls=True, host="localhost")) == ["Login", "Invoice"]


def test_a_cursor_of_another_mailbox_means_nothing(desk: MailServer) -> None:
    """Nor does one that is damaged."""
    cursor = last_cursor(read(desk))

    assert titles(read(desk, cursor, user="sales@desk.example")) == ["Login", "Invoice"]
    assert titles(read(desk, "}{")) == ["Login", "Invoice"]
