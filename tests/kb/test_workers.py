"""The seam for running things at once."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest

from deskbook.cli.progress import Quiet
from deskbook.errors import ConfigError, StoreError
from deskbook.model import Cluster, Message, Role, Thread, ThreadKind
from deskbook.similarity import folder, index
from deskbook.similarity.files import read_arrays
from deskbook.similarity.folder import IndexFolder
from deskbook.stages.cluster import Terms, cluster
from deskbook.store import Store
from deskbook.workers import InProcess, executor
from questions import desk

needs_dask = pytest.mark.skipif(not find_spec("distributed"), reason="needs pip install 'deskbook[dask]'")
# Dask reads its own configuration in whatever encoding the machine has.
quiet_dask = pytest.mark.filterwarnings("ignore::EncodingWarning:dask", "ignore::EncodingWarning:distributed")
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_one_job_stays_in_this_process() -> None:
    """Small work does not pay for starting processes."""
    with executor(0, jobs=1) as small:
        assert isinstance(small, InProcess)
        assert list(small.map(abs, [-1, 2])) == [1, 2]


def test_many_jobs_run_in_processes() -> None:
    """Work is shared out, and results come back in order."""
    with executor(2, jobs=10) as pool:
        assert isinstance(pool, ProcessPoolExecutor)
        assert list(pool.map(abs, [-1, -2, 3])) == [1, 2, 3]


def test_an_error_reaches_the_one_who_asked() -> None:
    """A failing job is not lost."""
    with executor(1, jobs=5) as small, pytest.raises(TypeError):
        list(small.map(abs, ["x"]))


def test_our_errors_cross_from_process_to_process(tmp_path: Path) -> None:
    """What went wrong, where, and the cure arrive as they were said."""
    with executor(2, jobs=2) as pool, pytest.raises(StoreError, match="^/.*gone.npz: .*cannot be read: .*\n  delete "):
        pool.submit(read_arrays, f"{tmp_path}/gone.npz").result()


@pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux only")
@pytest.mark.parametrize("thread", [False, True], ids=["alone", "beside a thread"])
def test_copies_know_what_this_process_knows(tmp_path: Path, *, thread: bool) -> None:
    """Unless another thread runs, whose locks nobody would give back in a copy: then processes begin with nothing."""
    program = tmp_path / "program.py"
    program.write_text(
        "import sys, threading\n"
        "from deskbook.workers import executor\n"
        "known = []\n"
        "def many(_): return len(known)\n"
        "if __name__ == '__main__':\n"
        "    known.append('found out')\n"
        f"    if {thread}: threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "    with executor(2, jobs=10, copies=True) as pool: print(list(pool.map(many, range(3))))\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(program)], capture_output=True, encoding="utf-8", check=True)
    assert (done.stdout, done.stderr) == (f"{[0, 0, 0] if thread else [1, 1, 1]}\n", "")


@pytest.fixture(name="store")
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Four hundred tickets, which the index cuts as if they were many: only the process that asks knows these sizes."""
    monkeypatch.setattr(folder, "_CHUNK", 60)
    monkeypatch.setattr(folder, "_FULL", 150)
    monkeypatch.setattr(index, "_FEWEST", 50)
    threads = []
    for days, (key, text) in enumerate(desk(400, vocabulary=400).items()):
        at = NOW + timedelta(days=days)
        message = Message("m", "customer", Role.CUSTOMER, at, text)
        threads.append(Thread("desk", key, ThreadKind.TICKET, text, (message,), at, at))
    with Store(tmp_path / "store") as store:
        store.put(threads)
        yield store


def clusters(store: Store, address: object, pool: Executor | None) -> tuple[Cluster, ...]:
    found = cluster(store, IndexFolder(str(address)), Terms(0.7), Quiet(), pool).clusters
    assert len(found) > 20
    return found


def test_processes_find_the_same_clusters(store: Store, tmp_path: Path) -> None:
    """Whoever does the work, here, at once or in other processes: the same input makes the same clusters."""
    alone = clusters(store, tmp_path / "alone", None)

    assert len(list((tmp_path / "alone").glob("segment-*"))) == 3
    assert clusters(store, tmp_path / "at-once", InProcess()) == alone
    with executor(2, jobs=9) as pool:
        assert clusters(store, tmp_path / "processes", pool) == alone


@pytest.mark.slow
@needs_dask
@quiet_dask
def test_a_dask_cluster_finds_the_same_clusters(store: Store, tmp_path: Path) -> None:
    """Two workers of a Dask cluster make what one process makes, with the index on a path and at an address of fsspec; an
    index that they made is of use without them; and large pieces of work bring no warnings."""
    from distributed import LocalCluster  # noqa: PLC0415  an extra

    alone = clusters(store, tmp_path / "alone", None)

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as workers,
        executor(0, jobs=9, scheduler=workers.scheduler_address) as pool,
    ):
        assert clusters(store, tmp_path / "path", pool) == alone
        assert clusters(store, f"file://{tmp_path}/address", pool) == alone
        assert pool.submit(len, "x" * 20_000_000).result() == 20_000_000
    assert clusters(store, tmp_path / "path", None) == alone


@needs_dask
@quiet_dask
def test_a_scheduler_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message has the address and says what can be done."""
    monkeypatch.setattr("deskbook.workers._CONNECT_SECONDS", 0.5)
    nobody = "tcp://127.0.0.1:9"

    with pytest.raises(ConfigError, match="take `scheduler` out") as raised, executor(0, 9, scheduler=nobody):
        pass

    assert raised.value.where == nobody


@needs_dask
@quiet_dask
@pytest.mark.parametrize(
    ("scheduler", "reason"), [("nonsense", "missing port"), ("http://127.0.0.1:8786", "unknown address scheme")]
)
def test_what_is_no_address_is_said_at_once(scheduler: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask's client is not even made: it would hang for 20 seconds at the end of the process."""
    monkeypatch.setattr("distributed.Client", None)

    with pytest.raises(ConfigError, match=reason), executor(0, 9, scheduler=scheduler):
        pass


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who configures a scheduler is told what to install."""
    monkeypatch.setitem(sys.modules, "dask", None)

    with pytest.raises(ConfigError, match=r"pip install 'deskbook\[dask\]'"), executor(0, 9, scheduler="tcp://x:1"):
        pass
