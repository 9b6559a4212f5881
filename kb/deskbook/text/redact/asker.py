"""Who asked -> a pseudonym: enough to count people, and nothing to find them by."""

from __future__ import annotations

import hashlib
import re

from deskbook.model import Incoming, Role

from .placeholders import PLACEHOLDER

_BYTES = 5  # ten hexadecimal digits: among 100,000 people there is one chance in 200 that two get the same
_NOBODY = re.compile(
    rf"{PLACEHOLDER.pattern}|anonymous|deleted user|guest|unknown|user|(?:{'|'.join(Role)})(?: [0-9]+)?"
)


def pseudonym(incoming: Incoming, key: bytes) -> str:
    """A keyed digest (BLAKE2b) of who asked: the same for the same person of the same source, in any spelling of case.

    Whoever does not have the key cannot find out by trying names. Empty where there is no key, and where the source does
    not say who asked or says only what stands for nobody, such as "anonymous".
    """
    question = incoming.thread.question
    who = " ".join((incoming.asker or (question.author if question else "")).split()).casefold()
    if not key or is_nobody(who):
        return ""
    told = f"{incoming.thread.source}\0{who}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, key=key, digest_size=_BYTES).hexdigest()


def is_nobody(name: str) -> bool:
    """Whether a name stands for nobody in particular: none, a placeholder, a role, "deleted user"."""
    who = " ".join(name.split()).casefold()
    return not who or _NOBODY.fullmatch(who) is not None
