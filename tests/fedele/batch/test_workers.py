"""Processes that review: what they give, and what they cost when something goes wrong."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from archives import BOTH, ITALIAN

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


def descendants():
    """Every process of a batch that came from this one, by number, with its parent's."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    parents = dict(map(int, line.split()) for line in listed.stdout.splitlines())
    found, seen = {os.getpid()}, set()
    while found - seen:
        seen |= found
        found |= {child for child, parent in parents.items() if parent in found}
    return {pid: parents[pid] for pid in found - {os.getpid()} if _is_ours(pid)}


def worker_numbers():
    """The workers alone, which come from the process that came from here."""
    own = descendants()
    return {pid for pid, parent in own.items() if parent in own}


def strike(pid, how=signal.SIGKILL):
    """Send a signal to a process, which may be gone already."""
    with suppress(ProcessLookupError):
        os.kill(pid, how)


def _is_ours(pid):
    try:
        return "fedele.batch.worker" in Path(f"/proc/{pid}/cmdline").read_text("utf-8")
    except OSError:
        return False


@pytest.mark.parametrize("fork", [pytest.param(True, marks=needs_fork), False])
def test_a_process_gives_what_the_function_gives(fork):
    jobs = [job("a"), job("b", "ciao")]
    found = results(run_locally(iter(jobs), FAST, workers=1, fork=fork))
    assert found == {one.pair.name: do_job(one, FAST) for one in jobs}
    assert found["a"].document.status == "reviewed"
    assert "b.txt" in found["b"].document.error


def test_no_process_is_started_where_there_is_nothing_to_do():
    missing = Recipe(model="/nowhere")
    assert list(run_locally(iter(()), missing)) == []


@needs_fork
def test_a_recipe_that_makes_no_sense_is_said_before_any_pair_is_tried():
    with pytest.raises(UsageError, match="effort"):
        list(run_locally(iter([job("a")]), Recipe(effort="some")))
    assert descendants() == {}


@needs_fork
def test_jobs_are_taken_only_as_workers_get_free():
    taken = []

    def jobs():
        for number in range(6):
            taken.append(number)
            yield job(str(number))

    with closing(run_locally(jobs(), FAST, workers=1)) as outcomes:
        next(outcomes)
        assert len(taken) == 1
    assert descendants() == {}


@needs_fork
def test_a_worker_that_is_killed_costs_nothing_but_a_second_try():
    def jobs():
        yield job("first")
        yield job("second")
        (pid,) = worker_numbers()
        strike(pid)
        yield job("third")

    found = results(run_locally(jobs(), FAST, workers=1))
    assert {name: one.document.status for name, one in found.items()} == {
        "first": "reviewed",
        "second": "reviewed",
        "third": "reviewed",
    }


@needs_fork
def test_the_process_that_workers_come_from_is_started_anew():
    def jobs():
        yield job("first")
        for pid in descendants():
            strike(pid)
        yield job("second")

    found = results(run_locally(jobs(), FAST, workers=1))
    assert found["second"].document.status == "reviewed"


@needs_fork
def test_a_pair_that_ends_its_process_twice_is_a_row():
    """As a library's crash does: the process is gone without a word."""
    deadly = Event()

    def jobs():
        yield job("first")
        deadly.set()
        yield job("deadly", LONG)
        deadly.clear()
        yield job("last")

    def crash():
        while not over.is_set():
            if deadly.wait(0.05):
                for pid in worker_numbers():
                    strike(pid, signal.SIGSEGV)

    over = Event()
    thread = Thread(target=crash)
    thread.start()
    try:
        found = results(run_locally(jobs(), FAST, workers=1))
    finally:
        over.set()
        thread.join()
    assert found["first"].document.status == found["last"].document.status == "reviewed"
    assert "SIGSEGV" in found["deadly"].document.error


@needs_fork
def test_a_pair_that_hangs_is_a_row_and_others_go_on():
    def jobs():
        yield job("first")
        (pid,) = worker_numbers()
        strike(pid, signal.SIGSTOP)
        yield job("hanging")
        yield job("last")

    started = time.monotonic()
    found = results(run_locally(jobs(), limited(seconds=10), workers=1))
    assert found["last"].document.status == "reviewed"
    assert "more than 10 seconds" in found["hanging"].document.error
    assert time.monotonic() - started < 120
    assert descendants() == {}


@needs_fork
def test_a_pair_that_needs_too_much_memory_is_a_row_and_others_go_on():
    jobs = [job("small"), job("large", LONG), job("last")]
    found = results(run_locally(iter(jobs), limited(memory_bytes=50_000_000), workers=1))
    assert "more than 50,000,000 bytes of memory" in found["large"].document.error
    assert found["small"].document.status == found["last"].document.status == "reviewed"
