"""Names that only their place gives away: after a greeting, below a sign-off, behind a title, in a form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading

_NAME = r"[^\W\d_][^\W\d_'.\-]{0,30}(?:['\-][^\W\d_]{1,30})?\.?"
_NAMES = rf"({_NAME}(?:[ ]{_NAME}){{0,2}})"
_TITLE = r"(?:(?:mr|mrs|ms|mx|dr|prof|herr|frau|monsieur|madame|señor|señora)\.? )?"
_HELLO = r"(?:hi|hello|hey|hiya|dear|hallo|good (?:morning|afternoon|evening)|greetings|bonjour|hola|liebe[r]?|moin)"
_GREETING = re.compile(
    rf"^[> \t*_]{{0,8}}{_HELLO},? {_TITLE}{_NAMES}"
    r"[ \t]*(?:[,!:;\-]|\.(?:\s|$)|$)",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING_WORD = (
    r"(?:(?:kind|best|warm|warmest|many|with kind|with best) )?(?:regards|wishes)|(?:many )?thanks(?: again| a lot| so much| in advance| and regards)?|thank you(?: very much| in advance)?|"
    r"cheers|sincerely|yours(?: sincerely| truly| faithfully)?|best|(?:mit freundlichen|viele|liebe|beste) gr(?:ü|ue)(?:ß|ss)en?|cordialement|saludos"
)
_SIGN_OFF = re.compile(
    rf"^[> \t]{{0,6}}(?:{_CLOSING_WORD})[ \t]*[,.!;\-]{{0,2}}[ \t]*(?:\r?\n[> \t]*){{1,3}}[-~*_ ]{{0,3}}{_NAMES}[ \t*_]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGN_OFF_INLINE = re.compile(
    rf"(?:^|(?<=[.!?,\n] ))(?:{_CLOSING_WORD})(?:, | - | ){_NAMES}[ \t]*[.!]?[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_THANKED = re.compile(rf"\b(?:thanks|thank you|cheers),? {_NAMES}[ \t]*(?=[,!.]|$)", re.IGNORECASE | re.MULTILINE)
_DASHED_END = re.compile(rf"\n[ \t]*[-~]{{1,2}} ?{_NAMES}\s*\Z")
_HONORIFIC = re.compile(
    rf"(?<!\w)(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herr|Frau)\.?|(?<![0-9] )(?:mrs?|ms|mx|dr|prof)\.) {_NAMES}"
)
_INTRODUCED = re.compile(rf"(?:my name is|i am called|mein name ist) {_NAMES}", re.IGNORECASE)
_FIELD = re.compile(
    rf"^[ \t>*]{{0,6}}(?:(?:full |first |last |contact |customer |sur)?name)\**: ?\**{_NAMES}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_MAILBOX = re.compile(rf"{_NAMES}\"? ?\Z")
_ADDRESS = re.compile(r"<(?:mailto:)?(?:[\w.+\-]{1,64}@|\[e-mail\])")
# Where it is worth looking closer: words at the beginning of a line, and words anywhere.
_LINE_ANCHOR = re.compile(
    rf"\n[> \t*_]{{0,8}}(?:{_HELLO}|{_CLOSING_WORD}|(?:full |first |last |contact |customer |sur)?name\**:)"
)
_ANCHOR = re.compile(
    r"thank|cheers|regards|sincerely|best, |wishes, |mr[. ]|mrs[. ]|ms[. ]|mx[. ]|dr[. ]|prof[. ]|herr |frau |name is |name ist |i am called "
)
# Who is greeted by these is nobody in particular.
_NOT_A_NAME = frozenset(
    """
    there all team everyone everybody folks guys people sir madam world support customer customers community friends friend colleague
    colleagues again anyone any both any experts mods moderators admin admins developer developers user users ladies gentlemen helpdesk help
    desk staff service agent and or for in so to the you your a an i im we my this that it its if is as from on of but with not also please advance
    very much lot bunch google microsoft ubuntu linux windows apple github discourse zendesk stack regards thanks thank cheers best kind
    everything anyway morning afternoon evening day time just no yes ok okay hope how what when where why who can could would will
    """.split()
)
_AT_LINE = (
    (_GREETING, "a name after a greeting", True),
    (_SIGN_OFF, "a name below a sign-off", False),
    (_FIELD, "a name in a form", True),
)
_IN_LINE = (
    (_SIGN_OFF_INLINE, "a name behind a sign-off", True),
    (_THANKED, "somebody thanked", True),
    (_HONORIFIC, "a name behind a title", True),
    (_INTRODUCED, "a name that is given as such", True),
)


def placed_names(reading: Reading, strict: bool) -> Iterator[Span]:
    """Names by their place alone; never for the strict reading."""
    if strict:
        return
    for match, reason, capital in _matches(reading):
        span = _names_only(reading.plain, *match.span(1), capital)
        if span:
            yield Span(*span, "name", reason)


def _matches(reading: Reading) -> Iterator[tuple[re.Match[str], str, bool]]:
    yield from _at_lines(reading)
    yield from _in_lines(reading)
    text = reading.plain
    if match := _DASHED_END.search(text, max(0, len(text) - 120)):
        yield match, "a name at the end", True
    for address in _ADDRESS.finditer(text):
        window = max(0, address.start() - 100, text.rfind("\n", 0, address.start()) + 1)
        if match := _MAILBOX.search(text, window, address.start()):
            yield match, "a name before an address", True


def _at_lines(reading: Reading) -> Iterator[tuple[re.Match[str], str, bool]]:
    text = reading.plain
    for anchor in _LINE_ANCHOR.finditer("\n" + reading.lower):
        for pattern, reason, capital in _AT_LINE:
            # The newline in front shifts the copy by one, so its match begins where the line does.
            if match := pattern.match(text, anchor.start()):
                yield match, reason, capital


def _in_lines(reading: Reading) -> Iterator[tuple[re.Match[str], str, bool]]:
    text = reading.plain
    line_end = -1
    for anchor in _ANCHOR.finditer(reading.lower):
        if anchor.start() < line_end:
            continue
        line_start = text.rfind("\n", 0, anchor.start()) + 1
        line_end = text.find("\n", anchor.end())
        line_end = len(text) if line_end < 0 else line_end
        for pattern, reason, capital in _IN_LINE:
            for match in pattern.finditer(text, line_start, line_end):
                yield match, reason, capital


def _names_only(text: str, start: int, end: int, capital: bool) -> tuple[int, int] | None:
    """The leading words that can be names: with a capital where asked, and none of the words that greet everybody."""
    kept = start
    for word in re.finditer(r"\S+", text[start:end]):
        bare = word.group().rstrip(".'-")
        plausible = (
            bare.lower() not in _NOT_A_NAME
            and not bare.lower().startswith("i'")
            and (not capital or bare[:1].isupper())
            and len(bare) > 1
        )
        initial = len(bare) == 1 and bare.isupper() and kept > start
        if not (plausible or initial):
            break
        kept = start + word.start() + len(bare)
    return (start, kept) if kept > start else None
