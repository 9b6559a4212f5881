"""check: judges the content, and mends nothing."""

from __future__ import annotations

from collections.abc import Iterable

from deskbook.model import Check, Finding, Knowledge, Progress, Severity

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


def check(knowledge: Knowledge, checks: Iterable[Check], progress: Progress) -> tuple[Finding, ...]:
    """What all rules find, by place."""
    rules = list(checks)
    found = [finding for rule in progress.track(rules, "check", len(rules)) for finding in rule.findings(knowledge)]
    return tuple(sorted(found, key=lambda f: (f.location, f.code, f.message)))


def at_least(findings: Iterable[Finding], severity: Severity) -> tuple[Finding, ...]:
    """The findings that weigh at least as much as `severity`."""
    return tuple(finding for finding in findings if _RANK[finding.severity] <= _RANK[severity])
