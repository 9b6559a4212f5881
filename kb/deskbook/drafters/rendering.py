"""The body of an article: a Jinja template for each kind, which a team can replace by its own.

A team's own templates lie in the folder that `[draft] templates` names, under the names of the built-in ones: `breakfix.md.j2`,
`faq.md.j2`, `how-to.md.j2`, `process.md.j2`. Those that are not there are the built-in ones, which a template can also include or
extend as `built-in/breakfix.md.j2`. What a template can use are the fields of `Body`. It runs in a sandbox: it makes text, and can
neither read files nor call anything.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from traceback import extract_tb

from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from deskbook.errors import TemplateError
from deskbook.model import ArticleKind


@dataclass(frozen=True, slots=True)
class Body:
    """What a template writes: Markdown in `issue`, `cause` (empty where nobody said why) and `resolution`.

    `environment` are products, versions and settings, `threads` the keys of the threads, the one that answers first, `asked_as` the other ways in
    which customers asked. `owner` is None where no rule names one.
    """

    title: str
    kind: str
    issue: str
    environment: tuple[str, ...]
    cause: str
    resolution: str
    threads: tuple[str, ...]
    asked_as: tuple[str, ...]
    tags: tuple[str, ...]
    section: str
    audience: str
    owner: str | None


class Templates:
    """The templates of a project."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` holds the team's own; it need not exist."""
        built_in = PackageLoader("deskbook.drafters")
        own = [FileSystemLoader(folder)] if folder else []
        self._folder = folder
        self._environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([*own, built_in, PrefixLoader({"built-in": built_in})]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # the output is Markdown; the site escapes and sanitises when it makes HTML
        )

    def render(self, body: Body) -> str:
        """The Markdown of an article. Raises `TemplateError` for a template that is wrong."""
        # Kinds that threads are not drafted as by themselves have no template of their own.
        name = f"{body.kind if body.kind != ArticleKind.REFERENCE else ArticleKind.FAQ}.md.j2"
        values = {field.name: getattr(body, field.name) for field in fields(body)}
        try:
            return self._environment.get_template(name).render(values).strip()
        except UnicodeDecodeError as error:
            raise _fault(error, str((self._folder or Path()) / name), None) from error
        except TemplateSyntaxError as error:
            raise _fault(error, error.filename or error.name or name, error.lineno) from error
        except (JinjaError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            # Frames of a template carry its file and line.
            frame = next((f for f in reversed(extract_tb(error.__traceback__)) if f.filename.endswith(".j2")), None)
            raise _fault(error, frame.filename if frame else name, frame.lineno if frame else None) from error


def _fault(error: Exception, place: str, line: int | None) -> TemplateError:
    known = ", ".join(field.name for field in fields(Body))
    return TemplateError(
        f"this template cannot be used: {error}",
        where=f"{place}:{line}" if line else place,
        cure=f"mend it, or remove it to use the built-in one; a template can use: {known}",
    )
