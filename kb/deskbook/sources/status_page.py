"""The status page of the platform, read politely: which incidents are open."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from deskbook.errors import SourceError
from deskbook.http import Moved, NoAnswer, PoliteClient, Refused
from deskbook.model import Incident, StatusPage

from .records import Spoiled
from .status_shapes import SHAPES, Page, latest_first

_TIMEOUT = 10.0  # seconds
_MOST_BYTES = 4 << 20
_PACE = 5.0  # requests in a second
_CURE = "see that `[status]` in deskbook.toml names the right type and address, or run `deskbook incidents` again later"


def open_incidents(kind: StatusPage, address: str, now: datetime) -> tuple[Incident, ...]:
    """The incidents that are not over, the latest first. `now` is aware.

    `address` is that of the status page without a slash at its end, of a feed the feed's own, of Upptime `owner/name`. Raises
    `SourceError` where the page cannot be read.
    """
    try:
        return latest_first(SHAPES[kind](Page(address, _json, _text, now)))
    except Spoiled as error:
        raise SourceError(f"this is no answer of {kind}: {error.what}", where=address, cure=_CURE) from None
    except Refused as error:
        raise SourceError(f"the status page {error}", where=address, cure=_CURE) from None
    except (NoAnswer, Moved) as error:
        raise SourceError(f"the status page gives no answer: {error}", where=address, cure=_CURE) from None


def _json(address: str) -> object:
    server, path = _parted(address)
    with PoliteClient(server, pace=_PACE, timeout=_TIMEOUT) as client:
        return client.get(path)


def _text(address: str) -> str:
    server, path = _parted(address)
    with PoliteClient(server, pace=_PACE, timeout=_TIMEOUT) as client:
        return client.get_file(path, _MOST_BYTES).decode("utf-8", "replace")


def _parted(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}", address.removeprefix(f"{parts.scheme}://{parts.netloc}") or "/"
