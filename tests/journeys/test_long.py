"""A long pair costs no more memory than a laptop has."""

import subprocess
import sys
from pathlib import Path

import pytest

COST = Path(__file__).resolve().parents[2] / "bench" / "cost.py"
LONG = 160
MOST_MEGABYTES = 1000
"""Of the process at its peak; with every word's vectors in memory it takes more than twice that."""


@pytest.fixture(scope="module")
def costs():
    """The rows that `bench/cost.py` prints, by their names."""
    command = [sys.executable, COST, "--paragraphs", str(LONG)]
    printed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    rows = [line.replace(",", "").split() for line in printed.splitlines()[1:]]
    return {name: list(map(float, figures)) for name, *figures in rows}


def test_a_long_pair_is_reviewed_in_bounded_memory(costs):
    megabytes = costs[str(LONG)][-1]
    assert 50 < megabytes < MOST_MEGABYTES
