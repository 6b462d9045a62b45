"""What runs in the processes that do jobs: a worker, and the nursery that workers are forked from.

The nursery is a process of its own, with one thread and the models loaded, so that its children
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
from typing import Any, ClassVar, Protocol, TypeVar

from corpus import FedeleError, Limits

JobT_contra = TypeVar("JobT_contra", contravariant=True)
OutcomeT_co = TypeVar("OutcomeT_co", covariant=True)

FORK = "fork"
"""What the nursery is asked for: this, with the new worker's end of a pipe, or a child's number,
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


def work(orders: "Connection[Any, Any]", recipe: Work[Any, Any]) -> None:
    """Do jobs as they come in; answer with their outcomes, None where the memory did not suffice.

    Ends when there are no more, and after a lack of memory.
    """
    _limit_memory(recipe.limits.memory_bytes)
    with suppress(EOFError, ConnectionError):
        while True:
            job = orders.recv()
            try:
                outcome = recipe.do(job)
            except MemoryError:
                orders.send(None)
                return
            orders.send(outcome)


def serve(handle: int) -> None:
    """Be a nursery, at one end of a pipe.

    Gets the recipe first, and answers with None or with what is wrong with it.
    """
    orders: Connection[Any, Any] = Connection(handle)
    children: set[int] = set()
    try:
        recipe = orders.recv()
        orders.send(_complaint(recipe))
        gc.collect()
        gc.freeze()  # what is shared is not touched by the workers' collections
        while True:
            order = orders.recv()
            if order == FORK:
                children.add(child := _fork(orders, recipe))
                orders.send(child)
            else:
                orders.send(_end(order))
                children.discard(order)
    except (EOFError, ConnectionError):  # nobody is there any more
        pass
    finally:
        for child in children:
            _end(child)


def _complaint(recipe: Work[Any, Any]) -> FedeleError | None:
    try:
        recipe.warm_up()
    except FedeleError as error:
        return error
    return None


def _fork(orders: "Connection[Any, Any]", recipe: Work[Any, Any]) -> int:
    """The number of a new worker, which has the end of a pipe that comes with the order."""
    handle = recv_handle(orders)
    child = os.fork()
    if child:
        os.close(handle)
        return child
    try:
        orders.close()
        work(Connection(handle), recipe)
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
    except ChildProcessError:  # of a nursery before this one
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
