"""Chat logs -> pages, a day each, in the engine's own shell."""

from .pages import render

__all__ = ["render"]
