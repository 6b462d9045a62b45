"""What is made when it is first asked for, and then kept for all threads."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from functools import update_wrapper
from threading import Lock, RLock
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
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


class Recent(Generic[KeyT, T]):
    """Values by key, made when asked for; those not asked for in a while make room.

    For what does not all fit in memory, such as long texts' vectors.

    Nothing is made under the lock: two threads that ask for the same at once both make it, and
    neither waits for the other.

    Args:
        room: how much there is; what is asked for at once is given even where it takes more.
        size: how much of it a key's value takes.
    """

    def __init__(self, room: int, size: Callable[[KeyT], int] = lambda _: 1) -> None:
        self._size = size
        self._room = room
        self._taken = 0
        self._kept: dict[KeyT, T] = {}
        self._lock = Lock()

    def get(self, keys: Sequence[KeyT], make: Callable[[Sequence[KeyT]], Sequence[T]]) -> list[T]:
        """The values, in the order asked for.

        Args:
            keys: of what is wanted.
            make: gives the values of those that are not kept, all at once.
        """
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        if missing:
            found.update(zip(missing, make(missing), strict=True))
        with self._lock:
            for key, value in found.items():
                self._keep(key, value)
            self._make_room()
        return [found[key] for key in keys]

    def _keep(self, key: KeyT, value: T) -> None:
        if self._kept.pop(key, None) is None:
            self._taken += self._size(key)
        self._kept[key] = value

    def _make_room(self) -> None:
        while self._taken > self._room:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
            self._taken -= self._size(oldest)
