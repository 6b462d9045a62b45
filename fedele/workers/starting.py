"""Where the processes that do jobs come from, and where they end.

Where the system forks safely, workers are forked from one that has the models loaded
(`fedele.workers.worker`) and share them; elsewhere each loads its own.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Pipe
from multiprocessing.reduction import send_handle
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from corpus import UsageError
from fedele.workers.worker import FORK, Work, work_at

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    Ends: TypeAlias = Connection[Any, Any]

CAN_FORK = sys.platform == "linux"
"""Elsewhere there is no fork, or system libraries do not survive it."""

_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
_SERVE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from fedele.workers.worker import serve; serve(int(sys.argv[1]))"
)

_NOT_STARTED = "the worker processes cannot be started; is there enough memory? Try fewer --workers"
_CLOSED = "the pool of processes has been closed"
PATIENCE_SECONDS = 5
"""What a fork server gets to end its children, before it is made to leave them."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that does jobs.

    Attributes:
        pipe: takes jobs, gives outcomes; ends with the process.
        number: the system's, of the process.
    """

    pipe: "Ends"
    number: int


class Starter(Protocol):
    """Starts workers and ends them, for any number of threads."""

    def start(self) -> Worker:
        """A new worker.

        Raises:
            FedeleError: none can be started, or none could do its work.
            RuntimeError: this one is closed.
        """
        ...

    def end(self, worker: Worker) -> int:
        """Make sure that a worker has ended; its exit code, minus the number for a signal."""
        ...

    def close(self) -> None:
        """End all that is left."""
        ...


def starter(work: Work[Any, Any], *, fork: bool) -> Starter:
    """What starts workers that do this work; it starts nothing before it is asked to."""
    return _ForkServer(work) if fork else _Spawner(work)


class _ForkServer:
    """The process that workers are forked from; started anew where it ends before its time."""

    def __init__(self, work: Work[Any, Any]) -> None:
        self._work = work
        self._lock = Lock()
        self._is_closed = False
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Worker:
        with self._lock:
            if self._process is not None:
                with suppress(EOFError, OSError):
                    return self._forked(self._process)
            try:
                return self._forked(self._opened())
            except (EOFError, OSError) as error:
                if self._is_closed:
                    raise RuntimeError(_CLOSED) from error
                raise UsageError(_NOT_STARTED) from error

    def end(self, worker: Worker) -> int:
        worker.pipe.close()
        with self._lock:
            try:
                self._orders.send(worker.number)
                return int(self._orders.recv())
            except (EOFError, OSError):  # it has ended, and its children with it
                return -signal.SIGKILL

    def close(self) -> None:
        self._is_closed = True
        process = self._process
        if process is not None:  # whoever waits for its answer, and has the lock, gets none
            process.terminate()
        with self._lock:
            self._shut()

    def _opened(self) -> "subprocess.Popen[bytes]":
        """A new one, which has loaded what all jobs need."""
        self._shut()
        if self._is_closed:
            raise RuntimeError(_CLOSED)
        self._orders, theirs = Pipe()
        handle, path = str(theirs.fileno()), json.dumps(sys.path)
        with _without_interrupts():
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _SERVE, handle, path],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(),
            )
        theirs.close()
        try:
            self._orders.send(self._work)
            complaint = self._orders.recv()
        except BaseException:
            self._shut()
            raise
        if complaint is not None:
            self._shut()
            raise complaint
        return self._process

    def _forked(self, process: "subprocess.Popen[bytes]") -> Worker:
        ours, theirs = Pipe()
        with theirs:
            self._orders.send(FORK)
            send_handle(self._orders, theirs.fileno(), process.pid)
        return Worker(ours, self._orders.recv())

    def _shut(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        self._orders.close()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


class _Spawner:
    """Starts workers that load their models themselves."""

    def __init__(self, work: Work[Any, Any]) -> None:
        self._work = work
        self._lock = Lock()
        self._is_closed = False
        self._processes: dict[int, SpawnProcess] = {}

    def start(self) -> Worker:
        with self._lock:
            if self._is_closed:
                raise RuntimeError(_CLOSED)
            ours, theirs = Pipe()
            process = get_context("spawn").Process(
                target=work_at, args=(theirs, self._work), daemon=True
            )
            with theirs, _without_interrupts():
                process.start()
            number = int(process.pid or 0)
            self._processes[number] = process
            return Worker(ours, number)

    def end(self, worker: Worker) -> int:
        worker.pipe.close()
        with self._lock:
            process = self._processes.pop(worker.number, None)
            return -signal.SIGKILL if process is None else _ended(process)

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            while self._processes:
                _ended(self._processes.popitem()[1])


def _ended(process: "SpawnProcess") -> int:
    process.kill()
    process.join()
    return int(process.exitcode or 0)


def _environment() -> dict[str, str]:
    """What workers run in: one thread for BLAS, and memory kept for the next array.

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
