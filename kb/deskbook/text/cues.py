"""What a message does in a conversation: agree, refuse, hold off, ask back, go on, tell the own solution.

English only: of other languages nothing is recognised, and a message counts for what it holds.
"""

from __future__ import annotations

import re

# Whoever agrees does so at the beginning; what follows is often the next question. In characters.
_BEGINNING = 400
_HELPED = re.compile(
    r"\b(?:that|this|it|which|both|your \w+|the \w+)(?:['’]s)?(?: (?:is|has|did|have|all|really|also|now|finally|indeed|totally|"
    r"actually|just))*\s+(?:work(?:s|ed|ing)?|fix(?:ed|es)|solve[sd]|did (?:it|the trick)|helped|sorted)\b"
    r"|\b(?:works?|worked|working|fixed|solved|sorted|resolved) (?:now|again|it|fine|great|perfectly|for me|like a charm|my|the)\b"
    r"|\band it works\b|\bperfect\b|\bdid the trick\b|\bspot on\b|\b(?:problem|issue|error) (?:is |has )?(?:gone|solved|fixed|resolved)\b"
    r"|^\W*(?:\S{1,30}: )?(?:works|worked|solved|fixed|sorted|resolved)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:not|never|hardly|if|until|unless|before|used to)\b|n['’]t\b", re.IGNORECASE)
_FAILED = re.compile(
    r"(?:n['’]t|\bnot|\bnever|\bcannot)\b[^.!?\n]{0,25}\b(?:work|help|fix|solve|change)"
    r"|\bstill (?:\w+ ){0,2}(?:gets?|getting|sees?|fails?|failing|broken|the same|not|happens?|have|has|an? error|no|doesn|can)\b"
    r"|\bno luck\b|\b(?:the|exact) same (?:error|problem|issue|result|thing)\b|\bno (?:change|difference|effect|success)\b|\bto no avail\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:thanks|thank you|thx|cheers|great answer|makes sense|good to know)\b", re.IGNORECASE)
_HOLDING = re.compile(
    r"\b(?:looking into|look into (?:it|this)|get back to you|escalat(?:ed?|ing)|(?:passed|passing|pass|handed|handing|forwarded|"
    r"forwarding) (?:it|this|your \w+|you) (?:on|to|over)|investigating|"
    r"(?:could|can) you (?:please |also )*(?:send|share|tell|confirm|provide|attach|try to describe)|"
    r"closing this|automatic reply|out of office|bear with|still waiting|will write again)\b",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"^\W*(?:(?:then|sorry|hm+|oh|well|yes|no)\b\W*)?(?:\+1|me too|same (?:here|problem|issue|question)|i (?:have|am having|get) the same|bump|any (?:news|update)|"
    r"i(?:['’]m| am) not sure|(?:i have )?no idea|you(?:['’]re| are) welcome|glad\b|happy to help|thanks|thank you)\b",
    re.IGNORECASE,
)
_OWN_SOLUTION = re.compile(
    r"\bwhat (?:finally |eventually )?(?:fixed|solved|worked|helped|did it)\b|\bi (?:have |'ve |’ve )?(?:now |just |finally |eventually |"
    r"managed to |was able to |could )*(?:fix(?:ed)?|solved?|resolved?|found (?:the|a) (?:solution|answer|fix|cause|reason|problem)|"
    r"figured (?:it|this|that) out|got it (?:to work|working))\b|\bthe (?:solution|fix|trick) (?:is|was)\b|"
    r"\banswering my own\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^\W*(?:one (?:more|last|other|further) (?:thing|step|point|note)|also\b|additionally|in addition|on top of that|furthermore|"
    r"p\.?\s?s\.?\W|i forgot|forgot to|(?:and )?don['’]t forget|i should (?:have|also)|(?:the )?next step|(?:the )?(?:second|third|last|final) step|"
    r"step (?:[2-9]|two|three|four)|edit:|addendum|afterwards|after that|when that is done|once that is done|and finally|finally,)",
    re.IGNORECASE,
)
_ASKER_ADDS = re.compile(
    r"\b(?:also|additionally|in addition,?) (?:i )?(?:had to|needed to|have to)\b|\b(?:had to|needed to) (?:also|additionally)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?:(?!\bbut\b)[^.!?\n;,])+[.!?]*", re.IGNORECASE)
# A short message that asks back or promises to look is no answer, though it may name a command. In words.
_LONGEST_HOLDING = 40
_LONGEST_THANKS = 20


def helped(text: str) -> bool:
    """Whether somebody says that an answer helped."""
    beginning = text[:_BEGINNING]
    return not failed(text) and any(
        _HELPED.search(part) and not _DENIAL.search(part) and not part.endswith("?") for part in _clauses(beginning)
    )


def failed(text: str) -> bool:
    """Whether somebody says that an answer did not help."""
    return bool(_FAILED.search(text[:_BEGINNING]))


def thanks(text: str) -> bool:
    """Whether somebody says thanks, which may be mere politeness."""
    return bool(_THANKS.search(text[:_BEGINNING])) and not failed(text)


def holds_off(text: str) -> bool:
    """Whether a message only promises to look, passes the case on or asks for more."""
    return bool(_HOLDING.search(text)) and len(text.split()) < 2 * _LONGEST_HOLDING


def only_holds_off(text: str) -> bool:
    """Whether a message holds off and is too short to say anything else."""
    return bool(_HOLDING.search(text)) and len(text.split()) < _LONGEST_HOLDING


def says_nothing_new(text: str) -> bool:
    """Whether a message begins as one does that answers nothing: me too, no idea, you are welcome; or hardly says more than thanks."""
    return bool(_NO_ANSWER.match(text)) or (len(text.split()) < _LONGEST_THANKS and thanks(text))


def own_solution(text: str) -> bool:
    """Whether somebody tells how they solved it themselves."""
    return bool(_OWN_SOLUTION.search(text)) and not failed(text)


def goes_on(text: str) -> bool:
    """Whether a message begins as the continuation of an earlier one does."""
    return bool(_GOES_ON.match(text))


def asker_adds(text: str) -> bool:
    """Whether the one who asked says what they had to do besides."""
    return bool(_ASKER_ADDS.search(text))


def share_of_questions(text: str) -> float:
    """How much of a message asks, 0..1; all of it where it ends with a question."""
    ends = re.findall(r"[.!?]+(?=\s|$)", text)
    return 1.0 if asks_back(text) else sum("?" in end for end in ends) / max(1, len(ends))


def asks_back(text: str) -> bool:
    """Whether a message ends with a question."""
    return text.rstrip(" )*_").endswith("?")


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE.findall(text)]
