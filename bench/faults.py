"""Whether a batch accounts for every pair, whatever is wrong with some, and whoever kills it.

Usage: python -m bench.faults [--pairs 1000] [--kills 50] [--bad 0.02] [--sentences 2]
    [--workers 2] [--seed 1] [--keep DIR]

First an archive of tiny pairs, some of them bad in nine ways, is reviewed without interruption
while one of its workers is killed; every pair has to have its row, every good one a review, every
bad one an error. Then runs on the same archive are killed by SIGKILL at random moments, now the
whole process group, now the parent alone, and gone on with by --resume, killed again or not; each
run that comes to its end has to have left the very bytes that the first one left: tables, index,
reports and parts, nothing else.
"""

import argparse
import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from bench.archives import make_archive
from bench.processes import kill, members, outlives, start

LOCK = ".lock"
FAILED_PAIRS = 2
"""The exit code of a batch of which some pairs failed."""
PATIENCE_SECONDS = 20.0
"""What processes get to notice that their parent is gone."""


@dataclass
class Bench:
    """What is run, and what came of it.

    Attributes:
        place: where the archive and the runs are.
        workers: processes of each run.
        complaints: what was not as it has to be.
        kills: by kind.
        moments: seconds after its start at which each run was killed.
    """

    place: Path
    workers: int
    complaints: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    moments: list[float] = field(default_factory=list)

    def begin(self, out: Path, *, resume: bool) -> subprocess.Popen[str]:
        """Start a batch."""
        arguments = ["fedele", "batch", "archive", "-o", out.name, "--effort", "fast"]
        arguments += ["--workers", str(self.workers), *(["--resume"] if resume else [])]
        return start(arguments, self.place)

    def expect(self, fine: bool, complaint: str) -> None:
        """Note what is not as it has to be."""
        if not fine:
            print(f"WRONG: {complaint}", flush=True)
            self.complaints.append(complaint)


def digests(out: Path) -> dict[str, str]:
    """Every file that a run has left, hidden ones too, by what it holds."""
    return {
        str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(out.rglob("*"))
        if file.is_file() and file.name != LOCK
    }


def uninterrupted(bench: Bench, pairs: int, wrong: dict[str, str], seed: int) -> float:
    """The run that the others are compared with; how long it took, in seconds."""
    begun = time.monotonic()
    process = bench.begin(bench.place / "first", resume=False)
    killer = Thread(target=_kill_a_worker, args=(process, seed, begun), daemon=True)
    killer.start()
    code = process.wait()
    took = time.monotonic() - begun
    bench.expect(code == (FAILED_PAIRS if wrong else 0), f"exit code {code}")
    _check_rows(bench, pairs, wrong)
    print(f"uninterrupted but for a worker killed: {took:.1f} s, {60 * pairs / took:.0f} a minute")
    return took


def _kill_a_worker(process: subprocess.Popen[str], seed: int, begun: float) -> None:
    """Kill a process that is neither the parent nor the one that workers come from."""
    draw = random.Random(seed)
    while process.poll() is None and time.monotonic() - begun < 120:
        time.sleep(0.2)
        others = sorted(set(members(process.pid)) - {process.pid})
        workers = [one for one in others if _parent(one) in others]
        if workers:
            time.sleep(draw.uniform(0.1, 2))
            victim = draw.choice(workers)
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
                print(f"worker killed after {time.monotonic() - begun:.1f} s")
            return


def _parent(process: int) -> int | None:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def _check_rows(bench: Bench, pairs: int, wrong: dict[str, str]) -> None:
    import pandas as pd

    table = pd.read_parquet(bench.place / "first" / "documents.parquet").set_index("pair")
    bench.expect(len(table) == pairs, f"{len(table)} rows for {pairs} pairs")
    bench.expect(table.index.is_unique, "a pair has two rows")
    failed = table[table["status"] == "failed"]
    bench.expect(set(failed.index) == set(wrong), f"failed: {set(failed.index) ^ set(wrong)}")
    bench.expect(bool(failed["error"].notna().all()), "a pair failed without an error")
    print(f"{pairs:,} pairs: {len(table) - len(failed):,} reviewed, {len(failed):,} failed")
    for name, kind in sorted(wrong.items(), key=lambda item: item[1]):
        if name in failed.index:
            print(f"  {kind}: {failed.loc[name, 'error']}")


def killed_and_resumed(bench: Bench, kills: int, took: float, draw: random.Random) -> None:
    """Kill runs at random moments and go on with them, until so many kills are done."""
    expected = digests(bench.place / "first")
    runs = 0
    while sum(bench.kills.values()) < kills:
        runs += 1
        out = bench.place / f"run{runs}"
        resume = False
        while not _comes_to_its_end(bench, out, resume, kills, took, draw):
            resume = True
        _compare(bench, out, expected)
    print(f"{runs} runs to their end, {sum(bench.kills.values())} kills: {dict(bench.kills)}")
    print("moments, s: " + " ".join(f"{moment:.1f}" for moment in bench.moments))


def _comes_to_its_end(
    bench: Bench, out: Path, resume: bool, kills: int, took: float, draw: random.Random
) -> bool:
    """Start or resume a run; kill it at a random moment, if there are kills left."""
    process = bench.begin(out, resume=resume)
    spare = sum(bench.kills.values()) >= kills
    moment = None if spare else draw.uniform(0, took / 2)
    whole_group = draw.random() < 0.5
    try:
        code = process.wait(moment)
    except subprocess.TimeoutExpired:
        kill(process, whole_group=whole_group)
        bench.kills["process group" if whole_group else "parent alone"] += 1
        bench.moments.append(moment or 0.0)
        bench.expect(not outlives(process.pid, PATIENCE_SECONDS), f"{out.name}: left a process")
        return False
    bench.expect(code in (0, FAILED_PAIRS), f"{out.name}: exit code {code}")
    return True


def _compare(bench: Bench, out: Path, expected: dict[str, str]) -> None:
    found = digests(out)
    for name in sorted(found.keys() | expected.keys()):
        bench.expect(found.get(name) == expected.get(name), f"{out.name}/{name} is not the same")


def main() -> None:
    """Run the bench; exits with 1 where something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--bad", type=float, default=0.02)
    parser.add_argument("--sentences", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as temporary:
        place = options.keep or Path(temporary)
        wrong = make_archive(
            place / "archive",
            options.pairs,
            sentences=options.sentences,
            bad_share=options.bad,
            seed=options.seed,
        )
        bench = Bench(place, options.workers)
        took = uninterrupted(bench, options.pairs, wrong, options.seed)
        killed_and_resumed(bench, options.kills, took, random.Random(options.seed))
    print(f"{len(bench.complaints)} things wrong" if bench.complaints else "all as it has to be")
    sys.exit(bool(bench.complaints))


if __name__ == "__main__":
    main()
