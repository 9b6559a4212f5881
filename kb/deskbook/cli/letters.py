"""Digests -> Markdown for a chat, HTML for a page, and a whole e-mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import PurePosixPath
from typing import Literal

from deskbook.model import Digest
from deskbook.text.literal import literal
from deskbook.text.words import count

Form = Literal["md", "html", "email"]
SUFFIXES = {"md": ".md", "html": ".html", "email": ".eml"}

# Mail programs read no style sheets, so each element has its own style; no colours, so that dark ones stay legible.
_FONT = "font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;line-height:1.5"
_CODE = "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px"


def letter(digest: Digest, form: Form, today: date, address: Callable[[PurePosixPath], str | None]) -> str:
    """A digest in one form. `address` says where an article can be read, None where nowhere."""
    if form == "md":
        return _markdown(digest, today, address)
    if form == "html":
        return _html(digest, today, address)
    message = EmailMessage(policy=SMTP.clone(linesep="\n"))
    message["Subject"] = _title(digest)
    message.set_content(_markdown(digest, today, address))
    message.add_alternative(_html(digest, today, address), subtype="html")
    # Otherwise a random one, and the same digest would never be the same file.
    message.set_boundary("deskbook-digest-alternative")
    return message.as_string()


def _title(digest: Digest) -> str:
    return f"{' '.join(digest.name.split())}: {count(digest.count, 'thing')} to do for the help centre"


def _markdown(digest: Digest, today: date, address: Callable[[PurePosixPath], str | None]) -> str:
    lines = [f"## {literal(_title(digest))}", "", f"As of {today.isoformat()}.", ""]
    for chore in digest.chores:
        lines += [f"**{chore.title}** ({len(chore.tasks) + chore.more:,})", ""]
        for task in chore.tasks:
            url = address(task.article) if task.article else None
            what = f"[{literal(task.what)}](<{url}>)" if url else literal(task.what)
            lines.append(f"- {what}" + (f"  \n  `{task.step}`" if task.step else ""))
        if chore.more:
            lines.append(f"- and {chore.more:,} more: `{chore.where}`")
        lines.append("")
    return "\n".join(lines)


def _html(digest: Digest, today: date, address: Callable[[PurePosixPath], str | None]) -> str:
    title = escape(_title(digest))
    lines = [
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>',
        f'<body style="margin:0;padding:16px;{_FONT}"><div style="max-width:640px">',
        f'<h1 style="font-size:20px;margin:0 0 4px">{title}</h1>',
        f'<p style="margin:0 0 16px">As of {today.isoformat()}.</p>',
    ]
    for chore in digest.chores:
        lines += [
            f'<h2 style="font-size:16px;margin:20px 0 6px">{escape(chore.title)} ({len(chore.tasks) + chore.more:,})</h2>',
            '<ul style="margin:0;padding-left:20px">',
        ]
        for task in chore.tasks:
            url = address(task.article) if task.article else None
            what = f'<a href="{escape(url)}">{escape(task.what)}</a>' if url else escape(task.what)
            step = f'<br><code style="{_CODE}">{escape(task.step)}</code>' if task.step else ""
            lines.append(f'<li style="margin:0 0 6px">{what}{step}</li>')
        if chore.more:
            lines.append(f'<li>and {chore.more:,} more: <code style="{_CODE}">{escape(chore.where)}</code></li>')
        lines.append("</ul>")
    return "\n".join([*lines, "</div></body></html>", ""])
