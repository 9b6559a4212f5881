"""The search index of a built site, by Pagefind, in bundles: one is made again only where its pages changed."""

from .index import index
from .pagefind import lacking

__all__ = ["index", "lacking"]
