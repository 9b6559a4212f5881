"""One question to a language model, over the chat completions protocol that OpenAI described and many servers speak.

The protocol: platform.openai.com/docs/api-reference/chat. `response_format` is not asked for, because not all servers know it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field, ValidationError

if TYPE_CHECKING:
    import httpx

_ATTEMPTS = 3
_PAUSE = 1.0  # seconds before the second attempt; twice that before the third
_LONGEST_PAUSE = 60.0
_MOST_BYTES = 2_000_000
_TRY_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is: the address that ends before `/chat/completions`, and how many seconds one answer may take."""

    address: str
    model: str
    timeout: float = 60.0
    # Shown in no message and no repr.
    key: str | None = field(default=None, repr=False)


class Unanswered(Exception):  # noqa: N818  it is no error of deskbook's: the draft is written without
    """There is no answer that can be used; says why, in words that hold neither key nor text of the thread."""


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


def ask(endpoint: Endpoint, system: str, user: str, *, sleep: Callable[[float], None] = time.sleep) -> str:
    """The model's answer to one question.

    A busy server (429, 5xx) and one that cannot be reached are asked three times, after the pause that the server names
    (`Retry-After`, in seconds) or one that grows. Raises `Unanswered` where that is not enough.
    """
    import httpx  # noqa: PLC0415  it is slow to import, and most projects have no model

    problem, pause = "", _PAUSE
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            response = _post(endpoint, system, user)
        except httpx.TimeoutException as error:
            raise Unanswered(f"no answer within {endpoint.timeout:g} seconds") from error
        except httpx.TransportError as error:
            problem, wait = f"it cannot be reached ({type(error).__name__})", pause
        else:
            if response.status_code not in _TRY_AGAIN:
                return _content(response)
            problem, wait = f"it answered {response.status_code}", _asked_pause(response, pause)
        if wait > _LONGEST_PAUSE:
            raise Unanswered(f"{problem} and wants to be left alone for {wait:g} seconds")
        if attempt < _ATTEMPTS:
            sleep(wait)
            pause *= 2
    raise Unanswered(f"{problem}, {_ATTEMPTS} times")


def _post(endpoint: Endpoint, system: str, user: str) -> httpx.Response:
    """Raises `httpx.TransportError`; a `TimeoutException` also for an answer that trickles in for too long."""
    import httpx  # noqa: PLC0415

    question = {
        "model": endpoint.model,
        "temperature": 0,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
    }
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    until = time.monotonic() + endpoint.timeout
    with (
        httpx.Client(timeout=endpoint.timeout) as client,
        client.stream(
            "POST", f"{endpoint.address.rstrip('/')}/chat/completions", json=question, headers=headers
        ) as response,
    ):
        body = b""
        for chunk in response.iter_bytes():
            body += chunk
            if time.monotonic() > until:
                raise httpx.ReadTimeout("the answer takes too long")
            if len(body) > _MOST_BYTES:
                raise Unanswered("its answer is too long")
        return httpx.Response(
            response.status_code, headers={"Retry-After": response.headers.get("Retry-After", "")}, content=body
        )


def _asked_pause(response: httpx.Response, usual: float) -> float:
    asked = response.headers["Retry-After"]
    return float(asked) if asked.isdecimal() else usual


def _content(response: httpx.Response) -> str:
    if response.status_code in (401, 403):
        raise Unanswered(f"it refused the key ({response.status_code})")
    if response.status_code != 200:
        raise Unanswered(f"it answered {response.status_code}")
    try:
        choice = _Completion.model_validate_json(response.content).choices[0]
    except ValidationError as error:
        raise Unanswered("its answer is not that of a chat completion") from error
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise Unanswered("the model refused")
    if choice.finish_reason == "length":
        raise Unanswered("its answer was cut off")
    if not choice.message.content:
        raise Unanswered("its answer is empty")
    return choice.message.content
