"""Where drafts go."""

from datetime import UTC, datetime

import pytest

from deskbook.model import ArticleKind, Audience, Case, Placement, PlacementRule, Thread, ThreadKind
from deskbook.text.placement import place

NOW = datetime(2026, 3, 1, tzinfo=UTC)
THREAD = Thread(
    "s", "1", ThreadKind.TICKET, "", (), NOW, NOW, group="Edge team", category="Rules", tags=("vip", "cache")
)
QUESTION = "Purging pages answers 403 on Acme Edge"


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (PlacementRule(), True),
        (PlacementRule(group=("Billing", "edge TEAM")), True),
        (PlacementRule(group=("Billing",)), False),
        (PlacementRule(category=("Rules",)), True),
        (PlacementRule(tag=("cache",)), True),
        (PlacementRule(tag=("tls",)), False),
        (PlacementRule(product=("Acme Edge",)), True),
        (PlacementRule(product=("Edg",)), False),
        (PlacementRule(words=("page purge",)), True),
        (PlacementRule(words=("purge fonts",)), False),
        (PlacementRule(tag=("cache",), words=("invoice",)), False),
    ],
)
def test_all_conditions_of_a_rule_must_hold(rule: PlacementRule, fits: bool) -> None:
    """Of each condition one value is enough; words count in any form."""
    placed = place(Case(THREAD), QUESTION, [PlacementRule(**{**_fields(rule), "section": "here"})])

    assert placed.section == ("here" if fits else "")


def test_of_each_decision_the_first_rule_counts() -> None:
    """A later rule fills in what the ones before it left open."""
    rules = [
        PlacementRule(tag=("tls",), owner="tls"),
        PlacementRule(tag=("cache",), section="edge/cache", audience=Audience.PARTNER),
        PlacementRule(section="other", owner="support", kind=ArticleKind.FAQ, tags=("all",)),
    ]

    assert place(Case(THREAD), QUESTION, rules) == Placement(
        "edge/cache", ("all",), Audience.PARTNER, "support", ArticleKind.FAQ
    )


def _fields(rule: PlacementRule) -> dict[str, tuple[str, ...]]:
    return {name: getattr(rule, name) for name in ("group", "category", "tag", "product", "words")}
