"""How well messages are cleaned, by deskbook and by libraries that are installed: JSON lines.

    python tests/realdata/cleaning.py [DATA]

Mails and their own words, and pieces of HTML and their Markdown, are the invented ones of the tests; with DATA, the languages
of fences are guessed on pages that name them, and what is taken out of real posts is counted and its largest parts are shown.
Libraries: mail-parser-reply, quotequail, email-reply-parser, email-reply-extractor, html-to-markdown, markdownify.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from deskbook.sources.markdown import from_html
from deskbook.text.code_language import guess_language
from deskbook.text.quotes import own_words
from html_mails import PIECES
from mails import LATER, MAILS, Mail

Clean = Callable[[str], str]
LANGUAGES = ["en", "de", "fr", "es", "nl", "pt", "ja", "sv", "it", "da", "pl"]


def main(data: Path | None) -> None:
    """All that is installed and there."""
    for name, clean in cleaners():
        for part, mails in (("mails", MAILS), ("later mails", LATER)):
            say(data=part, measure="own words", scorer=name, mails=len(mails), **own_word_figures(mails, clean))
    bodies = list(_bodies(data)) if data else []
    for name, convert in converters():
        say(data="html mails", measure="markdown", scorer=name, pieces=len(PIECES), **markdown_figures(convert, bodies))
    if data is not None:
        say(data="powershell-docs", measure="language", **language_figures(data))
        say(data="bicycles-meta", measure="removed", **removals(bodies))


def say(**line: object) -> None:
    """One line of the result."""
    print(json.dumps(line, ensure_ascii=False), flush=True)


def cleaners() -> Iterator[tuple[str, Clean]]:
    """Each way to find the own words of a mail, by name; libraries where they are installed."""
    yield "deskbook", own_words.__wrapped__
    yield "as it is", str
    if reply := _library("mailparser_reply"):
        parser = reply.EmailReplyParser(languages=LANGUAGES)
        yield "mail-parser-reply", lambda text: parser.read(text).replies[0].body
        yield "mail-parser-reply, headers only", lambda text: parser.read(text).replies[0].full_body
    if quail := _library("quotequail"):
        yield "quotequail", lambda text: "\n".join(part for shown, part in quail.quote(text) if shown)
    if zapier := _library("email_reply_parser"):
        yield "email-reply-parser", zapier.EmailReplyParser.parse_reply
    if extractor := _library("email_reply_extractor"):
        yield "email-reply-extractor", lambda text: _extracted(extractor, text)


def own_word_figures(mails: Sequence[Mail], clean: Clean) -> dict[str, float]:
    """In percent: mails whose words are exactly right, F1 over lines, wanted lines that were lost; and how fast."""
    began = time.perf_counter()
    found = [clean(mail.text) for mail in mails]
    took = time.perf_counter() - began
    right = wanted = given = exact = 0
    for mail, text in zip(mails, found, strict=True):
        want, got = _lines(mail.words), _lines(text)
        right += (want & got).total()
        wanted += want.total()
        given += got.total()
        exact += want == got
    return {
        "exact": _percent(exact, len(mails)),
        "line_f1": _percent(2 * right, wanted + given),
        "lost": _percent(wanted - right, wanted),
        "ms_a_mail": round(1000 * took / len(mails), 3),
    }


def converters() -> Iterator[tuple[str, Clean]]:
    """Each way to make Markdown of HTML, by name."""
    yield "deskbook", from_html
    if plain := _library("markdownify"):
        yield "markdownify alone", lambda html: plain.markdownify(html, heading_style="atx", bullets="-")
    if rust := _library("html_to_markdown"):
        yield "html-to-markdown", lambda html: str(rust.convert(html).content)


def markdown_figures(convert: Clean, bodies: Sequence[str]) -> dict[str, float]:
    """In percent: pieces that are right to the letter, F1 over their lines; real posts a second."""
    right = wanted = given = exact = 0
    for piece in PIECES:
        got = convert(piece.html)
        exact += got.strip() == piece.markdown
        right += (_lines(got) & _lines(piece.markdown)).total()
        wanted += _lines(piece.markdown).total()
        given += _lines(got).total()
    began = time.perf_counter()
    for body in bodies:
        convert(body)
    took = time.perf_counter() - began
    speed = {"posts_a_second": round(len(bodies) / took)} if bodies else {}
    return {"exact": _percent(exact, len(PIECES)), "line_f1": _percent(2 * right, wanted + given), **speed}


def language_figures(data: Path) -> dict[str, float]:
    """Of fences that name their language: guesses that are right, and code whose language is found, in percent.

    `Output` and `Syntax` are no languages; what they hold may be JSON all the same, and counts as wrong.
    """
    fences: set[tuple[str, str]] = set()
    for path in (data / "powershell-docs").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        found = re.finditer(r"^```(\w+)[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        fences.update((match[1].lower(), match[2]) for match in found)
    guesses = [("" if name in ("output", "syntax") else name, guess_language(body)) for name, body in fences]
    right = sum(wanted == guessed != "" for wanted, guessed in guesses)
    return {
        "fences": len(fences),
        "precision": _percent(right, sum(guessed != "" for _, guessed in guesses)),
        "recall": _percent(right, sum(wanted == "powershell" for wanted, _ in guesses)),
    }


def removals(bodies: Sequence[str]) -> dict[str, object]:
    """What is taken out of real posts that are no mails: how much, and the longest stretches to look at."""
    posts = [from_html(html) for html in bodies]
    removed: list[str] = []
    changed = 0
    for post in posts:
        kept = own_words(post)
        changed += kept != post.strip()
        removed += _gone(post.splitlines(), kept.splitlines())
    return {
        "posts": len(posts),
        "changed": changed,
        "lines": sum(len(post.splitlines()) for post in posts),
        "removed_lines": sum(stretch.count("\n") + 1 for stretch in removed),
        "longest": [stretch[:200] for stretch in sorted(removed, key=len, reverse=True)[:8]],
    }


def _bodies(data: Path) -> Iterator[str]:
    for line in (data / "bicycles-meta" / "threads.jsonl").read_text(encoding="utf-8").splitlines():
        yield from _texts(json.loads(line))


def _texts(value: object) -> Iterator[str]:
    """Every text of a record that holds a paragraph."""
    if isinstance(value, str):
        if "<p>" in value:
            yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _gone(before: list[str], after: list[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, begins, ends, _, _ in matcher.get_opcodes():
        if tag in ("delete", "replace") and "".join(before[begins:ends]).strip():
            yield "\n".join(before[begins:ends]).strip()


def _lines(text: str) -> Counter[str]:
    """Lines without regard to space and capitals, as libraries differ in both."""
    return Counter(line for raw in text.splitlines() if (line := " ".join(raw.split()).casefold()))


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


def _extracted(extractor: Any, text: str) -> str:
    result = extractor.clean_for_scoring(extractor.extract_new_text(text).text)
    return str(result.text)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
