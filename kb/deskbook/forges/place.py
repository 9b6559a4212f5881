"""Which project on which forge, as configuration and the address of a git remote tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from deskbook.config import FILE_NAME, ProposeBlock
from deskbook.errors import ConfigError

# By host, and for installations of one's own by the first part of their host's name.
_HOSTS = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "forgejo"}
_FIRST = {"github": "github", "gitlab": "gitlab", "forgejo": "forgejo", "gitea": "forgejo"}
_BELOW = {"github": "/api/v3", "gitlab": "/api/v4", "forgejo": "/api/v1"}
_GITHUB = "https://api.github.com"
# git@host:owner/name; one letter before the colon is a drive of Windows.
_SHORT = re.compile(r"(?:[^@/\s]+@)?(?P<host>[\w.-]{2,}):(?!/)(?P<path>\S+)")
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Place:
    """A project on a forge. `api` and `web` are addresses without a slash at their ends; `token` is secret."""

    forge: str
    api: str
    project: str
    token: str = field(repr=False)

    @property
    def web(self) -> str:
        """Where people see the forge, and where git fetches over https."""
        return "https://github.com" if self.api == _GITHUB else self.api.removesuffix(_BELOW[self.forge])


def place_of(rules: ProposeBlock, remote: str, token: str) -> Place:
    """The project of a remote's address, as far as the configuration does not name it. Raises `ConfigError`."""
    host, project, scheme = _parts(remote)
    forge = rules.forge or _HOSTS.get(host) or _FIRST.get(host.partition(".")[0])
    if forge is None:
        raise _unclear("which software the forge runs", 'forge = "gitlab"')
    api = (rules.url or (_api(forge, host, scheme) if host else "")).rstrip("/")
    if not api:
        raise _unclear("where the API of the forge is", 'url = "https://git.acme.example/api/v4"')
    project = rules.project or project
    if "/" not in project:
        raise _unclear("which project it is", 'project = "acme/help"')
    parts = urlsplit(api)
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        raise ConfigError(
            "a token would go over the net for all to read",
            where=FILE_NAME,
            cure="write https:// in `url` of [propose]",
        )
    return Place(forge, api, project, token)


def _parts(remote: str) -> tuple[str, str, str]:
    """Host (with the port of the web, if one is named), project and scheme; empty for a folder."""
    if short := _SHORT.fullmatch(remote):
        return short["host"].lower(), _project(short["path"]), "https"
    parts = urlsplit(remote)
    if parts.hostname is None or parts.scheme not in ("http", "https", "ssh", "git"):
        return "", "", ""
    web = parts.scheme in ("http", "https")
    host = f"{parts.hostname}:{parts.port}" if web and parts.port else parts.hostname
    return host, _project(parts.path), parts.scheme if web else "https"


def _project(path: str) -> str:
    return path.strip("/").removesuffix(".git")


def _api(forge: str, host: str, scheme: str) -> str:
    return _GITHUB if host == "github.com" else f"{scheme}://{host}{_BELOW[forge]}"


def _unclear(what: str, example: str) -> ConfigError:
    return ConfigError(
        f"the address of the git remote does not tell {what}",
        where=FILE_NAME,
        cure=f"write `[propose]` and below it `{example}`",
    )
