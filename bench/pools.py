"""What our pool of processes costs and promises, beside pebble's on a forkserver.

Usage: python -m bench.pools ours|pebble [--effort full] [--workers 2] [--harm | --leave]

Small reviews, eight a worker: prints the seconds until the first is done, and the megabytes that
all processes hold after the last (Linux's Pss). With --harm some jobs end their process, hang or
hoard instead, and what becomes of each is printed. With --leave two jobs hang, the process that
gave them is killed, and how many processes outlive it by ten seconds is printed.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import ClassVar

from bench.processes import kill, members, outlives, pss, start
from corpus import Limits, default_limits
from fedele.batch import Recipe
from fedele.workers import run_locally

HARM = ("a", "SIGKILL", "b", "SIGSEGV", "c", "hang", "d", "SIGSTOP", "e", "hoard", "f")
LEAVE = ("a", "hang 1", "hang 2")
SECONDS, BYTES = 8, 1_500_000_000
"""Each job's limits with --harm."""
LACKS_MEMORY = 77
"""The exit code of a worker of pebble's that does."""
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Reviews:
    """Work that reviews two short texts, or harms its process, as the job says."""

    recipe: Recipe
    what: ClassVar[str] = "it"

    @property
    def limits(self) -> Limits:
        """On each job."""
        return self.recipe.limits

    def warm_up(self) -> None:
        """Load what a review needs."""
        self.recipe.warm_up()

    def do(self, job: str) -> str:
        """Do a job."""
        if job.startswith("SIG"):
            os.kill(os.getpid(), signal.Signals[job])
        if job.startswith("hang"):
            time.sleep(1_000)
        if job == "hoard":
            bytearray(10 * BYTES)
        self.recipe.warm_up()  # which is a review
        return f"{job}: done"

    def failed(self, job: str, error: str) -> str:
        """What is said of a job that was not done."""
        return f"{job}: {error}"


def with_pebble(jobs: Iterator[str], work: Reviews, *, workers: int) -> Iterator[str]:
    """As `run_locally` does them, as far as pebble and the forkserver can."""
    from concurrent.futures import FIRST_COMPLETED, wait
    from multiprocessing import get_context

    from pebble import ProcessExpired, ProcessPool

    context = get_context("forkserver")
    context.set_forkserver_preload([_preloaded(work.recipe.effort)])
    memory = (work.limits.memory_bytes,)
    underway, tries = {}, Counter[str]()
    with ProcessPool(workers, initializer=_limit, initargs=memory, context=context) as pool:
        again: list[str] = []
        while True:
            for job in (*again, *islice(jobs, workers - len(underway) - len(again))):
                future = pool.schedule(_do, (work, job), timeout=work.limits.seconds)
                underway[future] = job
            again = []
            if not underway:
                return
            for future in wait(underway, return_when=FIRST_COMPLETED).done:
                job = underway.pop(future)
                error = future.exception()
                tries[job] += 1
                if isinstance(error, ProcessExpired) and tries[job] == 1:
                    again.append(job)
                else:
                    yield work.failed(job, repr(error)) if error else future.result()


def _preloaded(effort: str) -> str:
    """A module that loads what a review needs when the forkserver imports it."""
    folder = tempfile.mkdtemp()
    code = f"import gc; from fedele.batch import Recipe; Recipe(effort={effort!r}).warm_up()\n"
    (Path(folder) / "preloaded.py").write_text(f"{code}gc.collect(); gc.freeze()\n", "utf-8")
    os.environ["PYTHONPATH"] += f"{os.pathsep}{folder}"
    return "preloaded"


def _limit(memory_bytes: int) -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, hard))


def _do(work: Reviews, job: str) -> str:
    try:
        return work.do(job)
    except MemoryError:
        os._exit(LACKS_MEMORY)


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pool", choices=["ours", "pebble"])
    parser.add_argument("--effort", default="full")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--harm", action="store_true")
    parser.add_argument("--leave", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        from bench import pools  # by a name that other processes find

        pools.do_jobs(given)
        return
    process = start(["bench.pools", *sys.argv[1:], "--inside"], Path.cwd(), output=subprocess.PIPE)
    for line in process.stdout or ():
        print(line, end="", flush=True)
        if given.leave:
            time.sleep(2)
            kill(process, whole_group=False)
            outlives(process.pid, 10)
            print(f"{len(members(process.pid))} processes are left")
            kill(process, whole_group=True)
            break


def do_jobs(given: argparse.Namespace) -> None:
    """Do the jobs in a session of their own, and print what is to be known."""
    jobs = HARM if given.harm else LEAVE if given.leave else map(str, range(8 * given.workers))
    limits = default_limits()
    if given.harm:
        limits = replace(limits, seconds=SECONDS, memory_bytes=BYTES)
    work = Reviews(Recipe(effort=given.effort, limits=limits))
    begun = time.monotonic()
    run = run_locally if given.pool == "ours" else with_pebble
    for number, outcome in enumerate(run(iter(jobs), work, workers=given.workers), 1):
        if number == 1 or given.harm:
            print(f"{time.monotonic() - begun:.1f} s, {outcome}", flush=True)
        if number == 8 * given.workers:
            print(f"{pss([os.getsid(0)]) / MEGABYTE:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
