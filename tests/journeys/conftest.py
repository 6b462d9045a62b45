import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import fedele
from fedele.__main__ import main

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLE = REPOSITORY / "corpus" / "sample" / "brenner.txt"


@pytest.fixture(scope="session")
def sample_review():
    return fedele.review(SAMPLE)


@pytest.fixture(scope="session")
def quick_review():
    """Of the bundled analysis too, with the least effort."""
    return fedele.review(SAMPLE, effort="fast")


@pytest.fixture
def sample(tmp_path):
    """A copy of the bundled analysis that a test may write beside."""
    return Path(shutil.copy(SAMPLE, tmp_path))


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run `fedele` in the folder of a test, in this process, whose models and tables are loaded.

    As its users do, but for the process: `run_alone` is for what depends on one.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)  # which `main` replaces

    def run(*arguments, stdin=""):
        streams = {
            "stdin": io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"),
            "stdout": io.TextIOWrapper(io.BytesIO(), "utf-8"),
            "stderr": io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace"),
        }
        command = ["fedele", *map(str, arguments)]
        with monkeypatch.context() as patched, pytest.raises(SystemExit) as leaving:
            patched.setattr(sys, "argv", command)
            for name, stream in streams.items():
                patched.setattr(sys, name, stream)
            main()
        printed = []
        for name in ("stdout", "stderr"):
            streams[name].flush()
            printed.append(streams[name].buffer.getvalue().decode())
        return subprocess.CompletedProcess(command, leaving.value.code or 0, *printed)

    return run


@pytest.fixture
def run_alone(tmp_path):
    """Run `fedele` as its users do, as a process of its own."""

    def run(*arguments, **options):
        settings = {
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "encoding": "utf-8",
            "errors": "replace",
            "cwd": tmp_path,
            "env": {**os.environ, "PYTHONPATH": str(REPOSITORY), "COLUMNS": "100"},
            "timeout": 300,
            "check": False,
            **options,
        }
        command = [sys.executable, "-m", "fedele", *map(str, arguments)]
        return subprocess.run(command, **settings)

    return run
