"""Forum topics -> pages, in the engine's own shell."""

from .pages import Before, addresses, render

__all__ = ["Before", "addresses", "render"]
