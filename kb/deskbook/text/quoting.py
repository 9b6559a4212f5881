"""Where a message stops and the mail that it answers or passes on begins.

Mail clients mark that place in three ways: a line that says who wrote what follows ("On … wrote:"), a block of headers
("From: … Sent: … To: …"), or a separator ("-----Original Message-----"). The words are those of the clients' own translations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deskbook.text.lines import Line, read_lines

_WROTE = re.compile(
    r"\bwrote\b|\bschrieb\b|\ba écrit\b|\bescribió\b|\bescreveu\b|\bschreef\b|\bgeschreven\b|\bha scritto\b|\bskrev\b|"
    r"\bkirjoitti\b|\bnapisała?\b|\bnapisał\(a\)|\bnapsala?\b|\bnapsal\(a\)|\bпишет\b|\bнаписала?\b|\bнаписал\(а\)|\byazdı\b|"
    r"写道|寫道|書きました|のメール|작성",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"\S@\S+\.\w|<\s*\S+@\S|\[e-mail\]")
_DATED = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-](?:\d\d){1,2}\b|\b\d{1,2}[:.h]\d\d\b"
)
_STARTED = re.compile(
    r"(?:on|am|le|el|em|no dia|op|il|den|dnia|dne|w dniu|em|a|à|\d{1,4}[ ./-]|\d{4}[年년]|在|于|[^<>:]{1,60}<\S+@|\w{2,4}[ .,])",
    re.IGNORECASE,
)
_FROM, _SENT, _TO, _SUBJECT, _COPY = "from", "sent", "to", "subject", "copy"
_NAMES = {
    _FROM: "from von de van da från fra od lähettäjä expéditeur 差出人 送信者 发件人 보낸사람 от".split(),
    _SENT: "sent date gesendet datum envoyé enviado enviada fecha data verzonden inviato skickat sendt dato wysłano odesláno "
    "lähetetty 送信日時 日付 日時 发送时间 보낸날짜 отправлено дата".split(),
    _TO: "to an à para aan a till til do komu vastaanottaja destinataire 宛先 收件人 받는사람 кому".split(),
    _SUBJECT: "subject betreff objet asunto assunto onderwerp oggetto ämne emne temat předmět aihe sujet 件名 主题 제목 тема".split(),
    _COPY: "cc bcc kopie kopia kopi cópia copie copia dw reply-to organization importance priority antwort attachments "
    "anlagen anhänge pièces bijlagen".split(),
}
_MEANINGS = {name: meaning for meaning, names in _NAMES.items() for name in names}
_HEADER = re.compile(r"(?<!\S)([^\W\d_][\w-]{0,15})(?: (?:el|em|on|jointes|am|le))?\s?[:：](?:\s|$)")
_SEPARATOR = re.compile(
    r"-{2,}\s*(?:original message|original appointment|forwarded (?:message|by .{0,60})|ursprüngliche nachricht|"
    r"original-nachricht|weitergeleitete nachricht|message d'origine|message d’origine|message transféré|mensaje original|"
    r"mensaje reenviado|mensagem original|mensagem encaminhada|oorspronkelijk bericht|doorgestuurd bericht|"
    r"messaggio originale|messaggio inoltrato|ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|"
    r"vidarebefordrat mejl|oprindelig meddelelse|videresendt meddelelse|wiadomość oryginalna|元のメッセージ|転送メッセージ|"
    r"转发的邮件|原始邮件)\s*-{2,}"
    r"|(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|début du message (?:réexpédié|transféré)|"
    r"inicio del mensaje reenviado|início da mensagem (?:reencaminhada|encaminhada)|begin doorgestuurd bericht|"
    r"inizio messaggio inoltrato|vidarebefordrat brev|転送されたメッセージ)\s*[:：]",
    re.IGNORECASE,
)
_MOST_HEADERS = 14  # lines that a block of headers takes, blank and folded ones included
_LONGEST_ATTRIBUTION = 320


@dataclass(frozen=True, slots=True)
class Attribution:
    """A line, or up to three, that says who wrote what follows."""

    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Headers:
    """A block of headers, with the separator above it. The mail itself begins at `ends`."""

    begins: int
    ends: int


def attribution(lines: Sequence[Line], number: int) -> Attribution | None:
    """The attribution that begins at a line; clients break it over up to three."""
    if not lines[number].said or lines[number].quoted or not _STARTED.match(lines[number].said):
        return None
    words = ""
    for end in range(number, min(number + 3, len(lines))):
        said = lines[end].said
        if not said or lines[end].quoted:
            return None
        words = f"{words} {said}".strip()
        if len(words) > _LONGEST_ATTRIBUTION:
            return None
        if words.endswith((":", "：")):
            return _attribution(words, number, end + 1)
    return None


def introduces(line: str) -> bool:
    """Whether one line of plain text is an attribution whole."""
    return line.rstrip().endswith((":", "：")) and attribution(read_lines(line), 0) is not None


def _attribution(words: str, begins: int, ends: int) -> Attribution | None:
    """Clients name a day, an hour or a mailbox; people who tell what somebody wrote do not."""
    dated = _DATED.search(words) is not None
    addressed = _ADDRESSED.search(words) is not None
    # Japanese and some old clients have no verb.
    told = _WROTE.search(words) or (dated and addressed and words[0].isdigit())
    return Attribution(begins, ends) if told and (dated or addressed) else None


def headers(lines: Sequence[Line], number: int) -> Headers | None:
    """The block of headers that begins at a line: at least three sorts, among them who wrote it."""
    begins, at = number, number
    if separated := is_separator(lines[number]):
        at += 1
        while at < len(lines) and at < number + 3 and lines[at].blank:
            at += 1
    seen: set[str] = set()
    ends = at
    for place in range(at, min(at + _MOST_HEADERS, len(lines))):
        if meanings := _meanings(lines[place]):
            seen |= meanings
            ends = place + 1
        elif not seen or place + 1 == len(lines) or not _meanings(lines[place + 1]):
            break  # else a blank line between headers, or the rest of a folded one
    enough = len(seen) >= 3 and _FROM in seen and (_SENT in seen or _SUBJECT in seen)
    if enough or (separated and _FROM in seen):
        return Headers(begins, ends)
    return Headers(begins, at) if separated else None


def is_separator(line: Line) -> bool:
    """Whether a client drew this line above the mail that it quotes or passes on."""
    return line.said != "" and line.said[-1] in "-:：" and _SEPARATOR.fullmatch(line.said) is not None


def may_begin(line: Line) -> bool:
    """Whether it is worth looking for headers from this line on."""
    return bool(line.said) and not line.quoted and (is_separator(line) or bool(_meanings(line) & {_FROM, _SENT}))


def _meanings(line: Line) -> set[str]:
    """The sorts of headers on a line; some conversions put a whole block on one."""
    if not (":" in line.said or "：" in line.said) or line.quoted:
        return set()
    first = _HEADER.match(line.said)
    meaning = _MEANINGS.get(first[1].lower()) if first else None
    if meaning is None:
        return set()
    others = {_MEANINGS.get(name.lower(), "") for name in _HEADER.findall(line.said)} if meaning == _FROM else set()
    return ({meaning} | others if len(others) >= 3 else {meaning}) - {""}
