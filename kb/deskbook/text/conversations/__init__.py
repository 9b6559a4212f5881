"""Untangles a chat channel: links each line to the line that it answers, and says which conversations can be shown.

Gradient-boosted trees choose the line; they were grown by `make train-chat` on the training part of the corpus of
Kummerfeld et al., "A Large-Scale Corpus for Conversation Disentanglement" (ACL 2019, CC BY 4.0). Rules stand in for them.
"""

from .lines import ChatLine, Renamed, addressee, mentioned
from .linker import SURE, Link, links
from .resolved import likely_resolved
from .rules import WINDOW

__all__ = [
    "SURE",
    "WINDOW",
    "ChatLine",
    "Link",
    "Renamed",
    "addressee",
    "likely_resolved",
    "links",
    "mentioned",
]
