"""What `propose` needs of a forge, and what it gets back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Protocol, TypeVar

from pydantic import BaseModel, BeforeValidator, ValidationError

from deskbook.http import PoliteClient

M = TypeVar("M", bound=BaseModel)

_MOST_PAGES = 100

# A text that a server leaves out or gives as null.
Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class State(StrEnum):
    """What became of a request."""

    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Request:
    """A pull or merge request of a branch. `address` is for people, `commit` is the last one of its branch."""

    number: int
    address: str
    state: State
    body: str
    commit: str


class Garbled(Exception):  # noqa: N818  as those of the client
    """A server answered with something else than its API promises."""


class Unknown(Exception):  # noqa: N818
    """The forge knows no account of a name."""


class Forge(Protocol):
    """One project on a forge. All that asks the server raises what `PoliteClient` does, and `Garbled`.

    `noun` is what it calls a request, `longest` the most characters of a body.
    """

    noun: str
    longest: int

    def requests(self, branch: str) -> list[Request]:
        """All requests that came from a branch of the project itself, not of a fork, the latest first."""
        ...

    def open(self, branch: str, base: str, title: str, body: str) -> Request:
        """A new request to merge `branch` into `base`."""
        ...

    def rewrite(self, request: Request, body: str) -> None:
        """Give a request another body."""
        ...

    def ask(self, request: Request, account: str) -> None:
        """Ask a person, or a team as `owner/team`, to review. Raises `Unknown` or `Refused` where that cannot be asked."""
        ...

    def ref(self, request: Request) -> str:
        """Where git finds the last commit of a request, whatever became of its branch."""
        ...

    def page(self, branch: str, path: str) -> str:
        """The address at which people read a file of a branch."""
        ...


def checked(model: type[M], value: object) -> M:
    """A value as the API promises it. Raises `Garbled`."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise Garbled(f"its answer is not what its API promises, at '{place}'") from None


def listed(client: PoliteClient, path: str, model: type[M], *parameters: tuple[str, str]) -> Iterator[M]:
    """Every entry of a list that comes in pages."""
    for number in range(1, _MOST_PAGES + 1):
        page = client.get(path, (*parameters, ("page", str(number))))
        if not isinstance(page, list):
            raise Garbled("its answer is no list")
        yield from (checked(model, entry) for entry in page)
        if not page:
            return
