"""Keys, tokens, passwords. The values are put together here, so that no scanner takes this file for a leak."""

from __future__ import annotations

import pytest

from deskbook.text.redact import find_personal_data, redact_text

_TAIL = "Zx81kQ7vT3mB9nL2wR5yH4jD6sF0gA1cE8uP"
_HEX = "9f86d081884c7d659a2feaa0c55ad015"


@pytest.mark.parametrize(
    ("token", "label"),
    [
        ("gh" + "p_" + _TAIL, "[token]"),
        ("glp" + "at-" + _TAIL[:20], "[token]"),
        ("AK" + "IA" + "QX7ZP3MN2RT5VW8Y", "[key]"),
        ("sk_" + "live_" + _TAIL[:24], "[key]"),
        ("xo" + "xb-893582989554-" + _TAIL[:24], "[token]"),
        ("AI" + "za" + _TAIL[:35], "[key]"),
        ("S" + "G." + _TAIL[:22] + "." + _TAIL, "[token]"),
        ("npm" + "_" + _TAIL, "[token]"),
        ("py" + "pi-AgEIcHlwaS5vcmc" + _TAIL, "[token]"),
        ("S" + "K" + _HEX, "[key]"),
        ("eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0." + _TAIL, "[token]"),
        ("$2" + "b$12$" + "R9h.cIPz0gi/URNNX3kh2OPST9" + "PgBkqquzi1Ss7KIUgO2t0jWMUWx", "[password]"),
    ],
)
def test_known_shapes_are_found_anywhere(token: str, label: str) -> None:
    """A token of a documented shape needs no word beside it."""
    assert redact_text(f"it printed {token} twice").text == f"it printed {label} twice"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("password=hunter22", "password=[password]"),
        ("Password: sunshine", "Password: [password]"),
        ('"db_password": "tr0ub4dor&3",', '"db_password": "[password]",'),
        ("my password is hunter2!", "my password is [password]"),
        ("the password is 'centipede' there", "the password is '[password]' there"),
        (f"api_key => '{_HEX}'", "api_key => '[key]'"),
        (f"export SHOP_TOKEN={_TAIL}", "export SHOP_TOKEN=[token]"),
        (f"Authorization: Bearer {_TAIL}", "Authorization: Bearer [token]"),
        ("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Authorization: Basic [token]"),
        ("Cookie: sid=8a7b6c; theme=dark", "Cookie: [cookie]"),
        ("curl -u maria:s3cr3t https://shop.de", "curl -u maria:[password] https://shop.de"),
        (f"run it with --api-key {_TAIL} now", "run it with --api-key [key] now"),
        ("machine api.shop.de login maria password pass123", "machine api.shop.de login maria password [password]"),
        ('<add key="MailPassword" value="Prestigitariu$"/>', '<add key="MailPassword" value="[password]"/>'),
        ("Server=db;User Id=app;Password=#gets0m3;Trusted=no", "Server=db;User Id=app;Password=[password];Trusted=no"),
        ('new NetworkCredential("maria", "vzihlaquknriqlht")', 'new NetworkCredential("maria", "[password]")'),
    ],
)
def test_a_secret_is_told_by_the_words_beside_it(text: str, expected: str) -> None:
    """Assignments, headers, options and sentences give away what follows them; only the value goes."""
    assert redact_text(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "I forgot my password. When I reset it, nothing came.",
        "The password is incorrect or the token has expired.",
        "password = os.environ['PASSWORD']",
        "password: ${DB_PASSWORD}",
        "password=$PGPASSWORD",
        "token = get_token(request)",
        "API_KEY=<your-api-key>",
        "api_key: xxxxxxxxxxxx",
        "Primary key: user_id, foreign key: order_id",
        "if token == None: raise",
        "the keyboard key is stuck",
        f"commit {_HEX}00112233 fixed the login page",
        "see 3f2504e0-4f89-11d3-9a0c-0305e82c3301 for the key points",
        '"passwordLabel": "Password:"',
        "this.addPassword = '#add-password';",
        "The authorization: required headers are listed below",
    ],
)
def test_talk_about_secrets_stays(text: str) -> None:
    """Prose, variables, calls, stand-ins, digests and identifiers are not secrets."""
    assert redact_text(text).text == text


def test_a_private_key_goes_as_a_whole() -> None:
    """A key block is replaced from its first line to its last, also with text around it."""
    block = (
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAtDSHFO5tfN\nAAAAAwEAAQAAAIEA\n-----END RSA PRIVATE KEY-----"
    )
    result = redact_text(f"here:\n{block}\nthat is it")
    assert result.text == "here:\n[private key]\nthat is it"
    assert result.doubts == ()


def test_a_private_key_without_an_end_is_a_doubt() -> None:
    """What looks like the key is replaced, and the text is marked as unsafe."""
    result = redact_text(
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5v\nAAAAAwEAAQAAAIEAzz\n\nThanks for any help"
    )
    assert result.text == "[private key]\n\nThanks for any help"
    assert result.doubts == ("a private key block has no end",)


def test_a_long_random_string_of_no_known_kind_is_a_doubt() -> None:
    """It stays in the text, but whoever stores the text is told not to; an allowed value is no doubt."""
    text = f"I got {_TAIL}{_TAIL[::-1]} as the answer"
    assert redact_text(text).doubts == ("a long random string is of no known kind",)
    assert redact_text(text, allow=frozenset([_TAIL + _TAIL[::-1]])).doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        f"sha256:{_HEX}{_HEX}",
        "https://cdn.shop.de/i/Zx81kQ7vT3mB9nL2wR5yH4jD6sF0gA1cE8uPzZ.png",
        "/usr/lib/python3/dist-packages/SomeVeryLongPackageName/AnotherModule2.py",
        "AVeryLongIdentifierNameThatNobodyWouldWriteByHand2",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4",
    ],
)
def test_digests_addresses_paths_and_pictures_are_no_doubt(text: str) -> None:
    """Long strings of known kinds hold nothing back."""
    assert redact_text(text).doubts == ()


def test_binary_data_is_a_doubt() -> None:
    """A pasted file cannot be judged, and a lone surrogate cannot be stored."""
    assert redact_text("\x00\x01\x02\x03" * 10).doubts == ("it holds binary data",)
    assert redact_text("caf\udce9").doubts == ("it holds binary data",)


def test_examples_in_documentation_are_not_personal_data() -> None:
    """The strict reading knows the stand-ins that manuals print, and finds real shapes all the same."""
    manual = (
        "aws_access_key_id = AK" + "IAIOSFODNN7EXAMPLE\npassword: required\n--token <token>\nPassword = 'P@ssw0rd'\n"
        f"https://user:password@example.com/\ncommit {_HEX}\nSECRET_KEY=change-me\nconnect with password secret\n"
    )
    assert find_personal_data(manual) == ()
    assert [s.label for s in find_personal_data("token gh" + "p_" + _TAIL)] == ["token"]
    assert [s.label for s in find_personal_data("https://maria:Tr0ub4dor@git.shop.de/")] == ["url-credentials"]
