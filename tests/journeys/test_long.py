"""A long pair costs time in proportion to its length, and no more memory than a laptop has."""

import subprocess
import sys
from pathlib import Path

import pytest

COST = Path(__file__).resolve().parents[2] / "bench" / "cost.py"
SHORT, LONG = 40, 160
MOST_MEGABYTES = 550
"""Of the process at its peak; with every word's vectors in memory it takes more."""
MOST_RATIO = 1.2
"""Of the processor time per word of the long pair to that of the short one."""


@pytest.fixture(scope="module")
def costs():
    """The rows that `bench/cost.py` prints, by their names."""
    command = [sys.executable, COST, "--paragraphs", str(SHORT), str(LONG)]
    printed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    rows = [line.replace(",", "").split() for line in printed.splitlines()[1:]]
    return {name: list(map(float, figures)) for name, *figures in rows}


def test_a_long_pair_is_reviewed_in_bounded_memory(costs):
    megabytes = costs[str(LONG)][-1]
    assert 50 < megabytes < MOST_MEGABYTES


def test_a_long_pair_takes_time_in_proportion_to_its_length(costs):
    per_word = {name: figures[3] for name, figures in costs.items()}
    assert per_word[str(LONG)] < MOST_RATIO * per_word[str(SHORT)]
