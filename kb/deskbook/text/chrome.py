"""What machines add to a message: ticket systems, mailing lists, telephones, mail gateways.

Each pattern is a whole line that nobody types, and counts only among the first or last lines of a message. Where a product lets
its owner change the words, the ones it comes with are here.
"""

from __future__ import annotations

import re

from deskbook.text.lines import Line

_TICKET = (
    (
        r"\[?(?:ticket|case|request|issue|vorgang|anfrage|referenz|reference|ref|incident|solicitud|chamado|ärende|zaak|demande)"
        r"(?: (?:id|number|no\.?|nr\.?|nummer))?\s?[:#]{0,2}\s?(?:\[?#?[\w-]{0,12}\d{3,}[\w-]{0,8}\]?)\]?:?"
    ),
    r"ticket:? (?:link: ?)?<?https?://\S+/(?:tickets?|requests?|cases?)/\S+>?",
    r"(?:your|the) (?:request|ticket|case) \(?(?:#|no\.? ?)?[\w-]*\d+\)? (?:has been|was|is now) (?:updated|received|created|solved|closed|deemed solved)\b.{0,200}",
    r"your (?:request|ticket|case) has been (?:updated|received|created|solved|closed)\b.{0,200}",
    r"ihre anfrage \(?#?\d+\)? wurde (?:aktualisiert|erhalten|empfangen|gelöst|geschlossen).{0,200}",
    r"votre demande \(?#?\d+\)? a été (?:mise à jour|reçue|résolue|fermée).{0,200}",
    r"su solicitud \(?#?\d+\)? (?:ha sido|se ha) (?:actualizada|actualizado|recibida|resuelta|cerrada).{0,200}",
    r"(?:to|please) (?:add (?:additional|more|further) comments|review the status of the request and add additional comments|reopen this (?:request|ticket)),? .{0,120}",
    r"you are registered as a cc on this (?:help desk )?(?:request|support request|ticket)\b.{0,200}",
    (
        r"you(?:'re| are) receiving this (?:e-?mail |message |notification )?because (?:you|of your|someone|a)\b.{0,40}"
        r"(?:subscri|participa|request|regist|contact|watch|follow|account|assigned|mention|author|cc'?d|member|added).{0,160}"
    ),
    r"this (?:e-?mail|message) (?:is a service from|was sent to you by|is an automated)\b.{0,200}",
    (
        r"(?:diese e-mail ist ein service von|cet e-?mail est un service de|este correo (?:electrónico )?es un servicio de|"
        r"dit e-mailbericht is een service van|este e-mail é um serviço de|det här e-postmeddelandet är en tjänst från)\b.{0,200}"
    ),
    (
        r"(?:delivered by|powered by|sent (?:by|with|via)) (?:zendesk|freshdesk|freshworks|jira(?: service (?:management|desk))?|intercom|help ?scout|front|"
        r"zoho desk|hubspot|gorgias|kayako|servicenow|atlassian|discourse)\b.{0,60}"
    ),
    r"view (?:the )?(?:request|ticket|case|issue)(?: online)?(?:\s?[·|•]\s?.{0,80})?",
    r"turn off this request's notifications.{0,20}",
    r"\[[0-9A-Z]{6}-[0-9A-Z]{4,6}\]",
    r"ref:_?[\w.!-]{8,60}:ref|ref: ?msg\w{6,40}",
    r"\{#?HS:[\d-]{4,40}\}?#?",
)
_SURVEY = (
    r"how (?:would|do) you rate (?:the (?:support|service|help|answer)|our (?:support|service|customer service|answer|reply)|this (?:answer|reply|conversation))\b.{0,80}",
    r"how did (?:we|i) do\b.{0,40}",
    r"(?:was|did) this (?:reply|answer|response|e-?mail|article|message) (?:helpful|useful|answer your question|help)\b.{0,40}\?(?: .{0,40})?",
    r"(?:good|yes), i(?:'m| am) satisfied|(?:bad|no), i(?:'m| am) (?:unsatisfied|not satisfied|dissatisfied)",
    r"please (?:tell us what you think of (?:your|our)|rate (?:us|our|your)|take (?:a (?:moment|minute) to (?:answer|rate|tell)|(?:our|this) (?:short )?survey)|let us know how we did|leave us (?:a )?feedback)\b.{0,200}",
    r"(?:we'd|we would) love to (?:hear|know) what you think\b.{0,200}",
    r"take (?:our|the|this) (?:short |quick )?survey\b.{0,80}",
    r"(?:\[?(?:awesome|great|good|just okay|okay|not good|bad|amazing|terrible)\]?[\s|·/,]*){2,5}",
    r"wie (?:zufrieden (?:sind|waren) sie mit|bewerten sie|würden sie)\b.{0,80}(?:service|support|antwort|hilfe|unterstützung)\b.{0,40}",
    r"(?:gut|ja), ich bin zufrieden|(?:schlecht|nein), ich bin (?:unzufrieden|nicht zufrieden)",
    r"(?:comment évaluez-vous|comment évalueriez-vous)\b.{0,100}",
    r"¿?cómo (?:calificaría|valoraría)\b.{0,100}",
)
_LIST = (
    r"you received this message because you are subscribed to\b.{0,200}",
    r"to unsubscribe(?: from (?:this|these|our)\b.{0,240}|,? (?:click|send (?:an )?e?-?mail|visit|go to|reply)\b.{0,240})",
    r"to (?:view|join) this discussion (?:on|in|visit|send)\b.{0,240}|for more options, visit <?https?://\S+",
    r"to stop receiving (?:these|this) (?:e-?mails?|notifications?|messages?|digest)\b.{0,200}",
    r"visit topic(?: <?https?://\S+>?)? or reply to this e?-?mail to respond\b.{0,120}",
    r"(?:reply to this email directly|you can reply to this email)(?:,| or| to)\b.{0,200}",
    (
        r"(?:unsubscribe|manage (?:your )?(?:subscription|preferences|notifications)|view (?:it |this )?(?:e-?mail )?(?:on|in) (?:your browser|github|the web))"
        r"(?:\s?[·|•]\s?.{0,80})?"
    ),
    r"[\w.-]{2,40} mailing list(?:,? <?\S+@\S+>?)?",
    r"<?[\w.+-]{1,40}@(?:lists?|listes?|listas?|listen|lijsten|groups|googlegroups)\.[\w.-]{2,60}>?",
    r"<?https?://\S+/(?:mailman|listinfo|unsubscribe|optout)\S*>?",
    r"(?:cliquez ici )?(?:pour )?vous désabonner\b.{0,120}|(?:um sich )?(?:vom newsletter )?abzumelden\b.{0,120}",
)
_DEVICE = (
    (
        r"(?:sent|written|typed) (?:from|via|with|on|by) (?:my|an?) (?:[\w-]+ ){0,2}(?:i ?(?:phone|pad)|mobile|android|galaxy|samsung|blackberry|pixel|"
        r"huawei|xiaomi|smart ?phone|phone|tablet|nokia|sony|lg|htc|oneplus|device)(?: [\w-]+)?(?:[,.;] ?(?:please |sorry ).{0,60})?[.!]?"
    ),
    (
        r"sent (?:from|via|with|using) (?:the )?(?:outlook|yahoo|gmail|mail|e-?mail|proton|protonmail|samsung|windows|aol|airmail|spark|superhuman|"
        r"mailbird|missive|zoho|thunderbird|mozilla|microsoft|android|t-mobile|verizon|at&t)(?: (?:for|mail|mobile|on|secure|using|app|by|from|e-?mail|"
        r"outlook|thunderbird|android|ios|iphone|ipad|windows|phone|10|11|all|new|smartphone))*[.!]?"
    ),
    r"get outlook for \w+.{0,50}|sent from [A-Z][\w ]{2,24} (?:mobile|app|mail)(?: for \w+)?",
    r"(?:von meinem|von mein) [\w -]{2,30} gesendet|gesendet (?:von|mit|über|aus) (?:meinem |der |dem |outlook|mail|gmx|web\.de|proton|yahoo).{0,70}",
    r"diese nachricht wurde von meinem .{2,60} gesendet.{0,60}|holen sie sich outlook für .{2,20}|outlook für \w+ (?:beziehen|herunterladen)",
    r"envoyé (?:de|depuis|à partir de|avec) (?:mon|ma|un|l'application|outlook|yahoo|gmail|proton).{0,70}|télécharge[rz] outlook pour .{2,20}",
    r"enviado (?:desde|do|de|a partir do|pelo|con) (?:mi|meu|el|o|un|outlook|correo|yahoo|gmail|proton).{0,70}|(?:obtener|obtenha|obter) (?:o )?outlook (?:para|for) .{2,20}",
    r"verzonden (?:vanaf|met|via|vanuit) (?:mijn|een|outlook|mail|yahoo).{0,70}|outlook voor \w+ downloaden|download outlook voor .{2,20}",
    r"inviato (?:da|dal) (?:mio|mia|outlook|yahoo|libero)?.{2,60}|scarica outlook per .{2,20}",
    r"skickat (?:från|med) (?:min|outlook|mail|yahoo).{0,60}|sendt fra (?:min|outlook|mail).{0,60}|skaffa outlook för .{2,20}|hämta outlook för .{2,20}",
    r"(?:iphone|ipad|スマートフォン|androidスマートフォン)から送信|outlook for \w+ を入手|wysłane z (?:mojego|iphone).{0,40}|从我的.{1,20}发送|发自我的.{1,20}",
)
_BANNER = (
    (
        r"\[?(?:caution|warning|external|external e-?mail|attention|achtung|vorsicht|avertissement|precaución|let op)\]?\s?[:!\]-]{0,2}\s?.{0,10}\b"
        r"(?:this|the|diese|dieses|ce|cet|cette|este|deze|dit) (?:e-?mail|message|mail|sender|nachricht|courriel|correo|mensaje|bericht)\b.{0,60}"
        r"(?:outside|extern|extérieur|außerhalb|fuera|buiten).{0,300}"
    ),
    r"\[(?:external(?: e-?mail| sender)?|extern|ext)\]:?",
    r"you don'?t often get e-?mail from\b.{0,200}|(?:some people who received this message don't often get email from)\b.{0,200}",
    r"learn why this is important|power ?up your productivity with microsoft 365.{0,60}",
)
_REPLY_ABOVE = re.compile(
    r"[-#*\s=_~]*(?:please )?(?:type|write|enter|add)?\s*(?:your )?reply (?:above|over) (?:this|the|dotted) line\b.{0,60}"
    r"|[-#*\s=_~]*(?:bitte )?(?:antworten sie|ihre antwort|schreiben sie ihre antwort)\b.{0,30}\b(?:über|oberhalb) dieser (?:linie|zeile)\b.{0,40}"
    r"|[-#*\s=_~]*(?:veuillez )?(?:saisir|répondre|écrire|entrez)\b.{0,40}au-dessus de cette ligne\b.{0,40}"
    r"|[-#*\s=_~]*(?:por favor,? )?(?:escriba|responda|escribe)\b.{0,40}(?:encima|arriba) de esta línea\b.{0,40}"
    r"|[-#*\s=_~]*(?:typ|plaats|schrijf)\b.{0,40}boven deze (?:lijn|regel)\b.{0,40}"
    r"|[-#*\s=_~]*(?:por favor,? )?(?:digite|responda|escreva)\b.{0,40}acima (?:desta|dessa) linha\b.{0,40}"
    r"|[-#*\s=_~]*(?:skriv|svara)\b.{0,40}ovanför (?:denna|den här) (?:linje|rad)\w{0,3}\b.{0,40}"
    r"|[-#*\s=_~]*.{0,10}この(?:行|線)(?:より)?の?上に.{0,40}",
    re.IGNORECASE,
)
_ADDED = re.compile(
    "|".join(f"(?:{pattern})" for pattern in (*_TICKET, *_SURVEY, *_LIST, *_DEVICE, *_BANNER)), re.IGNORECASE
)
_LONGEST = 420  # characters of the longest line that is worth a look


def is_added(line: Line) -> bool:
    """Whether a machine added this line."""
    return 0 < len(line.said) <= _LONGEST and not line.quoted and _ADDED.fullmatch(line.said) is not None


def is_reply_marker(line: Line) -> bool:
    """Whether a ticket system asks here to write above: what stands below is its own notification."""
    return 0 < len(line.said) <= 160 and _REPLY_ABOVE.fullmatch(line.said) is not None
