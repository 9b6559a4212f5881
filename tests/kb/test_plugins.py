"""Entry points become objects."""

import pytest

from deskbook import plugins
from deskbook.errors import ConfigError


@pytest.mark.parametrize("group", plugins.GROUPS)
def test_every_built_in_can_be_loaded(group: str) -> None:
    """What the package promises in its entry points is there."""
    assert plugins.available(group)
    for name in plugins.available(group):
        assert plugins.load(group, name) is not None


def test_an_unknown_plugin_is_named_with_the_nearest() -> None:
    """A misspelt type of source is explained."""
    with pytest.raises(ConfigError, match="did you mean 'zendesk-export'"):
        plugins.load("sources", "zendesk-exports")
