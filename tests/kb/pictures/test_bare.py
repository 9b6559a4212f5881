"""Pictures from outside, honest and hostile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.pictures import LARGEST, Picture, bare
from images import GIF, JPEG, PLANTED, PNG, SVG, WEBP, WEBP_ANIMATED, chunk, png

SORTS = {"png": PNG, "jpg": JPEG, "gif": GIF, "webp": WEBP}


def read(data: bytes) -> Picture:
    """A picture that is fit to be kept."""
    picture = bare(data)
    assert picture is not None
    return picture


@pytest.mark.parametrize("sort", SORTS)
def test_metadata_is_gone(sort: str) -> None:
    """Comments, Exif, XMP and text are in the file that comes in, and not in the one that is kept; the sort is told by its bytes."""
    assert PLANTED in SORTS[sort]

    picture = read(SORTS[sort])

    assert picture.sort == sort
    assert PLANTED not in picture.data
    assert len(picture.data) < len(SORTS[sort])


@pytest.mark.parametrize("data", [*SORTS.values(), WEBP_ANIMATED])
def test_what_is_kept_is_kept_again_as_it_is(data: bytes) -> None:
    """Taking metadata out of a picture without any changes nothing."""
    picture = read(data)

    assert bare(picture.data) == picture


@pytest.mark.parametrize("data", [*SORTS.values(), WEBP_ANIMATED])
def test_one_that_ends_too_early_is_not_kept(data: bytes) -> None:
    """Wherever it was cut off."""
    whole = read(data).data

    assert [size for size in range(len(whole)) if bare(whole[:size])] == []


def test_a_photograph_stays_upright_and_forgets_where_it_was_taken() -> None:
    """Of Exif one number is left, which says that this one lies on its side; its size is that on the page."""
    picture = read(JPEG)

    assert (picture.width, picture.height) == (6, 8)
    assert picture.data.count(b"Exif\0\0") == 1
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in picture.data
    assert b"\x88\x25" not in picture.data  # the pointer to a place on the map


def test_pictures_in_motion_stay_so() -> None:
    """A GIF and a WebP keep their frames, how long each is shown and how often."""
    assert read(GIF).data.count(b"\x21\xf9\x04") == 2
    assert b"NETSCAPE2.0\x03\x01" in read(GIF).data
    assert read(WEBP_ANIMATED).data.count(b"ANMF") == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        SVG,
        b"<html>PLANTED</html>",
        b"\x89PNG\r\n\x1a\n" + SVG,
        b"\xff\xd8\xff" + SVG,
        b"GIF89a" + SVG,
        b"RIFF\x40\0\0\0WEBP" + SVG,
        b"BM" + bytes(60),
        b"%PDF-1.7 PLANTED",
    ],
)
def test_what_is_no_picture_is_not_kept(data: bytes) -> None:
    """Neither drawings that can hold programs nor what only begins as a picture."""
    assert bare(data) is None


def test_one_with_a_wrong_checksum_is_not_kept() -> None:
    """The pieces of a PNG say what is in them."""
    spoilt = bytearray(png())
    spoilt[-16] ^= 1

    assert bare(bytes(spoilt)) is None


def test_a_part_that_nobody_knows_and_that_must_be_known_is_refused() -> None:
    """A PNG says by a capital letter that it cannot be shown without."""
    assert bare(png(extra=chunk(b"ABCD", b""))) is None
    assert bare(png(extra=chunk(b"abCD", PLANTED))) == bare(png())


@pytest.mark.parametrize(
    ("width", "height"), [(16_001, 1), (1, 16_001), (8_000, 8_000), (0, 6), (8, 0), (2**31, 2**31)]
)
def test_sizes_that_fill_a_memory_are_refused(width: int, height: int) -> None:
    """A small file can say that it is shown as a wall of pixels."""
    assert bare(png(width, height)) is None


def test_five_megabytes_are_the_most() -> None:
    """What is behind the end of a picture counts, too: it is what has to be read."""
    room = LARGEST - len(png())

    assert bare(png(tail=bytes(room)))
    assert bare(png(tail=bytes(room + 1))) is None


@given(data=st.data(), sort=st.sampled_from(sorted(SORTS)))
def test_a_damaged_one_is_refused_or_still_bare(data: st.DataObject, sort: str) -> None:
    """Whatever is changed in a file, it is none, or it is one in which there is nothing more to take out."""
    damaged = bytearray(SORTS[sort])
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))

    picture = bare(bytes(damaged))

    assert picture is None or bare(picture.data) == picture
