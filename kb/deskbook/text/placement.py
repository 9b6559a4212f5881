"""What a team's rules decide for a case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from deskbook.model import Case, Placement, PlacementRule
from deskbook.similarity.terms import terms


def place(case: Case, text: str, rules: Sequence[PlacementRule]) -> Placement:
    """What the first rule that fits says of each of section, tags, audience, owner and kind. `text` is title and question."""
    stems = frozenset(terms(text)) if any(rule.words for rule in rules) else frozenset()
    fitting = [rule for rule in rules if _fits(rule, case, text, stems)]
    return Placement(
        section=next((rule.section for rule in fitting if rule.section), ""),
        tags=next((rule.tags for rule in fitting if rule.tags), ()),
        audience=next((rule.audience for rule in fitting if rule.audience), None),
        owner=next((rule.owner for rule in fitting if rule.owner), None),
        kind=next((rule.kind for rule in fitting if rule.kind), None),
    )


def _fits(rule: PlacementRule, case: Case, text: str, stems: frozenset[str]) -> bool:
    threads = case.threads
    return (
        _one_of(rule.group, (thread.group for thread in threads))
        and _one_of(rule.category, (thread.category for thread in threads))
        and _one_of(rule.tag, (tag for thread in threads for tag in thread.tags))
        and (not rule.product or any(_names(text, product) for product in rule.product))
        and (not rule.words or any(_says(stems, words) for words in rule.words))
    )


def _one_of(wanted: tuple[str, ...], there: Iterable[str | None]) -> bool:
    return not wanted or not {value.casefold() for value in wanted}.isdisjoint(v.casefold() for v in there if v)


def _names(text: str, product: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(product)}(?!\w)", text) is not None


def _says(stems: frozenset[str], words: str) -> bool:
    wanted = terms(words)
    return bool(wanted) and stems.issuperset(wanted)
