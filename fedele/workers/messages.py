"""What is said of a job that could not be done."""

import signal
from pathlib import PurePath

from corpus import Limits


def out_of_memory(limits: Limits, what: str) -> str:
    """What is said of a job that needed too much memory."""
    return (
        f"{what} needs more than {limits.memory_bytes:,} bytes of memory; split it, or raise "
        "the limit `memory_bytes`"
    )


def too_long(limits: Limits, what: str) -> str:
    """What is said of a job that took too much time."""
    return (
        f"{what} took more than {limits.seconds:,} seconds; split it, or raise the limit `seconds`"
    )


def crashed(code: int, what: str) -> str:
    """What is said of a job that ended its process, by the exit code or minus a signal."""
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return f"{what} ended the process that did it, again on a fresh one ({how})"


def unforeseen(error: Exception) -> str:
    """A mistake of ours by its kind and place; its message might quote the document."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = (
        f" at {PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    )
    return (
        f"an unforeseen {type(error).__name__}{place}; this is a mistake of ours, please report it"
    )
