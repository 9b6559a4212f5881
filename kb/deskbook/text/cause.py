"""Why something failed, as the team that solved it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deskbook.text.answer import Said
from deskbook.text.sentences import is_code, sentences

_WHY = re.compile(
    r"\b(?:because|caused by|(?:the|a) (?:root )?cause (?:is|was)|root cause|due to|the reason (?:is|was|for)|happens (?:when|if|since)|"
    r"(?:the|your) (?:problem|issue) (?:is|was) that|turn(?:s|ed) out)\b",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"(?:\d+[.)]|[-*+])\s|(?:then|please|next|finally|after|before|if|use|set|run|add|open|check|make sure|do not|don't|you can|you could)\b",
    re.IGNORECASE,
)
# What begins so leans on the sentence before it.
_LEANS = re.compile(r"(?:so|that|this|it|these|those|they|therefore|thus|hence|which|both)\b", re.IGNORECASE)


def find_cause(said: Sequence[Said]) -> Said | None:
    """The first sentence that says why, outside code; an instruction with its reason is not a cause."""
    for one in said:
        for sentence in sentences(one.text):
            if (
                _WHY.search(sentence)
                and not is_code(sentence)
                and not _INSTRUCTION.match(sentence)
                and not sentence.endswith("?")
            ):
                return Said(one.message, sentence)
    return None


def without_beginning(text: str, sentence: str) -> str:
    """A text without the sentence with which it begins; as it was if it begins otherwise or what follows leans on that."""
    words = sentence.split()
    pieces = text.split(None, len(words))
    rest = pieces[-1] if len(pieces) > len(words) and pieces[: len(words)] == words else ""
    return rest if rest and not _LEANS.match(rest) else text
