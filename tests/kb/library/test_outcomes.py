"""The tracked file of what people decided about single threads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.errors import DecisionError
from deskbook.library import append_outcome, read_outcomes
from deskbook.model import Link, Outcome
from strategies import lines

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def decision(outcome: Outcome, thread: str = "tickets:17", *, article: str = "", reason: str = "") -> Link:
    return Link(thread, outcome, article, reason, NOW, decided=True)


@st.composite
def decisions(draw: st.DrawFn) -> Link:
    outcome = draw(st.sampled_from([Outcome.NEW, Outcome.IMPROVES, Outcome.SKIP]))
    article = draw(lines) if outcome is Outcome.IMPROVES else ""
    reason = draw(lines) if outcome is Outcome.SKIP else ""
    return decision(outcome, draw(lines), article=article, reason=reason)


@settings(deadline=None)
@given(st.lists(decisions(), max_size=6))
def test_the_latest_decision_about_each_thread_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, made: list[Link]
) -> None:
    """Whatever threads, articles and reasons are called, they come back, and a later decision overrides an earlier one."""
    path = tmp_path_factory.mktemp("outcomes") / "outcomes.txt"
    for one in made:
        append_outcome(path, one)

    latest = {one.thread: (one.outcome, one.article, one.reason) for one in made}
    assert {o.thread: (o.outcome, o.article, o.reason) for o in read_outcomes(path)} == latest
    assert all(one.decided for one in read_outcomes(path))


def test_a_person_can_read_it(tmp_path: Path) -> None:
    """The file explains itself; a decision is one plain line, with letters as they are."""
    path = tmp_path / "outcomes.txt"
    append_outcome(path, decision(Outcome.SKIP, reason="nur dieses Konto, für „Müller“"))
    append_outcome(path, decision(Outcome.IMPROVES, "forum:8", article="purge-cache"))
    append_outcome(path, decision(Outcome.NEW, "chat:#help 9"))

    comments, _, written = path.read_text(encoding="utf-8").partition("\n\n")

    assert all(line.startswith("#") for line in comments.splitlines())
    assert written == (
        '2026-11-22T09:30:00Z skip tickets:17 "nur dieses Konto, für „Müller“"\n'
        "2026-11-22T09:30:01Z improves forum:8 purge-cache\n"
        '2026-11-22T09:30:02Z new "chat:#help 9"\n'
    )


def test_the_order_of_the_lines_does_not_matter(tmp_path: Path) -> None:
    """What git merges in any order means the same, and a line that stands twice counts once."""
    path = tmp_path / "outcomes.txt"
    append_outcome(path, decision(Outcome.SKIP, reason="once"))
    append_outcome(path, decision(Outcome.NEW))
    before = read_outcomes(path)

    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[::-1] * 2), encoding="utf-8")

    assert read_outcomes(path) == before
    assert [one.outcome for one in before] == [Outcome.NEW]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<<<<<<< HEAD", "a merge in git left its mark"),
        ("2026-11-22T09:30:00Z skpi tickets:17 why", "did you mean 'skip'?"),
        ("2026-11-22T09:30:00Z skip tickets:17", "a reason in quotation marks"),
        ("2026-11-22T09:30:00Z skip tickets:17 only this customer", "a reason in quotation marks"),
        ('2026-11-22T09:30:00Z skip tickets:17 ""', "a reason"),
        ("2026-11-22T09:30:00Z improves tickets:17", "the id of an article"),
        ("2026-11-22T09:30:00Z new", "needs a thread"),
        ("2026-11-22T09:30:00Z covered tickets:17 purge", "add the thread to its `sources`"),
        ("tomorrow new tickets:17", "tomorrow"),
    ],
)
def test_a_damaged_line_is_named_and_nothing_is_changed(tmp_path: Path, line: str, said: str) -> None:
    """The message says file, line, what is wrong and what to do."""
    path = tmp_path / "outcomes.txt"
    append_outcome(path, decision(Outcome.NEW))
    number = len(path.read_text(encoding="utf-8").splitlines()) + 1
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    before = path.read_bytes()

    for attempt in (lambda: read_outcomes(path), lambda: append_outcome(path, decision(Outcome.NEW, "t:2"))):
        with pytest.raises(DecisionError) as caught:
            attempt()

        assert said in caught.value.what
        assert caught.value.where == f"{path}:{number}"
        assert caught.value.cure
    assert path.read_bytes() == before


def test_a_slow_clock_does_not_undo_a_decision(tmp_path: Path) -> None:
    """Who decides later decides later, whatever the clocks say; and no file is no decision."""
    path = tmp_path / "outcomes.txt"
    assert read_outcomes(path) == ()
    append_outcome(path, Link("t:1", Outcome.NEW, "", "", NOW + timedelta(hours=1), decided=True))
    append_outcome(path, decision(Outcome.SKIP, "t:1", reason="no"))

    assert [one.outcome for one in read_outcomes(path)] == [Outcome.SKIP]
