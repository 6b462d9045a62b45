import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import fedele

REPOSITORY = Path(__file__).resolve().parents[2]
SEEDS = REPOSITORY.parent / "shared" / "seeds"
SAMPLE = REPOSITORY / "corpus" / "sample" / "brenner.txt"


@pytest.fixture(scope="session")
def seeds():
    """The three real articles: the analysis in both languages, and two on the same events."""
    found = sorted(SEEDS.glob("*.txt"))
    if len(found) != 3:
        pytest.skip(f"the real articles are not in {SEEDS}")
    return found


@pytest.fixture(scope="session")
def analysis_review(seeds):
    return fedele.review(seeds[0])


@pytest.fixture(scope="session")
def sample_review():
    return fedele.review(SAMPLE)


@pytest.fixture
def sample(tmp_path):
    """A copy of the bundled analysis that a test may write beside."""
    return Path(shutil.copy(SAMPLE, tmp_path))


@pytest.fixture
def run(tmp_path):
    """Run `fedele` as its users do, as a process of its own."""

    def run(*arguments, **options):
        settings = {
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "encoding": "utf-8",
            "errors": "replace",
            "cwd": tmp_path,
            "env": {**os.environ, "PYTHONPATH": str(REPOSITORY), "COLUMNS": "100"},
            "timeout": 120,
            "check": False,
            **options,
        }
        command = [sys.executable, "-m", "fedele", *map(str, arguments)]
        return subprocess.run(command, **settings)

    return run
