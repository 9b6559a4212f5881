"""collect signals: from exports to the store, redacted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from deskbook.model import Damage, Signal, SignalKind, Takedown, TakedownKind
from deskbook.stages.signals import collect_signals
from deskbook.store import read_signals
from deskbook.text.redact import Policy, Takedowns
from deskbook.text.redact.takedowns import fingerprint, forms

POLICY = Policy()
NONE = Takedowns.of((), b"key")


def searched(about: str, count: int = 1) -> Signal:
    """A search without result."""
    return Signal(SignalKind.NO_RESULT, about, count, date(2026, 3, 1))


def test_the_same_searches_are_added_up(tmp_path: Path) -> None:
    """Case and space apart; pages by their path."""
    page = Signal(SignalKind.HELPFUL, "https://help.example/dns/?x=1")

    counted = collect_signals([searched("DNS  checker", 2), searched("dns checker"), page], tmp_path, POLICY, NONE)

    assert counted.events == 4
    assert read_signals(tmp_path) == (Signal(SignalKind.HELPFUL, "/dns/"), searched("dns checker", 3))


def test_personal_data_in_a_search_is_not_kept(tmp_path: Path) -> None:
    """Readers paste what they see; nothing of it touches the disk."""
    collect_signals(
        [searched("reset eve.planted@acme-corp.com"), searched("key AKIAIOSFODNN7PLANTED")], tmp_path, POLICY, NONE
    )

    assert b"planted" not in b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()
    assert len(read_signals(tmp_path)) == 2


def test_what_was_taken_down_stays_out(tmp_path: Path) -> None:
    """Also where only a reader wrote it."""
    gone = Takedown(
        datetime(2026, 1, 1, tzinfo=UTC),
        TakedownKind.TEXT,
        key=fingerprint(b"key"),
        forms=forms(TakedownKind.TEXT, "project falcon", b"key"),
    )

    collect_signals([searched("project falcon price")], tmp_path, POLICY, Takedowns.of([gone], b"key"))

    assert "falcon" not in read_signals(tmp_path)[0].about


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    """The exports are the history: what is no longer in them is gone, and damage does not stop the rest."""
    collect_signals([searched("a"), searched("b")], tmp_path, POLICY, NONE)
    counted = collect_signals([searched("a"), Damage("x", "y", "z")], tmp_path, POLICY, NONE)

    assert [one.about for one in read_signals(tmp_path)] == ["a"]
    assert counted.damages == (Damage("x", "y", "z"),)
