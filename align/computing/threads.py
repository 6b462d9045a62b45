"""Work shared out among cores, in threads of ours instead of the numeric library's.

The library's own threads wait for each other by turning round and round, which costs more than it
gains as soon as anything else runs on the machine. So it is held to one thread while we compute,
and large pieces of work are done side by side instead; numpy lets go of the interpreter's lock for
nearly all of it.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any, TypeVar

ItemT = TypeVar("ItemT")
DoneT = TypeVar("DoneT")

NAME = "fedele"
"""What our threads' names begin with."""
MOST = 4
"""Threads that have enough to do in a text of some pages."""
AHEAD = 2
"""Results a thread that may wait to be taken: long texts' are not all in memory at once."""


def cores() -> int:
    """How many threads work is shared out among: `OMP_NUM_THREADS`, or the cores there are."""
    asked = os.environ.get("OMP_NUM_THREADS", "")
    if asked.isdecimal() and int(asked):
        return min(int(asked), MOST)
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST)
    return min(os.cpu_count() or 1, MOST)


def spread(work: Callable[[ItemT], DoneT], items: Sequence[ItemT]) -> Iterator[DoneT]:
    """What work makes of each item, in order, some of them done side by side.

    Work that is shared out in its turn is done by the thread that it has.
    """
    count = min(cores(), len(items))
    if count < 2 or threading.current_thread().name.startswith(NAME):
        yield from map(work, items)
        return
    waiting = deque[Future[DoneT]]()
    with ThreadPoolExecutor(count, NAME) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > AHEAD * count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for left in waiting:
                left.cancel()


class _Turn:
    """What one thread at a time has; the others wait in the order in which they came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting = deque[threading.Lock]()
        self._taken = False

    @property
    def is_wanted(self) -> bool:
        """Whether anybody waits for it."""
        return bool(self._waiting)

    def take(self) -> None:
        """Wait for it."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            place = threading.Lock()
            place.acquire()
            self._waiting.append(place)
        try:
            place.acquire()
        except BaseException:  # a deadline that strikes in the queue
            with self._lock:
                if place in self._waiting:
                    self._waiting.remove(place)
                else:
                    self._hand_over()
            raise

    def let_go(self) -> None:
        """Give it to whoever waits longest."""
        with self._lock:
            self._hand_over()

    def _hand_over(self) -> None:
        if self._waiting:
            self._waiting.popleft().release()
        else:
            self._taken = False


_TURN, _OWN = _Turn(), threading.local()


@cache
def _library() -> Any:  # noqa: ANN401  threadpoolctl has no types
    """What holds the numeric library's threads; it obeys one thread at a time."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")


@contextmanager
def in_turn() -> Iterator[None]:
    """Compute while no other thread does, the numeric library held to one thread of its own.

    The library obeys one thread at a time, so that two that compute at once would leave it its own
    threads, and those make everything ten times slower; and each would wait for the interpreter's
    lock while the other has it. In turn, each with all the cores that `spread` finds, two take as
    long as one after the other. May be entered again inside, and works as a decorator.
    """
    if _is_inside():
        yield
        return
    try:
        _begin()
        yield
    finally:
        _end()


def let_others() -> None:
    """Let threads that wait for their turn have theirs, between two steps of long work.

    Not while something is still spread: it would go on through the others' turns.
    """
    if _has_turn() and _TURN.is_wanted:
        _end()
        _begin()


def _begin() -> None:
    _TURN.take()
    _OWN.held = ExitStack()
    _OWN.held.callback(_TURN.let_go)
    _OWN.held.enter_context(_library().limit(limits=1))


def _end() -> None:
    if _has_turn():  # not so where waiting for it was broken off
        held, _OWN.held = _OWN.held, None
        held.close()


def _has_turn() -> bool:
    return getattr(_OWN, "held", None) is not None


def _is_inside() -> bool:
    """Whether this thread has the turn, or works for one that has."""
    return _has_turn() or threading.current_thread().name.startswith(NAME)
