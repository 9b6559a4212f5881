"""Forum topics -> pages, in the engine's own shell."""

from .pages import addresses, render

__all__ = ["addresses", "render"]
