"""Processes that do jobs: what they give, and what they cost when something goes wrong."""

import os
import signal
import sys
import time
from contextlib import closing
from dataclasses import replace
from threading import Thread

import pytest
from odd_jobs import CRASH, KILL, STOP, OddJobs, limited
from processes import descendants, worker_numbers

from corpus import UsageError, default_limits
from fedele.workers import Pool, run_locally

needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
ways = pytest.mark.parametrize("fork", [pytest.param(True, marks=needs_fork), False])
MEGABYTE = 1_000_000


@pytest.fixture
def pool():
    with closing(Pool(OddJobs())) as made:
        yield made


@ways
def test_jobs_are_done_side_by_side_each_once(fork):
    assert set(run_locally(iter(range(20)), OddJobs(), workers=3, fork=fork)) == set(
        range(0, 40, 2)
    )


@ways
def test_what_harms_its_process_is_said_and_harms_no_other_job(fork):
    jobs = [1, KILL, CRASH, "exit 3", 2, "sleep 60", STOP, 3, "hold 5000000000", 4]
    work = limited(seconds=3, memory_bytes=3_000 * MEGABYTE)
    found = list(run_locally(iter(jobs), work, workers=2, fork=fork))
    errors = sorted(outcome for outcome in found if isinstance(outcome, str))
    assert {outcome for outcome in found if isinstance(outcome, int)} == {2, 4, 6, 8}
    ended = "this job ended the process that did it, again on a fresh one"
    late = "this job took more than 3 seconds; split it, or raise the limit `seconds`"
    assert errors == sorted(
        [
            f"{KILL}: {ended} (SIGKILL)",
            f"{CRASH}: {ended} (SIGSEGV)",
            f"exit 3: {ended} (exit code 3)",
            f"sleep 60: {late}",
            f"{STOP}: {late}",
            "hold 5000000000: this job needs more than 3,000,000,000 bytes of memory; split it, "
            "or raise the limit `memory_bytes`",
        ]
    )


def test_no_process_is_started_where_there_is_nothing_to_do():
    assert list(run_locally(iter(()), OddJobs(complaint="out of order"))) == []


@needs_fork
def test_work_that_makes_no_sense_is_said_before_any_job_is_tried():
    with pytest.raises(UsageError, match="out of order"):
        list(run_locally(iter([1]), OddJobs(complaint="out of order")))
    assert descendants() == {}


@needs_fork
def test_jobs_are_taken_only_as_workers_get_free():
    taken = []
    jobs = (taken.append(number) or number for number in range(6))
    with closing(run_locally(jobs, OddJobs(), workers=1)) as outcomes:
        next(outcomes)
        assert len(taken) == 1
    assert descendants() == {}


@needs_fork
def test_leaving_does_not_wait_for_jobs_underway():
    outcomes = run_locally(iter(["sleep 60", 1]), OddJobs(), workers=2)
    assert next(outcomes) == 2
    began = time.monotonic()
    outcomes.close()
    assert time.monotonic() - began < 30
    assert descendants() == {}


@needs_fork
def test_a_worker_is_kept_for_the_next_job(pool):
    assert pool.do("who") == pool.do("who")
    assert len(worker_numbers()) == 1


@needs_fork
def test_a_worker_that_is_killed_while_idle_costs_nothing_but_a_second_try(pool):
    assert pool.do(1) == 2
    os.kill(pool.do("who"), signal.SIGKILL)
    assert pool.do(2) == 4


@needs_fork
def test_the_process_that_workers_come_from_is_started_anew(pool):
    assert pool.do(1) == 2
    for pid in descendants():
        os.kill(pid, signal.SIGKILL)
    assert pool.do(2) == 4


@needs_fork
def test_threads_share_a_pool_and_one_job_has_limits_of_its_own(pool):
    """As a service does: requests of several threads, each with its limits."""
    short = replace(default_limits(), seconds=1)
    found = {}

    def ask(job, limits=None):
        found[job] = pool.do(job, limits)

    jobs = [("sleep 60", short), ("sleep 2", None), (KILL, None), (1, None), (2, short)]
    threads = [Thread(target=ask, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "more than 1 seconds" in found.pop("sleep 60")
    assert "SIGKILL" in found.pop(KILL)
    assert found.pop("sleep 2") in worker_numbers()
    assert found == {1: 2, 2: 4}


@needs_fork
def test_the_next_job_of_a_worker_may_have_more_memory_or_less(pool):
    much = 400 * MEGABYTE
    some, more = (replace(default_limits(), memory_bytes=limit) for limit in (much, 3 * much))
    assert pool.do(f"hold {2 * much}", more) == 2 * much
    assert "more than 400,000,000 bytes" in pool.do(f"hold {2 * much}", some)
    assert pool.do(f"hold {2 * much}", more) == 2 * much


@needs_fork
@pytest.mark.parametrize("work", [OddJobs(), OddJobs(seconds=60)], ids=["at work", "starting"])
def test_a_closed_pool_ends_what_it_is_at_and_does_no_more(work):
    pool, errors = Pool(work), []

    def ask():
        try:
            pool.do("sleep 60")
        except RuntimeError as error:
            errors.append(str(error))

    thread = Thread(target=ask)
    thread.start()
    while not (descendants() if work.seconds else worker_numbers()):
        time.sleep(0.05)
    pool.close()
    thread.join()
    with pytest.raises(RuntimeError, match="has been closed"):
        pool.do(1)
    assert errors == ["the pool of processes has been closed"]
    assert descendants() == {}
