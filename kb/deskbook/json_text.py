"""Bytes from outside -> a JSON value, or a plain sentence about what is wrong with them."""

from __future__ import annotations

import json


class JsonError(ValueError):
    """Text that is not a JSON value in UTF-8. `line` counts from 1 within what was parsed."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


def parse(raw: bytes) -> object:
    """JSON in UTF-8 -> a value whose text can be written as UTF-8 again. Raises `JsonError` with a plain sentence."""
    try:
        value: object = json.loads(raw.decode("utf-8"))
        if b"\\u" in raw:
            # "\ud83d" alone is valid JSON, but no text: such halves become "?".
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except UnicodeDecodeError as error:
        raise JsonError("this is not UTF-8 text", raw.count(b"\n", 0, error.start) + 1) from None
    except json.JSONDecodeError as error:
        raise JsonError(
            f"this is not valid JSON: {error.msg.lower()} at character {error.colno}", error.lineno
        ) from None
    except RecursionError:
        raise JsonError("this JSON is nested too deeply", 1) from None
    except ValueError:
        raise JsonError("this JSON has a number that is too long", 1) from None
    return value
