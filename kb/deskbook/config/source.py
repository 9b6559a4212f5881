"""The `[[sources]]` blocks of deskbook.toml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from deskbook.model import Outcome
from deskbook.text.redact import PLACEHOLDERS, SECRETS, Authors

from .block import Block as _Block
from .environment import environment_secret


class SourceRedactBlock(_Block):
    """What redaction does otherwise with the threads of one source. It comes on top of [redact]."""

    allow: tuple[str, ...] = Field((), description="Values that are never personal data in this source.")
    names: tuple[str, ...] = Field((), description="More names to remove from this source.")
    keep: tuple[str, ...] = Field(
        (), description='Sorts of data that this source may keep, such as `["ip"]`; never one of a secret.'
    )

    @field_validator("keep")
    @classmethod
    def _may_be_kept(cls, labels: tuple[str, ...]) -> tuple[str, ...]:
        may = sorted(set(PLACEHOLDERS) - SECRETS - {"name", "removed"})
        for label in labels:
            if label in SECRETS:
                raise PydanticCustomError("secret", "no source may keep what lets others in: take it out")
            if label == "name":
                raise PydanticCustomError("name", 'names are kept by `names = "keep"` of the source, not here')
            if label not in may:
                raise PydanticCustomError(
                    "unknown", "one of these is no sort of data; known are: {may}", {"may": ", ".join(may)}
                )
        return labels


class ConsentBlock(_Block):
    """Who allowed to publish the channels of a source, and what may be done with them."""

    by: str = Field(
        min_length=1, description="Who allowed it, in which office, and when: `channel founder alice, 2026-03-01`."
    )
    notice: str = Field(
        min_length=1,
        description="Where the people of the channel are told, such as the address of its topic or its rules.",
    )
    models: bool = Field(
        False, description="Whether they also allowed to give what is said there to a language model (see [assist])."
    )


def _note_words(text: str) -> str:
    try:
        said = text.format(title="t", link="l")
    except (ValueError, LookupError, AttributeError):
        said = ""
    if "{link}" not in text or not said:
        raise PydanticCustomError("words", "it has to hold {link}, and may hold {title}, and no other braces")
    return text


class SourceBlock(BaseModel):
    """One source. Keys that are not listed here are options of the source's own type."""

    model_config = ConfigDict(extra="allow", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")] = Field(
        description="A short name: lower-case letters, digits and hyphens. It starts the key of every thread of the source.",
    )
    type: str = Field(description="The kind of system: see `deskbook sources --types`.")
    names: Authors | None = Field(
        None,
        description="`keep` keeps the public names of authors, `pseudonym` gives each of them another name that is the same in all "
        "threads of the source (`brisk-otter-4172`), `role` writes 'customer' or 'agent'. By default tickets use `role`, forum "
        "and chat `keep`.",
    )
    consent: ConsentBlock | None = Field(
        None,
        description="Who allowed to publish the channels of a chat, and where people are told: "
        '`consent = {by = "channel founder alice, 2026-03-01", notice = "https://chat.example/rules"}`. Without it chats stay '
        "inside. With `models = true` they also allowed to give what is said to a language model.",
    )
    opt_out: tuple[str, ...] = Field(
        (),
        description="User names of people who opted out: what they wrote is not stored, and their names are removed.",
    )
    opt_out_file: str | None = Field(
        None, min_length=1, description="A file of more such names, one a line; a line that begins with # is a comment."
    )
    pictures: Literal["public", "none"] = Field(
        "public",
        description="Whether pictures of public threads are kept as files, as far as the source has them: `none` leaves them where "
        "they are. Pictures of tickets and of what is not public are never kept.",
    )
    publish: Literal["off", "internal", "public"] = Field(
        "off",
        description="Whether `deskbook publish` tells the tickets of this source which article came of them: by an `internal` note for "
        "the team, or a `public` one that the customer gets.",
    )
    publish_tag: str = Field(
        "documented", description="The tag that such a ticket gets, where the system has tags; empty: none."
    )
    publish_tags: dict[Outcome, str] = Field(
        {},
        description='Another tag for some outcomes: `publish_tags = {covered = "in-the-docs"}` for tickets that an article answers '
        "which was there before.",
    )
    publish_words: Annotated[str, AfterValidator(_note_words)] = Field(
        "This is written up: {title}\n{link}",
        description="What the note says; `{title}` and `{link}` are the article's. A mark by which deskbook knows it follows.",
    )
    redact: SourceRedactBlock = Field(
        SourceRedactBlock(),
        description="What redaction does otherwise with this source, such as "
        '`redact = {allow = ["shop.example"], names = ["Acme"], keep = ["ip"]}`. `allow` are values that are never personal '
        "data here, `names` more names to remove, and `keep` sorts of data that may stay: `ip`, `phone`, `e-mail` and others, "
        "but none of a secret. What is kept is still refused in articles.",
    )

    @property
    def options(self) -> dict[str, Any]:
        """The keys for the source's own type. Of one that ends in `_env`, and so names an environment variable, what that holds.

        Variables for `publish` are left out: who only reads need not have them. Raises `ConfigError` where there is no such variable.
        """
        return dict(self._resolved())

    @property
    def publishing_options(self) -> dict[str, Any]:
        """The same, with the variables for `publish`."""
        return dict(self._resolved(publishing=True))

    def _resolved(self, *, publishing: bool = False) -> Iterator[tuple[str, Any]]:
        for key, value in (self.model_extra or {}).items():
            if key.endswith("_env") and isinstance(value, str):
                if publishing or not key.startswith("publish_"):
                    yield key, SecretStr(environment_secret(value, f"{key} of the source '{self.name}'"))
            else:
                yield key, value
