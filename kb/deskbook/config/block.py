"""What the blocks of deskbook.toml have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


# One value stands for a list of one.
OneOrMore = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Block(BaseModel):
    """A block: a key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)
