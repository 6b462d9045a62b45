"""Processes that a bench starts, each in a session of its own: their memory, and their end."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event, Thread

REPOSITORY = Path(__file__).resolve().parents[1]
STATE, SESSION = 0, 3
"""Fields of /proc/PID/stat behind the command's name."""


def start(
    arguments: Sequence[str], cwd: Path, *, output: int = subprocess.DEVNULL
) -> subprocess.Popen[str]:
    """A Python module run as `python -m`, in its own session."""
    return subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        text=True,
        start_new_session=True,
    )


def members(session: int) -> list[int]:
    """The processes of a session that have not ended."""
    found = []
    for place in Path("/proc").iterdir():
        if not place.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            if int(fields[SESSION]) == session and fields[STATE] not in "ZX":
                found.append(int(place.name))
    return found


def pss(sessions: Iterable[int]) -> int:
    """Bytes of memory of the sessions' processes, what several share counted once."""
    total = 0
    for process in (one for session in sessions for one in members(session)):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


@contextlib.contextmanager
def memory_of(sessions: Sequence[int], every: float = 0.5) -> Iterator[list[int]]:
    """Samples of the sessions' memory, taken while the block runs."""
    samples: list[int] = []
    over = Event()

    def sample() -> None:
        while not over.wait(every):
            samples.append(pss(sessions))

    thread = Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield samples
    finally:
        over.set()
        thread.join()


def kill(process: subprocess.Popen[str], *, whole_group: bool) -> None:
    """End a process by force, alone or with all that it has started."""
    with contextlib.suppress(ProcessLookupError):
        if whole_group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            os.kill(process.pid, signal.SIGKILL)
    process.wait()


def outlives(session: int, patience: float) -> bool:
    """Whether some process of a session is there still after so many seconds."""
    until = time.monotonic() + patience
    while members(session):
        if time.monotonic() > until:
            return True
        time.sleep(0.05)
    return False
