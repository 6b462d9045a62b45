"""The processes that do jobs for a test."""

import os
import subprocess
from pathlib import Path


def descendants():
    """Every such process that came from this one, by number, with its parent's."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    parents = dict(map(int, line.split()) for line in listed.stdout.splitlines())
    found, seen = {os.getpid()}, set()
    while found - seen:
        seen |= found
        found |= {child for child, parent in parents.items() if parent in found}
    return {pid: parents[pid] for pid in found - {os.getpid()} if _is_ours(pid)}


def worker_numbers():
    """The workers alone, which come from the process that came from here."""
    own = descendants()
    return {pid for pid, parent in own.items() if parent in own}


def _is_ours(pid):
    try:
        return "fedele.workers.worker" in Path(f"/proc/{pid}/cmdline").read_text("utf-8")
    except OSError:
        return False
