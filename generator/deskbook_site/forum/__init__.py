"""Forum topics -> pages, in the engine's own shell."""

from .pages import Before, addresses, render
from .pictures import put_up_pictures
from .topic import page_of

__all__ = ["Before", "addresses", "page_of", "put_up_pictures", "render"]
