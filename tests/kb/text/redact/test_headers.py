"""Credentials of headers, cookies and command lines."""

from __future__ import annotations

import pytest

from deskbook.text.redact import find_personal_data, redact_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Set-Cookie: sid=k3v9q0m4; Path=/", "Set-Cookie: [cookie]"),
        ("PHPSESSID=k3v9q0m4x7t2b8w1 is mine", "PHPSESSID=[cookie] is mine"),
        ('"sessionId": "k3v9q0m4x7t2b8w1"', '"sessionId": "[cookie]"'),
        ("curl https://shop.de \\\n-u maria:s3cr3t", "curl https://shop.de \\\n-u maria:[password]"),
        ("mysql -h db -u app -pTr0ub4dor shop", "mysql -h db -u app -p[password] shop"),
        ("password = 'open sesame now'", "password = '[password]'"),
        ('variable "api_token" {\n  default = "004EWTpRQT_HJtG_nL-agxacg"\n}', 'variable "api_token" {\n  default = "[token]"\n}'),
    ],
)  # fmt: skip
def test_credentials_are_found_where_programs_take_them(text: str, expected: str) -> None:
    """Cookies, session ids, options, pass phrases in quotes and defaults of variables."""
    assert redact_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "sessionid=abcdefabcdefabcdef",
        'password = "Enter your password"',
        '"passwordHint": "please choose a new one"',
        "the token for commit 3b335d612137949d2f21fcc6c8c8164db7603227 is fine",
        "public_key_token=b77a5c561934e089",
        "api_key = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "token: a1b2c3d4e5f6g7h8i9j0k1l2",
    ],
)
def test_what_only_stands_there_stays(text: str) -> None:
    """Made-up values, labels of forms, digests and public keys are no secrets."""
    assert redact_text(text).text == text


def test_publishable_keys_may_be_published() -> None:
    """A key that is made to be seen by everybody passes the gate, and its secret sister does not."""
    tail = "51HZx81kQ7vT3mB9nL2wR5yH"
    assert find_personal_data(f"pk_{'live'}_{tail}") == ()
    assert [s.label for s in find_personal_data(f"sk_{'live'}_{tail}")] == ["key"]


@pytest.mark.parametrize(
    "text",
    [
        "a@example.com a@example.org a@example.net a@x.example a@x.test a@x.invalid",
        "192.0.2.1 198.51.100.7 203.0.113.250 2001:db8::1",
        "(212) 555-0142, +44 7700 900123, 020 7946 0018, +61 491 570 156, 01 99 00 12 34",
        "4000 0566 5566 5556, 5200-8282-8282-8210",
    ],
)
def test_values_for_documentation_are_nobodys(text: str) -> None:
    """What standards and networks set aside for examples may be published."""
    assert find_personal_data(text) == ()
