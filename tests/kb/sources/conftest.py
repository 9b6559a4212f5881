"""What tests of live sources share."""

from __future__ import annotations

import pytest

from deskbook import http


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    return waited
