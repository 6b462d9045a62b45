"""What people see while they wait for a batch."""

import io
import re
import sys
import time

from fedele.batch import Tally
from fedele.cli import progress


class Terminal(io.StringIO):
    """A screen that somebody looks at."""

    def isatty(self):
        return True


def watched(monkeypatch):
    """The screen that standard error is now."""
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    return screen


def test_a_batch_shows_its_rate_the_time_left_and_what_failed(monkeypatch):
    terminal = watched(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.0)
    with progress.show_batch_progress() as show:
        show(Tally(60))
        for number in range(10):
            time.sleep(0.05)
            show(Tally(60, kept=30, reviewed=number, failed=1))
        time.sleep(0.3)
    shown = terminal.getvalue()
    assert "40/60" in shown
    assert 100 < max(map(float, re.findall(r"([\d.]+) pairs/min", shown))) < 1500
    assert re.search(r"0:00:\d\d left", shown)
    assert "1 failed" in shown


def test_a_batch_that_is_soon_over_shows_nothing(monkeypatch):
    terminal = watched(monkeypatch)
    with progress.show_batch_progress() as show:
        show(Tally(3, reviewed=3))
    assert terminal.getvalue() == ""


def test_nothing_is_shown_where_nobody_looks(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress.show_batch_progress() as show:
        assert show is None
