"""A long pair costs no more memory than a laptop has."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
LONG = 160
MOST_MEGABYTES = 1000
"""Of the process at its peak; with every word's vectors in memory it takes more than twice that."""


def test_a_long_pair_is_reviewed_in_bounded_memory():
    """Started by a small process: the memory of whoever starts one counts as its own at first."""
    command = [sys.executable, "-m", "bench.cost", "--memory", str(LONG)]
    printed = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert 50 < float(printed) < MOST_MEGABYTES
