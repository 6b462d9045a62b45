"""An end to work that takes too long, of the process that does it."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread, current_thread, main_thread
from typing import NoReturn

WRONG = 2
"""The exit code for input that cannot be used."""

_SHOW_CURSOR = "\r\x1b[K\x1b[?25h"
_LAST_WORD = Lock()


@contextmanager
def deadline(seconds: int) -> Iterator[None]:
    """End the process, with one line and exit code 2, where the work inside takes longer.

    Two clocks run, since neither reaches everything: a signal, which regular expressions and
    Python itself look out for, and a thread, which goes on while libraries work without the
    interpreter's lock. Nothing may be written inside, so that nothing is left half-written.

    Args:
        seconds: how long the work may take.
    """
    done = Event()

    def watch() -> None:
        if not done.wait(seconds):
            _end(seconds)

    with _alarm(seconds):
        Thread(target=watch, daemon=True).start()
        try:
            yield
        finally:
            done.set()


@contextmanager
def _alarm(seconds: int) -> Iterator[None]:
    """The signal's clock, where there is one: not on Windows, and only in the main thread."""
    if not hasattr(signal, "setitimer") or current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, lambda *_: _end(seconds))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _end(seconds: int) -> NoReturn:
    """Say so and go, whatever the other threads do; both clocks may ring, one speaks."""
    _LAST_WORD.acquire()  # never released: who comes second waits here for the end
    line = (
        f"fedele: stopped after {seconds:,} s, the most that a review may take; split the "
        "text, or raise the limit `seconds` with --limits FILE\n"
    )
    os.write(2, ((_SHOW_CURSOR if sys.stderr.isatty() else "") + line).encode())
    os._exit(WRONG)
