"""The templates of articles."""

from dataclasses import replace
from pathlib import Path

import pytest

from deskbook.drafters.rendering import Body, Templates
from deskbook.errors import TemplateError
from deskbook.model import REQUIRED_PARTS, ArticleKind, Part
from deskbook.text.markdown import parts

BODY = Body(
    title="Purging answers 403",
    kind="breakfix",
    issue="It fails.",
    environment=("curl 8.5.0", "Windows 11"),
    cause="The scope is missing.",
    resolution="1. Add it.\n\n```\na\n\n\nb\n```",
    threads=("tickets:1", "tickets:2"),
    asked_as=("Why 403?",),
    tags=("cache",),
    section="edge",
    audience="public",
    owner="edge",
)


@pytest.mark.parametrize("kind", ArticleKind)
@pytest.mark.parametrize("environment", [("curl 8.5.0",), ()])
def test_each_kind_has_the_parts_that_it_needs(kind: ArticleKind, environment: tuple[str, ...]) -> None:
    """The built-in templates make what `check` asks for, with nothing left blank but one line between parts."""
    made = Templates().render(replace(BODY, kind=str(kind), environment=environment))

    assert {*REQUIRED_PARTS[kind], Part.ISSUE, Part.RESOLUTION} <= set(parts(made))
    assert "\n\n\n" not in made.partition("## Resolution")[0]
    assert BODY.resolution in made


def test_a_team_has_templates_of_its_own(tmp_path: Path) -> None:
    """A template of the project takes the place of the built-in one of its name, and may include that."""
    (tmp_path / "breakfix.md.j2").write_text(
        "{% include 'built-in/breakfix.md.j2' %}\n\n## See also\n\n{% for key in threads %}\n- {{ key }}\n{% endfor %}\n",
        encoding="utf-8",
    )

    templates = Templates(tmp_path)

    assert templates.render(BODY).endswith("```\n\n## See also\n\n- tickets:1\n- tickets:2")
    assert "See also" not in templates.render(replace(BODY, kind="faq"))


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("# One\n\n{{ isue }}\n", 3, "isue"),
        ("\n{% if cause %}\n", 2, "endif"),
        ("{{ 1 / 0 }}\n", 1, "division"),
        ("x\n{{ ''.__class__.__mro__ }}\n", 2, "unsafe"),
        ("{% include '/etc/passwd' %}\n", 1, "passwd"),
    ],
)
def test_a_wrong_template_is_named_with_its_line(tmp_path: Path, template: str, line: int, said: str) -> None:
    """Misspelt names, broken syntax and forbidden reaches stop the run, with file, line and what can be used."""
    (tmp_path / "breakfix.md.j2").write_text(template, encoding="utf-8")

    with pytest.raises(TemplateError) as caught:
        Templates(tmp_path).render(BODY)

    assert said in caught.value.what
    assert caught.value.where == f"{tmp_path / 'breakfix.md.j2'}:{line}"
    assert "environment" in (caught.value.cure or "")


def test_a_template_that_is_no_text_is_named(tmp_path: Path) -> None:
    """A file in another encoding is an error with its name, not a traceback."""
    (tmp_path / "breakfix.md.j2").write_bytes(b"\xff\xfe")

    with pytest.raises(TemplateError) as caught:
        Templates(tmp_path).render(BODY)

    assert caught.value.where == str(tmp_path / "breakfix.md.j2")
