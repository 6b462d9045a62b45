"""What runs in the processes that do jobs: a worker, and the server that workers are forked from.

The server is a process of its own, with one thread and the models loaded, so that its children
start at once and share the models' memory, whatever threads the caller's process runs. It lives
as long as its end of the pipe is open; its children never outlive it.
"""

import gc
import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from typing import Any, ClassVar, NoReturn, Protocol, TypeVar

from corpus import FedeleError, Limits

JobT_contra = TypeVar("JobT_contra", contravariant=True)
OutcomeT_co = TypeVar("OutcomeT_co", covariant=True)

FORK = "fork"
"""What the server is asked for: this, with the new worker's end of a pipe, or a child's number,
whose end it is then."""


class Work(Protocol[JobT_contra, OutcomeT_co]):
    """What is to be done with jobs, from plain data to plain data.

    Attributes:
        what: what a job is called in an error.
    """

    what: ClassVar[str]

    @property
    def limits(self) -> Limits:
        """On each job's time and memory."""
        ...

    def warm_up(self) -> None:
        """Load what every job needs.

        Raises:
            FedeleError: no job can be done.
        """
        ...

    def do(self, job: JobT_contra) -> OutcomeT_co:
        """Do one job; whatever is wrong with it is its outcome.

        Raises:
            MemoryError: there was not enough; the process should not be used any more.
        """
        ...

    def failed(self, job: JobT_contra, error: str) -> OutcomeT_co:
        """The outcome of a job that could not be done."""
        ...


def work_at(orders: "Connection[Any, Any]", work: Work[Any, Any]) -> None:
    """Do jobs as they come in, each with the bytes of memory that it may take.

    Answers with their outcomes, None where the memory did not suffice. Ends when there are no
    more, and after a lack of memory.
    """
    with suppress(EOFError, ConnectionError):
        while True:
            job, memory_bytes = orders.recv()
            _limit_memory(memory_bytes)
            try:
                outcome = work.do(job)
            except MemoryError:
                orders.send(None)
                return
            orders.send(outcome)


def serve(handle: int) -> None:
    """Fork workers on demand, at one end of a pipe, until it is closed or the process terminated.

    Gets the work first, and answers with None or with what is wrong with it.
    """
    orders: Connection[Any, Any] = Connection(handle)
    children: set[int] = set()
    try:
        work = orders.recv()
        orders.send(_complaint(work))
        gc.collect()
        gc.freeze()  # what is shared is not touched by the workers' collections
        signal.signal(signal.SIGTERM, _leave)
        while True:
            order = orders.recv()
            if order == FORK:
                children.add(child := _fork(orders, work))
                orders.send(child)
            else:
                orders.send(_end(order))
                children.discard(order)
    except (EOFError, ConnectionError):  # nobody is there any more
        pass
    finally:
        for child in children:
            _end(child)


def _leave(*_: object) -> NoReturn:
    """End the children, and then this process; to be told again does not cut that short."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit()


def _complaint(work: Work[Any, Any]) -> FedeleError | None:
    try:
        work.warm_up()
    except FedeleError as error:
        return error
    return None


def _fork(orders: "Connection[Any, Any]", work: Work[Any, Any]) -> int:
    """The number of a new worker, which has the end of a pipe that comes with the order."""
    handle = recv_handle(orders)
    child = os.fork()
    if child:
        os.close(handle)
        return child
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        orders.close()
        work_at(Connection(handle), work)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def _end(child: int) -> int:
    """Make sure that a worker has ended, and say how: its exit code, or minus a signal."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except ChildProcessError:  # of a server before this one
        return -signal.SIGKILL


def _limit_memory(most: int) -> None:
    """Let allocations fail that go beyond the limit, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    soft = min(most, sys.maxsize if hard == resource.RLIM_INFINITY else hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
