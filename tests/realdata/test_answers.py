"""The script that measures answer picking and drafting."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="not on Windows")
sys.path.insert(0, str(Path(__file__).parent))

import answers

DATA = Path(os.environ.get("DESKBOOK_DATA", "")) if os.environ.get("DESKBOOK_DATA") else None


@pytest.mark.slow
def test_generated_tickets_are_drafted() -> None:
    """Each of them becomes an article, by the drafter alone and by the verb."""
    assert answers.drafting(20)["drafted"] == 20
    assert answers.whole(20)["drafted"] == 20


@pytest.mark.realdata
@pytest.mark.skipif(DATA is None, reason="DESKBOOK_DATA is not set")
def test_accepted_answers_are_picked() -> None:
    """On real questions the picker is far above the first reply, the longest and chance: a little below what was measured."""
    assert DATA is not None
    found = {str(line["rule"]): line["p_at_1_of_several"] for line in answers.picking(DATA)}

    assert found["deskbook"] >= 0.7
    assert found["deskbook"] > max(found["first reply"], found["longest"], found["random"]) + 0.2
    assert found["deskbook, scores hidden"] > found["random"] + 0.05
