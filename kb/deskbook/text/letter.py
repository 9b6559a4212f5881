"""The manners of a letter: how it greets, how it closes, who signs it and what lawyers add below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deskbook.text.chrome import is_added
from deskbook.text.lines import Line

# What redaction leaves of a person: "[name]", "[customer]", "[agent 2]".
PERSON = r"\[(?:name|customer|agent|system)(?: \d+)?\]"

# A word of a greeting is a name, or one that greets everybody: "Hello my site is down" greets nobody.
_WHOM = (
    rf"(?:{PERSON}|(?-i:[A-ZÀ-ÖØ-ÞŠŽ])[\w'’.-]*|there|all|team|support\w*|everyone|everybody|folks|both|again|guys|friends|sir|sirs|madam|ladies|"
    r"gentlemen|and|or|customer|service|help|desk|helpdesk|staff|zusammen|und|damen|herren|herr|frau|an|das|alle|allerseits|"
    r"nochmal|à|tous|toutes|et|l'équipe|équipe|de|del|la|el|a|todos|todas|equipo|equipe|soporte|suporte|atención|cliente|"
    r"heer|mevrouw|allen|allemaal|iedereen|team's|alla|ni|kundtjänst|senhor|senhora|senhores|señor|señora|señores|&|/)"
)
_HELLO = (
    r"hi|hiya|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|moin(?: moin)?|servus|grüezi|"
    r"grüß gott|liebe[rs]?|sehr geehrte[rs]?|werte[rs]?|bonjour|bonsoir|salut|chère?s?|madame, monsieur|madame|monsieur|messieurs|"
    r"hola|buen(?:os|as)? (?:días?|tardes?|noches?)|muy buenas|buenas|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?|"
    r"olá|oi|bom dia|boa (?:tarde|noite)|prezad[oa]s?|car[oa]s?|goede(?:morgen|middag|navond)|goedendag|dag|beste|geachte|hoi|"
    r"ciao|salve|buongiorno|buonasera|gentil[ei]|egregi[oa]?|hej(?:san)?|hei|god (?:dag|morgon|kväll|morgen|aften)|tjena|kära|bästa|"
    r"cześć|dzień dobry|szanown[iay]|witam|dobrý den|ahoj"
)
_GREETING = re.compile(
    rf"(?:{_HELLO})(?:[ ,/]{{1,2}}{_WHOM}){{0,7}}\s*[,.!:;–—-]{{0,2}}|(?:hello|hi|hey|dear|good (?:morning|afternoon|evening))(?: [\w'’-]+){{0,5}}\s?,"
    rf"|(?:\S{{2,12}} ){{1,2}}{PERSON}\s*[,.!:]*|{PERSON}(?: ?様| ?さん)?\s*[,:]?"
    r"|.{1,20}(?:様|御中|さん|各位)[、,]?|(?:いつも)?(?:大変)?お世話になって(?:おります|います|ます)。?|お世話になります。?|"
    r"(?:こんにちは|おはようございます|こんばんは|はじめまして|您好|你好|안녕하세요|здравствуйте|добрый день)[。、,.!！]?",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"\s*(?:{_HELLO})(?:[ ,]{{1,2}}{_WHOM}){{0,4}}(?:\s?[,!]|[.](?!\w)|\s[–—-])(?: me again[.!,])?\s+(?=\S)",
    re.IGNORECASE,
)
# Sentences that only serve manners, at the beginning.
_PLEASANTRY = (
    (
        r"(?:many )?(?:thanks|thank you)(?: very much| so much)? for (?:getting in touch|reaching out|contacting|writing|your (?:e-?mail|message|mail|report|patience|"
        r"request|question|enquiry|inquiry|reply|quick reply|response|interest|feedback)|the (?:report|quick reply|fast reply|update))[^.!?:\n]{0,60}"
    ),
    r"i hope (?:this (?:e-?mail|message) finds you well|you(?:'re| are) (?:doing )?well|all is well)[^.!?\n]{0,30}|hope you(?:'re| are) (?:doing )?well[^.!?\n]{0,20}",
    r"my name is (?:\[\w+\]|[\w' -]{2,40}) and i(?:'ll| will) be (?:helping|assisting) you(?: today| with this)?[^.!?\n]{0,40}",
    (
        r"(?:vielen |besten |herzlichen )?dank für (?:ihre|deine|eure|die) (?:schnelle |rasche )?(?:nachricht|anfrage|mail|e-mail|rückmeldung|antwort|geduld|meldung|kontaktaufnahme)"
        r"[^.!?:\n]{0,40}"
    ),
    r"merci (?:beaucoup )?(?:de|pour) (?:votre|nous avoir|ta) (?:message|demande|contactés?|e-?mail|patience|retour|réponse)[^.!?:\n]{0,40}",
    r"(?:muchas )?gracias por (?:contactar|contactarnos|ponerse en contacto|su (?:mensaje|consulta|correo|paciencia|respuesta))[^.!?:\n]{0,60}",
    r"(?:hartelijk )?(?:dank|bedankt) voor (?:uw|je|jouw) (?:bericht|vraag|e-mail|mail|geduld|reactie)[^.!?:\n]{0,40}",
    r"(?:muito )?obrigad[oa] (?:por|pelo|pela) (?:seu|sua|entrar em)? ?(?:contato|contacto|mensagem|e-mail|paciência)[^.!?:\n]{0,40}",
    r"tack för (?:ditt|din|er|ert) (?:meddelande|mejl|mail|fråga|tålamod|svar)[^.!?:\n]{0,40}",
    r"espero que (?:este mensaje )?(?:esté[ns]? bien|se encuentre bien)[^.!?\n]{0,20}|ich hoffe,? es geht ihnen gut",
    r"お問い合わせ(?:いただき)?(?:、)?(?:誠に)?ありがとうございます",
)
_PLEASANTRIES = re.compile(r"\s*(?:" + "|".join(_PLEASANTRY) + r")(?:[.!。]+|,?\s*$)\s*", re.IGNORECASE)
# ... and at the end.
_PARTING = (
    r"(?:i |we )?(?:hope|trust) (?:this|that|it) (?:helps?|is helpful|answers your question|clarifies)[^.!?\n]{0,50}",
    r"(?:please |just )?(?:do )?let (?:me|us) know (?:if|how|when|whether|should) [^.!?\n]{0,90}|(?:please )?let (?:me|us) know",
    r"(?:please )?(?:do not|don't|never) hesitate to [^.!?\n]{0,80}|(?:please )?feel free to (?:reach|contact|reply|get|ask|write|respond|let)[^.!?\n]{0,80}",
    r"(?:if|should) you (?:have|need|require) (?:any|further|more|additional|other|anything)[^.!?\n]{0,110}",
    r"have a (?:great|nice|good|lovely|wonderful) (?:day|weekend|evening|week|one|rest of your day)[^.!?\n]{0,20}|enjoy your (?:day|weekend)",
    r"(?:i(?:'m| am)? |we(?:'re| are)? )?look(?:ing)? forward to (?:hearing|your (?:reply|response|answer|feedback))[^.!?\n]{0,50}",
    r"(?:any|all) help (?:is|would be|will be) (?:much |greatly |very much |highly )?appreciated[^.!?\n]{0,30}",
    r"(?:many |lots of )?thanks(?: a lot| again| so much| very much| in advance| a million| for (?:your|the|any|all your) (?:help|time|support|assistance|patience|understanding))*",
    r"thank you(?: again| so much| very much| all| in advance| for (?:your|the|any|all your) (?:help|time|support|assistance|patience|understanding))*",
    r"(?:vielen |besten |herzlichen )?dank(?: im voraus| vorab| schon mal| für (?:ihre|eure|deine|die) (?:hilfe|unterstützung|mühe|geduld))?|danke(?: im voraus| vorab| schön| sehr)?",
    r"(?:bei|für) (?:weiteren |weitere |rück)?(?:fragen|rückfragen) [^.!?\n]{0,90}|(?:ich|wir) hoffe[n]?,? (?:das|dies|damit) [^.!?\n]{0,50}",
    r"(?:ich |wir )?(?:freue[n]? (?:mich|uns) auf|melden sie sich (?:gern|jederzeit|bei))[^.!?\n]{0,60}|(?:einen )?schönen (?:tag|abend|feierabend)(?: noch)?|schönes wochenende",
    r"n'hésitez pas à [^.!?\n]{0,80}|merci(?: beaucoup| d'avance| par avance| bien)?(?: (?:de|pour) votre (?:aide|réponse|retour|compréhension|patience))?",
    r"(?:dans l'attente de|en attendant) votre (?:réponse|retour)[^.!?\n]{0,40}|(?:bonne|belle|excellente) (?:journée|soirée|fin de (?:journée|semaine))",
    r"(?:je|nous) (?:reste|restons|me tiens) à votre disposition[^.!?\n]{0,70}",
    r"no (?:dude|duden|dudes) en [^.!?\n]{0,80}|(?:muchas |mil )?gracias(?: de antemano| por (?:su|la|tu) (?:ayuda|atención|tiempo))?",
    r"quedo (?:a la espera|atent[oa]|pendiente)[^.!?\n]{0,60}|(?:que tenga )?(?:un )?buen día|espero su respuesta|si tiene (?:alguna|más) (?:duda|pregunta|consulta)s?[^.!?\n]{0,60}",
    r"(?:mocht|heeft|als) (?:u|je) (?:nog )?(?:vragen|verdere vragen)[^.!?\n]{0,80}|laat het (?:me|mij|ons) (?:even )?weten[^.!?\n]{0,60}",
    r"(?:alvast )?(?:hartelijk |heel erg )?bedankt(?: alvast| voor (?:uw|de|je) (?:hulp|moeite))?|bij voorbaat dank|ik hoor graag[^.!?\n]{0,40}|fijne dag(?: nog)?",
    r"qualquer dúvida[^.!?\n]{0,80}|(?:muito )?obrigad[oa](?: desde já| pela (?:ajuda|atenção))?|desde já agradeço|fico no aguardo[^.!?\n]{0,40}|fico à disposição[^.!?\n]{0,40}",
    r"aguardo (?:o )?(?:seu )?retorno",
    r"tack (?:på förhand|för hjälpen|så mycket)|tack|hör av (?:dig|er) om [^.!?\n]{0,60}|tveka inte att [^.!?\n]{0,60}|(?:ha|önskar) en (?:bra|fin|trevlig) dag",
    r"(?:お手数(?:ですが|をおかけしますが)、?|恐れ入りますが、?)?(?:何卒|どうぞ|以上、?)?(?:よろしく|宜しく)(?:お願い|御願い)(?:いた|致)?(?:し)?(?:ます|申し上げます)?|(?:お手数(?:ですが|をおかけしますが)、?|恐れ入りますが、?)?ご(?:確認|検討|回答|対応|教示)(?:の程|のほど)?、?(?:よろしく|宜しく)お願い.{0,12}",
    r"ご不明な点.{0,60}|ありがとうございま(?:す|した)|以上",
)
_PARTINGS = re.compile(r"(?:(?>" + "|".join(_PARTING) + r")\s*(?:[.!?。！]+|,|:\)|🙂|😊|$)\s*)+", re.IGNORECASE)
_CLOSE = (
    r"(?:(?:with |my )?(?:kind|kindest|best|warm|warmest|many)\s+)?regards|best(?=[\s,.!]*$|,)|best wishes|all the best|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|"
    r"yours|cheers|thanks and regards|thanks & regards|respectfully|(?:many )?thanks(?: a lot| again| so much| in advance)?|thank you(?: very much| in advance)?|rgds|br|kr|thx|ty|take care|"
    r"mit (?:freundlichen|besten|herzlichen|lieben|vielen) gr(?:ü|ue)(?:ß|ss)en|(?:viele|liebe|beste|schöne|herzliche|freundliche) gr(?:ü|ue)(?:ß|ss)e(?: aus \w+)?|"
    r"gr(?:u|ü|ue)(?:ß|ss)e?|mfg|lg|vg|bg|hochachtungsvoll|(?:vielen |besten |herzlichen )?dank(?: und (?:viele |beste )?gr(?:ü|ue)(?:ß|ss)e?)?|danke|"
    r"(?:bien |très )?cordialement(?: vôtre)?|cdlt|cdt|sincères salutations|(?:meilleures |sincères )salutations|bien à vous|salutations|amicalement|merci|"
    r"(?:je vous prie d'agréer|veuillez agréer)[^\n]{0,120}|"
    r"(?:(?:un )?(?:cordial |atento )?saludo|saludos(?: cordiales)?|(?:muy )?atentamente|atte|cordialmente|gracias(?: y un saludo)?)|"
    r"(?:met |met de )?(?:vriendelijke|hartelijke|beste|warme) groet(?:en|jes)?|groet(?:en|jes)?|mvg|hoogachtend|bedankt|"
    r"atenciosamente|att|abraços?|cumprimentos|(?:com os )?(?:melhores|nossos) cumprimentos|obrigad[oa]|"
    r"(?:cordiali |distinti )saluti|grazie|"
    r"(?:med )?(?:vänliga?|vänlig|bästa|varma|venlig|vennlig) (?:hälsningar|hälsning|hilsen)|hälsningar|hilsen|mvh|vh|tack|"
    r"z poważaniem|pozdrawiam|s pozdravem|с уважением|敬具|草々"
)
_NAME = rf"(?:(?-i:[A-ZÀ-ÖØ-ÞŠŽ])[\w'’.-]*|{PERSON})"
_CLOSING = re.compile(
    rf"[-–—]?\s?(?:{_CLOSE})\s*[,.!:;–—-]{{0,2}}(?:\s{_NAME}(?:[ ]{_NAME}){{0,3}})?[,.]?", re.IGNORECASE
)
_SIGNATORY = re.compile(rf"[-–—]?\s?{_NAME}(?:[ ]{_NAME}){{0,3}}", re.IGNORECASE)
_DELIMITER = re.compile(r"--|—|– ?–|\*{2,3}|_{2,}")
_POSTSCRIPT = re.compile(r"p\.?\s?p?\.?s\.?\s?[:.,–—-]", re.IGNORECASE)
_CONTACT = re.compile(
    r"\d{3}|@|\bwww\.|https?:|\[(?:phone|e-mail|name|address|customer|agent)(?: \d+)?\]|\||•|·|\b(?:gmbh|ltd|inc|llc|plc|s\.?a\.?r?\.?l?|b\.?v|ag|ab|oy)\b"
    r"|\b(?:tel|phone|mobile?|fax|mobil|telefon|téléphone|teléfono|telefoon|cell|t|m|f|p|e|w)\b\s?[.:+]",
    re.IGNORECASE,
)
_NO_CONTACT = re.compile(r"(?:[-+•]|\d{1,3}[.)])\s|#|\||`|.{0,200}[?:;{]$")
_ABBREVIATED = re.compile(r"\b(?:inc|ltd|co|corp|b\.v|s\.a|s\.l|s\.r\.l|jr|sr|e\.v|st|str|dept)\.$", re.IGNORECASE)
_SIGNED = re.compile(rf"[-–—~/]{{0,2}} ?{PERSON}(?:\s*[,|/–—-]\s*\S.{{0,40}})?")
_MOST_ENDINGS = 20  # signatures, notices and closings that one mail may pile up
_LONGEST_LINE, _MOST_LINES, _MOST_WORDS = 90, 12, 10
_LONGEST_SIGNATURE = 5  # lines below a person's placeholder, where nothing else says that it is a signature

_LEGAL_MAIL = re.compile(
    r"e-?mail|message|\bmail\b|communication|transmission|nachricht|courriel|mensaje|correo|bericht|mensagem|meddelande|messaggio|メール|邮件",
    re.IGNORECASE,
)
_LEGAL_SECRET = (
    *tuple(
        "confidential privileged vertraulich geschützt confidentiel confidencia vertrouwelijk konfidentiell sekretess riservat poufn 機密 保密".split()
    ),
    "intended only",
    "intended solely",
    "solely for",
    "solely intended",
    "legally protected",
)
_LEGAL_WHO = re.compile(
    r"recipient|addressee|addressed|received .{0,40} in error|unauthori[sz]ed|\bdelete\b|adressat|empfänger|absender|vernichten|destinataire|expéditeur|"
    r"destinatari|remitente|remetente|geadresseerde|afzender|mottagare|avsändare|ontvang|odbiorc|宛先|受信者|収件|收件人",
    re.IGNORECASE,
)
_LEGAL_LINE = re.compile(
    r"(?:please )?(?:consider|think of) the environment before printing.{0,80}|(?:bitte )?(?:denken|prüfen) sie (?:an die umwelt|der umwelt).{0,80}|"
    r"pensez (?:à l'environnement|à la planète|environnement).{0,80}|antes de imprimir.{0,120}|.{0,60}(?:amtsgericht|handelsregister|registergericht)\b.{0,160}|"
    r"(?:geschäftsführe(?:r|rin|ung)|managing directors?|vorstand|aufsichtsrat|sitz der gesellschaft|registered (?:office|in)|company (?:no|number|reg)|ust-?id(?:-?nr)?|vat (?:no|number|reg))"
    r"\b.{0,200}|.{2,80} is registered in \w.{0,120}|virus-?free\.? ?(?:www\.\S+)?|(?:diese e-mail wurde von .{2,40} auf viren|this email has been (?:checked|scanned) for viruses).{0,80}",
    re.IGNORECASE,
)
_LONGEST_LEGAL = 40  # lines of one paragraph


def is_greeting(line: Line) -> bool:
    """Whether a line only greets."""
    return 0 < len(line.said) <= 120 and (
        _GREETING.fullmatch(line.said) is not None or _PLEASANTRIES.fullmatch(line.said) is not None
    )


def is_parting(line: Line) -> bool:
    """Whether a line only takes leave: a closing formula, thanks, an offer to ask again."""
    return 0 < len(line.said) <= 300 and (
        _PARTINGS.fullmatch(line.said) is not None or _CLOSING.fullmatch(line.said) is not None
    )


def without_opening(text: str) -> str:
    """A first line without the words in it that only greet or thank for the message."""
    for pattern in (_OPENING, _PLEASANTRIES, _PLEASANTRIES):
        rest = pattern.sub("", text, count=1) if (found := pattern.match(text)) and found.end() < len(text) else text
        text = rest if rest.strip() else text
    return text


def without_ending(lines: Sequence[Line]) -> list[Line]:
    """The lines without signature, legal notices, parting words and what machines added at their end."""
    kept = list(lines)
    for _ in range(_MOST_ENDINGS):
        before = len(kept)
        while kept and _ends(kept[-1]):
            kept.pop()
        del kept[_legal_begins(kept) :]
        _drop_signature(kept)
        if len(kept) == before:
            break
    return kept


def _ends(line: Line) -> bool:
    return line.blank or line.ruled or is_parting(line) or is_added(line)


def _legal_begins(lines: Sequence[Line]) -> int:
    """Where a last paragraph begins that is a notice of confidentiality, of the company's register or of printing."""
    if lines and _LEGAL_LINE.fullmatch(lines[-1].said):
        return len(lines) - 1
    begins = len(lines)
    while begins and lines[begins - 1].said and len(lines) - begins < _LONGEST_LEGAL:
        begins -= 1
    words = " ".join(line.said for line in lines[begins:]).lower()
    legal = (
        not words.endswith("?")
        and any(secret in words for secret in _LEGAL_SECRET)
        and _LEGAL_MAIL.search(words)
        and _LEGAL_WHO.search(words)
    )
    return begins if legal else len(lines)


