"""A deadline holds whatever the process is busy with."""

import subprocess
import sys

import pytest

BUSY = {
    "Python": "while True: pass",
    "a regular expression": "import re; re.match('(a+)+$', 'a' * 60 + 'b')",
    "a library that sleeps": "import ctypes; ctypes.CDLL(None).sleep(60)",
    "numeric work": "import numpy as np; a = np.ones((6000, 6000)); [a @ a for _ in range(99)]",
    "another thread": (
        "import threading, re\n"
        "    t = threading.Thread(target=re.match, args=('(a+)+$', 'a' * 24 + 'b')); t.start()\n"
        "    import time; time.sleep(60)"
    ),
}


def run(body, seconds=1):
    code = f"from fedele.cli.deadline import deadline\nwith deadline({seconds}):\n    {body}\n"
    return subprocess.run(
        [sys.executable, "-c", code + "print('went on')"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("body", BUSY.values(), ids=BUSY)
def test_work_that_takes_too_long_ends_with_one_line(body):
    result = run(body)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("fedele: stopped after 1 s,")
    assert result.stderr.count("\n") == 1


def test_work_in_time_goes_on_and_stops_the_clocks():
    result = run("pass\nimport time; time.sleep(1.5)")
    assert (result.returncode, result.stdout, result.stderr) == (0, "went on\n", "")


def test_an_error_inside_stops_the_clocks_too():
    result = run("import sys, time\n    try: raise KeyError\n    except KeyError: pass")
    assert result.stdout == "went on\n"


def test_both_clocks_at_once_end_with_one_line_on_a_slow_terminal_too():
    result = run(
        "import os, time\n"
        "    write = os.write\n"
        "    os.write = lambda *line: (write(*line), time.sleep(0.5))\n"
        "    while True: pass"
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("fedele: stopped") == result.stderr.count("\n") == 1
