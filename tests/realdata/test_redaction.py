"""The benchmark of redaction counts as it says."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from redaction import pii, secrets_line


def _row(text: str, *spans: tuple[int, int, str]) -> dict[str, object]:
    return {
        "full_text": text,
        "spans": [{"start_position": s, "end_position": e, "entity_type": kind} for s, e, kind in spans],
    }


def test_half_of_the_characters_make_a_hit() -> None:
    """A span counts where at least half of it is covered by spans of the same type, and what none covers is told."""
    rows = [_row("0123456789abcdefghij", (0, 10, "PHONE_NUMBER"), (10, 20, "PHONE_NUMBER"))]
    (line,) = pii("peer", lambda _: [(0, 5, "phone"), (10, 14, "phone"), (14, 16, "card")], rows)

    assert (line["type"], line["count"], line["recall"], line["precision"]) == ("PHONE_NUMBER", 2, 0.5, 1.0)
    assert line["uncovered"] == 0.45


def test_look_alikes_that_are_secrets_elsewhere_are_told_apart() -> None:
    """A value that another line holds as a secret is counted beside the look-alikes."""
    rows = [
        {"text": "a=secret1", "label": 1, "categories": ["secret"]},
        {"text": "b=secret1", "label": 0, "categories": ["secret"]},
        {"text": "c=other", "label": 0, "categories": ["secret"]},
    ]
    line = secrets_line("peer", lambda text: [(2, len(text), "token")], rows)

    assert (line["recall"], line["flagged"], line["among_secrets"]) == (1.0, 2, 1)
