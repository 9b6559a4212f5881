"""Products, versions and settings named in a thread."""

from deskbook.text.environment import environment


def test_versions_win_over_bare_names() -> None:
    """Each product is named once, with its version if the thread says it; the team's own products come first."""
    found = environment(
        ["On Ubuntu with curl 8.5.0 and Node.js"], ["Ubuntu 22.04 and Acme Edge show it"], ("Edge", "Acme Edge", "DNS")
    )

    assert found == ["Acme Edge", "curl 8.5.0", "Ubuntu 22.04", "Node.js"]


def test_numbers_that_are_not_versions() -> None:
    """Times, amounts and steps are no product."""
    assert environment(["It took about 3.5 s from 10.30 on, version 2.0. See step 2.1 and chapter 3.4."]) == []


def test_where_people_sit() -> None:
    """Operating systems, browsers and protocols are named as people write them."""
    found = environment(
        ["In Firefox version 128.0 and Chrome on Windows 11, over HTTP/2 and TLS 1.2.", "Also version 7 of Acme Sync."]
    )

    assert found == ["Firefox 128.0", "Acme Sync 7", "Chrome", "Windows 11", "HTTP/2", "TLS 1.2"]


def test_settings_have_the_value_that_the_customer_has() -> None:
    """What the team sets is the cure; where the problem shows, the customer's value stands, and what was redacted never."""
    asked = "We run with `NODE_ENV=production` and API_KEY=[key].\n\n```ini\nmax_connections = 100\n```\n"

    found = environment([asked], ["Set `max_connections = 400` and `idle_timeout = 30`, then unset NODE_ENV."])

    assert found == ["`NODE_ENV=production`", "`API_KEY`", "`max_connections = 100`", "`idle_timeout`"]


def test_lines_of_logs_and_examples_are_no_environment() -> None:
    """A protocol in a log line and the settings of the team's code say nothing about where it happens."""
    log = '10.0.0.1 "POST /login HTTP/1.1" 429'

    assert environment([log], ["Try this:\n\n```python\nserve(ping_interval = 30)\n```"]) == []
