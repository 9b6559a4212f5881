"""IP and MAC addresses, URLs."""

from __future__ import annotations

import pytest

from deskbook.text.redact import find_personal_data, redact_text


def test_public_addresses_are_found() -> None:
    """IPv4, IPv6 and hardware addresses of somebody are replaced; the port and the URL around them stay."""
    text = "from 41.173.96.26:8080 to http://184.106.81.14/x and [2a02:8109:9440:3f::77]:443, 6e40:4041:c617:e898:c11:40d2:c669:2eb4, 3c:22:fb:4a:9d:10"
    assert redact_text(text).text == "from [ip]:8080 to http://[ip]/x and [[ip]]:443, [ip], [mac]"


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.1 192.168.178.1 172.16.3.4 127.0.0.1 169.254.1.1 0.0.0.0 255.255.255.0",
        "192.0.2.7 198.51.100.23 203.0.113.9 2001:db8::1 ::1 fe80::1 ff02::1",
        "8.8.8.8 and 1.1.1.1",
        "Chrome/120.0.6099.71 kernel 2.6.8.1 v1.2.3.4 version 7.4.1.2 1.2.3.4.5",
        "std::vector<int> a::b::c 12:30:45 at 00:00:00",
        "00:00:00:00:00:00 and ff:ff:ff:ff:ff:ff",
        "10.in-addr.arpa 999.999.999.999",
    ],
)
def test_nobodys_addresses_stay(text: str) -> None:
    """Private and documentation ranges, net masks, well-known resolvers, versions, times and C++ scopes are no addresses of anybody."""
    assert redact_text(text).text == text


def test_credentials_in_a_url_go_and_the_host_stays() -> None:
    """Scheme, host and path say where; user and password are replaced."""
    text = "git clone https://maria:s3cr3t@git.shop.de/app.git; postgresql://app:p@ss:w0rd@db:5433/x"
    assert (
        redact_text(text).text
        == "git clone https://[credentials]@git.shop.de/app.git; postgresql://[credentials]@db:5433/x"
    )
    assert redact_text("https://user:${PASSWORD}@host/").text == "https://user:${PASSWORD}@host/"


def test_query_parameters_that_grant_access_lose_their_value() -> None:
    """The parameter's name stays, so that a reader still sees what the URL was for."""
    text = "https://a.shop.de/f?page=2&access_token=abc123def456ghi789&sig=Zm9vYmFyMTIzNDU2Nzg5MA&x=1"
    assert redact_text(text).text == "https://a.shop.de/f?page=2&access_token=[token]&sig=[token]&x=1"
    assert redact_text("https://a.shop.de/?key=name&session=new").text == "https://a.shop.de/?key=name&session=new"


def test_version_numbers_in_tables_are_no_addresses() -> None:
    """Four small numbers in published text are a version."""
    assert find_personal_data("Cmdlet  Get-Alias  3.1.0.0\nCmdlet  Get-Verb  6.1.2.1") == ()
