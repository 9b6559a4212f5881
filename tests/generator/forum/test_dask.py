"""Topics rendered by the workers of a Dask cluster that see the site's folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from deskbook.model import Message, Role, Thread, ThreadKind
from deskbook.workers import InProcess, executor
from deskbook_site import forum
from fakes import site_with_shells

THEME = Path(__file__).parents[3] / "theme"
TODAY = date(2026, 11, 22)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("distributed"), reason="needs pip install 'deskbook[dask]'")
@pytest.mark.filterwarnings("ignore::EncodingWarning:dask", "ignore::EncodingWarning:distributed")
def test_a_dask_cluster_makes_the_same_pages(tmp_path: Path) -> None:
    """Byte for byte those of one process; a second run takes them over, all but the topic that changed."""
    from distributed import LocalCluster  # noqa: PLC0415  an extra

    topics = [_topic(number) for number in range(250)]
    changed = [replace(topics[0], title="Another title"), *topics[1:]]
    here, there, again = (site_with_shells(tmp_path / name) for name in ("here", "there", "again"))
    notes = tmp_path / "notes.json"
    forum.render(changed, here, {}, InProcess(), TODAY, theme=THEME)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as workers,
        executor(0, 9, scheduler=workers.scheduler_address) as pool,
    ):
        for site, said in ((there, topics), (again, changed)):
            before = forum.Before(there, notes, {thread.key: repr(thread) for thread in said})
            forum.render(said, site, {}, pool, TODAY, theme=THEME, before=before)

    assert _files(again) == _files(here)
    assert (again / "forum/7-title-7/index.html").samefile(there / "forum/7-title-7/index.html")


def _topic(number: int) -> Thread:
    message = Message("1", "Ann", Role.CUSTOMER, AT, f"Text *{number}*.")
    return Thread("f", str(number), ThreadKind.TOPIC, f"Title {number}", (message,), AT, AT)


def _files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.html")}
