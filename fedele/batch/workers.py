"""Jobs, reviews above all, in processes of their own on this machine.

A job that crashes its process, or needs more time or memory than the limits allow, costs that
process and no more. Where the system forks safely, workers are forked from one that has the models
loaded (`fedele.batch.worker`) and share them; elsewhere each loads its own.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Pipe, wait
from multiprocessing.reduction import send_handle
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from corpus import UsageError, load_numbers
from fedele.batch.job import out_of_memory
from fedele.batch.worker import FORK, Work, work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    Ends: TypeAlias = Connection[Any, Any]

JobT = TypeVar("JobT")
OutcomeT = TypeVar("OutcomeT")

CAN_FORK = sys.platform == "linux"
"""Elsewhere there is no fork, or system libraries do not survive it."""

_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
_NURSERY = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from fedele.batch.worker import serve; serve(int(sys.argv[1]))"
)

_NOT_STARTED = (
    "the processes that review cannot be started; is there enough memory? Try fewer --workers"
)
LONGEST_WAIT_SECONDS = 3_600
"""Systems do not wait as long as a limit may be."""
PATIENCE_SECONDS = 0.5
"""What a process that is to end gets before it is made to."""


def available_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_locally(
    jobs: Iterator[JobT],
    recipe: Work[JobT, OutcomeT],
    *,
    workers: int | None = None,
    fork: bool = CAN_FORK,
) -> Generator[OutcomeT, None, None]:
    """Do jobs in processes of this machine; with a `Recipe`, a `fedele.batch.Backend`.

    Args:
        jobs: taken one by one, as workers get free.
        recipe: what is done with each, such as a review by a `Recipe`.
        workers: how many processes; as many as there are cores if not given.
        fork: whether workers are forked from one process and share its models.

    Yields:
        Each job's outcome, in the order in which they are done.

    Raises:
        ModelError: a model is missing or damaged.
        UsageError: the recipe makes no sense, or the workers cannot be started.
    """
    first = next(jobs, None)
    if first is None:
        return
    nursery: Nursery = _ForkingNursery(recipe) if fork else _SpawningNursery(recipe)
    try:
        yield from _Crew(nursery, chain([first], jobs), recipe, workers or available_cores()).run()
    finally:
        nursery.close()


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that does jobs.

    Attributes:
        pipe: takes jobs, gives outcomes; ends with the process.
        number: the system's, of the process.
    """

    pipe: "Ends"
    number: int


class Nursery(Protocol):
    """Where workers come from and where they end."""

    def start(self) -> Worker:
        """A new worker."""
        ...

    def end(self, worker: Worker) -> int:
        """Make sure that a worker has ended; its exit code, minus the number for a signal."""
        ...

    def close(self) -> None:
        """End all that is left."""
        ...


@dataclass(slots=True)
class _Task(Generic[JobT]):
    """A job, and how many processes it has ended."""

    job: JobT
    ended: int = 0


