"""The polite client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from deskbook.sources import http
from deskbook.sources.http import NoAnswer, PoliteClient, Refused
from discourse_forum import Fault, LiveForum, live_forum


@pytest.fixture
def server() -> Iterator[LiveForum]:
    """A server that can be told to fail."""
    with live_forum() as forum:
        yield forum


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    return waited


def get(server: LiveForum, path: str = "/site.json") -> object:
    """One answer."""
    with PoliteClient(server.address, pace=1000) as client:
        return client.get(path)


def test_it_says_who_it_is_and_gives_json(server: LiveForum) -> None:
    """A value, and its address as it was asked for."""
    assert isinstance(get(server, "/t/10.json"), dict)
    assert server.asked == ["/t/10.json"]


def test_pauses_grow(server: LiveForum, pauses: list[float]) -> None:
    """Six tries, each after a longer pause, and then no more."""
    server.faults.append(Fault("/site.json", 500, times=99))

    with pytest.raises(NoAnswer, match="it answered 500, 6 times"):
        get(server)

    long = [pause for pause in pauses if pause > 0.5]
    assert len(server.asked) == 6
    assert len(long) == 5
    assert long[-1] > 8 * long[0] / 2


@pytest.mark.parametrize("in_date", [False, True])
def test_the_pause_that_is_asked_for_is_kept(server: LiveForum, pauses: list[float], in_date: bool) -> None:
    """As seconds or as a date."""
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=90)) if in_date else "90"
    server.faults.append(Fault("/site.json", 503, headers=(("Retry-After", when),)))

    get(server)

    assert 80 < max(pauses) <= 90


def test_a_server_that_wants_long_peace_gets_it(server: LiveForum) -> None:
    """Nobody waits an hour for a run to go on."""
    server.faults.append(Fault("/site.json", 429, headers=(("Retry-After", "3600"),)))

    with pytest.raises(NoAnswer, match="3600 seconds"):
        get(server)

    assert len(server.asked) == 1


def test_refusals_are_not_asked_again(server: LiveForum) -> None:
    """They come with what the server said."""
    server.faults.append(Fault("/site.json", 404, '{"error_type": "not_found"}'))

    with pytest.raises(Refused) as caught:
        get(server)

    assert (caught.value.status, caught.value.said) == (404, {"error_type": "not_found"})


def test_too_long_an_answer_is_given_up(server: LiveForum, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not fill the memory."""
    monkeypatch.setattr(http, "_MOST_BYTES", 1 << 20)
    server.faults.append(Fault("/site.json", body=json.dumps("x" * (2 << 20))))

    with pytest.raises(NoAnswer, match="longer than 1 MiB"):
        get(server)


def test_nobody_there() -> None:
    """It is said in plain words."""
    with PoliteClient("http://127.0.0.1:9", pace=1000) as client, pytest.raises(NoAnswer, match="cannot be reached"):
        client.get("/")
