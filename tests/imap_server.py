"""A small IMAP server for tests: as much of RFC 9051 and 7162 as a client needs that only reads, and faults."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

# What changes a mailbox.
WRITES = frozenset(("SELECT", "STORE", "APPEND", "COPY", "MOVE", "EXPUNGE", "CLOSE", "CREATE", "DELETE", "RENAME"))


@dataclass
class Stored:
    """A mail in a folder."""

    uid: int
    raw: bytes
    arrived: datetime
    flags: tuple[str, ...] = ()
    modseq: int = 1


@dataclass
class Folder:
    """One folder. `validity` is its UIDVALIDITY."""

    validity: int = 1
    mails: list[Stored] = field(default_factory=list)
    following: int = 1

    def put(self, raw: bytes, arrived: datetime, *flags: str, modseq: int = 1) -> Stored:
        """Deliver a mail."""
        mail = Stored(self.following, raw, arrived, flags, modseq)
        self.mails.append(mail)
        self.following += 1
        return mail

    @property
    def modseq(self) -> int:
        """The highest of all mails."""
        return max((mail.modseq for mail in self.mails), default=1)


@dataclass
class MailServer:
    """What it holds and was asked. `faults` are (a part of a command, what goes wrong once): "closed", "cut", "garbled", "no", "bad"."""

    folders: dict[str, Folder]
    password: str = "pa55-w0rd-n0b0dy-sees"
    condstore: bool = True
    faults: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def fault(self, command: str) -> str:
        """What goes wrong with this command; each fault once."""
        found = next((fault for fault in self.faults if fault[0] in command), None)
        if found:
            self.faults.remove(found)
        return found[1] if found else ""


class _Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True  # as in desk_server

    def handle(self) -> None:
        self.desk = cast("_Server", self.server).desk
        self.folder = Folder()
        self.wfile.write(b"* OK [CAPABILITY IMAP4rev1 CONDSTORE] ready\r\n")
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            self.desk.asked.append(re.sub(r"^(LOGIN \S+) .*", r"\1", command))
            fault = self.desk.fault(command)
            if fault == "closed":
                return
            if fault in ("no", "bad"):
                self.wfile.write(f"{tag} {fault.upper()} cannot\r\n".encode())
                continue
            answer, said = self._answer(tag, command)
            if fault == "cut":
                self.wfile.write(answer[: len(answer) // 2])
                return
            self.wfile.write(b"* 1 FETCH garbled {9\r\n" if fault == "garbled" else answer)
            self.wfile.write(f"{tag} {said}\r\n".encode())
            if command == "LOGOUT":
                return

    def _answer(self, tag: str, command: str) -> tuple[bytes, str]:
        verb, _, rest = command.removeprefix("UID ").partition(" ")
        if verb == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1 CONDSTORE AUTH=XOAUTH2\r\n", "OK done"
        if verb == "LOGIN":
            right = rest.endswith((f'"{self.desk.password}"', f" {self.desk.password}"))
            return b"", "OK in" if right else "NO [AUTHENTICATIONFAILED] no"
        if verb == "AUTHENTICATE":
            self.wfile.write(b"+ \r\n")
            self.desk.asked.append(self.rfile.readline().decode().strip())
            return b"", "OK in"
        if verb == "EXAMINE":
            return self._examine(rest.strip('"'))
        if verb == "FETCH":
            return self._fetch(rest, by_uid=command.startswith("UID ")), "OK done"
        return b"", "OK done"

    def _examine(self, name: str) -> tuple[bytes, str]:
        if name not in self.desk.folders:
            return b"", "NO no such folder"
        self.folder = folder = self.desk.folders[name]
        lines = [
            f"{len(folder.mails)} EXISTS",
            f"OK [UIDVALIDITY {folder.validity}] x",
            f"OK [UIDNEXT {folder.following}] x",
        ]
        lines += [f"OK [HIGHESTMODSEQ {folder.modseq}] x"] if self.desk.condstore else []
        return "".join(f"* {line}\r\n" for line in lines).encode(), "OK [READ-ONLY] done"

    def _fetch(self, rest: str, *, by_uid: bool) -> bytes:
        first, _, last = rest.partition(" ")[0].partition(":")
        answer = b""
        for number, mail in enumerate(self.folder.mails, 1):
            if not int(first) <= (mail.uid if by_uid else number) <= int(last or first):
                continue
            arrived = mail.arrived.astimezone(UTC).strftime("%d-%b-%Y %H:%M:%S +0000")
            about = f'UID {mail.uid} FLAGS ({" ".join(mail.flags)}) INTERNALDATE "{arrived}"'
            about += f" MODSEQ ({mail.modseq})" if "MODSEQ" in rest else ""
            raw = mail.raw if by_uid else mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            answer += f"* {number} FETCH ({about} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
        return answer


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    desk: MailServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what some tests are about."""


@contextmanager
def mail_server(desk: MailServer, certificate: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """The server on loopback while the block lasts."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.desk = desk
        if certificate:
            server.socket = certificate.wrap_socket(server.socket, server_side=True)
        desk.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield desk
        server.shutdown()
        thread.join()
