"""Uploads under their short address."""

from __future__ import annotations

import time

import pytest

from deskbook.sources.discourse_uploads import key_of, with_short_addresses

FORUM = "https://forum.example/talk"
SHA1 = "bc975735dfc6409c1c2aa5ebf2239949bcbdbd65"
KEY = "qUm0DGR49PAZshIi7HxMd3cAlzn"
SHORT = f"{FORUM}/uploads/short-url/{KEY}"


def test_keys_are_those_of_discourse() -> None:
    """The digits of base 62 in the order that Discourse has; zeros at the front do not count."""
    assert key_of(SHA1) == KEY
    assert key_of("bda2c513e1da04f7b4e99230851ea2aafeb8cc4e") == "r3AYqESanERjladb4vBB7VsMBm6"
    assert key_of("0" * 39 + "a") == "a"
    assert key_of("0" * 40) == "0"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<img src="/talk/uploads/default/original/1X/{SHA1}.png">', f'<img src="{SHORT}.png">'),
        (f'<img src="//forum.example/talk/uploads/db/original/2X/b/bc/{SHA1}.png">', f'<img src="{SHORT}.png">'),
        (f'<a href="{FORUM}/uploads/default/optimized/1X/{SHA1}_2_690x388.jpeg">', f'<a href="{SHORT}.jpeg">'),
        (f'<a href="http://forum.example/talk/uploads/default/original/1X/{SHA1}">', f'<a href="{SHORT}">'),
        (
            f'<img data-base62-sha1="{KEY}" src="https://cdn.example/x_2_1x1.png">',
            f'<img data-base62-sha1="{KEY}" src="{SHORT}.png">',
        ),
        (
            f'<img src="https://bucket.example/a" data-base62-sha1="{KEY}">',
            f'<img src="{SHORT}" data-base62-sha1="{KEY}">',
        ),
    ],
)
def test_all_addresses_of_an_upload_become_one(html: str, expected: str) -> None:
    """Originals, smaller copies and copies on a content network."""
    assert with_short_addresses(html, FORUM) == expected


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="https://other.example/uploads/default/original/1X/{SHA1}.png">',
        f'<img src="https://forum.example.evil.example/talk/uploads/default/original/1X/{SHA1}.png">',
        f'<img src="/talk/uploads/default/original/../../{SHA1}.png">',
        '<img src="/talk/uploads/default/original/1X/notes.png">',
        f'<img src="/talk/secure-uploads/original/1X/{SHA1}.png">',
        '<img src="/uploads/" data-base62-sha1="../../x">',
        f"text about /uploads/default/original/1X/{SHA1}.png",
    ],
)
def test_everything_else_stays(html: str) -> None:
    """Other sites' files, private ones, text, and what only looks like an upload."""
    assert with_short_addresses(html, FORUM) == html


@pytest.mark.parametrize(
    "piece", ['<img src="/uploads/', "<img ", 'src="/uploads/default/original/', f'href="/uploads/{SHA1}']
)
def test_hostile_posts_take_no_longer(piece: str) -> None:
    """Ten megabytes of beginnings without an end."""
    html = piece * (10_000_000 // len(piece)) + 'data-base62-sha1="'
    began = time.process_time()

    with_short_addresses(html, FORUM)

    assert time.process_time() - began < 5
