"""Mails as programs write them, made for tests."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime


def written(
    key: str,
    sender: str,
    subject: str,
    at: datetime,
    text: str,
    *answers: str,
    to: str = "help@desk.example",
    html: str = "",
    **headers: str,
) -> bytes:
    """A mail with the Message-ID `<key@mails.example>` that answers others, with lines that end as on the wire."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(at)
    if key:
        mail["Message-ID"] = f"<{key}@mails.example>"
    if answers:
        mail["References"] = " ".join(f"<{one}@mails.example>" for one in answers)
        mail["In-Reply-To"] = f"<{answers[-1]}@mails.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes()
