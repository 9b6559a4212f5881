"""One question to a language model, asked of a real server on this machine."""

import pytest

from deskbook.drafters.chat import Endpoint, Unanswered, ask
from model_server import Answer, ModelServer, completion, failure, model_server


def asked(server: ModelServer, *, timeout: float = 5, key: str | None = None) -> tuple[str, list[float]]:
    pauses: list[float] = []
    endpoint = Endpoint(server.address, "tiny", timeout, key)
    try:
        return ask(endpoint, "Be kind.", "Hello?", sleep=pauses.append), pauses
    except Unanswered as problem:
        return f"unanswered: {problem}", pauses


def test_what_is_sent() -> None:
    """The question goes to /chat/completions with the model's name, at temperature 0, and with the key in the header only."""
    with model_server(completion("Hello!")) as server:
        answer, _ = asked(server, key="k-123")

    assert answer == "Hello!"
    assert server.asked == [
        {
            "model": "tiny",
            "temperature": 0,
            "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello?"}],
        }
    ]
    assert server.keys == ["Bearer k-123"]
    assert "k-123" not in repr(Endpoint("http://x", "tiny", 5, "k-123"))


def test_without_a_key_none_is_sent() -> None:
    """A model on one's own machine needs none."""
    with model_server(completion("Hello!")) as server:
        asked(server)

    assert server.keys == [None]


@pytest.mark.parametrize(
    ("first", "pauses"),
    [
        (failure(429, Retry_After="7"), [7.0]),
        (failure(429), [1.0]),
        (failure(500), [1.0]),
        (failure(503, Retry_After="soon"), [1.0]),
    ],
)
def test_a_busy_server_is_asked_again(first: Answer, pauses: list[float]) -> None:
    """After the pause that it names, else after a second."""
    with model_server(first, completion("Now.")) as server:
        assert asked(server) == ("Now.", pauses)


def test_three_times_is_enough() -> None:
    """The pause grows, and then it is given up."""
    with model_server(failure(500)) as server:
        assert asked(server) == ("unanswered: it answered 500, 3 times", [1.0, 2.0])

    assert len(server.asked) == 3


def test_a_pause_that_is_too_long_is_not_waited_for() -> None:
    """Whoever runs it does not wait an hour for one draft."""
    with model_server(failure(429, Retry_After="3600")) as server:
        answer, pauses = asked(server)

    assert (answer, pauses) == ("unanswered: it answered 429 and wants to be left alone for 3600 seconds", [])


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (failure(401), "it refused the key (401)"),
        (failure(400), "it answered 400"),
        (Answer("<html>", 200), "its answer is not that of a chat completion"),
        (Answer('{"choices": []}', 200), "its answer is not that of a chat completion"),
        (completion(None, refusal="I cannot help with that."), "the model refused"),
        (completion("Half a", finish="length"), "its answer was cut off"),
        (completion(""), "its answer is empty"),
        (Answer("x" * 3_000_000, 200), "its answer is too long"),
        (Answer("", 302, (("Location", "http://127.0.0.1:9/v1"),)), "it answered 302"),
    ],
)
def test_what_is_no_answer(answer: Answer, problem: str) -> None:
    """It is told in words, at once, and asking again is left to the next run; no redirection is followed."""
    with model_server(answer) as server:
        assert asked(server) == (f"unanswered: {problem}", [])

    assert len(server.asked) == 1


@pytest.mark.parametrize("slow", [{"delay": 1.0}, {"pause": 0.05}])
def test_a_slow_server_is_not_waited_for(slow: dict[str, float]) -> None:
    """An answer that does not come in time is none, nor is one that comes byte by byte."""
    with model_server(Answer(completion("Hello!").body, **slow)) as server:  # type: ignore[arg-type]
        assert asked(server, timeout=0.2) == ("unanswered: no answer within 0.2 seconds", [])


def test_nobody_there() -> None:
    """An address at which nothing listens is tried again, and then named as such."""
    with model_server(completion("Hello!")) as server:
        pass

    assert asked(server) == ("unanswered: it cannot be reached (ConnectError), 3 times", [1.0, 2.0])
