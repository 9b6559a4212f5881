"""A real Roundup, from PyPI into a virtual environment of its own, on loopback with a database of its own."""

from __future__ import annotations

import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from .running import beside, carried_out, free_port, served

_VERSION = "2.6.0"
_PASSWORDS = {"admin": "4dm1n-of-the-desk", "grace": "gr4ce-of-the-desk", "deskbook": "d3skbook-of-the-desk"}
_ASKER = "ada@example.com"


@dataclass(frozen=True)
class Roundup:
    """A running tracker. `deskbook` is the token (`NAME:PASSWORD`) of the account that reads and publishes."""

    url: str
    deskbook: str

    def call(self, method: str, path: str, value: object = None) -> Any:
        """What an agent does, over the API, slower where that is asked for."""
        with httpx.Client(auth=("grace", _PASSWORDS["grace"]), headers=self._headers, timeout=60) as client:
            while True:
                answer = client.request(method, f"{self.url}/rest/data{path}", json=value)
                if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
                    break
                time.sleep(float(answer.headers["Retry-After"]))
        answer.raise_for_status()
        return answer.json()["data"]

    def issue(self, title: str, question: str, **fields: object) -> str:
        """A new issue, as a customer's mail makes it."""
        asker = self.call("GET", "/user?username=ada")["collection"][0]["id"]
        said = self.call("POST", "/msg", {"content": question, "author": asker, "date": "."})["id"]
        values = {"title": title, "messages": [said], "nosy": [asker], "priority": "bug"}
        return str(self.call("POST", "/issue", values | fields)["id"])

    def say(self, issue: str, text: str) -> None:
        """A reply."""
        said = self.call("POST", "/msg", {"content": text, "date": ".", "author": "grace"})["id"]
        self.change(issue, messages=[said], operation="add")

    def change(self, issue: str, operation: str = "replace", **fields: object) -> None:
        """Set properties of an issue, or add to them."""
        etag = self.call("GET", f"/issue/{issue}")["@etag"]
        self.call("PATCH", f"/issue/{issue}", {"@op": operation, "@etag": etag, **fields})

    def retire(self, issue: str) -> None:
        """Delete an issue, as far as Roundup does that."""
        etag = self.call("GET", f"/issue/{issue}")["@etag"]
        self.call("DELETE", f"/issue/{issue}", {"@etag": etag})

    @property
    def _headers(self) -> dict[str, str]:
        return {"X-Requested-With": "rest", "Origin": self.url, "Referer": f"{self.url}/"}


@contextmanager
def roundup(folder: Path, calls: int = 100_000) -> Iterator[Roundup]:
    """The tracker while the block lasts, its files in `folder`. It takes `calls` requests in ten seconds. Skips the test where it
    cannot be had."""
    programs = _installed()
    home, port, log = folder / "tracker", free_port(), folder / "roundup.log"
    url = f"http://127.0.0.1:{port}"
    settings = {
        "tracker_web": f"{url}/",
        "mail_domain": "desk.example",
        "mail_host": "127.0.0.1",
        "mail_debug": str(folder / "mails"),  # no mail leaves
        "password_pbkdf2_default_rounds": "1000",  # each request shows the password
        "web_api_calls_per_interval": str(calls),
        "web_api_interval_in_sec": "10",
        "web_api_failed_login_limit": "100",
    }
    said = ",".join(f"{name}={value}" for name, value in settings.items())
    admin = [programs / "roundup-admin", "-i", home]
    carried_out([*admin, "install", "classic", "sqlite", said], log)
    carried_out([*admin, "initialise", _PASSWORDS["admin"]], log)
    for name in ("grace", "deskbook"):
        values = [f"username={name}", f"password={_PASSWORDS[name]}", f"address={name}@desk.example", "roles=User"]
        carried_out([*admin, "create", "user", *values, f"realname={name.title()}"], log)
    carried_out(
        [*admin, "create", "user", "username=ada", f"address={_ASKER}", "realname=Ada Byron", "roles=User"], log
    )
    for keyword in ("document-me", "documented", "printing"):
        carried_out([*admin, "create", "keyword", f"name={keyword}"], log)
    command = [programs / "python", "-P", beside("roundup_server.py"), home, str(port)]
    with served(command, f"{url}/rest/", log, {}):
        yield Roundup(url, f"deskbook:{_PASSWORDS['deskbook']}")


def _installed() -> Path:
    """The folder of its programs, installed once beside this project's own environment."""
    folder = Path(sys.prefix) / f"roundup-{_VERSION}"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*pip, f"roundup=={_VERSION}", "jinja2"], check=False, capture_output=True)
        if done.returncode:
            pytest.skip(f"pip cannot install roundup=={_VERSION}")
        (folder / "ready").touch()
    return folder / "bin"
