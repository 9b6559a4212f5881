"""Redaction: what the door lets through. Pure functions; nothing here keeps or writes what it reads."""

from .names import nick_forms
from .placeholders import PLACEHOLDERS, SECRETS, Redaction, Span
from .signature import remove_signature
from .takedowns import Takedowns, at_the_door, without_taken_down
from .text import find_personal_data, redact_text
from .thread import Authors, Cleared, Policy, redact_thread
from .watch import SORTS, Watch
from .withheld import without_withheld

__all__ = [
    "PLACEHOLDERS",
    "SECRETS",
    "SORTS",
    "Authors",
    "Cleared",
    "Policy",
    "Redaction",
    "Span",
    "Takedowns",
    "Watch",
    "at_the_door",
    "find_personal_data",
    "nick_forms",
    "redact_text",
    "redact_thread",
    "remove_signature",
    "without_taken_down",
    "without_withheld",
]
