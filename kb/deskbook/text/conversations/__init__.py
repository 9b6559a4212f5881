"""Untangles a chat channel: links each line to the line that it answers, and says which conversations can be shown.

Gradient-boosted trees choose the line; they were grown by `make train-chat` on the training part of the corpus of
Kummerfeld et al., "A Large-Scale Corpus for Conversation Disentanglement" (ACL 2019, CC BY 4.0). Rules stand in for them.
"""

from .lines import ChatLine, Renamed, addressee, mentioned
from .linker import Link, linked, links
from .rules import WINDOW
from .worth import SURE, likely_resolved, sure

__all__ = [
    "SURE",
    "WINDOW",
    "ChatLine",
    "Link",
    "Renamed",
    "addressee",
    "likely_resolved",
    "linked",
    "links",
    "mentioned",
    "sure",
]
