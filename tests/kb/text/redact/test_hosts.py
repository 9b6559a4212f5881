"""Host names of the customer."""

from __future__ import annotations

import pytest

from deskbook.text.redact import find_personal_data, redact_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it runs on db01.keller.lan now", "it runs on [host] now"),
        ("http://wiki.keller.local:8080/x", "http://[host]:8080/x"),
        ("mail.corp and jenkins-2.build.internal", "[host] and [host]"),
        ("our server is web.keller-werke.de and it hangs", "our server is [host] and it hangs"),
        ("our web site https://www.keller-werke.de/shop is down", "our web site https://[host]/shop is down"),
        ("unser Server heißt atlas.keller-werke.de", "unser Server heißt [host]"),
        ("ssh -p 22 maria@atlas", "ssh -p 22 maria@[host]"),
        ("maria@atlas-laptop:~$ make", "maria@[host]:~$ make"),
        (r"open \\fs07\share\plans", r"open \\[host]\share\plans"),
        ("hostname: atlas7", "hostname: [host]"),
        ("Server=db.keller-werke.de;Database=x", "Server=[host];Database=x"),
    ],
)
def test_a_host_of_somebody_is_found(text: str, expected: str) -> None:
    """Names of an inside network, and what stands behind "our server", ssh, a share or a field for hosts; the rest of the line stays."""
    assert redact_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "our server is www.example.com, my site is shop.test",
        "copy jail.conf to jail.local and .env.local, see /usr/.local/bin",
        "host = config.host; server = self.app; host: localhost",
        "ssh user@host, ssh root@localhost",
        "ubuntu@ubuntu:~$ ls",
        "the computer name is written to the log",
        "our server is slow. It is in the cellar",
        "server: nginx, host: 10.0.0.3",
        "this.internal(x) and foo.local.bar",
        "kubernetes.default.svc.cluster.local and host.docker.internal",
    ],
)
def test_other_names_stay(text: str) -> None:
    """Documentation hosts, public services, files, fields of programs and talk are not the customer's machines."""
    assert redact_text(text).text == text


def test_an_allowed_domain_allows_its_machines() -> None:
    """What the policy names, with all below it, is the vendor's own."""
    text = "our server is eu.deskshop.de, your gateway is deskshop.de, their portal is desk.keller.de"
    expected = "our server is eu.deskshop.de, your gateway is deskshop.de, their portal is [host]"
    assert redact_text(text, allow=frozenset(["deskshop.de"])).text == expected


def test_published_text_may_name_its_own_hosts() -> None:
    """The strict reading finds only full names of an inside network."""
    assert find_personal_data("our server is web.keller-werke.de or printer.local; ssh maria@atlas") == ()
    assert [s.label for s in find_personal_data("it runs on db01.keller.lan")] == ["host"]
