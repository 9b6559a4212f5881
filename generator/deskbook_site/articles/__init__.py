"""Articles -> Markdown pages, through the gate."""

from .pages import ArticlePages, answered_threads, visible_articles
from .readings import Readings

__all__ = ["ArticlePages", "Readings", "answered_threads", "visible_articles"]
