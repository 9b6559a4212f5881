"""Lists of people and teams that other systems exported."""

import json
from datetime import date
from pathlib import Path

import pytest

from deskbook.errors import ConfigError
from deskbook.library.roster_lists import read_listed
from deskbook.model import Person, Team


def file(folder: Path, text: str) -> Path:
    """A file with this text."""
    path = folder / "list"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_of_people(tmp_path: Path) -> None:
    """Columns in any order and case; spreadsheets write a mark at the start and semicolons; a missing id is made of the address."""
    text = "\ufeffName;EMAIL;Teams;left;github\nAna Silva;ana@x.example;DNS support|web;;ana-s\nBo;;;2026-03-01;\n;;;;\nCy;;;yes;\n"

    listed = read_listed(file(tmp_path, text), "csv")

    assert listed.people == (
        Person(
            "ana", "Ana Silva", ("dns-support", "web"), accounts={"email": ("ana@x.example",), "github": ("ana-s",)}
        ),
        Person("bo", "Bo", left=date(2026, 3, 1)),
        Person("cy", "Cy", left=True),
    )
    assert listed.teams == (Team("dns-support", "DNS support"), Team("web", "web"))
    assert listed.complete


def test_owners_of_code(tmp_path: Path) -> None:
    """Each user, team and address once; it does not say who has left."""
    listed = read_listed(file(tmp_path, "*.md @ana-s @acme/dns\nx/ b.o@x.example @ana-s # @nobody\n"), "codeowners")

    assert listed.people == (
        Person("ana-s", "ana-s", accounts={"github": ("ana-s",)}),
        Person("b-o", "b.o@x.example", accounts={"email": ("b.o@x.example",)}),
    )
    assert listed.teams == (Team("dns", "dns", accounts={"github": ("acme/dns",)}),)
    assert not listed.complete


@pytest.mark.parametrize("form", ["[{a}, {b}]", "[{a}][{b}]", "[[{a}], [{b}]]", "[{a}]\n[{b}]\n"])
def test_members_and_teams_of_github(tmp_path: Path, form: str) -> None:
    """One page of the API's answer or several, as `gh api --paginate` writes them; robots are nobody."""
    members = ['{"login": "ana-s", "id": 1, "type": "User"}', '{"login": "ci[bot]", "id": 2, "type": "Bot"}']
    teams = [
        '{"slug": "dns", "name": "DNS support", "html_url": "https://github.com/orgs/acme/teams/dns"}',
        '{"slug": "web", "name": "Web"}',
    ]

    listed = read_listed(file(tmp_path, form.replace("{a}", members[0]).replace("{b}", members[1])), "github")
    assert listed.people == (Person("ana-s", "ana-s", accounts={"github": ("ana-s",)}),)
    assert (listed.system, listed.complete) == ("github", True)

    listed = read_listed(file(tmp_path, form.replace("{a}", teams[0]).replace("{b}", teams[1])), "github")
    assert not listed.complete  # a list of teams does not say who has left
    assert listed.teams == (
        Team("dns", "DNS support", accounts={"github": ("acme/dns",)}),
        Team("web", "Web", accounts={"github": ("web",)}),
    )  # fmt: skip


def test_members_and_groups_of_gitlab(tmp_path: Path) -> None:
    """Who is blocked there has left; the robots of projects are nobody."""
    members = [
        {"id": 1, "username": "ana.s", "name": "Ana Silva", "state": "active", "access_level": 30},
        {"id": 2, "username": "bo", "name": "Bo", "state": "blocked"},
        {"id": 3, "username": "project_7_bot_abc", "name": "Token", "state": "active"},
        {"id": 4, "full_path": "acme/dns-team", "name": "DNS"},
    ]

    listed = read_listed(file(tmp_path, json.dumps(members)), "gitlab")

    assert listed.people == (
        Person("ana-s", "Ana Silva", accounts={"gitlab": ("ana.s",)}),
        Person("bo", "Bo", left=True, accounts={"gitlab": ("bo",)}),
    )
    assert listed.teams == (Team("dns-team", "DNS", accounts={"gitlab": ("acme/dns-team",)}),)


@pytest.mark.parametrize(
    ("form", "text", "where"),
    [
        ("csv", "a,b\n1,2\n", ":1"),
        ("csv", "", ":1"),
        ("csv", "name,left\nAna,\nBo,soon\n", ":3"),
        ("github", "[{", ""),
        ("github", '{"message": "Not Found"}', ""),
        ("gitlab", "[1]", ""),
    ],
)
def test_what_is_no_such_list_is_an_error(tmp_path: Path, form: str, text: str, where: str) -> None:
    """At its line, where there are lines, and with a cure."""
    path = file(tmp_path, text)

    with pytest.raises(ConfigError) as caught:
        read_listed(path, form)

    assert caught.value.where == f"{path}{where}"
    assert caught.value.cure
