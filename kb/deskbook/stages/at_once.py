"""Several slow iterators, read at once: so that one live system which is slow does not hold up the others."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Semaphore, Thread
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Reader(Generic[T]):
    """Reads one iterator in a thread, and waits after each batch until somebody has dealt with it."""

    number: int
    items: Iterator[T]
    # (which reader, a batch; none: it is through; or what went wrong)
    out: SimpleQueue[tuple[int, list[T] | BaseException | None]]
    go_on: Semaphore = field(default_factory=lambda: Semaphore(0))
    stopped: bool = False

    def run(self, most: int, seconds: float) -> None:
        batch: list[T] = []
        until = monotonic() + seconds
        try:
            for item in self.items:
                batch.append(item)
                if len(batch) == most or monotonic() > until:
                    self._hand_over(batch)
                    if self.stopped:
                        return
                    batch, until = [], monotonic() + seconds
            self._hand_over(batch)
            self.out.put((self.number, None))
        except BaseException as error:  # noqa: BLE001  whoever reads the queue raises it
            self._hand_over(batch)
            self.out.put((self.number, error))

    def _hand_over(self, batch: list[T]) -> None:
        if batch:
            self.out.put((self.number, batch))
            self.go_on.acquire()


def at_once(iterators: Sequence[Iterator[T]], most: int, seconds: float) -> Generator[tuple[int, list[T]], None, None]:
    """Batches as they come, each with the number of its iterator and in that one's order: `most` items, or what came within about
    so many `seconds`.

    An iterator is asked for its next item once its batch was dealt with, that is when this one is asked for the next. What an
    iterator raises is raised here, after what it gave before, and ends them all.
    """
    out: SimpleQueue[tuple[int, list[T] | BaseException | None]] = SimpleQueue()
    readers = [_Reader(number, items, out) for number, items in enumerate(iterators)]
    for reader in readers:
        # A daemon: a system that never answers must not keep a stopped run alive.
        Thread(target=reader.run, args=(most, seconds), daemon=True).start()
    left = len(readers)
    try:
        while left:
            number, batch = out.get()
            if isinstance(batch, BaseException):
                raise batch
            if batch is None:
                left -= 1
                continue
            yield number, batch
            readers[number].go_on.release()
    finally:
        for reader in readers:
            reader.stopped = True
            reader.go_on.release()
