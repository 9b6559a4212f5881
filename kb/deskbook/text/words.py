"""Numbers in sentences."""

from __future__ import annotations


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 draft`, `2 drafts`; `many` where the plural is not just an s more."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
