"""Findings for people and for machines."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.checks.ownerless import Ownerless
from deskbook.checks.stale import Stale
from deskbook.cli.formats import FORMATS, Format, render
from deskbook.model import Finding, Location, Severity

RULES = (Ownerless(), Stale())
OWNERLESS = Finding(
    "KB201", "ownerless", Severity.WARNING, Location("content/b.md", 1), "nobody owns it", "write `owner:`"
)
OVERLAP = Finding(
    "KB301",
    "overlap",
    Severity.NOTICE,
    Location("content/a.md", 12),
    "100% like b.md,\nsays: x",
    "keep one",
    (Location("content/b.md", 4),),
)
BROKEN = Finding(
    "KB601", "internal-links", Severity.ERROR, Location("content/a.md", 3), "there is no x.md", "correct it"
)
ALL = (OWNERLESS, OVERLAP, BROKEN)


def test_text_is_grouped_by_file_and_ends_with_what_to_do() -> None:
    """Each line begins with a place that a terminal can open; hints follow; counts and the next step come last."""
    assert render(ALL, "text", RULES) == (
        "content/a.md:3  KB601 internal-links  error  there is no x.md\n"
        "  -> correct it\n"
        "content/a.md:12  KB301 overlap  notice  100% like b.md, says: x\n"
        "  -> keep one\n"
        "\n"
        "content/b.md:1  KB201 ownerless  warning  nobody owns it\n"
        "  -> write `owner:`\n"
        "\n"
        "3 findings in 2 files: 1 error, 1 warning, 1 notice.\n"
        "Next: follow the hints (->), then run `deskbook check` again."
    )


def test_one_cure_for_findings_in_a_row_is_said_once() -> None:
    """The same hint ten times over would hide what differs."""
    rows = [replace(BROKEN, location=Location("content/a.md", line)) for line in (1, 2, 3)]

    assert render(rows, "text", RULES).count("-> correct it") == 1
    assert "3 findings in 1 file: 3 errors, 0 warnings, 0 notices." in render(rows, "text", RULES)
    apart = [rows[0], replace(BROKEN, location=Location("content/b.md"))]
    assert render(apart, "text", RULES).count("-> correct it") == 2


def test_nothing_found_is_said_too() -> None:
    """An empty answer could also be a broken run; annotations have nothing to annotate."""
    assert render((), "text", RULES).startswith("No findings.\nNext: ")
    assert json.loads(render((), "json", RULES))["findings"] == []
    assert json.loads(render((), "sarif", RULES))["runs"][0]["results"] == []
    assert render((), "github", RULES) == ""


def test_colour_is_only_added_and_only_when_asked_for() -> None:
    """Without colour there is no escape code in any format; with it the words are the same."""
    assert all("\x1b" not in render(ALL, form, RULES) for form in FORMATS)
    coloured = render(ALL, "text", RULES, colour=True)
    assert "\x1b" in coloured
    assert click.unstyle(coloured) == render(ALL, "text", RULES)


def test_json_keeps_its_shape() -> None:
    """Scripts rely on these keys."""
    told = json.loads(render(ALL, "json", RULES))

    assert (told["version"], told["counts"]) == (1, {"error": 1, "warning": 1, "notice": 1})
    assert told["findings"][1] == {
        "code": "KB301",
        "name": "overlap",
        "severity": "notice",
        "path": "content/a.md",
        "line": 12,
        "message": "100% like b.md,\nsays: x",
        "hint": "keep one",
        "related": [{"path": "content/b.md", "line": 4}],
    }


def test_annotations_escape_what_github_would_read_as_its_own() -> None:
    """Percent signs and line ends everywhere, colons and commas in properties as well."""
    odd = replace(OVERLAP, location=Location("content/a,b:c%.md", 2), name="over:lap")

    assert render((odd,), "github", RULES) == (
        "::notice file=content/a%2Cb%3Ac%25.md,line=2,title=KB301 over%3Alap::100%25 like b.md,%0Asays: x%0Akeep one"
    )
    assert [line.split(" ")[0] for line in render(ALL, "github", RULES).split("\n")] == [
        "::error",
        "::notice",
        "::warning",
    ]


def test_sarif_has_what_the_standard_asks_for() -> None:
    """SARIF 2.1.0: one run, a tool with its rules, and results that point into both (sections 3.13, 3.19, 3.27)."""
    log = json.loads(render(ALL, "sarif", RULES))
    (run,) = log["runs"]
    driver = run["tool"]["driver"]

    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    assert driver["name"] == "deskbook"
    assert [rule["id"] for rule in driver["rules"]] == ["KB201", "KB301", "KB401", "KB601"]
    assert {rule["defaultConfiguration"]["level"] for rule in driver["rules"]} <= {"error", "warning", "note"}
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in driver["rules"])
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        for place in (*result["locations"], *result["relatedLocations"]):
            assert place["physicalLocation"]["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
            assert place["physicalLocation"]["region"]["startLine"] >= 1
    related = run["results"][1]["relatedLocations"][0]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "content/b.md"
    assert related["id"] == 1


def test_sarif_addresses_are_addresses() -> None:
    """A path with a space or an umlaut is percent-encoded."""
    log = json.loads(render((replace(BROKEN, location=Location("content/a b/ü.md")),), "sarif", RULES))

    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/a%20b/%C3%BC.md"


def test_a_finding_keeps_its_fingerprint_as_lines_and_days_go_by() -> None:
    """Another line or age is the same finding, another file or text is another; two equal ones are told apart."""

    def prints(*findings: Finding) -> list[str]:
        results = json.loads(render(findings, "sarif", RULES))["runs"][0]["results"]
        return [result["partialFingerprints"]["deskbook/v1"] for result in results]

    old = replace(OWNERLESS, message="reviewed 400 days ago")
    later = replace(OWNERLESS, message="reviewed 401 days ago", location=Location("content/b.md", 9))

    assert prints(old) == prints(later)
    assert prints(old) != prints(replace(old, location=Location("content/c.md")))
    assert len(set(prints(old, later))) == 2


@pytest.mark.parametrize("form", FORMATS)
@given(st.permutations(ALL))
def test_the_order_of_findings_does_not_matter(form: Format, findings: list[Finding]) -> None:
    """They are told by path, line and code."""
    assert render(findings, form, RULES) == render(ALL, form, RULES)


def test_gitlab_gets_what_its_code_quality_report_reads() -> None:
    """A list of findings with description, name, severity, place and a fingerprint that is nobody else's."""
    told = json.loads(render((*ALL, replace(OWNERLESS, message="nobody owns it either")), "gitlab", RULES))

    assert told[2] == {
        "description": "nobody owns it (write `owner:`)",
        "check_name": "KB201 ownerless",
        "fingerprint": told[2]["fingerprint"],
        "severity": "major",
        "location": {"path": "content/b.md", "lines": {"begin": 1}},
    }
    assert [finding["severity"] for finding in told] == ["critical", "info", "major", "major"]
    assert len({finding["fingerprint"] for finding in told}) == 4
    assert json.loads(render((), "gitlab", RULES)) == []


