"""Jobs done in processes of this machine, whatever each of them does to its own."""

import os
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Generic, TypeVar

from corpus import Limits, load_numbers
from fedele.workers.messages import crashed, out_of_memory, too_long
from fedele.workers.starting import CAN_FORK, Worker, starter
from fedele.workers.worker import Work

JobT = TypeVar("JobT")
OutcomeT = TypeVar("OutcomeT")

LONGEST_WAIT_SECONDS = 2_000_000
"""Systems do not wait as long as a limit may be; these are three weeks."""
TURN_SECONDS = 1
"""Where Ctrl-C does not end a wait, it is looked for as often."""


@dataclass(frozen=True, slots=True)
class WorkerNumbers:
    """What ``data/workers.toml`` says, where each number has its origin."""

    attempts: int


@cache
def worker_numbers() -> WorkerNumbers:
    """The numbers, loaded once."""
    return load_numbers("fedele", "workers", WorkerNumbers)


class Pool(Generic[JobT, OutcomeT]):
    """Does jobs, each in a process of its own, for any number of threads.

    There are as many processes as there have been calls at a time, kept for the next ones: who
    calls bounds them. A job that crashes its process gets a fresh one once; one that needs more
    time or memory than its limits allow costs its process, and no other.

    Args:
        work: what is done with each job.
        fork: whether workers are forked from one process that has loaded what all need.
    """

    def __init__(self, work: Work[JobT, OutcomeT], *, fork: bool = CAN_FORK) -> None:
        self._work = work
        self._starter = starter(work, fork=fork)
        self._free: deque[Worker] = deque()

    def do(self, job: JobT, limits: Limits | None = None) -> OutcomeT:
        """Do a job and wait for its outcome.

        Args:
            job: the job.
            limits: on its time and memory, if not the work's own.

        Raises:
            FedeleError: no job can be done, or no process started.
            RuntimeError: the pool has been closed.
        """
        allowed, what = limits or self._work.limits, self._work.what
        for number in range(worker_numbers().attempts):
            worker = self._worker(fresh=number > 0)
            try:
                outcome = self._asked(worker, job, allowed)
            except TimeoutError:
                self._starter.end(worker)
                return self._work.failed(job, too_long(allowed, what))
            except MemoryError:
                self._starter.end(worker)
                error = out_of_memory(allowed, what)
            except (EOFError, ConnectionError):
                error = crashed(self._starter.end(worker), what)
            except BaseException:
                self._starter.end(worker)
                raise
            else:
                self._free.append(worker)
                return outcome
        return self._work.failed(job, error)

    def close(self) -> None:
        """End all processes; calls that wait for an outcome end with `RuntimeError`."""
        self._starter.close()

    def _worker(self, *, fresh: bool) -> Worker:
        with suppress(IndexError):
            if not fresh:
                return self._free.pop()
        return self._starter.start()

    def _asked(self, worker: Worker, job: JobT, limits: Limits) -> OutcomeT:
        """What a worker makes of a job.

        Raises:
            TimeoutError, MemoryError: it is more than the limits allow.
            EOFError, ConnectionError: the worker has ended.
        """
        worker.pipe.send((job, limits.memory_bytes))
        if not worker.pipe.poll(min(limits.seconds, LONGEST_WAIT_SECONDS)):
            raise TimeoutError
        outcome: OutcomeT | None = worker.pipe.recv()
        if outcome is None:
            raise MemoryError
        return outcome


def run_locally(
    jobs: Iterator[JobT],
    work: Work[JobT, OutcomeT],
    *,
    workers: int | None = None,
    fork: bool = CAN_FORK,
) -> Generator[OutcomeT, None, None]:
    """Do jobs in processes of this machine; with a `Recipe`, a `fedele.batch.Backend`.

    Args:
        jobs: taken one by one, as workers get free.
        work: what is done with each, such as a review by a `Recipe`.
        workers: how many processes; as many as there are cores if not given.
        fork: whether workers are forked from one process and share its models.

    Yields:
        Each job's outcome, in the order in which they are done.

    Raises:
        ModelError: a model is missing or damaged.
        UsageError: the recipe makes no sense, or the workers cannot be started.
    """
    size = workers or _available_cores()
    underway: set[Future[OutcomeT]] = set()
    with ThreadPoolExecutor(size) as threads, closing(Pool(work, fork=fork)) as pool:
        while True:
            room = islice(jobs, size - len(underway))
            underway |= {threads.submit(pool.do, job) for job in room}
            if not underway:
                return
            done, underway = wait(underway, TURN_SECONDS, FIRST_COMPLETED)
            for future in done:
                yield future.result()


def _available_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
