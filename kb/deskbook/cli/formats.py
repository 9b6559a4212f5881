"""Findings -> text for people, JSON for scripts, and what GitHub, GitLab, code scanning and test reports show in a pull request."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, get_args
from urllib.parse import quote
from xml.etree import ElementTree

import click

from deskbook import __version__
from deskbook.model import Check, Finding, Location, Severity
from deskbook.stages.baseline import fingerprints

Format = Literal["text", "json", "github", "gitlab", "sarif", "junit"]
FORMATS: tuple[Format, ...] = get_args(Format)

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_GITLAB_LEVELS = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTICE: "info"}
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(findings: Sequence[Finding], format: Format, rules: Sequence[Check], *, colour: bool = False) -> str:
    """The findings in one format, by path, line and code, without a newline at the end. `colour` is for `text` only."""
    ordered = sorted(findings, key=lambda f: (f.location, f.code, f.message))
    if format == "json":
        return _json(ordered)
    if format == "github":
        return "\n".join(map(_annotation, ordered))
    if format == "gitlab":
        return _gitlab(ordered)
    if format == "sarif":
        return _sarif(ordered, rules)
    if format == "junit":
        return _junit(ordered, rules)
    return _text(ordered, colour)


def _text(findings: Sequence[Finding], colour: bool) -> str:
    lines = []
    for _, group in itertools.groupby(findings, key=lambda finding: finding.location.path):
        hint = ""
        for finding in group:
            # The same cure many times over hides what differs: it is said once for findings in a row.
            if hint and finding.hint != hint:
                lines.append(f"  -> {hint}")
            hint = finding.hint
            lines.append(_line(finding, colour))
        lines += [f"  -> {hint}", ""]
    return "\n".join([*lines, _summary(findings)])


def _line(finding: Finding, colour: bool) -> str:
    place, severity = str(finding.location), str(finding.severity)
    if colour:
        place = click.style(place, bold=True)
        severity = click.style(severity, fg=_COLOURS[finding.severity])
    return f"{place}  {finding.code} {finding.name}  {severity}  {' '.join(finding.message.split())}"


def _summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "No findings.\nNext: `deskbook build` makes the site."
    counts = ", ".join(f"{count} {name}{'s' if count != 1 else ''}" for name, count in _counts(findings).items())
    files = len({finding.location.path for finding in findings})
    total = f"{len(findings)} finding{'s' if len(findings) != 1 else ''} in {files} file{'s' if files != 1 else ''}"
    return f"{total}: {counts}.\nNext: follow the hints (->), then run `deskbook check` again."


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    found = Counter(finding.severity for finding in findings)
    return {str(severity): found[severity] for severity in Severity}


def _json(findings: Sequence[Finding]) -> str:
    """`version` changes when a key here goes or changes its meaning; new keys may come at any time."""
    entries = [
        {
            "code": finding.code,
            "name": finding.name,
            "severity": str(finding.severity),
            "path": finding.location.path,
            "line": finding.location.line,
            "message": finding.message,
            "hint": finding.hint,
            "related": [{"path": place.path, "line": place.line} for place in finding.related],
        }
        for finding in findings
    ]
    return _dump({"version": 1, "findings": entries, "counts": _counts(findings)})


def _annotation(finding: Finding) -> str:
    """A workflow command of GitHub Actions; its escapes are those of actions/toolkit, packages/core/src/command.ts."""
    place = finding.location
    properties = {"file": place.path, "line": str(place.line), "title": f"{finding.code} {finding.name}"}
    stated = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    message = _escape(f"{finding.message}\n{finding.hint}")
    return f"::{finding.severity} {stated}::{message}"


def _escape(text: str, also: str = "") -> str:
    for character in f"%\r\n{also}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _gitlab(findings: Sequence[Finding]) -> str:
    """GitLab's Code Quality report: the part of Code Climate's format that GitLab reads."""
    return _dump(
        [
            {
                "description": f"{finding.message} ({finding.hint})",
                "check_name": f"{finding.code} {finding.name}",
                "fingerprint": fingerprint,
                "severity": _GITLAB_LEVELS[finding.severity],
                "location": {"path": finding.location.path, "lines": {"begin": finding.location.line}},
            }
            for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
        ]
    )


def _junit(findings: Sequence[Finding], rules: Sequence[Check]) -> str:
    """JUnit XML: a suite for each rule, a case for each finding. A notice is a case that was skipped; a rule that found nothing
    is a case that passed."""
    names = {rule.code: rule.name for rule in rules} | {finding.code: finding.name for finding in findings}
    root = ElementTree.Element("testsuites", name="deskbook check")
    for code in sorted(names):
        found = [finding for finding in findings if finding.code == code]
        notices = sum(finding.severity is Severity.NOTICE for finding in found)
        counts = {"tests": max(1, len(found)), "failures": len(found) - notices, "errors": 0, "skipped": notices}
        suite = ElementTree.SubElement(
            root, "testsuite", {"name": f"{code} {names[code]}", **{key: str(count) for key, count in counts.items()}}
        )
        for finding in found:
            _junit_case(suite, finding)
        if not found:
            ElementTree.SubElement(suite, "testcase", name="all articles", classname=f"{code} {names[code]}")
    ElementTree.indent(root)
    return _XML + ElementTree.tostring(root, encoding="unicode")


def _junit_case(suite: ElementTree.Element, finding: Finding) -> None:
    message, place = _xml(" ".join(finding.message.split())), _xml(str(finding.location))
    case = ElementTree.SubElement(
        suite,
        "testcase",
        name=f"{place} {message}",
        classname=f"{finding.code} {finding.name}",
        file=_xml(finding.location.path),
        line=str(finding.location.line),
    )
    result = "skipped" if finding.severity is Severity.NOTICE else "failure"
    said = ElementTree.SubElement(case, result, message=message)
    said.text = _xml(f"{finding.severity} at {place}: {finding.message}\n{finding.hint}")


def _xml(text: str) -> str:
    """The text without characters that XML cannot hold, not even escaped."""
    return _NOT_XML.sub("\ufffd", text)


def _sarif(findings: Sequence[Finding], rules: Sequence[Check]) -> str:
    described = {rule.code: _sarif_rule(rule.code, rule.name, rule.severity, rule.cure) for rule in rules}
    for finding in findings:
        described.setdefault(finding.code, _sarif_rule(finding.code, finding.name, finding.severity, finding.hint))
    codes = sorted(described)
    driver = {"name": "deskbook", "version": __version__, "rules": [described[code] for code in codes]}
    results = [
        {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": _SARIF_LEVELS[finding.severity],
            "message": {"text": f"{finding.message}\n{finding.hint}"},
            "locations": [_sarif_place(finding.location)],
            "relatedLocations": [_sarif_place(place) | {"id": n} for n, place in enumerate(finding.related, 1)],
            "partialFingerprints": {"deskbook/v1": fingerprint},
        }
        for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(code: str, name: str, severity: Severity, cure: str) -> dict[str, object]:
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": name.replace("-", " ")},
        "help": {"text": cure},
        "defaultConfiguration": {"level": _SARIF_LEVELS[severity]},
    }


def _sarif_place(place: Location) -> dict[str, object]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(place.path), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": place.line},
        }
    }


def _dump(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
