"""What stands in no file: keys and switches of the environment."""

from __future__ import annotations

import os

from deskbook.errors import ConfigError

FILE_NAME = "deskbook.toml"
# In place of the store's own key, for what was taken down: hexadecimal. Where the store is made anew for each run, such as in
# CI, it is the only way to know what takedowns.txt means.
KEY_VARIABLE = "DESKBOOK_KEY"


def environment_flag(name: str) -> bool:
    """Whether an environment variable is set to something other than nothing, 0 or false."""
    return os.environ.get(name, "").lower() not in ("", "0", "false", "no")


def environment_secret(name: str, named_by: str = "[assist] key_env") -> str:
    """What an environment variable holds, which a key of deskbook.toml names. Raises `ConfigError` where that is nothing."""
    if secret := os.environ.get(name, "").strip():
        return secret
    raise ConfigError(
        f"the environment has no {name}, which {named_by} names",
        where=FILE_NAME,
        cure=f"set {name} to what the server wants, or take the key out where it wants none",
    )


def environment_key() -> bytes | None:
    """The key in the environment, 16 to 64 bytes; None where there is none. Raises `ConfigError` for anything else."""
    stated = os.environ.get(KEY_VARIABLE, "").strip()
    if not stated:
        return None
    try:
        key = bytes.fromhex(stated)
    except ValueError:
        key = b""
    if not 16 <= len(key) <= 64:
        raise ConfigError(
            f"{KEY_VARIABLE} is no key: 32 to 128 hexadecimal digits are one",
            cure="set it to what `deskbook takedown --show-key` prints where takedowns.txt was written, or to nothing",
        )
    return key
