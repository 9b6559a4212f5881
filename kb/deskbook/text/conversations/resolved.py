"""Which conversations were likely resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lines import ChatLine

_SHORT = 12  # words; who says more mostly tells what works and what does not
_TAIL = r"\W*(?:(?:thanks|thank you|thank u|thx|ty|cheers)\b.*)?$"
_WORKS = re.compile(
    "|".join(
        (
            r"\b(?:that|this|it)(?:['’]?s| is| has)?(?: (?:all|now|just|finally|really|totally|actually|seems to(?: have)?))* "
            r"(?:work(?:s|ed|ing)?|fixed|solved|did it|did the trick)(?: it| that)?(?: \w+)?" + _TAIL,
            r"^\W*(?:\S+[:,] +)?(?:(?:ok|okay|yes|yep|yeah|yay|ah|great|cool|thanks|thank you|thx|ty)\W+)*"
            r"(?:works|worked|working|fixed|solved)(?: it| that| now| again| great| fine| perfectly| like a charm)*"
            + _TAIL,
            r"\b(?:works|worked|working|fixed|solved)(?: it)? (?:now|again|great|perfectly|like a charm|thanks|thank you|thx|ty)\b",
            r"\bi (?:\w+ )?(?:fixed (?:it|that)|solved (?:it|that)|figured (?:it|that) out|got (?:it|that) (?:to work|working))\b",
            r"\b(?:problem|issue) (?:is |has been )?(?:solved|fixed|resolved|gone)\b",
            r"\bdid the trick\b",
        )
    ),
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\?|n['’]t\b|\b(?:nt|dont|doesnt|didnt|wont|cant|not|never|no|nothing|nobody|but|if|when|until|unless|before|after|except"
    r"|only|still|hardly|almost|how|hope|happy|should|would|could|might|may|will|what|used|was|were|why|whether|think|maybe"
    r"|where|does|trying|try|least|other|another)\b",
    re.IGNORECASE,
)


def likely_resolved(lines: Sequence[ChatLine]) -> int | None:
    """The place of the last line in which whoever asked says in clear, short words that it works now; None where nobody does.

    Nothing else counts, neither thanks nor silence, and nothing before somebody else has spoken. English only.
    """
    asker = lines[0].nick.lower()
    others = [place for place, line in enumerate(lines) if line.nick.lower() != asker]
    for place in range(len(lines) - 1, others[0] if others else len(lines), -1):
        line = lines[place]
        if line.nick.lower() == asker and _works(line.text):
            return place
    return None


def _works(text: str) -> bool:
    return len(text.split()) <= _SHORT and _WORKS.search(text) is not None and not _DOUBT.search(text)
