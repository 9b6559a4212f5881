"""Chat logs -> pages: one for each day, one for each conversation, in the engine's own shell."""

from .pages import pages_of, render

__all__ = ["pages_of", "render"]
