"""A file that hangs, dies or eats memory ends only itself."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from nianbao.importing.document import Refused
from nianbao.importing.sources import guard
from nianbao.importing.sources.guard import Limits, ending_in_order, run_guarded, run_many
from tests.importing.guarded import behave


def said(result: object) -> object:
    return result.fault.kind if isinstance(result, Refused) else result


def test_the_result_or_the_refusal_comes_back_as_itself() -> None:
    assert run_guarded(behave, "well") == "well"
    with pytest.raises(Refused) as caught:
        run_guarded(behave, "refuse")
    assert (caught.value.fault.kind, caught.value.fault.facts) == ("import-too-long", {"pages": 12})


def test_each_bad_file_ends_only_itself_and_results_stay_in_order() -> None:
    told = ["a", "fail", "b", "die", "c", "unsendable", "d", "sleep", "e", "refuse", "f"]
    results = [
        said(result) for result in run_many(behave, ((how,) for how in told), Limits(seconds=1.0), jobs=2)
    ]
    broken, late = "import-broken", "import-timeout"
    assert results == ["a", broken, "b", broken, "c", broken, "d", late, "e", "import-too-long", "f"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="this system does not limit memory")
def test_memory_is_limited() -> None:
    assert [said(result) for result in run_many(behave, [("eat",), ("well",)])] == ["import-timeout", "well"]


def test_processes_are_reused_and_then_replaced() -> None:
    pids = [str(result) for result in run_many(behave, [("pid",)] * 6, Limits(recycle=3))]
    assert pids[0] == pids[1] == pids[2] != pids[3] == pids[4] == pids[5]


def test_files_are_taken_only_as_they_are_needed() -> None:
    taken = []

    def files() -> Iterator[tuple[str]]:
        for number in range(1_000):
            taken.append(number)
            yield (str(number),)

    results = run_many(behave, files())
    assert [next(results) for _ in range(5)] == ["0", "1", "2", "3", "4"]
    assert len(taken) < 20
    results.close()


@pytest.mark.timeout(40)
def test_leaving_early_ends_what_still_runs() -> None:
    results = run_many(behave, [("well",), ("sleep",)], jobs=2)
    assert next(results) == "well"
    results.close()


def test_no_files_give_no_results() -> None:
    assert list(run_many(behave, [])) == []


def test_an_answer_that_is_far_too_large_is_not_received(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_MOST_ANSWER", 10_000)
    results = [said(result) for result in run_many(behave, [("x" * 20_000,), ("well",)])]
    assert results == ["import-broken", "well"]


def test_a_process_that_cannot_be_started_is_told_as_what_the_system_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Full:
        def __init__(self, method: str) -> None:
            self.Pipe = guard.get_context("spawn").Pipe

        def Process(self, **_: object) -> Full:
            return self

        def start(self) -> None:
            raise OSError(28, "full")

    get_context = guard.get_context
    monkeypatch.setattr(
        guard, "get_context", lambda method: Full(method) if method != "spawn" else get_context(method)
    )
    monkeypatch.setattr(guard, "_METHOD", "any")
    with pytest.raises(OSError, match="full"):
        run_guarded(behave, "well")


@pytest.mark.skipif(os.name != "posix", reason="this system ends processes without asking")
def test_being_told_to_end_is_like_an_interruption() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), ending_in_order():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.skipif(os.name != "posix", reason="this system has no such clock")
def test_a_process_that_nobody_ends_any_more_ends_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    # The caller's own limit is far away here, as it is for one that was killed.
    worker = guard._Worker(behave, Limits(seconds=0.1))
    worker.begin(0, ("sleep",))
    worker.deadline += 60
    assert worker.connection is not None
    assert worker.connection.poll(20)
    assert said(worker.result()[1]) == "import-broken"  # type: ignore[index]
    worker.end()
