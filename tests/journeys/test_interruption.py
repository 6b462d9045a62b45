"""Ctrl-C, whenever it comes: one line, 130, and no file that was not there before."""

import signal
import subprocess
import sys
import time

import pytest
from started import UP

PLACES = ("Trento", "Bolzano", "Verona", "Modena", "Ferrara", "Padova", "Udine", "Gorizia")
STRIKE_AT_IMPORT = """
import os, signal, sys
module = sys.argv.pop(1)
class Strike:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Strike())
import fedele.__main__
fedele.__main__.main()
"""
STRIKE_AT_WRITING = """
import os, pathlib, signal
import fedele.__main__
replace = pathlib.Path.replace
def strike(*arguments):
    os.kill(os.getpid(), signal.SIGINT)
    return replace(*arguments)
pathlib.Path.replace = strike
fedele.__main__.main()
"""
STRIKE_IN_A_FINALISER = """
import os, signal
import fedele.__main__, fedele.cli
class Struck:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
fedele.cli.app = lambda: (Struck(), print("went on"))
fedele.__main__.main()
"""


@pytest.fixture
def folder(tmp_path):
    """Where a long bitext lies, beside a report of last week's."""
    italian = [
        f"Nel {1900 + n % 120} il comune di {PLACES[n % 8]} ha approvato {n} progetti. "
        f"La spesa prevista era di {n * 7} milioni di euro, ma il cantiere {n} non è partito."
        for n in range(400)
    ]
    english = [
        f"In {1900 + n % 120} the municipality of {PLACES[n % 8]} approved {n} projects. "
        f"The planned spending was {n * 7} million euros, but building site {n} never started."
        for n in range(400)
    ]
    (tmp_path / "it.txt").write_text("\n\n".join(italian), "utf-8")
    (tmp_path / "en.txt").write_text("\n\n".join(english), "utf-8")
    (tmp_path / "old.html").write_text("last week's report", "utf-8")
    return tmp_path


def start(folder, code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
    )


def assert_quiet(process, folder):
    """130, one line, and the folder as it was."""
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert errors == "fedele: interrupted; nothing half-written is left behind\n"
    assert {path.name for path in folder.iterdir()} == {"it.txt", "en.txt", "old.html"}
    assert (folder / "old.html").read_text("utf-8") == "last week's report"


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.5, 1.0, 1.8])
def test_at_any_moment_of_a_long_review(folder, seconds):
    process = start(folder, UP, "review", "it.txt", "en.txt", "--html", "old.html")
    assert process.stdout.readline() == "up\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    assert_quiet(process, folder)


@pytest.mark.parametrize(
    "module", ["fedele.cli", "typer", "corpus", "tomllib", "fasttext", "numpy", "align", "metrics"]
)
def test_while_modules_are_imported(folder, module):
    arguments = (module, "review", "it.txt", "en.txt", "--html", "old.html")
    assert_quiet(start(folder, STRIKE_AT_IMPORT, *arguments), folder)


def test_while_the_report_is_written(folder):
    for name in ("it.txt", "en.txt"):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text.split("\n")[0], "utf-8")
    arguments = ("review", "it.txt", "en.txt", "--html", "old.html")
    assert_quiet(start(folder, STRIKE_AT_WRITING, *arguments), folder)


def test_in_a_finaliser_which_no_exception_leaves(folder):
    process = start(folder, STRIKE_IN_A_FINALISER)
    assert_quiet(process, folder)
