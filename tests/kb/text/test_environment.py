"""Products and versions named in a thread."""

from deskbook.text.environment import environment


def test_versions_win_over_bare_names() -> None:
    """Each product is named once, with its version if the thread says it; the team's own products come first."""
    found = environment(
        ["On Ubuntu with curl 8.5.0 and Node.js", "Ubuntu 22.04 and Acme Edge show it"], ("Edge", "Acme Edge", "DNS")
    )

    assert found == ["Acme Edge", "curl 8.5.0", "Ubuntu 22.04", "Node.js"]


def test_numbers_that_are_not_versions() -> None:
    """Protocol versions, times and amounts are no product."""
    assert environment(["It took about 3.5 s over HTTP/1.1 from 10.30 on, version 2.0"]) == []
