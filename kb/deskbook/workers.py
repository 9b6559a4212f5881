"""The one seam for running things at once: a `concurrent.futures.Executor`.

Local processes by default. A Dask cluster offers the same interface (`distributed.Client.get_executor`), so work that
is written against this seam needs no change to leave the machine.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any


class InProcess(Executor):
    """Runs each call at once, in this process: for small work, where starting processes costs more than it gains."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001  the future carries it to whoever asks for the result
            future.set_exception(error)
        return future


@contextmanager
def executor(processes: int, jobs: int) -> Iterator[Executor]:
    """An executor for `jobs` pieces of work of a second or so; `processes` 0 means one for each processor."""
    count = min(processes or os.cpu_count() or 1, jobs)
    if count <= 1:
        yield InProcess()
        return
    # spawn: a forked child would share the parent's open database and threads.
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool
