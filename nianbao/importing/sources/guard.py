"""Reading strangers' files in other processes, under limits of time and memory: a bad one ends only itself."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from ..document import Refused

T = TypeVar("T")

SECONDS = 120.0
MEGABYTES = 2_000
RECYCLE = 50
_MIB = 1 << 20
# What a report comes to is kilobytes; what is larger is not even received.
_MOST_ANSWER = 200 * _MIB
# A process whose caller was killed ends itself so many seconds after its time is over.
_GRACE = 2
# forkserver and spawn start clean on every system; fork would copy open files and threads.
_METHOD = "forkserver" if os.name == "posix" else "spawn"


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one call. `recycle`: calls that one process serves before a new one takes its place, so that memory
    that a library does not give back stays small."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES
    recycle: int = RECYCLE


def run_guarded(
    function: Callable[..., T], *args: object, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> T:
    """`function(*args)` in a process of its own; a function of a module, arguments and result by value.

    Raises Refused: the function's own; import-timeout beyond the limits; import-broken for anything else.
    """
    results = run_many(function, [args], Limits(seconds, megabytes))
    result = next(results)
    results.close()
    if isinstance(result, Refused):
        raise result
    return result


def run_many(
    function: Callable[..., T], arguments: Iterable[tuple[Any, ...]], limits: Limits = Limits(), jobs: int = 1
) -> Generator[T | Refused, None, None]:
    """`function` of each of `arguments`, in their order: its result, or the Refused that it came to.

    Arguments are taken one by one as they are needed and results wait for few others: memory stays flat.
    """
    workers = [_Worker(function, limits) for _ in range(max(jobs, 1))]
    ready: dict[int, T | Refused] = {}
    coming = enumerate(arguments)
    following = 0
    is_over = False
    try:
        while True:
            for worker in workers:
                if worker.number is None and not is_over and _taken(workers, ready) < 4 * len(workers):
                    job = next(coming, None)
                    is_over = job is None
                    if job is not None:
                        worker.begin(*job)
            while following in ready:
                yield ready.pop(following)
                following += 1
            busy = [worker for worker in workers if worker.number is not None]
            if not busy and is_over:
                return
            for number, result in _finished(busy):
                ready[number] = result
    finally:
        for worker in workers:
            worker.end()


def _taken(workers: list[_Worker[T]], ready: dict[int, T | Refused]) -> int:
    return len(ready) + sum(worker.number is not None for worker in workers)


def _finished(busy: list[_Worker[T]]) -> Iterator[tuple[int, T | Refused]]:
    """Wait until one of the workers is done or has used up its time."""
    if not busy:
        return
    first = min(worker.deadline for worker in busy)
    wait([worker.connection for worker in busy if worker.connection], max(first - time.monotonic(), 0))
    for worker in busy:
        result = worker.result()
        if result is not None:
            yield result


class _Worker(Generic[T]):
    """One process at a time, started when there is work for it and ended when it has served enough."""

    def __init__(self, function: Callable[..., T], limits: Limits) -> None:
        self._function = function
        self._limits = limits
        self._process: Any = None
        self._served = 0
        self.connection: Connection | None = None
        self.number: int | None = None
        self.deadline = 0.0

    def begin(self, number: int, args: tuple[Any, ...]) -> None:
        self.number = number
        if self._process is None:
            self._start()
        assert self.connection is not None
        self.deadline = time.monotonic() + self._limits.seconds
        # A process that has just died is told by the end of its connection, in `result`.
        with suppress(BrokenPipeError, ConnectionError):
            self.connection.send((self._function, args))

    def result(self) -> tuple[int, T | Refused] | None:
        """Number and result of the call that is over, or None while it goes on."""
        assert self.connection is not None and self.number is not None
        number = self.number
        value: Any
        if self.connection.poll():
            try:
                value = _unpacked(pickle.loads(self.connection.recv_bytes(_MOST_ANSWER)))
            except (EOFError, OSError, MemoryError, pickle.UnpicklingError):
                # Killed by the system or by the library's own fault, or an answer that is none.
                value = Refused("import-broken")
                self.end()
        elif time.monotonic() >= self.deadline:
            value = Refused("import-timeout", seconds=self._limits.seconds)
            self.end()
        else:
            return None
        self.number = None
        self._served += 1
        if self._served >= self._limits.recycle:
            self.end()
        return number, value

    def end(self) -> None:
        if self.connection is not None:
            self.connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self.connection = None
        self._served = 0

    def _start(self) -> None:
        context: Any = get_context(_METHOD)
        self.connection, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._limits), daemon=True)
        try:
            process.start()
        finally:
            theirs.close()
        self._process = process
        # The time of a call begins when the process is there, however long that takes.
        with suppress(EOFError, ConnectionError):
            self.connection.recv_bytes()


def _unpacked(message: tuple[str, Any]) -> Any:
    state, value = message
    if state == "done":
        return value
    kind, facts = value
    return Refused(kind, **facts)


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Within it, being told to end (a closed window, a shutdown) is like Ctrl+C: processes and files of ours go."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP", "SIGBREAK"))
    # What somebody chose to ignore (nohup) stays ignored.
    usual = [number for number in known if number and signal.getsignal(number) is signal.SIG_DFL]
    for number in usual:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in usual:
            signal.signal(number, signal.SIG_DFL)


def _serve(connection: Connection, limits: Limits) -> None:
    """The life of a process: calls come in, results go out, until the other end is closed."""
    import logging
    import warnings

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What libraries have to say of a file is said by its findings.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    # C libraries print on their own, and so does the end of a process.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    _limit(limits.megabytes)
    connection.send_bytes(b"")
    while True:
        try:
            function, args = connection.recv()
        except Exception:  # the caller is gone, or what it sent does not fit
            return
        _end_after(limits.seconds + _GRACE)
        answer = _answer(function, args)
        _end_after(0)
        try:
            connection.send(answer)
        except (EOFError, ConnectionError):
            return
        except Exception:  # a result that cannot be sent
            connection.send(("refused", ("import-broken", {})))


def _answer(function: Callable[..., object], args: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", function(*args)
    except Refused as refused:
        return "refused", (refused.fault.kind, dict(refused.fault.facts))
    except MemoryError:
        return "refused", ("import-timeout", {})
    except Exception as error:  # whatever a library makes of a damaged file
        return "refused", ("import-broken", {"error": type(error).__name__})


def _end_after(seconds: float) -> None:
    """Have the system end this process then, even within a library that never comes back; 0: not any more."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit(megabytes: int) -> None:
    """Where the system knows such limits; only the soft one, so that programs started here may lift it."""
    if sys.platform == "win32":
        return
    import resource

    # A process that a library brings down leaves no image of its memory in the folder.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MIB, hard))
