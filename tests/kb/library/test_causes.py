"""The table that people fill in."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskbook.errors import DecisionError
from deskbook.library import append_causes, read_causes
from deskbook.model import Cause, Sampled

ROWS = (
    Sampled("desk:1", "Edge", 'Says "no", then stops', "https://desk.example/1"),
    Sampled("desk:2", "DNS", "=HYPERLINK(0)", ""),
)
HEAD = "thread,area,title,url,cause\n"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Commas and quotes survive; a title that a spreadsheet would run is text."""
    path = tmp_path / "causes.csv"
    append_causes(path, ROWS)

    assert path.read_text(encoding="utf-8") == (
        f'{HEAD}desk:1,Edge,"Says ""no"", then stops",https://desk.example/1,\ndesk:2,DNS,\'=HYPERLINK(0),,\n'
    )
    assert read_causes(path)[0] == ROWS[0]
    assert read_causes(tmp_path / "none.csv") == ()


def test_more_rows_leave_what_people_wrote(tmp_path: Path) -> None:
    """Labels, columns of their own, the order of columns and the ends of lines stay."""
    path = tmp_path / "causes.csv"
    path.write_bytes(b"\xef\xbb\xbfthread,cause,area,title,url,who\r\ndesk:9,BUG,Edge,Old,,ana\r\n")
    append_causes(path, ROWS[1:])

    assert path.read_bytes() == (
        b"\xef\xbb\xbfthread,cause,area,title,url,who\r\ndesk:9,BUG,Edge,Old,,ana\r\ndesk:2,,DNS,'=HYPERLINK(0),,\r\n"
    )
    assert [row.cause for row in read_causes(path)] == [Cause.BUG, None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "desk:1,Edge,T,,bugs\n", "causes.csv:2: 'bugs' is no cause; did you mean 'bug'?"),
        (HEAD + "desk:1,Edge,T,,bug\ndesk:1,Edge,T,,\n", "causes.csv: 'desk:1' stands there twice"),
        (HEAD + "desk:1,Edge,a, b,,bug\n", "causes.csv:2: this line has another number of columns"),
        (HEAD + "desk:1,Edge\n", "causes.csv:2: this line has another number of columns"),
        (HEAD + ",Edge,T,,\n", "causes.csv:2: this line names no thread"),
        ("thread;area;title;url;cause\n", "causes.csv:1: the column 'thread' is missing"),
        (HEAD + 'desk:1,"Edge\n', "causes.csv: this is no table"),
        ("", "causes.csv:1: the column 'thread' is missing"),
    ],
)
def test_a_damaged_table_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """Nothing is guessed."""
    path = tmp_path / "causes.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DecisionError) as error:
        read_causes(path)
    assert str(error.value).removeprefix(f"{tmp_path}/").startswith(said)
    assert error.value.cure
