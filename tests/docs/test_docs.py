"""The documentation is complete, and what it tells people to type exists."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from pydantic import BaseModel

from deskbook import plugins
from deskbook.cli.formats import render
from deskbook.cli.main import cli
from deskbook.cli.progress import Quiet
from deskbook.config import Config
from deskbook.config import load as load_config
from deskbook.model import Finding, Location, Severity
from deskbook.project import Project
from deskbook.stages.check import at_least, check
from docs.pages import CONTENT, ROOT, blocks, commands, every_page

REFERENCE = CONTENT / "reference"


def text_of(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", plugins.available("commands"))
def test_every_verb_is_documented(verb: str) -> None:
    """Each verb has a help text and a section of its own in the reference."""
    command = plugins.load("commands", verb)

    assert command.help, f"`deskbook {verb}` has no help text"
    assert all(option.help for option in command.params if isinstance(option, click.Option))
    assert f"\n## deskbook {verb}\n" in text_of("commands.md"), "run `make docs`"


@pytest.mark.parametrize("name", plugins.available("checks"))
def test_every_rule_is_documented(name: str) -> None:
    """Each rule has a section that begins with its code."""
    rule = plugins.load("checks", name)()

    assert rule.name == name, "the entry point and the rule must have the same name"
    assert f"\n## {rule.code} {rule.name}\n" in text_of("checks.md"), "run `make docs`"


def models(model: type[BaseModel]) -> list[type[BaseModel]]:
    inner = [
        get_args(field.annotation)[0] if get_args(field.annotation) else field.annotation
        for field in model.model_fields.values()
    ]
    return [one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)]


def test_every_key_of_the_configuration_is_documented() -> None:
    """Each key of deskbook.toml has a description, and a row in the reference."""
    page = text_of("configuration.md")

    for block in models(Config):
        for key, field in block.model_fields.items():
            assert field.description, f"{block.__name__}.{key} has no description"
            assert f"\n| `{key}` |" in page, f"{block.__name__}.{key} is not in the reference: run `make docs`"


@pytest.mark.parametrize("name", plugins.available("sources"))
def test_every_source_is_documented(name: str) -> None:
    """Each type of source has a section, and each of its keys a description and a row there."""
    section = text_of("sources.md").partition(f"\n## `{name}`\n")[2].partition("\n## ")[0]

    assert section, "run `make docs`"
    options = plugins.load("sources", name).Options
    for model in (options, *models(options)):
        for key, field in model.model_fields.items():
            assert field.description
            assert f"\n| `{key}` |" in section


@pytest.mark.parametrize("page", every_page(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_that_a_page_shows_exists(page: Path) -> None:
    """What readers copy from a page has a verb and options that deskbook knows."""
    for where, words in commands(page):
        context = click.Context(cli, info_name="deskbook")
        try:
            _, rest, _ = cli.make_parser(context).parse_args(list(words))
            if rest:
                name, command, arguments = cli.resolve_command(context, rest)
                assert name is not None
                assert command is not None
                made = command.make_context(name, arguments, parent=context)
                if name == "report":
                    assert set(made.params["names"]) <= set(plugins.available("reports")), where
        except click.exceptions.Exit:
            continue  # --help answers at once
        except click.ClickException as error:
            pytest.fail(f"{where}: {error.format_message()}")


def configurations() -> list[Any]:
    return [
        pytest.param(block.text, id=block.where)
        for page in every_page()
        for block in blocks(page, "toml")
        if block.text.lstrip().startswith(("[", "#")) and "[build-system]" not in block.text
    ]


@pytest.mark.parametrize("text", configurations())
def test_every_configuration_that_a_page_shows_is_valid(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What readers copy into deskbook.toml is understood, down to the keys of each source, once they set its variables."""
    for variable in re.findall(r'^\w+_env = "(\w+)"', text, re.MULTILINE):
        monkeypatch.setenv(variable, "a-token")
    (tmp_path / "deskbook.toml").write_text(text, encoding="utf-8")

    for block in load_config(tmp_path / "deskbook.toml").sources:
        if block.type in plugins.available("sources"):
            plugins.load("sources", block.type).Options.model_validate(block.options)


def test_the_example_of_findings_has_the_real_keys() -> None:
    """The JSON that the reference shows is the JSON that scripts get."""
    finding = Finding("KB1", "x", Severity.NOTICE, Location("a.md"), "m", "h")
    real = json.loads(render((finding,), "json", ()))
    shown = json.loads(blocks(REFERENCE / "findings-json.md", "json")[0].text)

    assert list(shown) == list(real)
    assert list(shown["findings"][0]) == list(real["findings"][0])
    assert list(shown["counts"]) == list(real["counts"])


def test_the_help_centre_passes_its_own_checks() -> None:
    """Nothing of weight warning or more, on the day on which its pages were last reviewed."""
    articles = Project.open(ROOT).library.read().articles
    project = Project.open(ROOT, today=max(article.reviewed or date.min for article in articles))
    found = check(project.knowledge(threads=False), project.checks(), Quiet())

    assert [f"{f.location} {f.message}" for f in at_least(found, Severity.WARNING)] == []


def test_decisions_are_numbered_without_gaps() -> None:
    """Nobody has to wonder where decision 0004 went, and the list names each."""
    folder = CONTENT / "contributing" / "decisions"
    names = sorted(path.name for path in folder.glob("[0-9]*.md"))

    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert all(f"]({name})" in (folder / "index.md").read_text(encoding="utf-8") for name in names)


def test_the_verbs_of_development_are_listed() -> None:
    """The page for developers names every verb of the Makefile."""
    makefile = set(re.findall(r"^([a-z-]+):.*?## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    page = (CONTENT / "contributing" / "development.md").read_text(encoding="utf-8")

    assert makefile <= set(re.findall(r"^\| `make ([a-z-]+)` \|", page, re.M))


def test_pictures_of_the_read_me_are_there() -> None:
    """A page on the package index shows no broken picture."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)", readme):
        assert (ROOT / target).exists(), f"README.md leads to {target}, which is not there"
