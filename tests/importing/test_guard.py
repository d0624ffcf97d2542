"""A file that hangs, dies or eats memory ends only itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from nianbao.importing.document import Refused
from nianbao.importing.sources.guard import Limits, run_guarded, run_many
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
