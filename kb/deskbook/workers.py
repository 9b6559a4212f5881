"""The one seam for running things at once: a `concurrent.futures.Executor`.

Local processes by default, or the workers of a Dask cluster: what is written against this seam needs no change to leave
the machine.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from deskbook.errors import ConfigError

_CONNECT_SECONDS = 10


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
def executor(processes: int, jobs: int, scheduler: str | None = None, *, copies: bool = False) -> Iterator[Executor]:
    """An executor for `jobs` pieces of work of a second or so; `processes` 0 means one for each processor.

    With `copies` the processes begin, where that is safe, with all that this one has in its memory by the first piece of work; the
    work must not use files and databases that are open here. Elsewhere they begin with nothing, and must find out themselves.
    `scheduler` is the address of a Dask scheduler, such as `tcp://10.0.0.1:8786`, whose workers do the work instead; they
    need the same release of deskbook. Raises `ConfigError` where it cannot be reached.
    """
    if scheduler:
        with _dask(scheduler) as pool:
            yield pool
        return
    count = min(processes or os.cpu_count() or 1, jobs)
    if count <= 1:
        yield InProcess()
        return
    # spawn: a forked child would share the parent's open database and threads.
    way = "fork" if copies and can_copy() else "spawn"
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context(way)) as pool:
        if way == "fork":
            with warnings.catch_warnings():
                # Of threads that are not Python's, such as those of numpy: they do not run in a copy, which has no use for them.
                warnings.simplefilter("ignore", DeprecationWarning)
                pool.submit(os.getpid).result()
        yield pool


def can_copy() -> bool:
    """Whether a copy of this process would work: a lock that another thread holds would never be given back in it."""
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def _dask(scheduler: str) -> Iterator[Executor]:
    try:
        import dask  # noqa: PLC0415  an extra
        from distributed import Client  # noqa: PLC0415
        from distributed.comm.addressing import resolve_address  # noqa: PLC0415
    except ImportError as error:
        raise ConfigError(
            "[workers] scheduler needs Dask, which is not installed", cure="pip install 'deskbook[dask]'"
        ) from error
    try:
        resolve_address(scheduler)  # a client of no address at all hangs when the process ends
        client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TypeError, ValueError) as error:
        raise ConfigError(
            f"the Dask scheduler does not answer: {error}",
            where=scheduler,
            cure="start one with `dask scheduler` and workers with `dask worker`, or take `scheduler` out of [workers]",
        ) from error
    # The texts of a piece of work are more than Dask likes to see.
    quiet = dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})
    with quiet, client, client.get_executor() as pool:  # type: ignore[no-untyped-call]
        yield pool
