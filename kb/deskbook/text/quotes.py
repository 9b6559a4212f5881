"""What a message says, without what it quotes, how it greets and what machines add."""

from __future__ import annotations

from functools import lru_cache

from deskbook.text.chrome import is_added, is_reply_marker
from deskbook.text.letter import is_greeting, without_ending, without_opening
from deskbook.text.lines import Line, joined, read_lines
from deskbook.text.quoting import attribution, headers, is_separator, may_begin

_SHORT_QUOTE = 3  # lines: a longer one is the whole mail that is answered, which the thread has anyway
_MOST_INTRODUCED = 16  # lines of a quotation that its own headers may take
_MOST_FORWARDS = 5  # mails inside of mails that are looked into
_LONGEST = 500_000  # characters: what is longer is a log that somebody pasted, and no letter
# Above a mail that is passed on, these say nothing of their own.
_POINTERS = frozenset(
    """
    fyi below please see kindly look into at forward forwarded forwarding this the mail email message fw fwd tr wg rv info zur kenntnis kenntnisnahme siehe
    unten weitergeleitet bitte voir dessous ci pour information ver abajo reenvio adelante zie onder doorgestuurd segue abaixo anexo encaminho ter se nedan vidare can you could help
    with pls plz thanks thx hi hello all team check handle
    """.split()
)


@lru_cache(maxsize=512)
def own_words(text: str) -> str:
    """The text without quoted mail, the lines that introduce it, greetings, closings, signatures and what machines added.

    Quoted mail is what a client introduces ("On … wrote:", a block of headers). Of it stays what is answered inside: a short
    quotation, or one of several. Any other quotation stays, as the author chose it, and code is never touched. Of a mail that
    was only passed on, its own words are given.
    """
    if len(text) > _LONGEST:
        return text.strip()
    lines = without_ending(_above_marker(read_lines(text)))
    own: list[Line] = []
    for _ in range(_MOST_FORWARDS):
        above, passed_on = _split(lines)
        own = above if len(above) == len(lines) else without_ending(above)
        if passed_on is None or not _only_points(own):
            break
        lines = passed_on
    return _begun(own, text)


def _above_marker(lines: list[Line]) -> list[Line]:
    """What stands above "reply above this line", or below it where nothing was written above."""
    marker = next((number for number, line in enumerate(lines) if is_reply_marker(line)), None)
    if marker is None:
        return lines
    above = lines[:marker]
    written = any(line.code or not _only_opens(line) for line in above)
    return above if written else lines[marker + 1 :]


def _split(lines: list[Line]) -> tuple[list[Line], list[Line] | None]:
    """What stands above quoted mail, and the mail below it if its headers say that it may have been passed on.

    Attributions above quotations that are answered further down go; those quotations stay, unless one is the whole mail.
    A quotation that no mail client introduced is one that the author chose: it stays wherever it stands.
    """
    kept: list[Line] = []
    number, answers_mail = 0, False
    last_quoted = next((place for place in range(len(lines) - 1, -1, -1) if lines[place].quoted), -1)
    while number < len(lines):
        if may_begin(lines[number]) and (found := headers(lines, number)):
            return _above(kept), lines[found.ends :]
        introduced = attribution(lines, number)
        begins = _next_said(lines, introduced.ends) if introduced else number
        ends = _end_of_quote(lines, begins)
        if introduced and (begins == ends or ends == len(lines)):
            return _above(kept), None  # unmarked, or marked to the end: all that follows is quoted
        if introduced:
            answers_mail = True
            if ends - begins <= _SHORT_QUOTE or last_quoted >= ends:
                kept += lines[begins:ends]
        elif ends == len(lines) > begins and _quotes_mail(lines[begins:]):
            return _above(kept), None
        else:
            kept += lines[begins : max(ends, begins + 1)]
        number = max(ends, begins + 1)
    return _above(kept) if answers_mail else kept, None


def _next_said(lines: list[Line], number: int) -> int:
    while number < len(lines) and lines[number].blank:
        number += 1
    return number


def _end_of_quote(lines: list[Line], number: int) -> int:
    """Where the quotation that begins at a line ends; the line itself where none does."""
    while number < len(lines) and lines[number].quoted:
        following = _next_said(lines, number + 1)
        number = following if following < len(lines) and lines[following].quoted else number + 1
    return number


def _quotes_mail(quoted: list[Line]) -> bool:
    """Whether a quotation begins as a mail client lets it begin."""
    inner = read_lines("\n".join(line.raw.lstrip(" >") for line in quoted[:_MOST_INTRODUCED]))
    return bool(inner) and (attribution(inner, 0) is not None or headers(inner, 0) is not None)


def _above(lines: list[Line]) -> list[Line]:
    """What was written above quoted mail, without rules, separators and rests of quotations at its end."""
    while lines and (lines[-1].blank or lines[-1].quoted or lines[-1].ruled or is_separator(lines[-1])):
        lines.pop()
    return lines


def _only_points(lines: list[Line]) -> bool:
    """Whether the words above a mail that was passed on only hand it over."""
    words = [word.strip(".,:;!-–()") for line in lines if not is_greeting(line) for word in line.said.lower().split()]
    return len(words) <= 12 and all(word in _POINTERS or not word for word in words) and not any(x.code for x in lines)


def _only_opens(line: Line) -> bool:
    return line.blank or line.ruled or is_greeting(line) or is_added(line)


def _begun(lines: list[Line], text: str) -> str:
    """The lines from the first that says something, with a capital where the message began with one."""
    first = 0
    while first < len(lines) and _only_opens(lines[first]):
        first += 1
    rest = lines[first:]
    if not rest:
        return ""
    whole = joined(rest)
    if rest[0].code or rest[0].quoted:
        return whole
    head, newline, tail = whole.partition("\n")
    head = without_opening(head)
    if head[:1].islower() and next(filter(str.isalpha, text), "").isupper():
        head = head[0].upper() + head[1:]
    return head + newline + tail
