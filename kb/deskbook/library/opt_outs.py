"""The file of people who opted out of a source: one user name a line."""

from __future__ import annotations

from pathlib import Path

from deskbook.errors import ConfigError


def read_opt_outs(path: Path) -> tuple[str, ...]:
    """The user names in `path`, in order. Raises `ConfigError` where it cannot be read: who opted out must not come in."""
    try:
        text = path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "the list of those who opted out cannot be read, so nothing of this source may be collected",
            where=str(path),
            cure="make the file, one user name a line, or correct `opt_out_file` of the source",
        ) from error
    lines = (line.strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
