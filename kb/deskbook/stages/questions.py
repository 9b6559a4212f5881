"""The index of all questions, brought up to date with the store."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor

import numpy as np

from deskbook.model import Progress
from deskbook.similarity.folder import IndexFolder
from deskbook.similarity.index import Index
from deskbook.similarity.segment import Document
from deskbook.store import Store
from deskbook.text.question import asks, question_text


def questions(store: Store, folder: IndexFolder, progress: Progress, executor: Executor | None = None) -> Index:
    """What the stored threads ask, by thread key. Only threads that are new or have changed are read."""
    numbers = store.numbers()
    last = max(numbers.values(), default=0)
    folder.prepare(numbers)
    folder.add(_documents(store, folder.last, last, progress), last, executor)
    return folder.index(np.array(sorted(numbers.values()), np.int64))


def _documents(store: Store, after: int, last: int, progress: Progress) -> Iterator[Document]:
    for number, thread in progress.track(store.threads_since(after), "index new threads"):
        # A `collect` that runs at the same time may have stored more; the next run will find that.
        if number <= last and asks(thread):
            yield Document(thread.key, question_text(thread), number)
