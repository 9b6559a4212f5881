"""A real Request Tracker 5, as Debian packs it, on loopback with a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from .running import beside, carried_out, debian_packages, free_port, served

_ANSWERS = """\
request-tracker5 request-tracker5/dbconfig-install boolean false
request-tracker5 request-tracker5/install-cronjobs boolean false
request-tracker5 request-tracker5/initial-root-password password unused
"""
_LIBRARY = "/usr/share/request-tracker5/lib"
_SERVER = "/usr/share/request-tracker5/libexec/rt-server"
# Prints a token for each of the users that are named.
_TOKENS = """
use RT; RT::LoadConfig(); RT::Init(); require RT::AuthToken;
for my $name (@ARGV) {
  my $user = RT::User->new(RT->SystemUser); $user->Load($name);
  my ($done, $said, $token) = RT::AuthToken->new(RT->SystemUser)->Create(Owner => $user->Id, Description => "test");
  die $said unless $done;
  print "$token\\n";
}
"""


@dataclass(frozen=True)
class RequestTracker:
    """A running system: `grace` is an agent's token, `deskbook` that of the account that reads and publishes, `reader` one that
    may only read."""

    url: str
    grace: str
    deskbook: str
    reader: str

    def call(self, method: str, path: str, value: object = None) -> Any:
        """What an agent does, over the API."""
        answer = httpx.request(
            method,
            f"{self.url}/REST/2.0{path}",
            json=value,
            headers={"Authorization": f"token {self.grace}"},
            timeout=60,
        )
        answer.raise_for_status()
        return answer.json()

    def ticket(self, subject: str, question: str, asker: str = "ada@example.com", **fields: object) -> int:
        """A new ticket, as a customer's mail makes it."""
        said = {"Queue": "support", "Subject": subject, "Requestor": asker, "Content": question}
        return int(self.call("POST", "/ticket", said | {"ContentType": "text/plain"} | fields)["id"])

    def say(self, ticket: int, text: str, *, internal: bool = False, html: bool = False) -> None:
        """A reply to the customer, or a comment among agents."""
        way = "comment" if internal else "correspond"
        kind = "text/html" if html else "text/plain"
        self.call("POST", f"/ticket/{ticket}/{way}", {"Content": text, "ContentType": kind})

    def change(self, ticket: int, **fields: object) -> None:
        """Set a ticket's status or custom fields."""
        self.call("PUT", f"/ticket/{ticket}", fields)


@contextmanager
def request_tracker(folder: Path) -> Iterator[RequestTracker]:
    """The system while the block lasts, its files in `folder`. Skips the test where it cannot be had."""
    debian_packages("request-tracker5", "rt5-db-sqlite", "rt5-standalone", answers=_ANSWERS)
    port, log = free_port(), folder / "rt.log"
    (folder / "empty").mkdir()
    variables = {
        "DESK_FOLDER": str(folder),
        "DESK_PORT": str(port),
        "RT_SITE_CONFIG": str(beside("request_tracker_site.pm")),
        "RT_SITE_CONFIG_DIR": str(folder / "empty"),
        "TMPDIR": str(folder),  # mails that are not sent lie there
    }
    for action in (["init"], ["insert", "--datafile", str(beside("request_tracker_data.pl"))]):
        carried_out(["/usr/sbin/rt-setup-database-5", "--action", *action, "--skip-create"], log, **variables)
    tokens = carried_out(["perl", f"-I{_LIBRARY}", "-e", _TOKENS, "grace", "deskbook", "reader"], log, **variables)
    command = [_SERVER, "--server", "Starlet", "--host", "127.0.0.1", "--port", str(port), "--max-workers", "2"]
    url = f"http://127.0.0.1:{port}"
    with served(command, f"{url}/REST/2.0/rt", log, variables):
        yield RequestTracker(url, *tokens.split())
