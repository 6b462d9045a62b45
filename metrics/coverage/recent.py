"""What was worked out last, within bounds: long texts' vectors do not all fit in memory."""

from collections.abc import Callable, Sequence
from threading import RLock
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Values by number, made when asked for; those not asked for in a while make room.

    Args:
        make: gives the values of some numbers, all at once.
        size: how much room a number's value takes.
        room: how much there is; what is asked for at once is given even where it takes more.
    """

    def __init__(
        self, make: Callable[[Sequence[int]], Sequence[T]], size: Callable[[int], int], room: int
    ) -> None:
        self._make = make
        self._size = size
        self._room = room
        self._taken = 0
        self._kept: dict[int, T] = {}
        self._lock = RLock()

    def get(self, numbers: Sequence[int]) -> list[T]:
        """The values, in the order asked for."""
        with self._lock:
            return self._get(numbers)

    def _get(self, numbers: Sequence[int]) -> list[T]:
        asked = dict.fromkeys(numbers)
        missing = [number for number in asked if number not in self._kept]
        made = dict(zip(missing, self._make(missing) if missing else (), strict=True))
        self._taken += sum(map(self._size, missing))
        for number in asked:
            self._kept[number] = self._kept.pop(number) if number in self._kept else made[number]
        found = [self._kept[number] for number in numbers]
        while self._taken > self._room and self._kept:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
            self._taken -= self._size(oldest)
        return found
