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
    """The same for a batch: how many pairs are done and failed, how many a minute, what is left."""
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
    )
    task = bar.add_task("", total=None)
    started = time.monotonic()
    timer = Timer(PATIENCE_SECONDS, bar.start)
    timer.daemon = True
    timer.start()

    def report(tally: "Tally") -> None:
        said = _pace(tally, time.monotonic() - started)
        bar.update(task, completed=tally.done, total=tally.total, description=said)

    try:
        yield report
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def _pace(tally: "Tally", seconds: float) -> str:
    """Pairs a minute, the time left at that rate, and how many failed."""
    done = tally.reviewed + tally.failed
    said = []
    if done:
        left = round((tally.total - tally.done) * seconds / done)
        said += [f"{60 * done / seconds:.1f} pairs/min", f"{timedelta(seconds=left)} left"]
    if tally.failed:
        said.append(f"{tally.failed:,} failed")
    return ", ".join(said)
