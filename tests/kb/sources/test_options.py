"""The keys of a source's block."""

from pathlib import Path

import pytest

from deskbook.errors import ConfigError
from deskbook.sources.irc import IrcLogs
from deskbook.sources.jsonl import JsonlSource
from deskbook.sources.zendesk_export import ZendeskExport


def test_a_misspelt_key_is_answered_with_the_near_one(tmp_path: Path) -> None:
    """The message names the source, the wrong key and the right one."""
    with pytest.raises(ConfigError) as caught:
        ZendeskExport("tickets", tmp_path, {"path": "t.json", "user": "u.json"})

    assert "'user' is not a known key; did you mean 'users'?" in str(caught.value)
    assert "source 'tickets'" in str(caught.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """A missing key and a wrong value come in one error."""
    with pytest.raises(ConfigError) as caught:
        JsonlSource("mail", tmp_path, {"text": "rtf"})

    assert "'path' is missing" in str(caught.value)
    assert "'text'" in str(caught.value)


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc", "Europe"])
def test_an_unknown_time_zone_is_a_mistake(tmp_path: Path, zone: str) -> None:
    """A zone that no database knows is refused before any file is read."""
    with pytest.raises(ConfigError, match="there is no time zone"):
        IrcLogs("chat", tmp_path, {"path": "*.log", "timezone": zone})


@pytest.mark.parametrize(
    "url", ["https://x.example/{ticket}", "https://x.example/", "javascript:{id}", "https://x.example/{id", "{id}"]
)
def test_a_ticket_address_needs_the_id_and_nothing_unknown(tmp_path: Path, url: str) -> None:
    """Templates that could not be filled, or that are no web address, are refused."""
    with pytest.raises(ConfigError, match="'url'"):
        ZendeskExport("tickets", tmp_path, {"path": "t.json", "url": url})
