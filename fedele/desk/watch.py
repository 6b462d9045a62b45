"""Files that somebody is editing: when they have changed, and come to rest."""

import time
from collections.abc import Sequence
from pathlib import Path

from fedele.desk.numbers import desk_numbers

Look = tuple[tuple[int, ...] | None, ...]
"""Of each file what changes with it; None for one that is not there."""


class Watch:
    """Tells when files differ from what they were.

    Args:
        paths: the files; they need not be there.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = tuple(paths)
        self._known = self._look()

    def wait(self) -> None:
        """Come back once a file has changed since the last time, or has come or gone.

        Two looks have to agree, so that a file is not read while it is being written.
        """
        before = self._known
        while True:
            now = self._look()
            if now != self._known and now == before:
                self._known = now
                return
            before = now
            time.sleep(desk_numbers().poll_seconds)

    def _look(self) -> Look:
        return tuple(map(_look_at, self._paths))


def _look_at(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:  # not there, or not there yet: reading it says what is wrong
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)
