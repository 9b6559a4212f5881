"""The polite client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial

import pytest

from desk_server import Fault, Reply, desk_server
from deskbook import http
from deskbook.http import Moved, NoAnswer, PoliteClient, Refused
from discourse_forum import Fault as ForumFault
from discourse_forum import LiveForum, live_forum


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
    server.faults.append(ForumFault("/site.json", 500, times=99))

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
    server.faults.append(ForumFault("/site.json", 503, headers=(("Retry-After", when),)))

    get(server)

    assert 80 < max(pauses) <= 90


def test_a_server_that_wants_long_peace_gets_it(server: LiveForum) -> None:
    """Nobody waits an hour for a run to go on."""
    server.faults.append(ForumFault("/site.json", 429, headers=(("Retry-After", "3600"),)))

    with pytest.raises(NoAnswer, match="3600 seconds"):
        get(server)

    assert len(server.asked) == 1


def test_refusals_are_not_asked_again(server: LiveForum) -> None:
    """They come with what the server said."""
    server.faults.append(ForumFault("/site.json", 404, '{"error_type": "not_found"}'))

    with pytest.raises(Refused) as caught:
        get(server)

    assert (caught.value.status, caught.value.said) == (404, {"error_type": "not_found"})


def test_too_long_an_answer_is_given_up(server: LiveForum, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not fill the memory."""
    monkeypatch.setattr(http, "_MOST_BYTES", 1 << 20)
    server.faults.append(ForumFault("/site.json", body=json.dumps("x" * (2 << 20))))

    with pytest.raises(NoAnswer, match="longer than 1 MiB"):
        get(server)


def test_nobody_there() -> None:
    """It is said in plain words."""
    with PoliteClient("http://127.0.0.1:9", pace=1000) as client, pytest.raises(NoAnswer, match="cannot be reached"):
        client.get("/")


def test_what_may_have_been_done_is_not_sent_again() -> None:
    """Nobody knows whether a request without a whole answer was carried out; a pause says that it was not."""
    with desk_server(lambda asked: Reply({"id": 1}, 201)) as desk, PoliteClient(desk.address, pace=1000) as client:
        desk.faults.append(Fault("/notes", "closed"))
        with pytest.raises(NoAnswer):
            client.send("POST", "/notes", {"text": "x"})
        assert len(desk.asked) == 1

        desk.faults.append(Fault("/notes", 429, headers={"Retry-After": "3"}))
        assert client.send("POST", "/notes", {"text": "x"}) == {"id": 1}

        desk.faults.append(Fault("/search", 502))
        assert client.send("POST", "/search", {"text": "x"}, again=True) == {"id": 1}

        desk.faults.append(Fault("/notes", 502))
        with pytest.raises(NoAnswer):
            client.send("POST", "/notes", {"text": "x"})


def test_a_server_that_does_not_answer_in_time_is_asked_again_but_told_once() -> None:
    """A question does no harm; a note might stand there twice."""
    with (
        desk_server(lambda asked: Reply({"id": 1})) as desk,
        PoliteClient(desk.address, pace=1000, timeout=0.5) as client,
    ):
        desk.faults += [Fault("/a", "slow"), Fault("/notes", "slow")]

        assert client.get("/a") == {"id": 1}
        with pytest.raises(NoAnswer, match="no answer within 0.5 seconds"):
            client.send("POST", "/notes", {"text": "x"})

        assert desk.paths() == ["/a", "/a"]
        assert desk.paths("POST") == ["/notes"]


def test_a_key_does_not_go_to_another_server() -> None:
    """Not to where a redirect points, nor to where the answer says that the next page is."""
    with (
        desk_server(lambda asked: Reply({}, 302, {"Location": "http://localhost:1/"})) as desk,
        PoliteClient(desk.address, pace=1000, headers={"Authorization": "Bearer s3cret"}) as client,
    ):
        for ask in (
            partial(client.get, "/a"),
            partial(client.send, "POST", "/a", {}),
            partial(client.get, "http://localhost:1/next"),
        ):
            with pytest.raises(Moved) as moved:
                ask()
            assert moved.value.address == "http://localhost:1"


def test_the_next_page_is_read_from_the_link_header() -> None:
    """As RFC 8288 has it."""
    link = '<https://x.example/a?page=1>; rel="prev", <https://x.example/a?page=3>; rel="next"'
    with (
        desk_server(lambda asked: Reply([], headers={"Link": link})) as desk,
        PoliteClient(desk.address, pace=1000) as client,
    ):
        assert client.answer("/a").next_page == "https://x.example/a?page=3"
