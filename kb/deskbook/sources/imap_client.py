"""The little of IMAP (RFC 9051, 7162) that reading a mailbox takes: nothing is changed there, not even what counts as read.

A connection that breaks is made anew; a mail is asked for by its UID, which holds as long as the folder's UIDVALIDITY.
"""

from __future__ import annotations

import base64
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import sleep
from typing import TypeVar

from .mail_records import HEADERS

T = TypeVar("T")

_ATTEMPTS = 4
_TIMEOUT = 60.0  # seconds
_AT_ONCE = 200  # headers in one request
_MOST = 4 << 20  # bytes of a mail: its texts come before what is attached
_UID = re.compile(rb"\bUID (\d+)")
_MODSEQ = re.compile(rb"\bMODSEQ \((\d+)\)")
_FLAGS = re.compile(rb"\bFLAGS \(([^)]*)\)")
_ARRIVED = re.compile(rb'\bINTERNALDATE "([^"]+)"')


class Unreadable(Exception):  # noqa: N818  the source says what it means
    """The server said no, or nothing. `login` is True where it does not let one in."""

    def __init__(self, what: str, *, login: bool = False) -> None:
        super().__init__(what)
        self.login = login


class _Garbled(Exception):  # noqa: N818  it is tried again
    """An answer that is not what the protocol says."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a folder is: every mail in it has a UID below `following`; `modseq` 0: the server does not count changes."""

    validity: int
    following: int
    modseq: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One mail of a folder: its `raw` headers, and when it arrived in this mailbox."""

    uid: int
    modseq: int
    flags: tuple[str, ...]
    arrived: datetime
    raw: bytes


@dataclass(slots=True)
class ImapClient:
    """One mailbox. A context manager. `password` is a token of OAuth 2 with `oauth`. Raises `Unreadable`."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: bool = True
    oauth: bool = False
    _connection: imaplib.IMAP4 | None = field(default=None, init=False)
    _folder: str = field(default="", init=False)

    def __enter__(self) -> ImapClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def state(self, folder: str) -> State:
        """How far a folder is now."""
        return self._tried(lambda: self._examine(folder))

    def mails(self, folder: str) -> list[Found]:
        """The headers of all mails of a folder. What is about to be deleted is left out."""
        return self._tried(lambda: list(self._mails(folder)))

    def mail(self, folder: str, validity: int, uid: int) -> bytes:
        """A whole mail, of a very long one its beginning; empty where it is gone."""
        return self._tried(lambda: self._mail(folder, validity, uid))

    def _mails(self, folder: str) -> Iterator[Found]:
        state = self._examine(folder)
        connection = self._connected()
        items = f"(UID FLAGS INTERNALDATE {'MODSEQ ' if state.modseq else ''}BODY.PEEK[HEADER.FIELDS ({' '.join(HEADERS)})])"
        count = _number(connection, "EXISTS")
        # No number of a mail changes as long as nothing but FETCH is asked.
        for first in range(1, count + 1, _AT_ONCE):
            last = min(first + _AT_ONCE - 1, count)
            pairs = list(_pairs(_data(connection.fetch(f"{first}:{last}", items))))
            if len(pairs) != last - first + 1:
                raise _Garbled(f"it gives {len(pairs)} mails in place of {last - first + 1}")
            for about, raw in pairs:
                found = _found(about, raw)
                if "\\Deleted" not in found.flags:
                    yield found

    def _mail(self, folder: str, validity: int, uid: int) -> bytes:
        if self._folder != folder and self._examine(folder).validity != validity:
            raise Unreadable(f"the folder {folder} was numbered anew meanwhile")
        data = _data(self._connected().uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{_MOST}>)"))
        if data == [None]:
            return b""
        for _, raw in _pairs(data):
            return raw
        raise _Garbled("it gives no mail")

    def _examine(self, folder: str) -> State:
        connection = self._connected()
        self._folder = ""
        status, _ = connection.select(_quoted(folder), readonly=True)
        if status != "OK":
            raise Unreadable(f"there is no folder {folder}, or nobody may read it")
        self._folder = folder
        validity, following, modseq = (
            _number(connection, name) for name in ("UIDVALIDITY", "UIDNEXT", "HIGHESTMODSEQ")
        )
        if not validity or not following:
            raise _Garbled(f"it does not say how far the folder {folder} is (UIDVALIDITY, UIDNEXT)")
        return State(validity, following, modseq)

    def _connected(self) -> imaplib.IMAP4:
        if self._connection is None:
            self._connection = connection = self._connect()
            try:
                if self.oauth:
                    said = f"user={self.user}\1auth=Bearer {self.password}\1\1".encode()
                    connection.authenticate("XOAUTH2", lambda _: said)
                else:
                    connection.login(self.user, self.password)
            except imaplib.IMAP4.abort:
                raise
            except (imaplib.IMAP4.error, UnicodeError):  # a password that is not ASCII cannot be sent
                raise Unreadable("it refuses the user or the password", login=True) from None
        return self._connection

    def _connect(self) -> imaplib.IMAP4:
        if not self.tls:
            return imaplib.IMAP4(self.host, self.port, timeout=_TIMEOUT)
        return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=ssl.create_default_context(), timeout=_TIMEOUT)

    def _tried(self, ask: Callable[[], T]) -> T:
        why = ""
        for attempt in range(_ATTEMPTS):
            try:
                return ask()
            except ssl.SSLCertVerificationError:
                self._close()
                raise Unreadable("its certificate is not one that this machine trusts") from None
            except (imaplib.IMAP4.abort, OSError) as problem:
                why = f"the connection breaks ({type(problem).__name__})"
            except _Garbled as problem:
                why = str(problem)
            except imaplib.IMAP4.error:
                why = "it does not understand, or does not want to"
            self._close()
            if attempt + 1 < _ATTEMPTS:
                sleep(2**attempt)
        raise Unreadable(why)

    def _close(self) -> None:
        connection, self._connection, self._folder = self._connection, None, ""
        if connection is not None:
            try:
                connection.logout()
            except (imaplib.IMAP4.error, OSError):
                connection.shutdown()


