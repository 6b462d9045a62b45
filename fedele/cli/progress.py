"""Progress for people: on stderr, only on a terminal, only for work that takes its time."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Timer
from typing import TYPE_CHECKING

from corpus import Progress

if TYPE_CHECKING:
    from fedele.batch import Tally

PATIENCE_SECONDS = 2.0
"""Work that is over sooner shows nothing."""
PACE_SECONDS = 300.0
"""What the time that a batch still takes is told from: some long pairs, or many short ones."""


@contextmanager
def show_progress() -> Iterator[Progress | None]:
    """A progress callback that draws on stderr, or None where nobody is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    tasks = {}
    started = time.monotonic()

    def report(stage: str, done: int, total: int) -> None:
        if not bar.live.is_started:
            if time.monotonic() - started < PATIENCE_SECONDS:
                return
            bar.start()
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage)
        bar.update(tasks[stage], completed=done, total=total)

    try:
        yield report
    finally:
        bar.stop()


@contextmanager
def show_batch_progress() -> "Iterator[Callable[[Tally], None] | None]":
    """The same for a batch: how many pairs are done and failed, how many a minute, what is left.

    The time left is told from the pace of the last minutes, whatever was done before: pairs that
    are kept from an earlier run are done at once.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
        speed_estimate_period=PACE_SECONDS,
    )
    task = bar.add_task("", total=None)
    timer = Timer(PATIENCE_SECONDS, bar.start)
    timer.daemon = True
    timer.start()
    pace = _Pace()

    def report(tally: "Tally") -> None:
        bar.update(task, completed=tally.done, total=tally.total)
        bar.update(task, description=pace.told(tally, bar.tasks[task].time_remaining))

    try:
        yield report
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


class _Pace:
    """How fast pairs are reviewed, from when the first one is: models are loaded by then."""

    def __init__(self) -> None:
        self._first: tuple[int, float] | None = None

    def told(self, tally: "Tally", seconds_left: float | None) -> str:
        """Pairs a minute, the time left, and how many failed."""
        done, now = tally.reviewed + tally.failed, time.monotonic()
        said = []
        if self._first is None and done:
            self._first = done, now
        elif self._first is not None and done > self._first[0]:
            minutes = (now - self._first[1]) / 60
            said.append(f"{(done - self._first[0]) / minutes:.1f} pairs/min")
        if seconds_left is not None:
            said.append(f"{timedelta(seconds=round(seconds_left))} left")
        if tally.failed:
            said.append(f"{tally.failed:,} failed")
        return ", ".join(said)
