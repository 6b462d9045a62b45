"""What is made when it is first asked for, and then kept for all threads."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import RLock
from typing import Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801  a decorator
    """As `functools.cache`, but threads that ask for the same at once wait for one to make it.

    For what is large, slow to load, or not finished when it can first be seen. An error is not
    kept: whoever asks next tries again.
    """

    def __init__(self, make: Callable[..., T]) -> None:
        self._make = make
        self._made: dict[tuple[Hashable, ...], T] = {}
        self._locks: defaultdict[tuple[Hashable, ...], RLock] = defaultdict(RLock)
        update_wrapper(self, make)

    def __call__(self, *arguments: Hashable) -> T:
        """What was made from these arguments, made now if need be."""
        try:
            return self._made[arguments]
        except KeyError:
            with self._locks[arguments]:
                if arguments not in self._made:
                    self._made[arguments] = self._make(*arguments)
                return self._made[arguments]

    def has(self, *arguments: Hashable) -> bool:
        """Whether it was made already."""
        return arguments in self._made

    def cache_clear(self) -> None:
        """Make everything anew when it is asked for again."""
        self._made = {}
