"""Redaction: what the door lets through. Pure functions; nothing here keeps or writes what it reads."""

from .placeholders import Redaction, Span
from .signature import remove_signature
from .text import find_personal_data, redact_text
from .thread import Cleared, Policy, redact_thread

__all__ = [
    "Cleared",
    "Policy",
    "Redaction",
    "Span",
    "find_personal_data",
    "redact_text",
    "redact_thread",
    "remove_signature",
]
