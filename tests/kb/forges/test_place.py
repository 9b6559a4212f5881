"""Which project on which forge."""

import pytest

from deskbook.config import ProposeBlock
from deskbook.errors import ConfigError
from deskbook.forges import place_of


@pytest.mark.parametrize(
    ("remote", "forge", "api", "project", "web"),
    [
        ("git@github.com:acme/help.git", "github", "https://api.github.com", "acme/help", "https://github.com"),
        ("https://u:p@github.com/acme/help", "github", "https://api.github.com", "acme/help", "https://github.com"),
        ("https://github.acme.example/acme/help.git", "github", "https://github.acme.example/api/v3", "acme/help", "https://github.acme.example"),
        ("ssh://git@gitlab.com/acme/docs/help.git", "gitlab", "https://gitlab.com/api/v4", "acme/docs/help", "https://gitlab.com"),
        ("ssh://git@gitlab.acme.example:2222/a/b.git", "gitlab", "https://gitlab.acme.example/api/v4", "a/b", "https://gitlab.acme.example"),
        ("https://codeberg.org/acme/help.git/", "forgejo", "https://codeberg.org/api/v1", "acme/help", "https://codeberg.org"),
        ("https://gitea.acme.example:8443/a/b.git", "forgejo", "https://gitea.acme.example:8443/api/v1", "a/b", "https://gitea.acme.example:8443"),
    ],
)  # fmt: skip
def test_the_address_of_the_remote_tells(remote: str, forge: str, api: str, project: str, web: str) -> None:
    """In all forms in which git takes one."""
    place = place_of(ProposeBlock(), remote, "t0ken")

    assert (place.forge, place.api, place.project, place.web) == (forge, api, project, web)
    assert "t0ken" not in repr(place)


def test_what_the_configuration_says_comes_first() -> None:
    """Also where the remote is a folder, or its host's name tells nothing."""
    rules = ProposeBlock(forge="gitlab", url="https://git.acme.example/code/api/v4/", project="a/b/c")

    for remote in ("/srv/help.git", "git@git.acme.example:x/y.git", "C:\\help"):
        place = place_of(rules, remote, "t")
        assert (place.api, place.project, place.web) == (
            "https://git.acme.example/code/api/v4",
            "a/b/c",
            "https://git.acme.example/code",
        )


@pytest.mark.parametrize(
    ("rules", "remote", "said"),
    [
        ({}, "git@git.acme.example:a/b.git", "which software"),
        ({}, "/srv/help.git", "which software"),
        ({"forge": "gitlab"}, "/srv/help.git", "where the API"),
        ({"forge": "gitlab", "url": "https://x.example/api/v4"}, "/srv/help.git", "which project"),
        ({"forge": "gitlab", "url": "http://x.example/api/v4", "project": "a/b"}, "/srv/help.git", "for all to read"),
        ({}, "http://github.acme.example/a/b", "for all to read"),
    ],
)
def test_what_nobody_tells_is_asked_for(rules: dict[str, str], remote: str, said: str) -> None:
    """With the line to write."""
    with pytest.raises(ConfigError, match=said) as caught:
        place_of(ProposeBlock.model_validate(rules), remote, "t")
    assert caught.value.cure
