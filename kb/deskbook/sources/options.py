"""The keys of a `[[sources]]` block -> a pydantic model."""

from __future__ import annotations

import difflib
import re
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from deskbook.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)


class FileOptions(BaseModel):
    """What every source that reads files is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(
        min_length=1,
        description="The file or files to read, relative to deskbook.toml. `*`, `?` and `**` match many; `.gz` is unpacked.",
    )


class ChatOptions(FileOptions):
    """What every source of a chat is told."""

    channels: tuple[str, ...] = Field(
        (), description="Only these channels are read, written with or without `#`. By default all that may be."
    )

    def wants(self, *names: str) -> bool:
        """Whether a channel that goes by these names (or ids) is to be read."""
        wanted = {_channel(name) for name in self.channels}
        return not wanted or any(_channel(name) in wanted for name in names)


class ChatExportOptions(ChatOptions):
    """What every source is told that reads the export of a chat system."""

    public: bool = Field(
        False,
        description="Exports do not say which channels everybody on the web may read, and all are internal. `true` makes those "
        "public that are read.",
    )


def base_address(text: str | None) -> str | None:
    """The address of a site without a slash at its end. Raises `ValueError` where it is none of the web."""
    if text is not None and not re.fullmatch(r"https?://[^\s<>\"'`\\]+", text, re.IGNORECASE):
        raise ValueError("has to begin with http:// or https://")
    return text.rstrip("/") if text else None


BaseAddress = Annotated[str | None, AfterValidator(base_address)]


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


def _channel(name: str) -> str:
    return name.removeprefix("#").casefold()


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
