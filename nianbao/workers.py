"""Doing the same for many, here or in other processes; results never depend on where or in what order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

# Below this many items starting processes costs more than it saves (measured: 0.3 s a start).
WORTH_PROCESSES = 400
CHUNK = 100


def map_chunks(
    function: Callable[[Sequence[A]], B],
    items: Sequence[A],
    *,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    ahead: int = 8,
) -> Iterator[B]:
    """`function` of each chunk of `items`, in order. At most `ahead` chunks are on their way at a time,
    so that neither arguments nor results pile up."""
    chunks = [items[start : start + chunk] for start in range(0, len(items), chunk)]
    if executor is None:
        yield from map(function, chunks)
        return
    waiting: list[Future[B]] = []
    for number, piece in enumerate(chunks):
        waiting.append(executor.submit(function, piece))
        if number + 1 >= ahead:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


def open_executor(jobs: int, items: int) -> Executor | None:
    """Processes when there is enough to do and more than one is wanted; None means: do it here."""
    from concurrent.futures import ProcessPoolExecutor

    if jobs <= 1 or items < WORTH_PROCESSES:
        return None
    # forkserver and spawn start clean on every system; fork would copy open databases and threads.
    method = "forkserver" if os.name == "posix" else "spawn"
    return ProcessPoolExecutor(jobs, mp_context=get_context(method))


@dataclass(frozen=True)
class Work:
    """How work is done: how many processes, or whose executor, and who is told of the progress."""

    jobs: int = 1
    executor: Executor | None = None
    progress: Callable[[str, int, int], None] | None = None

    def run(
        self, name: str, function: Callable[[Sequence[A]], Sequence[B]], items: Sequence[A]
    ) -> Iterator[B]:
        """`function` applied chunk by chunk; its results one by one, in order."""
        own = open_executor(self.jobs, len(items)) if self.executor is None else None
        done = 0
        try:
            for results in map_chunks(function, items, executor=self.executor or own):
                yield from results
                done += len(results)
                if self.progress is not None:
                    self.progress(name, done, len(items))
        finally:
            if own is not None:
                own.shutdown(cancel_futures=True)
