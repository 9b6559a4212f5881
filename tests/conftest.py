"""Options and fixtures for all tests."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-expected` rewrites what scenarios expect."""
    parser.addoption("--update-expected", action="store_true", help="rewrite the expected output of scenarios")
