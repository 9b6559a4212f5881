"""`deskbook cluster`: what a person sees, decides and takes back."""

from __future__ import annotations

import json
import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from deskbook.errors import DecisionError

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
TITLES = {
    "1": "Purging one page answers 403",
    "2": "Purging one page answers 403",
    "3": "Invoice for March is missing",
    "4": "Invoice for March is missing",
    "5": "Deploy fails with node out of memory",
    "6 b": "Purging one page answers 403",
}
PURGE, INVOICE = "desk:1 “Purging one page answers 403”", "desk:3 “Invoice for March is missing”"


def put(desk: Path, titles: dict[str, str]) -> None:
    """Threads a day apart, in the order given."""
    rows = (
        {
            "id": key, "title": title, "created": (BEGUN + timedelta(days=day)).isoformat(), "resolved": True,
            "url": f"https://desk.example/{day}",
            "messages": [
                {"author": "Eve", "role": "customer", "text": title},
                {"author": "Bo", "role": "agent", "text": "Open the account page, tick the box for it, save and try again."},
            ],
        }
        for day, (key, title) in enumerate(titles.items())
    )  # fmt: skip
    (desk / "threads.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    run(desk, "collect")


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    (tmp_path / "deskbook.toml").write_text(
        '[[sources]]\nname = "desk"\ntype = "jsonl"\npath = "threads.jsonl"\n', encoding="utf-8"
    )
    put(tmp_path, TITLES)
    run(tmp_path, "cluster")
    return tmp_path


def run(desk: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(cli, ["-q", "-C", str(desk), *arguments])
    assert done.exit_code == 0 or isinstance(done.exception, DecisionError | SystemExit), done.output
    return done


def clusters(desk: Path) -> dict[str, list[str]]:
    """The members of each cluster that was not dismissed, by id."""
    listed = json.loads(run(desk, "cluster", "list", "--json").stdout)["clusters"]
    return {entry["id"]: entry["members"] for entry in listed if not entry["dismissed"]}


def decisions(desk: Path) -> list[str]:
    """What was decided, without the times."""
    lines = (desk / "clusters.txt").read_text(encoding="utf-8").splitlines()
    return [line.partition(" ")[2] for line in lines if line and not line.startswith("#")]


def undo(desk: Path, done: Result) -> None:
    """Do what the command says."""
    said = done.stdout.partition("To undo it: ")[2].strip()
    if said.startswith("deskbook cluster "):
        run(desk, *shlex.split(said)[1:])
    else:
        assert re.fullmatch(r"delete the last line of clusters\.txt, then run `deskbook cluster`", said)
        path = desk / "clusters.txt"
        path.write_text("".join(path.read_text(encoding="utf-8").splitlines(True)[:-1]), encoding="utf-8")
        run(desk, "cluster")


BEFORE = {"desk:1": ["desk:1", "desk:2", "desk:6 b"], "desk:3": ["desk:3", "desk:4"]}


def test_list_and_show(desk: Path) -> None:
    """All clusters, the largest first; one with its threads, by its id or any thread in it."""
    listed = run(desk, "cluster", "list").stdout.splitlines()
    shown = run(desk, "cluster", "show", "desk:6 b").stdout
    about = json.loads(run(desk, "cluster", "show", "--json", "desk:1").stdout)["cluster"]

    assert listed == ["desk:1  3 × Purging one page answers 403", "desk:3  2 × Invoice for March is missing"]
    assert f"{PURGE}: 3 threads\n  desk:1  ticket  2026-01-01  Purging" in shown
    assert "\n      https://desk.example/0\n" in shown
    assert (about["id"], about["dismissed"]) == ("desk:1", False)
    assert [(m["thread"], m["kind"], m["title"]) for m in about["members"]] == [
        (f"desk:{key}", "ticket", TITLES["1"]) for key in ("1", "2", "6 b")
    ]
    assert about["members"][0]["created"] == BEGUN.isoformat()
    assert clusters(desk) == BEFORE


def test_why(desk: Path) -> None:
    """`show --why` names for each thread but the oldest whom it is most like, with the likenesses and the words shared."""
    shown = run(desk, "cluster", "show", "--why", "desk:3").stdout
    first, second = json.loads(run(desk, "cluster", "show", "--why", "--json", "desk:3").stdout)["cluster"]["members"]

    assert re.search(r"\d+% the same as desk:3: alike by words \d\.\d\d, characters .*; shared: .*invoice", shown)
    assert "like" not in first
    assert second["like"]["thread"] == "desk:3"
    assert 0.5 < second["like"]["probability"] <= 1
    assert "invoice" in [each["word"] for each in second["like"]["shared"]]


def test_dismiss_and_restore(desk: Path) -> None:
    """A dismissed cluster gets no draft and is listed as dismissed, until it is restored as the message says."""
    done = run(desk, "cluster", "dismiss", "desk:2")

    assert f"Dismissed: {PURGE} (3 threads)" in done.stdout
    assert decisions(desk) == ['dismiss desk:1 desk:2 "desk:6 b"']
    assert "(dismissed)" in run(desk, "cluster", "list").stdout
    assert run(desk, "cluster", "list", "--dismissed").stdout.startswith("desk:1")
    assert "dismissed" in run(desk, "cluster", "show", "desk:1").stdout
    assert (
        "1 question asked twice or more, among 6 threads with a question (1 more dismissed)"
        in run(desk, "cluster").stdout
    )
    assert "1 draft written" in run(desk, "draft").stdout
    assert "Nothing was changed" in run(desk, "cluster", "dismiss", "desk:1").stdout
    assert len(decisions(desk)) == 1

    undo(desk, done)

    assert clusters(desk) == BEFORE
    assert run(desk, "cluster", "list", "--dismissed").stdout == "No cluster was dismissed.\n"
    assert "Nothing was changed" in run(desk, "cluster", "restore", "desk:1").stdout
    assert "1 draft written" in run(desk, "draft").stdout


def test_take_out(desk: Path) -> None:
    """A thread that was taken out is not there again after new threads came in, and can be put back."""
    done = run(desk, "cluster", "take-out", "desk:6 b")

    assert f"Taken out of {PURGE} (3 threads): desk:6 b" in done.stdout
    assert decisions(desk) == ['apart "desk:6 b" from desk:1 desk:2']
    assert clusters(desk)["desk:1"] == ["desk:1", "desk:2"]
    put(desk, TITLES | {str(n): TITLES["1"] for n in range(70, 80)})
    run(desk, "cluster")
    assert clusters(desk)["desk:1"] == ["desk:1", "desk:2", *(f"desk:{n}" for n in range(70, 80))]

    undo(desk, done)

    assert {"desk:1", "desk:2", "desk:6 b", "desk:70"} <= set(clusters(desk)["desk:1"])


def test_taking_out_the_thread_that_names_the_cluster(desk: Path) -> None:
    """The name stays with the others, so to undo it a line is deleted; of two threads nothing is left."""
    done = run(desk, "cluster", "take-out", "desk:1")
    assert clusters(desk)["desk:1"] == ["desk:2", "desk:6 b"]
    undo(desk, done)
    assert clusters(desk) == BEFORE

    done = run(desk, "cluster", "take-out", "desk:3")
    assert "it is no cluster now" in done.stdout
    assert "desk:3" not in clusters(desk)
    undo(desk, done)
    assert clusters(desk) == {**BEFORE, "desk:3": ["desk:3", "desk:4"]}


def test_join(desk: Path) -> None:
    """Clusters and single threads become one, stay so in later runs, and can be parted again."""
    done = run(desk, "cluster", "join", "desk:4", "desk:5", "desk:1")

    assert f"Joined: {PURGE} (6 threads)" in done.stdout
    assert decisions(desk) == ['together desk:3 desk:4 desk:5 desk:1 desk:2 "desk:6 b"']
    put(desk, TITLES | {"7": TITLES["3"]})
    run(desk, "cluster")
    assert clusters(desk) == {"desk:1": [*sorted(f"desk:{key}" for key in (*TITLES, "7"))]}
    assert "Nothing was changed" in run(desk, "cluster", "join", "desk:1", "desk:7").stdout

    undo(desk, done)

    assert sorted(map(len, clusters(desk).values())) == [3, 3]


def test_a_dismissed_cluster_is_not_joined_by_mistake(desk: Path) -> None:
    """What nobody need write up would take the other with it; whoever wants that says so first."""
    run(desk, "cluster", "dismiss", "desk:3")

    with pytest.raises(DecisionError, match="desk:3 is dismissed") as caught:
        raise run(desk, "cluster", "join", "desk:1", "desk:3").exception or AssertionError

    assert "deskbook cluster restore desk:3" in str(caught.value.cure)
    assert len(decisions(desk)) == 1


@pytest.mark.parametrize("verb", ["show", "dismiss", "restore", "take-out", "join"])
def test_a_name_that_is_not_there(desk: Path, verb: str) -> None:
    """The nearest names and the cure are said, and nothing is decided."""
    done = run(desk, "cluster", verb, "dsk:1", "desk:3") if verb == "join" else run(desk, "cluster", verb, "dsk:1")

    assert isinstance(done.exception, DecisionError)
    assert "'desk:1'" in done.exception.what
    assert "deskbook cluster list" in str(done.exception.cure)
    assert not (desk / "clusters.txt").exists()


def test_a_thread_in_no_cluster_cannot_be_taken_out(desk: Path) -> None:
    """There is nothing that it could be taken out of."""
    assert isinstance(run(desk, "cluster", "take-out", "desk:5").exception, DecisionError)


def test_a_damaged_file_stops_everything(desk: Path) -> None:
    """A mark of a merge is named with its line; clusters, file and store stay as they were."""
    run(desk, "cluster", "dismiss", "desk:3")
    with (desk / "clusters.txt").open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n")
    before = (desk / "clusters.txt").read_bytes(), run(desk, "cluster", "list").stdout

    for arguments in ([], ["restore", "desk:3"], ["take-out", "desk:1"], ["join", "desk:1", "desk:5"]):
        done = run(desk, "cluster", *arguments)
        assert isinstance(done.exception, DecisionError)
        assert re.search(r"clusters\.txt:\d+$", str(done.exception.where))

    assert ((desk / "clusters.txt").read_bytes(), run(desk, "cluster", "list").stdout) == before


def test_the_file_can_have_another_name(desk: Path) -> None:
    """[cluster] decisions says where the file is."""
    with (desk / "deskbook.toml").open("a", encoding="utf-8") as file:
        file.write('[cluster]\ndecisions = "team/decided.txt"\n')

    assert "a line in team/decided.txt now" in run(desk, "cluster", "dismiss", "desk:3").stdout

    assert "dismiss desk:3 desk:4" in (desk / "team" / "decided.txt").read_text(encoding="utf-8")
    assert list(clusters(desk)) == ["desk:1"]
