"""Progress for people: on stderr, only on a terminal, only for work that takes its time."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from corpus import Progress

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
