"""Articles -> Markdown pages, through the gate."""

from .pages import ArticlePages, answered_threads, visible_articles

__all__ = ["ArticlePages", "answered_threads", "visible_articles"]