@dataclass(slots=True)
class _Crew(Generic[JobT, OutcomeT]):
    """Workers and what they are at.

    Attributes:
        nursery, jobs, recipe, size: as `run_locally` has them.
        again: tasks whose worker has ended.
        free: workers without a task.
        busy: by its pipe, each worker at work, its task, and when its time is up.
    """

    nursery: Nursery
    jobs: Iterator[JobT]
    recipe: Work[JobT, OutcomeT]
    size: int
    again: deque[_Task[JobT]] = field(default_factory=deque)
    free: list[Worker] = field(default_factory=list)
    busy: dict["Ends", tuple[Worker, _Task[JobT], float]] = field(default_factory=dict)

    def run(self) -> Iterator[OutcomeT]:
        while self._give_out():
            left = min(due for _, _, due in self.busy.values()) - time.monotonic()
            ready = wait(list(self.busy), timeout=min(max(0.0, left), LONGEST_WAIT_SECONDS))
            for pipe in [pipe for pipe in self.busy if pipe in ready]:
                outcome = self._outcome(pipe)
                if outcome is not None:
                    yield outcome
            yield from self._overdue()

    def _give_out(self) -> bool:
        """Give every free place a task, while there are any; whether any is being done."""
        while len(self.busy) < self.size:
            task = self._next()
            if task is None:
                break
            worker = self.free.pop() if self.free and not task.ended else self.nursery.start()
            due = time.monotonic() + self.recipe.limits.seconds
            self.busy[worker.pipe] = (worker, task, due)
            with suppress(ConnectionError):  # found out when it is waited for
                worker.pipe.send(task.job)
        return bool(self.busy)

    def _next(self) -> _Task[JobT] | None:
        if self.again:
            return self.again.popleft()
        job = next(self.jobs, None)
        return None if job is None else _Task(job)

    def _outcome(self, pipe: "Ends") -> OutcomeT | None:
        """What a worker has to say; None where it has ended and its task is tried again."""
        worker, task, _ = self.busy.pop(pipe)
        try:
            outcome: OutcomeT | None = pipe.recv()
        except (EOFError, ConnectionError):
            return self._retried(task, self._crash(self.nursery.end(worker)))
        if outcome is None:
            self.nursery.end(worker)
            return self._retried(task, out_of_memory(self.recipe.limits, self.recipe.what))
        self.free.append(worker)
        return outcome

    def _retried(self, task: _Task[JobT], error: str) -> OutcomeT | None:
        task.ended += 1
        if task.ended < load_numbers("fedele", "batch")["attempts"]:
            self.again.append(task)
            return None
        return self.recipe.failed(task.job, error)

    def _overdue(self) -> Iterator[OutcomeT]:
        now = time.monotonic()
        for pipe, (worker, task, due) in list(self.busy.items()):
            if due <= now and not pipe.poll():
                del self.busy[pipe]
                self.nursery.end(worker)
                yield self.recipe.failed(task.job, self._too_long())

    def _crash(self, code: int) -> str:
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"{self.recipe.what} ended the process that did it, again on a fresh one ({how})"

    def _too_long(self) -> str:
        return (
            f"{self.recipe.what} took more than {self.recipe.limits.seconds:,} seconds; split it, "
            "or raise the limit `seconds`"
        )


class _ForkingNursery:
    """The process that workers are forked from; started anew where it ends before its time."""

    def __init__(self, recipe: Work[Any, Any]) -> None:
        self._recipe = recipe
        self._open()

    def start(self) -> Worker:
        try:
            return self._forked()
        except (EOFError, OSError):
            self.close()
            self._open()
        try:
            return self._forked()
        except (EOFError, OSError) as error:
            raise UsageError(_NOT_STARTED) from error

    def end(self, worker: Worker) -> int:
        worker.pipe.close()
        try:
            self._orders.send(worker.number)
            return int(self._orders.recv())
        except (EOFError, OSError):  # it has ended, and its children with it
            return -signal.SIGKILL

    def close(self) -> None:
        self._orders.close()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:  # it is still loading, and has no children
            self._process.kill()
            self._process.wait()

    def _open(self) -> None:
        self._orders, theirs = Pipe()
        handle, path = str(theirs.fileno()), json.dumps(sys.path)
        with _without_interrupts():
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _NURSERY, handle, path],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(),
            )
        theirs.close()
        try:
            self._orders.send(self._recipe)
            complaint = self._orders.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise UsageError(_NOT_STARTED) from error
        except BaseException:
            self.close()
            raise
        if complaint is not None:
            self.close()
            raise complaint

    def _forked(self) -> Worker:
        ours, theirs = Pipe()
        self._orders.send(FORK)
        send_handle(self._orders, theirs.fileno(), self._process.pid)
        theirs.close()
        return Worker(ours, self._orders.recv())


class _SpawningNursery:
    """Workers that load their models themselves."""

    def __init__(self, recipe: Work[Any, Any]) -> None:
        self._recipe = recipe
        self._processes: dict[int, SpawnProcess] = {}

    def start(self) -> Worker:
        ours, theirs = Pipe()
        process = get_context("spawn").Process(
            target=work, args=(theirs, self._recipe), daemon=True
        )
        with _without_interrupts():
            process.start()
        theirs.close()
        number = int(process.pid or 0)
        self._processes[number] = process
        return Worker(ours, number)

    def end(self, worker: Worker) -> int:
        worker.pipe.close()
        process = self._processes.pop(worker.number)
        process.kill()
        process.join()
        return int(process.exitcode or 0)

    def close(self) -> None:
        for process in self._processes.values():
            process.kill()
        for process in self._processes.values():
            process.join()


def _environment() -> dict[str, str]:
    """What the nursery is started in: one thread for BLAS, and memory kept for the next array.

    Dask has its workers give every freed byte back to the system, which halves NumPy's pace.
    """
    kept = {name: value for name, value in os.environ.items() if name != "MALLOC_TRIM_THRESHOLD_"}
    return kept | _ONE_THREAD


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach; they end when this one ends or tells them to."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
