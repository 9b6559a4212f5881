"""Where changes are proposed and reviewed: GitHub, GitLab and Forgejo. One module each, all through one polite HTTP client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from deskbook.errors import ProposalError
from deskbook.http import Moved, NoAnswer, PoliteClient, Refused

from .forge import Forge, Garbled, Request, State, Unknown
from .forgejo import Forgejo
from .github import GitHub
from .gitlab import GitLab
from .place import Place, place_of

__all__ = ["Forge", "Place", "Refused", "Request", "State", "Unknown", "connected", "place_of", "reason"]

_FORGES: Mapping[str, Callable[[PoliteClient, Place], Forge]] = {"github": GitHub, "gitlab": GitLab, "forgejo": Forgejo}
_PACE = 2.0  # requests a second
_LONGEST_REASON = 200


@contextmanager
def connected(place: Place, token_name: str) -> Iterator[Forge]:
    """The forge, for the time of a `with`. What goes wrong in it is raised as `ProposalError`, which names the variable of the
    token and never the token."""
    headers = {"Authorization": f"Bearer {place.token}"}
    if place.forge == "github":
        headers |= {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    with PoliteClient(place.api, pace=_PACE, headers=headers) as client:
        try:
            yield _FORGES[place.forge](client, place)
        except (NoAnswer, Refused, Moved, Garbled) as problem:
            raise _error(place, token_name, problem) from None


def reason(refused: Refused) -> str:
    """What a forge says of a refusal, in one line, as far as it does; else its code."""
    said = refused.said if isinstance(refused.said, dict) else {}
    errors = said.get("errors")
    inner = [one.get("message") for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    told = [one for one in (said.get("message"), said.get("error"), *inner) if isinstance(one, str)]
    return " ".join("; ".join(told).split())[:_LONGEST_REASON] or str(refused)


def _error(place: Place, token_name: str, problem: Exception) -> ProposalError:
    what, cure = f"the forge did not do it: {problem}", "run `deskbook propose` again later: nothing is done twice"
    if isinstance(problem, Refused):
        what = f"the forge refuses: {reason(problem)} ({problem.status})"
        cure = (
            f"see whether {place.project} at {place.web} takes requests, and what rights the token in {token_name} has"
        )
        if problem.status == 401:
            what, cure = "the forge refuses the token", f"make a new access token, and put it into {token_name}"
        elif problem.status == 403:
            cure = f"give the token in {token_name} the right to write to the repository and to open requests"
        elif problem.status == 404:
            what = f"there is no project {place.project}, or the token in {token_name} may not see it"
            cure = "mend `project` of [propose] in deskbook.toml, or the rights of the token"
    elif isinstance(problem, Moved):
        what, cure = f"the forge is not here: {problem}", "mend `url` of [propose] in deskbook.toml"
    elif isinstance(problem, Garbled):
        what, cure = f"this is no {place.forge} as deskbook knows it: {problem}", "mend `forge` and `url` of [propose]"
    return ProposalError(what, where=place.api, cure=cure)
