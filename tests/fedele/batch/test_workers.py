"""Reviews in processes of their own; what such processes promise is tested in `workers`."""

import sys
from dataclasses import replace

import pytest
from archives import BOTH, ITALIAN
from processes import descendants

from corpus import File, UsageError, default_limits
from fedele.batch import Job, Pair, Recipe, do_job, run_locally

FAST = Recipe(effort="fast")
LONG = BOTH.replace("(EN)", f"{ITALIAN * 200}\n(EN)")
needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


def job(name, text=BOTH):
    return Job(Pair(name, f"{name}.txt"), File(f"{name}.txt", text.encode()))


def limited(**limits):
    return replace(FAST, limits=replace(default_limits(), **limits))


def results(outcomes):
    return {outcome.document.pair: outcome for outcome in outcomes}


@pytest.mark.parametrize("fork", [pytest.param(True, marks=needs_fork), False])
def test_a_process_gives_what_the_function_gives(fork):
    jobs = [job("a"), job("b", "ciao")]
    found = results(run_locally(iter(jobs), FAST, workers=1, fork=fork))
    assert found == {one.pair.name: do_job(one, FAST) for one in jobs}
    assert found["a"].document.status == "reviewed"
    assert "b.txt" in found["b"].document.error


@needs_fork
def test_a_recipe_that_makes_no_sense_is_said_before_any_pair_is_tried():
    with pytest.raises(UsageError, match="effort"):
        list(run_locally(iter([job("a")]), Recipe(effort="some")))
    assert descendants() == {}


@needs_fork
def test_a_pair_that_needs_too_much_memory_is_a_row_and_others_go_on():
    jobs = [job("small"), job("large", LONG), job("last")]
    found = results(run_locally(iter(jobs), limited(memory_bytes=50_000_000), workers=1))
    assert "more than 50,000,000 bytes of memory" in found["large"].document.error
    assert found["small"].document.status == found["last"].document.status == "reviewed"
