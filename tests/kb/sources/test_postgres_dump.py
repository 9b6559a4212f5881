"""Rows out of a plain dump."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.sources.postgres_dump import BadRow, Block, CutOff, Row, rows

END = "\\.\n-- PostgreSQL database dump complete"


def read(text: str | bytes, **wanted: tuple[str, ...]) -> list[Block | Row | BadRow]:
    """All entries of a dump."""
    raw = text.encode("utf-8") if isinstance(text, str) else text
    return list(rows(raw.split(b"\n"), wanted))


def test_columns_are_found_by_name() -> None:
    """They may stand in any order, be quoted, or not be there."""
    text = f'COPY public.a (x, "position", y) FROM stdin;\n1\t2\t3\n{END}'

    assert read(text, a=("y", "position", "z"))[1:] == [Row("a", 2, ("3", "2", None))]


def test_only_the_heads_of_other_tables_are_read() -> None:
    """Their rows are passed by, whatever is in them; so is all that stands between tables."""
    text = f"\\restrict abc\nSELECT 1;\nCOPY public.secret (x) FROM stdin;\n\\\\.\nCOPY public.a (x) FROM stdin;\n\\.\n\nCOPY public.a (x) FROM stdin;\n1\n{END}\n\\unrestrict abc"

    assert read(text, a=("x",)) == [Block("secret", ("x",)), Block("a", ("x",)), Row("a", 9, ("1",))]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("\\N", None),
        ("\\\\N", "\\N"),
        ("", ""),
        ("a\\tb\\nc\\\\nd", "a\tb\nc\\nd"),
        ("\\b\\f\\v\\r", "\b\f\v\r"),
        ("\\x41\\x4a\\x9", "AJ\t"),
        ("\\101\\7", "A\a"),
        ("\\303\\251", "é"),
        ("\\q\\\\\\q", "q\\q"),
        ("\\\\x41", "\\x41"),
    ],
)
def test_escapes(written: str, value: str | None) -> None:
    """All that PostgreSQL reads."""
    assert read(f"COPY public.a (x) FROM stdin;\n{written}\n{END}", a=("x",))[1:] == [Row("a", 2, (value,))]


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1))
def test_what_postgres_writes_is_read_back(values: list[str]) -> None:
    """Any text survives, whatever it looks like."""
    written = "\t".join(
        value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r") for value in values
    )
    names = tuple(f"c{number}" for number in range(len(values)))

    found = read(f"COPY public.a ({', '.join(names)}) FROM stdin;\n{written}\n{END}", a=names)

    assert found[1:] == [Row("a", 2, tuple(values))]


def test_bad_rows_are_named_and_the_others_read() -> None:
    """Too few values, too many, bytes that are no text: each with its line."""
    text = b"COPY public.a (x, y) FROM stdin;\n1\n1\t2\t3\n\xff\t2\n1\t2\n" + END.encode()

    found = read(text, a=("x",))[1:]

    assert [(type(entry), entry.line) for entry in found if not isinstance(entry, Block)] == [
        (BadRow, 2), (BadRow, 3), (BadRow, 4), (Row, 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELECT 1;\n",
        "COPY public.a (x) FROM stdin;\n1\n",
        "COPY public.b (x) FROM stdin;\n",
        "COPY public.a (x) FROM stdin;\n\\.\n",
    ],
)
def test_a_dump_that_is_not_whole_says_so(text: str) -> None:
    """Within a table, between two, or without its last line."""
    with pytest.raises(CutOff):
        read(text, a=("x",))
