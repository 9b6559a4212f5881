"""Real ticket systems, each started once for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from servers.request_tracker import RequestTracker, request_tracker
from servers.roundup import Roundup, roundup


@pytest.fixture(name="rt", scope="session")
def _request_tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RequestTracker]:
    with request_tracker(tmp_path_factory.mktemp("rt")) as running:
        yield running


@pytest.fixture(name="desk", scope="session")
def _roundup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roundup]:
    with roundup(tmp_path_factory.mktemp("roundup")) as running:
        yield running
