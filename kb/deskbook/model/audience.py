"""Who may read a page."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """`internal` < `partner` < `public`: a page for a wider audience is also for the narrower ones."""

    INTERNAL = "internal"
    PARTNER = "partner"
    PUBLIC = "public"

    @property
    def breadth(self) -> int:
        """0 for internal, 1 for partner, 2 for public."""
        return list(Audience).index(self)

    def may_read(self, page: Audience) -> bool:
        """Whether somebody of this audience may read a page written for audience `page`."""
        return page.breadth >= self.breadth
