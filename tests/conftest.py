"""Options and fixtures for all tests."""

import pytest
from hypothesis import HealthCheck, settings

# A law holds or does not, however busy the machine is that looks for an exception to it. Each run looks at other examples.
settings.register_profile("deskbook", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("deskbook")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-expected` rewrites what scenarios expect."""
    parser.addoption("--update-expected", action="store_true", help="rewrite the expected output of scenarios")
