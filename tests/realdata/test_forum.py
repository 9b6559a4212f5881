"""The script that measures the export of a generated forum."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

pytest.importorskip("psutil")

import forum


def test_a_generated_forum_follows_from_its_seed() -> None:
    """The same topics come every time, with eight posts of all forms."""
    topics = list(forum.topics(40))

    assert topics == list(forum.topics(40))
    assert topics != list(forum.topics(40, seed=2))
    assert {len(topic.messages) for topic in topics} == {8}
    said = "\n".join(post.text for topic in topics for post in topic.messages)
    for form in ("\n- ", "\n```python\n", "](https://", "\n> ", "**"):
        assert form in said
    assert 0 < sum(topic.resolved for topic in topics) < 40


@pytest.mark.slow
def test_the_export_is_measured(tmp_path: Path) -> None:
    """The script says how fast the first run was and what the second took of it, with the targets, and measures the peer."""
    command = [sys.executable, forum.__file__, "--topics", "150", "--peer", "5", "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    first, second, peer = map(json.loads, done.stdout.splitlines())

    assert first["topics_a_second"] > 0
    assert first["target_topics_a_second"] == 1500
    assert first["peak_mb"] > 0
    assert (second["changed"], second["target_of_first"]) == (100, 0.05)
    assert second["of_first"] > 0
    assert second["of_first_with_search"] > 0
    assert second["bundles"] <= first["bundles"] == 2
    assert peer["topics"] == 5
    assert not list(tmp_path.iterdir())
