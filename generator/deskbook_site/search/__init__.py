"""The search index of a built site, by Pagefind, in bundles: one is made again only where its pages changed."""

from .index import index

__all__ = ["index"]
