"""How many pairs a minute a batch reviews, and in how much memory.

Usage: python -m bench.scale [--pairs 200] [--sentences 12] [--effort full] [--seed 1]
    [--only "1 worker" "2 workers" dask]

An archive of pairs of consecutive NTREX sentences is reviewed with one worker, with two, and on a
Dask cluster of a scheduler and two workers on this machine. Memory is the sum of the proportional
set sizes (Linux's Pss: what several processes share is counted once) of the whole process tree,
sampled twice a second; the cluster's processes are counted with the one that sends the work. A run
of two pairs tells what starting costs. All tables have to be the same, to the byte.
"""

import argparse
import contextlib
import hashlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.archives import make_archive
from bench.processes import kill, memory_of, start

TABLES = ("documents.parquet", "segments.parquet", "flags.parquet")
WARM = 2
"""Pairs of the run that tells what starting costs."""
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Figures:
    """A run: seconds, bytes at most and half way, and the tables' digest."""

    seconds: float
    peak: int
    half_way: int
    digest: str


@contextlib.contextmanager
def cluster(place: Path) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and two workers; its address, and their sessions."""
    processes: list[subprocess.Popen[str]] = []
    log = place / "cluster.log"
    handle = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
        processes.append(start([*scheduler, "--no-dashboard"], place, output=handle))
        address = _address(log)
        worker = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
        processes += [start(worker, place, output=handle) for _ in range(2)]
        yield address, [process.pid for process in processes]
    finally:
        for process in processes[::-1]:
            kill(process, whole_group=True)
        os.close(handle)


def _address(log: Path) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = re.search(r"tcp://127\.0\.0\.1:\d+", log.read_text("utf-8"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise RuntimeError(f"no scheduler: {log.read_text('utf-8')}")


def measured(
    archive: Path, out: Path, options: Sequence[str], effort: str, others: Sequence[int] = ()
) -> Figures:
    """Review an archive in a process of its own; `others` are sessions that help it."""
    begun = time.monotonic()
    arguments = ["fedele", "batch", archive.name, "-o", out.name, "--effort", effort, *options]
    process = start(arguments, archive.parent)
    with memory_of([process.pid, *others]) as samples:
        code = process.wait()
    seconds = time.monotonic() - begun
    if code:
        raise RuntimeError(f"fedele batch {' '.join(options)} exited with {code}")
    content = b"".join((out / name).read_bytes() for name in TABLES)
    middle = samples[len(samples) // 3 : 2 * len(samples) // 3] or samples
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Figures(seconds, max(samples), round(statistics.median(middle)), digest)


def both_runs(
    place: Path, name: str, options: Sequence[str], effort: str, others: Sequence[int] = ()
) -> tuple[Figures, Figures]:
    """The run of few pairs and that of all."""
    few, all_of_them = (
        measured(place / archive, place / f"{archive}-{name}", options, effort, others)
        for archive in ("few", "all")
    )
    return few, all_of_them


def main() -> None:
    """Run the bench; exits with 1 where tables differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--sentences", type=int, default=12)
    parser.add_argument("--effort", default="full")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=["1 worker", "2 workers", "dask"])
    given = parser.parse_args()
    print("| | pairs a minute | without the start | seconds | start | MB at most | half way |")
    print("|---|---|---|---|---|---|---|")
    found = set()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        for name, pairs in (("few", WARM), ("all", given.pairs)):
            make_archive(
                place / name, pairs, sentences=given.sentences, bad_share=0, seed=given.seed
            )
        for name in given.only:
            few, run = _run(place, name, given.effort)
            found.add(run.digest)
            print(_row(name, given.pairs, few, run), flush=True)
    print("the same tables" if len(found) == 1 else "THE TABLES DIFFER")
    sys.exit(len(found) > 1)


def _run(place: Path, name: str, effort: str) -> tuple[Figures, Figures]:
    if name == "dask":
        with cluster(place) as (address, sessions):
            return both_runs(place, name, ["--dask", address], effort, sessions)
    return both_runs(place, name.replace(" ", "-"), ["--workers", name.split()[0]], effort)


def _row(name: str, pairs: int, few: Figures, run: Figures) -> str:
    working = 60 * (pairs - WARM) / max(run.seconds - few.seconds, 0.01)
    cells = (
        name,
        f"{60 * pairs / run.seconds:.0f}",
        f"{working:.0f}",
        f"{run.seconds:.1f}",
        f"{few.seconds:.1f}",
        f"{run.peak / MEGABYTE:.0f}",
        f"{run.half_way / MEGABYTE:.0f}",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