def _data(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return data


def _pairs(data: Sequence[object]) -> Iterator[tuple[bytes, bytes]]:
    """What stands around each text, and the text; imaplib gives a pair for each and what follows it beside the pair."""
    for number, item in enumerate(data):
        if isinstance(item, tuple):
            after = data[number + 1] if number + 1 < len(data) else b""
            yield item[0] + (after if isinstance(after, bytes) else b""), item[1]


def _found(about: bytes, raw: bytes) -> Found:
    uid, arrived, flags, modseq = (pattern.search(about) for pattern in (_UID, _ARRIVED, _FLAGS, _MODSEQ))
    if uid is None or arrived is None:
        raise _Garbled("it names a mail without its number, or without a date")
    named = tuple(flags[1].decode("utf-8", "replace").split()) if flags else ()
    return Found(int(uid[1]), int(modseq[1]) if modseq else 0, named, _moment(arrived[1]), raw)


def _number(connection: imaplib.IMAP4, name: str) -> int:
    _, (value,) = connection.response(name)
    return int(value) if isinstance(value, bytes) and value.isdigit() else 0


def _moment(text: bytes) -> datetime:
    """Of `17-Jul-1996 02:44:25 -0700`."""
    try:
        return parsedate_to_datetime(text.decode("ascii", "replace").strip().replace("-", " ", 2)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        raise _Garbled("it names a date that is none") from None


def _quoted(folder: str) -> str:
    """A folder's name as the protocol writes it: modified UTF-7 (RFC 3501, 5.1.3) in quotes."""

    def coded(run: re.Match[str]) -> str:
        return "&" + base64.b64encode(run[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"

    name = re.sub(r"[^\x20-\x7e]+", coded, folder.replace("&", "&-"))
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
