"""The seam for running things at once."""

from concurrent.futures import ProcessPoolExecutor

import pytest

from deskbook.workers import InProcess, executor


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
