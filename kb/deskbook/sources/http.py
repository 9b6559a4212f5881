"""The one client through which live systems are read: it keeps to a pace, waits when it is told to, and tries again.

Retries are tenacity's; the pace, the pauses that a server asks for and the bounds are here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic, sleep
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urljoin, urlsplit

from deskbook import __version__

from .files import JsonError, parse

if TYPE_CHECKING:
    import httpx
    from tenacity import RetryCallState

T = TypeVar("T")

_ATTEMPTS = 6
_LONGEST_PAUSE = 600.0  # seconds that a server may ask for
_MOST_BYTES = 64 << 20
_MOST_MOVES = 5
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


class _NotNow(NoAnswer):
    """`pause` is how many seconds the server wants to be left alone, if it said so."""

    def __init__(self, what: str, pause: float | None = None) -> None:
        super().__init__(what)
        self.pause = pause


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
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, path: str, parameters: Sequence[tuple[str, str]] = ()) -> object:
        """The JSON at `path`, which begins with a slash.

        A server that is busy, broken, silent or garbled is asked six times, after growing pauses or the one that it names.
        Raises `NoAnswer` where that is not enough, `Refused`, and `Moved`.
        """
        return self._tried(lambda: self._value(self._follow(path, parameters, _MOST_BYTES, {})))

    def get_file(self, path: str, most: int) -> bytes:
        """What is at `path`, of any sort, in the same way. Raises `NoAnswer` also for more than `most` bytes."""
        return self._tried(lambda: self._content(self._follow(path, (), most, {"Accept": "*/*"})))

    def _tried(self, ask: Callable[[], T]) -> T:
        from tenacity import Retrying, retry_if_exception_type, stop_after_attempt  # noqa: PLC0415  as httpx

        tries = Retrying(
            retry=retry_if_exception_type(_NotNow),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=_pause,
            sleep=sleep,
            reraise=True,
        )
        return tries(ask)

    def _follow(
        self, path: str, parameters: Sequence[tuple[str, str]], most: int, headers: Mapping[str, str]
    ) -> httpx.Response:
        address = f"{self._base}{path}"
        for _ in range(_MOST_MOVES):
            response = self._ask(address, parameters, most, headers)
            if not response.has_redirect_location:
                return response
            address, parameters = urljoin(address, response.headers["Location"]), ()
            if _server(address) != _server(self._base):
                raise Moved("{0.scheme}://{0.netloc}".format(urlsplit(address)))
        raise NoAnswer("it sends one in circles")

    def _ask(
        self, address: str, parameters: Sequence[tuple[str, str]], most: int, headers: Mapping[str, str]
    ) -> httpx.Response:
        """One request, its answer read within twice the time-out."""
        import httpx  # noqa: PLC0415

        sleep(max(0.0, self._next - monotonic()))
        began = monotonic()
        self._next = began + self._gap
        body = b""
        try:
            with self._client.stream("GET", address, params=list(parameters) or None, headers=headers) as response:
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
        kept = {name: response.headers[name] for name in ("Location", "Retry-After") if name in response.headers}
        return httpx.Response(response.status_code, headers=kept, content=body)

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
            raise _NotNow(f"it answered {response.status_code}, {_ATTEMPTS} times", pause)
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
