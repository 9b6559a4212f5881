"""A live support mailbox, over IMAP.

The headers of all mails are read in each run, as nothing else tells which mails belong together; texts are read only of what changed.
Where the server counts changes (CONDSTORE) a run without news asks only how far each folder is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, Field, SecretStr, ValidationError

from deskbook.errors import ConfigError, SourceError
from deskbook.model import Damage, Given, Gone, Reached

from .imap_client import Found, ImapClient, State, Unreadable
from .live import LATER
from .mail_records import mail_text, read_head
from .mail_threads import Exchange, Letter, MailOptions, Pile
from .options import read_options
from .records import Spoiled

_LOCAL = ("localhost", "127.0.0.1", "::1")
_MOST_FAILURES = 3


@dataclass(frozen=True, slots=True)
class _Seen:
    """How far the folders were at a time."""

    at: datetime
    folders: dict[str, State]


class _Position(BaseModel):
    """A cursor. `since` is what the last whole run saw. A run that was stopped saw `until`, and gave what arrived before `given`.

    `due` is when silence makes the next exchange resolved.
    """

    mailbox: str = ""
    since: _Seen | None = None
    until: _Seen | None = None
    given: datetime | None = None
    due: datetime | None = None


class Imap:
    """Reads the mails of a live support mailbox over IMAP, as the threads that they make. It changes nothing there."""

    class Options(MailOptions):
        """What a `[[sources]]` block of type `imap` may say."""

        host: str = Field(min_length=1, description="The IMAP server, such as `imap.desk.example`.")
        port: int = Field(993, ge=1, le=65535, description="Its port.")
        user: str = Field(min_length=1, description="Whose mailbox: often the address.")
        token_env: SecretStr = Field(
            description="The NAME of the environment variable that holds the password, best one only for this program. The password "
            "itself stands in no file."
        )
        oauth: bool = Field(
            False, description="Whether that is an access token of OAuth 2 (XOAUTH2) in place of a password."
        )
        tls: bool = Field(True, description="`false` only for a server on this machine.")
        folders: tuple[str, ...] = Field(
            ("INBOX",),
            min_length=1,
            description="The folders to read. Name that of what was sent, too: the answers lie there.",
        )
        recheck_days: int = Field(
            7,
            ge=0,
            description="Where the server does not tell what changed, exchanges whose last mail is not older than so many days are "
            "read again.",
        )

    incremental = True

    def __init__(self, name: str, root: Path, options: dict[str, object]) -> None:
        """`token_env` is given as what the variable holds."""
        self.name = name
        self.options = read_options(self.Options, name, options)
        if not self.options.tls and self.options.host not in _LOCAL:
            raise ConfigError(
                "a password would go over the net for all to read",
                where=f"source '{name}' in deskbook.toml",
                cure="take `tls = false` out",
            )
        self._mailbox = f"{self.options.user} at {self.options.host}"

    def threads(self) -> Iterator[Given]:
        """Every exchange that is resolved."""
        return self.threads_since("")

    def threads_since(self, cursor: str) -> Iterator[Given]:
        """What is new or resolved since `cursor`; what was written to again is gone until it is resolved."""
        options = self.options
        password = options.token_env.get_secret_value()
        with ImapClient(options.host, options.port, options.user, password, options.tls, options.oauth) as client:
            try:
                yield from self._read(client, self._position(cursor))
            except Unreadable as problem:
                raise SourceError(
                    f"the mailbox of {self._mailbox} cannot be read: {problem}",
                    where=f"source '{self.name}' in deskbook.toml",
                    cure="mend `user`, or put a new password into the variable that `token_env` names"
                    if problem.login
                    else LATER,
                ) from None

    def _position(self, cursor: str) -> _Position:
        try:
            position = _Position.model_validate_json(cursor or "{}")
        except ValidationError:
            return _Position()
        return position if position.mailbox == self._mailbox else _Position()

    def _read(self, client: ImapClient, before: _Position) -> Iterator[Given]:
        now = _Seen(datetime.now(UTC), {folder: client.state(folder) for folder in self.options.folders})
        if _nothing_new(before, now):
            return
        scan = _Scan(client, self.options, now)
        yield from scan.read(before.since)
        found = scan.pile.exchanges(self.options)
        wanted = sorted(
            (exchange for exchange in found if scan.is_wanted(exchange, before)),
            key=lambda exchange: (scan.arrived(exchange), exchange.id),
        )
        partly = _Position(mailbox=self._mailbox, since=before.since, until=now)
        whole, failures = True, 0
        for exchange in wanted:
            try:
                given = list(self._given(scan, exchange))
                failures = 0
            except Unreadable as problem:
                whole, failures = False, failures + 1
                yield Damage(
                    f"an exchange was not given: {problem}", f"{self._mailbox}, {exchange.letters[0].folders[0]}", LATER
                )
                if failures == _MOST_FAILURES:
                    raise
                continue
            yield from given
            if whole:
                yield Reached(partly.model_copy(update={"given": scan.arrived(exchange)}).model_dump_json())
        if whole:
            dues = (silent for exchange in found if (silent := exchange.silent_from) and silent > now.at)
            yield Reached(_Position(mailbox=self._mailbox, since=now, due=min(dues, default=None)).model_dump_json())

    def _given(self, scan: _Scan, exchange: Exchange) -> Iterator[Given]:
        yield from map(Gone, sorted(exchange.former_ids))
        if not exchange.is_resolved(scan.now.at):
            yield Gone(exchange.id)
        elif incoming := exchange.incoming(self.name, scan.now.at, scan.text):
            yield incoming


@dataclass(slots=True)
class _Scan:
    """The headers of all folders."""

    client: ImapClient
    options: Imap.Options
    now: _Seen
    pile: Pile = field(default_factory=Pile)
    found: dict[tuple[int, int], tuple[datetime, int]] = field(default_factory=dict)

    def read(self, before: _Seen | None) -> Iterator[Damage]:
        """Read them; gives those that are new since `before` and no mails."""
        for number, folder in enumerate(self.options.folders):
            for mail in self.client.mails(folder):
                try:
                    self._take(number, folder, mail)
                except Spoiled as spoiled:
                    if self._is_new((number, mail.uid), before):
                        yield Damage(spoiled.what, f"{self.options.host}, {folder}, UID {mail.uid}", spoiled.cure)

    def is_wanted(self, exchange: Exchange, before: _Position) -> bool:
        """Whether it is to be given: it changed, and was not given yet by a run that was stopped."""
        if before.until is None or before.given is None:
            return self._changed(exchange, before.since)
        late = self.arrived(exchange) >= before.given and self._changed(exchange, before.since)
        return late or self._changed(exchange, before.until)

    def arrived(self, exchange: Exchange) -> datetime:
        """When the last of its mails came into the mailbox."""
        return max(self.found[place][0] for letter in exchange.letters for place in letter.places)

    def text(self, letter: Letter) -> str:
        """What a mail says; nothing where it is gone."""
        number, uid = letter.places[0]
        folder = self.options.folders[number]
        return mail_text(self.client.mail(folder, self.now.folders[folder].validity, uid))

    def _take(self, number: int, folder: str, mail: Found) -> None:
        self.found[number, mail.uid] = mail.arrived, mail.modseq
        head = read_head(mail.raw)
        self.pile.add(Letter(head, (folder,), (*head.labels, *mail.flags), ((number, mail.uid),)))

    def _changed(self, exchange: Exchange, seen: _Seen | None) -> bool:
        if seen is None or any(self._is_new(place, seen) for letter in exchange.letters for place in letter.places):
            return True
        silent = exchange.silent_from
        if silent is not None and seen.at < silent <= self.now.at:
            return True
        counts = all(state.modseq for state in self.now.folders.values())
        return not counts and exchange.letters[-1].head.at >= self.now.at - timedelta(days=self.options.recheck_days)

    def _is_new(self, place: tuple[int, int], seen: _Seen | None) -> bool:
        number, uid = place
        folder = self.options.folders[number]
        known = seen.folders.get(folder) if seen else None
        return (
            known is None
            or known.validity != self.now.folders[folder].validity
            or uid >= known.following
            or self.found[place][1] > known.modseq
        )


def _nothing_new(before: _Position, now: _Seen) -> bool:
    return (
        before.since is not None
        and before.given is None
        and before.since.folders == now.folders
        and all(state.modseq for state in now.folders.values())
        and (before.due is None or before.due > now.at)
    )
