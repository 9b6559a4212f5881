"""What counters export, as signals."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deskbook.errors import SourceError
from deskbook.model import Damage, Signal, SignalKind
from deskbook.sources.signals import read_signals

DAY = date(2026, 3, 1)


def read(folder: Path, data: str | bytes, kind: SignalKind | None = None) -> list[Signal | Damage]:
    """What one export tells."""
    (folder / "export.csv").write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_signals("*.csv", folder, kind))


def test_the_endpoint_keeps_one_event_a_line(tmp_path: Path) -> None:
    """As events.js sends them; those of other versions and other things are left out."""
    lines = (
        '{"version": 1, "at": "2026-03-01T10:00:00.000Z", "type": "no-result", "q": "dns", "n": 0}\n'
        '{"version": 1, "at": "2026-03-01T10:00:01.000Z", "type": "helpful", "page": "/dns/"}\n\n'
        '{"type": "something else"}\n'
    )

    assert read(tmp_path, lines) == [
        Signal(SignalKind.NO_RESULT, "dns", 1, DAY),
        Signal(SignalKind.HELPFUL, "/dns/", 1, DAY),
    ]


def test_a_broken_line_is_damage_with_its_place(tmp_path: Path) -> None:
    """The lines around it are read."""
    found = read(tmp_path, '{"type": "search", "q": "a"}\n{"type":\n{"type": "search", "q": "b"}\n')

    assert [one.about for one in found if isinstance(one, Signal)] == ["a", "b"]
    assert [one.where for one in found if isinstance(one, Damage)] == ["export.csv:2"]


@pytest.mark.parametrize(
    "table",
    [
        # Matomo: UTF-16, the kind is known by the report it was exported from
        "Label,nb_visits,nb_hits\ndns checker,3,5\n".encode("utf-16"),
        # Google Analytics: a preface, numbers with commas
        "# ----\n# Events\n#\nSearch term,Event count\ndns checker,5\n",
        "query;count\ndns checker;5\n",
    ],
)
def test_tables_without_events_are_what_the_config_says(tmp_path: Path, table: str | bytes) -> None:
    """In any of the usual encodings, with any of the usual separators and names."""
    assert read(tmp_path, table, SignalKind.NO_RESULT) == [Signal(SignalKind.NO_RESULT, "dns checker", 5)]


def test_goatcounter_says_all_in_the_path(tmp_path: Path) -> None:
    """Names of events hold the kind and what it is about; one row is one hit."""
    table = (
        "2Path,Title,Event,UserAgent,Browser,System,Session,Bot,Referrer,Referrer scheme,Screen size,Location,FirstVisit,Date\n"
        "deskbook/no-result/dns%20checker,,true,,,,1,0,,,,,true,2026-03-01T10:00:00Z\n"
    )

    assert read(tmp_path, table) == [Signal(SignalKind.NO_RESULT, "dns checker", 1, DAY)]


def test_plausible_names_the_event_and_its_property(tmp_path: Path) -> None:
    """A table of events by a property."""
    table = "name,value,events\ndeskbook no-result,dns checker,5\ndeskbook helpful,/dns/,2\n"

    assert read(tmp_path, table) == [
        Signal(SignalKind.NO_RESULT, "dns checker", 5),
        Signal(SignalKind.HELPFUL, "/dns/", 2),
    ]


def test_a_table_that_says_nothing_is_damage(tmp_path: Path) -> None:
    """With what to write, and nothing guessed."""
    (unknown,) = read(tmp_path, "a,b\n1,2\n")
    (kindless,) = read(tmp_path, "query,count\ndns,2\n")

    assert isinstance(unknown, Damage)
    assert isinstance(kindless, Damage)
    assert "kind" in kindless.cure


def test_no_file_is_an_error(tmp_path: Path) -> None:
    """A path that finds nothing is a mistake of the configuration."""
    with pytest.raises(SourceError):
        list(read_signals("*.csv", tmp_path, None))
