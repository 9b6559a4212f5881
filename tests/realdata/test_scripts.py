"""The scripts that fit and measure the similarity engine."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import calibrate
import scale
from generated import Desk, key

from deskbook.config import ClusterBlock
from deskbook.similarity.likeness import Alike, Weights, fitted


def test_a_generated_desk_follows_from_its_size() -> None:
    """The same threads come every time, and also when only some of them are asked for."""
    every = list(Desk(6_000).threads())

    assert [thread.number for thread in every] == list(range(1, 6_001))
    assert list(Desk(6_000).threads(4_990, 5_010)) == every[4_990:5_010]
    assert list(Desk(6_000, seed=2).threads(0, 5)) != every[:5]


def test_a_generated_desk_has_what_it_says() -> None:
    """Threads that ask again share more words with the first than strangers do, and are no part of the outage."""
    desk = Desk(1_000)
    words = [set(thread.text.split()) for thread in desk.threads()]

    def shared(one: int, other: int) -> float:
        return len(words[one] & words[other]) / len(words[one] | words[other])

    assert desk.repeats.shape == (20, 2)
    assert desk.outage.shape == (5,)
    assert len({*desk.repeats.ravel().tolist(), *desk.outage.tolist()}) == 45
    again = [shared(one, other) for one, other in desk.repeats.tolist()]
    assert min(again) > max(shared(one, (one + 1) % 1_000) for one in desk.repeats[:, 0].tolist())
    assert min(shared(one, desk.outage[0]) for one in desk.outage.tolist()) > 0.7


@pytest.mark.slow
def test_the_engine_is_measured(tmp_path: Path) -> None:
    """The script makes an index, compares it with an exact search, and adds to it."""
    lines = {}
    for what in ("deskbook", "exact", "add"):
        command = [sys.executable, scale.__file__, what, "500", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        lines.update({line["measure"]: line for line in map(json.loads, done.stdout.splitlines())})

    assert lines["pairs"]["repeats_found"] > 0.8
    assert lines["pairs against exact"]["of_exact_top_10_above_the_floor"] > 0.9
    assert lines["add, and find pairs"]["added"] == 50
    assert {line["threads"] for line in lines.values()} == {500}


def test_growth_is_an_exponent() -> None:
    """Four times the seconds for twice the threads is quadratic."""
    pytest.importorskip("psutil", reason="comes with the extra `bench`")
    from similar import growth  # noqa: PLC0415

    one = {"engine": "deskbook", "threads": 1_000, "seconds": 2.0}

    assert growth(one, {**one, "threads": 2_000, "seconds": 8.0})["exponent"] == 2.0


def test_fitting_finds_the_weights_that_made_the_pairs() -> None:
    """From enough pairs that are the same with a known probability, the fit tells that probability."""
    chance = np.random.default_rng(0)
    words, characters, meaning = chance.random((3, 40_000), dtype=np.float32)
    pairs = Alike(words, characters, meaning, chance.integers(1, 100, 40_000).astype(np.float32))
    made = Weights(constant=-2.0, length=-3.0, words=2.1, characters=3.0, meaning=4.0)
    same = chance.random(40_000) < made.probability(pairs, meaning)
    found = calibrate.fit(calibrate.Judged(pairs, same, np.full(40_000, 1 / 40_000)))

    difference = found.probability(pairs, meaning) - made.probability(pairs, meaning)
    assert np.abs(difference).max() < 0.05


def test_likeness_never_counts_against_a_pair() -> None:
    """Where the more alike are less often the same, likeness counts nothing."""
    alike = np.linspace(0, 1, 1_000, dtype=np.float32)
    pairs = Alike(alike, alike, np.full_like(alike, np.nan), np.full_like(alike, 20))
    found = calibrate.fit(calibrate.Judged(pairs, alike < 0.5, np.full(1_000, 1 / 1_000)))

    assert (found.words, found.characters, found.meaning) == (0, 0, 0)


def test_the_default_threshold_is_what_the_figures_say() -> None:
    """The default of the configuration is the calibrated one, and clusters are precise there on every data set."""
    stored = json.loads(calibrate.FITTED.read_text(encoding="utf-8"))
    rows = [row for row in stored["held_out"] if row["threshold"] == stored["threshold"]]

    assert stored["threshold"] == ClusterBlock().threshold
    assert {row["weights"] for row in rows} == {"lexical", "semantic"}
    assert all(row["cluster_precision"] >= calibrate.PRECISE for row in rows if row["data"] != calibrate.JARGON)
    assert fitted(semantic=True).semantic is not None


def test_every_key_is_in_order() -> None:
    """Keys sort as places do, so that the earlier thread of a pair is the first."""
    assert key(99) < key(100) < key(1_000_000)
