"""The keys of a `[[sources]]` block -> a pydantic model."""

from __future__ import annotations

import difflib
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from deskbook.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)


class FileOptions(BaseModel):
    """What every source that reads files is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(
        min_length=1,
        description="The file or files to read, relative to deskbook.toml. `*`, `?` and `**` match many; `.gz` is unpacked.",
    )


def read_options(model: type[Model], source: str, options: dict[str, object]) -> Model:
    """The options as `model`. All mistakes are reported at once, in a single `ConfigError`."""
    try:
        return model.model_validate(options)
    except ValidationError as error:
        raise ConfigError(
            explain(error, model),
            where=f"source '{source}' in deskbook.toml",
            cure=f"its options are: {', '.join(model.model_fields)}",
        ) from None


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """What pydantic found, in plain words and without quoting long values, with "did you mean" for unknown keys."""
    return "; ".join(
        _sentence(problem["type"], problem["loc"], problem["msg"], model) for problem in error.errors()[:5]
    )


def _sentence(kind: str, path: tuple[int | str, ...], message: str, model: type[BaseModel]) -> str:
    place = ".".join(str(step) for step in path)
    if kind == "missing":
        return f"'{place}' is missing"
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(path[-1]), _known_keys(model), n=1)
        return f"'{place}' is not a known key" + (f"; did you mean '{near[0]}'?" if near else "")
    if not place:
        return "it is not an object of keys and values"
    message = message.removeprefix("Value error, ")
    return f"'{place}': {message[:1].lower()}{message[1:]}"


def _known_keys(model: type[BaseModel]) -> list[str]:
    """The keys of a model and of the models one level inside it."""
    keys = list(model.model_fields)
    for field in model.model_fields.values():
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                keys.extend(inner.model_fields)
    return keys
