"""One mail -> what threading needs of its headers, and what it says. Shared by mbox files, Maildirs and IMAP.

Headers of real mails break every rule: what cannot be read is left out, and a mail without a date or a sender is `Spoiled`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message as Parsed
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from deskbook.text.quotes import own_words

from .markdown import from_html, from_plain
from .records import Spoiled, in_utc, one_line, unique

# What `Head.of` looks at: more is not fetched from a server.
HEADERS = tuple(
    "message-id in-reply-to references subject date from to cc return-path content-type auto-submitted precedence x-autoreply "
    "x-autorespond x-gmail-labels x-keywords x-label".split()
)
_NO_MAIL = "it may be a piece of a mail with a line that begins with 'From '; export the mailbox again"
_ID = re.compile(rb"<\s*([^<>\s]+)\s*>")
_REPLY = re.compile(
    r"^(?:(?:re|fwd?|aw|wg|sv|vs|antw|doorst|rv|res|enc|tr|rif|odp|ynt|回复|答复|転送|رد)(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(
    r"\W*(?:automatic reply|auto(?:matic)?[- ]?re(?:ply|sponse)|out of (?:the )?office|undeliver|delivery status notification|"
    r"mail delivery (?:failed|system)|returned mail|automatische antwort|abwesenheit|réponse automatique|respuesta automática)",
    re.IGNORECASE,
)
_MACHINES = frozenset(("mailer-daemon", "postmaster"))
_ROLES = frozenset("support help info sales service contact helpdesk noreply no-reply billing office".split())


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """The headers of a mail. `id` and `parents` are digests of Message-IDs, as these tell machines' and people's names.

    `subject` is shown, `topic` is the same for all mails of one exchange, `reply` says that somebody's program called it an answer.
    `automatic`: no person wrote it. `labels` are those that an export wrote into the headers.
    """

    id: str
    parents: tuple[str, ...]
    subject: str
    at: datetime
    sender: str
    receivers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    automatic: bool = False
    labels: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        """The subject without "Re:", in small letters."""
        return _REPLY.sub("", self.subject).casefold().strip()

    @property
    def reply(self) -> bool:
        """Whether the subject says that this is an answer."""
        return _REPLY.match(self.subject) is not None

    @property
    def name(self) -> str:
        """Of the sender, or their address."""
        return self.people[0] if self.people else self.sender


def read_head(raw: bytes) -> Head:
    """The headers at the beginning of a mail. Raises `Spoiled` where these are none."""
    headers = BytesHeaderParser().parsebytes(raw)
    senders = _addresses(headers, "From")
    at = _date(headers)
    if not senders or at is None:
        raise Spoiled(f"this is no mail: it has no {'date' if senders else 'sender'}", _NO_MAIL)
    receivers = _addresses(headers, "To", "Cc")
    subject = _text(headers, "Subject")
    own = _ids(headers, "Message-ID")
    parents = (*_ids(headers, "References"), *_ids(headers, "In-Reply-To"))
    made = digest(f"{at.isoformat()} {senders[0][1]} {subject}")
    key = own[0] if own else made
    return Head(
        key,
        tuple(dict.fromkeys(parent for parent in parents if parent != key)),
        subject,
        at,
        senders[0][1],
        tuple(address for _, address in receivers),
        unique(_names((*senders, *receivers))),
        _is_automatic(headers, senders[0][1], subject),
        tuple(_labels(headers)),
    )


def mail_text(raw: bytes) -> str:
    """What a whole mail says, as Markdown, without quoted mail and signatures; of its versions the HTML."""
    found: dict[str, str] = {}
    for part in _parts(message_from_bytes(raw)):
        found.setdefault(part.get_content_type(), _decoded(part))
    html = found.get("text/html", "")
    text = (from_html(html) if html.strip() else "") or from_plain(_unescaped(found.get("text/plain", "")))
    return own_words(text)


def digest(text: str) -> str:
    """16 hexadecimal digits that stand for a text."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _parts(message: Parsed) -> Iterator[Parsed]:
    """The texts of a mail, without attachments and attached mails."""
    if message.get_content_maintype() == "message" or message.get_content_disposition() == "attachment":
        return
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Parsed):
                yield from _parts(part)
    elif message.get_content_maintype() == "text":
        yield message


def _decoded(part: Parsed) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a character set that nobody knows
        return content.decode("latin-1")


def _unescaped(text: str) -> str:
    """Files of mails put a `>` before lines that would look like the beginning of the next."""
    return re.sub(r"^>(?=>*From )", "", text, flags=re.MULTILINE)


def _text(headers: Parsed, name: str) -> str:
    return _readable(headers.get(name, ""))


def _readable(raw: object) -> str:
    """A header in words: `=?utf-8?q?caf=C3=A9?=` is "café"."""
    try:
        return one_line(str(make_header(decode_header(raw))))  # type: ignore[arg-type]  # a Header where bytes are no ASCII
    except (LookupError, ValueError, HeaderParseError):
        return one_line(str(raw))


def _ids(headers: Parsed, name: str) -> list[str]:
    values = " ".join(str(value) for value in headers.get_all(name, [])).encode("utf-8", "replace")
    return [digest(found.decode("utf-8", "replace")) for found in _ID.findall(values)]


def _addresses(headers: Parsed, *names: str) -> list[tuple[str, str]]:
    """Names, perhaps empty, and addresses in small letters."""
    values = [str(value) for name in names for value in headers.get_all(name, [])]
    pairs = getaddresses(values)
    return [(_readable(name), address.strip().lower()) for name, address in pairs if "@" in address]


def _names(people: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What to look for in texts. The name of a whole team, such as "Support", is no name of a person."""
    for name, address in people:
        if address.partition("@")[0] not in _ROLES:
            yield name
        yield address


def _date(headers: Parsed) -> datetime | None:
    try:
        return in_utc(parsedate_to_datetime(str(headers["Date"])))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _is_automatic(headers: Parsed, sender: str, subject: str) -> bool:
    """By RFC 3834 and 3464, and what programs did before these were written."""
    return (
        str(headers.get("Auto-Submitted", "no")).strip().lower().partition(";")[0] != "no"
        or str(headers.get("Precedence", "")).strip().lower() in ("bulk", "junk", "auto_reply")
        or headers.get("X-Autoreply") is not None
        or headers.get("X-Autorespond") is not None
        or str(headers.get("Return-Path", "")).strip() == "<>"
        or headers.get_content_type() == "multipart/report"
        or sender.partition("@")[0] in _MACHINES
        or _AUTOMATIC.match(subject) is not None
    )


def _labels(headers: Parsed) -> Iterator[str]:
    """As Google's export, Dovecot and mutt write them."""
    for label in _text(headers, "X-Gmail-Labels").split(","):
        yield label.strip()
    yield from _text(headers, "X-Keywords").split()
    yield _text(headers, "X-Label")