def _drop_signature(lines: list[Line]) -> None:
    """Drop what stands below a closing formula, a `--` or a lonely person's placeholder; a postscript stays."""
    for number in range(len(lines) - 1, max(-1, len(lines) - 2 * _MOST_LINES), -1):
        line = lines[number]
        if line.code:
            break
        if line.said and (
            _DELIMITER.fullmatch(line.said) or _CLOSING.fullmatch(line.said) or _parts_with_name(lines, number)
        ):
            end = next((n for n in range(number + 1, len(lines)) if _POSTSCRIPT.match(lines[n].said)), len(lines))
            if _is_contact(lines[number + 1 : end]):
                apart = end == len(lines) or (number and lines[number - 1].blank)
                lines[number:end] = [] if apart else [Line("", "")]
                return
    del lines[_signed_begins(lines) :]


def _parts_with_name(lines: Sequence[Line], number: int) -> bool:
    """Whether a line takes leave, and the next one is a name."""
    below = lines[number + 1].said if number + 1 < len(lines) else ""
    return _SIGNATORY.fullmatch(below) is not None and is_parting(lines[number])


def _signed_begins(lines: Sequence[Line]) -> int:
    """Where a last block begins in which a person stands alone on a line: their role, company and the like follow."""
    begins = len(lines)
    for number in range(len(lines) - 1, max(-1, len(lines) - 1 - _LONGEST_SIGNATURE), -1):
        if _SIGNED.fullmatch(lines[number].said):
            begins = number
        elif not lines[number].said:
            break
    return begins


def _is_contact(lines: Sequence[Line]) -> bool:
    """A name, a post, a company, numbers: few short lines, none of which is a sentence, a list or code."""
    said = [line.said for line in lines if not line.blank]
    return len(said) <= _MOST_LINES and all(_is_contact_line(words) for words in said)


def _is_contact_line(words: str) -> bool:
    if not words or len(words) > _LONGEST_LINE or _NO_CONTACT.match(words):
        return False
    if _CONTACT.search(words):
        return True
    if words.endswith((".", "!", "。")) and not _ABBREVIATED.search(words):
        return False
    count = len(words.split())
    return count <= _MOST_WORDS and (not words[0].islower() or count <= 1)
