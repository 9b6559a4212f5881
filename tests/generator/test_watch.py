"""deskbook_site.watch."""

from __future__ import annotations

import threading
from pathlib import Path

from deskbook_site.watch import changes


def test_each_change_gives_a_sign(tmp_path: Path) -> None:
    """A new file, other text and a removed file are noticed, and quiet is not a change."""
    (tmp_path / "a").mkdir()
    path = tmp_path / "a" / "x.md"
    acts = [
        lambda: path.write_text("1", encoding="utf-8"),
        lambda: path.write_text("22", encoding="utf-8"),
        path.unlink,
    ]
    signs = changes(tmp_path, every=0.01)
    for act in acts:
        timer = threading.Timer(0.1, act)
        timer.start()
        next(signs)
        timer.join()
    waiting = threading.Thread(target=next, args=(signs,), daemon=True)
    waiting.start()
    waiting.join(0.1)
    assert waiting.is_alive()
    path.write_text("end", encoding="utf-8")
    waiting.join(5)
    assert not waiting.is_alive()


def test_watching_ends_when_it_is_told_to(tmp_path: Path) -> None:
    """Also where the Ctrl+C itself got lost on its way."""
    told = iter([False, False, True])

    assert list(changes(tmp_path, every=0, ended=lambda: next(told))) == []