def test_junit_has_a_suite_for_each_rule_and_a_case_for_each_finding() -> None:
    """Counts add up; a notice is skipped, and a rule that found nothing is a case that passed."""
    root = ElementTree.fromstring(render(ALL, "junit", RULES))  # noqa: S314  our own
    suites = {suite.attrib["name"]: suite for suite in root}

    assert root.tag == "testsuites"
    assert list(suites) == ["KB201 ownerless", "KB301 overlap", "KB401 stale", "KB601 internal-links"]
    for suite in suites.values():
        counts = {name: int(suite.attrib[name]) for name in ("tests", "failures", "skipped", "errors")}
        assert counts["tests"] == len(suite.findall("testcase"))
        assert counts["failures"] == len(suite.findall("testcase/failure"))
        assert counts["skipped"] == len(suite.findall("testcase/skipped"))
    case = suites["KB601 internal-links"][0]
    assert (case.attrib["file"], case.attrib["line"]) == ("content/a.md", "3")
    assert case[0].text == "error at content/a.md:3: there is no x.md\ncorrect it"
    assert [child.tag for child in suites["KB301 overlap"][0]] == ["skipped"]
    assert [list(child) for child in suites["KB401 stale"]] == [[]]


@given(st.text())
def test_any_text_is_well_formed_xml(text: str) -> None:
    """Characters that XML does not have are replaced, also in the name of a file."""
    odd = replace(BROKEN, message=text, hint=text, location=Location(f"content/{text}.md"))

    ElementTree.fromstring(render((odd,), "junit", RULES).encode("utf-8"))  # noqa: S314  our own
