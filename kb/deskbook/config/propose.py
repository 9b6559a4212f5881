"""The block of deskbook.toml about pull requests with new drafts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .block import Block

# A name that git takes for a branch, and never for an option.
_BRANCH = r"^[A-Za-z0-9_][\w-]*(?:[./][\w-]+)*$"


class ProposeBlock(Block):
    """Where `deskbook propose` opens a request with new drafts. Needed only for what the address of the git remote does not tell."""

    forge: Literal["github", "gitlab", "forgejo"] | None = Field(
        None,
        description="Which software the forge runs; `forgejo` also speaks to Gitea. By default told from the git remote.",
    )
    url: str | None = Field(
        None,
        pattern=r"^https?://[^\s<>\"'@]+$",
        description="The address of its API, such as `https://git.acme.example/api/v4`. By default told from the git remote.",
    )
    project: str | None = Field(
        None,
        pattern=r"^[\w.-]+(?:/[\w.-]+)+$",
        description="The project, as `owner/name`. By default told from the git remote.",
    )
    remote: str = Field("origin", pattern=r"^\w[\w.-]*$", description="The git remote that the branch is pushed to.")
    branch: str = Field(
        "deskbook/drafts",
        pattern=_BRANCH,
        description="The branch of the drafts. It belongs to deskbook: once its request is merged or closed, it begins anew.",
    )
    base: str | None = Field(
        None,
        pattern=_BRANCH,
        description="The branch that drafts are to be merged into. By default the main branch of the remote.",
    )
    token_env: str = Field(
        "DESKBOOK_TOKEN",
        pattern=r"^[A-Za-z_]\w*$",
        description="The environment variable that holds an access token of the forge. The token itself stands in no file.",
    )

    @model_validator(mode="after")
    def _two_branches(self) -> ProposeBlock:
        if self.branch == self.base:
            raise PydanticCustomError("base", "`branch` and `base` must be two branches: nothing is pushed to `base`")
        return self
