"""Sites that many tests look at and none changes."""

from __future__ import annotations

import pytest

from deskbook.model import Audience
from help_desk import Built, made


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The public site, with an address below a folder of its host."""
    return made(tmp_path_factory.mktemp("public"), Audience.PUBLIC, url="https://help.example/kb")


@pytest.fixture(scope="session")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The team's own site."""
    return made(tmp_path_factory.mktemp("internal"), Audience.INTERNAL)
