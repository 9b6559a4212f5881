"""A name for a file or an address, made of a title."""

from __future__ import annotations

import re
import unicodedata

_OTHER = re.compile(r"[^a-z0-9]+")


def slugify(text: str, max_length: int = 60) -> str:
    """Lower-case ASCII letters, digits and single hyphens, cut at a word; 'page' where nothing is left.

    Letters lose their accents. Scripts without an ASCII form leave nothing, so add an id where names must differ.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    slug = _OTHER.sub("-", plain.replace("'", "")).strip("-")
    if len(slug) > max_length:
        cut = slug[: max_length + 1].rpartition("-")[0]
        slug = cut or slug[:max_length]
    return slug or "page"
