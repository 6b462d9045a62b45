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
from contextlib import contextmanager
from functools import cached_property
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


class _Held:
    """The numeric library's threads, held to one while anybody asks for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holders = 0
        self._before: Any = None

    @cached_property
    def _library(self) -> Any:  # noqa: ANN401  threadpoolctl has no types
        from threadpoolctl import ThreadpoolController

        return ThreadpoolController().select(user_api="blas")

    def take(self) -> None:
        with self._lock:
            if not self._holders:
                self._before = self._library.limit(limits=1)
            self._holders += 1

    def let_go(self) -> None:
        with self._lock:
            self._holders -= 1
            if not self._holders:
                self._before.restore_original_limits()


_HELD = _Held()


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold the numeric library to one thread of its own; it gets the others back at the end.

    Works as a decorator, too. Any number of threads may be inside.
    """
    _HELD.take()
    try:
        yield
    finally:
        _HELD.let_go()
