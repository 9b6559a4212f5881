"""The one client through which live systems are read and told: it keeps to a pace, waits when it is told to, and tries again.

Retries are tenacity's; the pace, the pauses that a server asks for and the bounds are here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic, sleep
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

from deskbook import __version__
from deskbook.json_text import JsonError, parse

if TYPE_CHECKING:
    import httpx
    from tenacity import RetryCallState

T = TypeVar("T")

_ATTEMPTS = 6
_LONGEST_PAUSE = 600.0  # seconds that a server may ask for
_MOST_BYTES = 64 << 20
_MOST_MOVES = 5
# Refusals by which a server says that it has done nothing.
_NOT_DONE = frozenset((429, 503))
# What the headers say about the way of the content, which is read already.
_OF_THE_WAY = frozenset(("content-encoding", "content-length", "transfer-encoding", "set-cookie"))
_TRY_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))


class NoAnswer(Exception):  # noqa: N818  each source says what it means
    """A server gave no answer that can be used, however often it was asked. It may later."""


class Refused(Exception):  # noqa: N818  as `NoAnswer`
    """A server will not give this: `status` is its code of 400 or more, `said` the value of its answer, if that is JSON."""

    def __init__(self, status: int, said: object = None) -> None:
        super().__init__(f"it answered {status}")
        self.status = status
        self.said = said


class Moved(Exception):  # noqa: N818  as `NoAnswer`
    """A server sends whoever asks to another one, `address`. A key must not follow."""

    def __init__(self, address: str) -> None:
        super().__init__(f"it has moved to {address}")
        self.address = address


@dataclass(frozen=True, slots=True)
class Answer:
    """The JSON value of an answer, and those of its `headers` that are about it, their names in lower case."""

    value: object
    headers: Mapping[str, str]

    @property
    def next_page(self) -> str | None:
        """The address that `Link: <...>; rel="next"` names (RFC 8288)."""
        for part in self.headers.get("link", "").split(","):
            address, _, rest = part.partition(">")
            if 'rel="next"' in rest:
                return address.strip().removeprefix("<")
        return None


class _NotNow(NoAnswer):
    """`pause` is how many seconds the server wants to be left alone, if it said so, `undone` that it did nothing."""

    def __init__(self, what: str, pause: float | None = None, *, undone: bool = False) -> None:
        super().__init__(what)
        self.pause = pause
        self.undone = undone


@dataclass(frozen=True, slots=True)
class _Request:
    """`path` begins with a slash, or is a whole address."""

    method: str
    path: str
    parameters: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class PoliteClient:
    """Asks one server. A context manager.

    `base` is an address without a slash at its end, `headers` go with each request (and into no message), `pace` is the most
    requests in a second, `timeout` in seconds. `asked_pause` finds in the value of a refusal how many seconds to wait, for
    servers that say it there rather than in `Retry-After`.
    """

    def __init__(
        self,
        base: str,
        *,
        pace: float,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30.0,
        asked_pause: Callable[[object], float | None] = lambda said: None,
    ) -> None:
        import httpx  # noqa: PLC0415  slow to import, and most projects read files

        self._base = base
        self._gap = 1 / pace
        self._timeout = timeout
        self._asked_pause = asked_pause
        self._next = 0.0
        # Redirects are followed here: httpx would take a key along to any other server.
        self._client = httpx.Client(
            headers={"User-Agent": f"deskbook/{__version__}", "Accept": "application/json", **(headers or {})},
            timeout=timeout,
            follow_redirects=False,
            # No other server is ever asked: without TLS there are no certificates, whose list takes a tenth of a second to read.
            verify=urlsplit(base).scheme != "http",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, path: str, parameters: Sequence[tuple[str, str]] = ()) -> object:
        """The JSON at `path`, as `answer` has it."""
        return self.answer(path, parameters).value

    def answer(self, path: str, parameters: Sequence[tuple[str, str]] = ()) -> Answer:
        """What is at `path`, which begins with a slash, or is a whole address that the server named.

        A server that is busy, broken, silent or garbled is asked six times, after growing pauses or the one that it names.
        Raises `NoAnswer` where that is not enough, `Refused`, and `Moved`, also for the address of another server.
        """
        return self._tried(lambda: self._answer(self._follow(_Request("GET", path, tuple(parameters)), _MOST_BYTES)))

    def send(
        self,
        method: str,
        path: str,
        value: object = None,
        parameters: Sequence[tuple[str, str]] = (),
        *,
        again: bool = False,
    ) -> object:
        """Send `value` as JSON and return that of the answer, None where it is empty.

        Nobody knows whether a request that got no whole answer was carried out. It is sent again only with `again`, which says that
        it may be, such as a search. What the server says it did not carry out (429 or 503, with a pause) always is. Raises as
        `answer`; a redirect is not followed.
        """
        body = json.dumps(value).encode() if value is not None else b""
        request = _Request(method, path, tuple(parameters), body, {"Content-Type": "application/json"} if body else {})
        return self._tried(lambda: self._sent(request), again=again)

    def send_form(self, path: str, fields: Mapping[str, str]) -> object:
        """As `send` by POST, with the fields of a form in place of JSON."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._tried(
            lambda: self._sent(_Request("POST", path, (), urlencode(fields).encode(), headers)), again=False
        )

    def get_file(self, path: str, most: int) -> bytes:
        """What is at `path`, of any sort, in the same way. Raises `NoAnswer` also for more than `most` bytes."""
        return self._tried(lambda: self._content(self._follow(_Request("GET", path, headers={"Accept": "*/*"}), most)))

    def _tried(self, ask: Callable[[], T], *, again: bool = True) -> T:
        from tenacity import Retrying, retry_if_exception, stop_after_attempt  # noqa: PLC0415  as httpx

        tries = Retrying(
            retry=retry_if_exception(lambda problem: isinstance(problem, _NotNow) and (again or problem.undone)),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=_pause,
            sleep=sleep,
            reraise=True,
        )
        return tries(ask)

    def _follow(self, request: _Request, most: int) -> httpx.Response:
        request = replace(request, path=self._address(request.path))
        for _ in range(_MOST_MOVES):
            response = self._ask(request, most)
            if not response.has_redirect_location:
                return response
            request = replace(
                request, path=self._address(urljoin(request.path, response.headers["Location"])), parameters=()
            )
        raise NoAnswer("it sends one in circles")

    def _sent(self, request: _Request) -> object:
        response = self._ask(replace(request, path=self._address(request.path)), _MOST_BYTES)
        if response.has_redirect_location:
            raise Moved("{0.scheme}://{0.netloc}".format(urlsplit(urljoin(self._base, response.headers["Location"]))))
        return self._answer(response).value if response.content.strip() or not response.is_success else None

    def _address(self, path: str) -> str:
        """The whole address. Raises `Moved` for that of another server."""
        if path.startswith("/"):
            return f"{self._base}{path}"
        if _server(path) != _server(self._base):
            raise Moved("{0.scheme}://{0.netloc}".format(urlsplit(path)))
        return path

    def _ask(self, request: _Request, most: int) -> httpx.Response:
        """One request, its answer read within twice the time-out."""
        import httpx  # noqa: PLC0415

        sleep(max(0.0, self._next - monotonic()))
        began = monotonic()
        self._next = began + self._gap
        body = b""
        try:
            with self._client.stream(
                request.method,
                request.path,
                params=list(request.parameters) or None,
                headers=request.headers,
                content=request.body or None,
            ) as response:
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > most:
                        raise NoAnswer(f"its answer is longer than {most >> 20} MiB")
                    if monotonic() - began > 2 * self._timeout:
                        raise _NotNow(f"no whole answer within {2 * self._timeout:g} seconds")
        except httpx.TimeoutException:
            raise _NotNow(f"no answer within {self._timeout:g} seconds") from None
        except httpx.RequestError as error:
            raise _NotNow(f"it cannot be reached ({type(error).__name__})") from None
        kept = {name: value for name, value in response.headers.items() if name not in _OF_THE_WAY}
        return httpx.Response(response.status_code, headers=kept, content=body)

    def _answer(self, response: httpx.Response) -> Answer:
        return Answer(self._value(response), dict(response.headers))

    def _value(self, response: httpx.Response) -> object:
        try:
            value = parse(response.content)
        except JsonError as error:
            if response.is_success:
                raise _NotNow(f"its answer cannot be read: {error}") from None
            value = None
        self._see(response, value)
        return value

    def _content(self, response: httpx.Response) -> bytes:
        if not response.is_success:
            self._value(response)
        return response.content

    def _see(self, response: httpx.Response, value: object) -> None:
        """Raise what a refusal means."""
        if response.status_code in _TRY_AGAIN:
            pause = _retry_after(response.headers.get("Retry-After")) or self._asked_pause(value)
            if pause is not None and pause > _LONGEST_PAUSE:
                raise NoAnswer(f"it wants to be left alone for {pause:.0f} seconds")
            undone = response.status_code in _NOT_DONE and pause is not None
            raise _NotNow(f"it answered {response.status_code}, {_ATTEMPTS} times", pause, undone=undone)
        if not response.is_success:
            raise Refused(response.status_code, value)


def _pause(state: RetryCallState) -> float:
    from tenacity import wait_exponential_jitter  # noqa: PLC0415

    problem = state.outcome.exception() if state.outcome else None
    asked = problem.pause if isinstance(problem, _NotNow) else None
    return asked if asked is not None else wait_exponential_jitter(initial=1, max=60)(state)


def _retry_after(header: str | None) -> float | None:
    """Seconds, from a number of them or a date."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _server(address: str) -> tuple[Any, ...]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port
