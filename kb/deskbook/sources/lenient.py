"""Types of keys that an export may leave out, or fill with something else: what does not fit counts as not there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator


def _moment(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 43:
        raise ValueError("is no time in milliseconds")
    return datetime.fromtimestamp(value // 1000, UTC).replace(microsecond=value % 1000 * 1000)


Text = Annotated[str, BeforeValidator(lambda value: value if isinstance(value, str) else "")]
Flag = Annotated[bool, BeforeValidator(lambda value: value is True)]
Object = Annotated[dict[str, Any], BeforeValidator(lambda value: value if isinstance(value, dict) else {})]
Values = Annotated[list[Any], BeforeValidator(lambda value: value if isinstance(value, list) else [])]
Objects = Annotated[
    list[dict[str, Any]],
    BeforeValidator(lambda value: [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []),
]
# Milliseconds since 1970. This one has to be there.
Millis = Annotated[datetime, BeforeValidator(_moment)]
