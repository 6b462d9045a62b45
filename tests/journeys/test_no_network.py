"""No command touches the network, or looks a name up, except the desk's own page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

GUARD = """
import os, socket, sys
log = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
network = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname",
           "socket.gethostbyaddr", "socket.sendto", "urllib.Request", "http.client.connect")
def guard(event, arguments):
    if event in network and getattr(arguments[0], "family", None) != socket.AF_UNIX:
        os.write(log, f"{{event}} {{arguments[1:]}}\\n".encode())
        raise ConnectionRefusedError(event)
sys.addaudithook(guard)
"""


@pytest.fixture
def guarded(tmp_path):
    """Run Python where each try to reach the network, workers' too, is noted and refused."""
    folder, log = tmp_path / "guard", tmp_path / "tried"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(GUARD.format(log=str(log)))
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{REPOSITORY}"}

    def run(*arguments):
        result = subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return result, log.read_text()

    return run


def test_the_guard_sees_what_it_should(guarded):
    result, tried = guarded("-c", "import socket; socket.create_connection(('127.0.0.1', 9))")
    assert result.returncode != 0
    assert "socket." in tried


COMMANDS = {
    "review": ("review", "brenner.txt", "--html", "out.html", "--effort", "full"),
    "align": ("align", "it.txt", "en.txt"),
    "score": ("score", "it.txt", "en.txt", "--reference", "en.txt"),
    "models": ("models",),
    "batch": ("batch", "pairs", "-o", "out", "--effort", "fast", "--workers", "1"),
    "pair": ("pair", "pairs"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_reaches_the_network(command, guarded, sample, tmp_path):
    italian = "Il governo ha approvato ieri la legge di bilancio.\n" * 3
    english = "The government passed the budget law yesterday.\n" * 3
    (tmp_path / "pairs").mkdir()
    for folder, stem in ((tmp_path, ""), (tmp_path / "pairs", "x.")):
        (folder / f"{stem}it.txt").write_text(italian, "utf-8")
        (folder / f"{stem}en.txt").write_text(english, "utf-8")
    result, tried = guarded("-m", "fedele", *COMMANDS[command])
    assert tried == ""
    assert result.returncode in (0, 1), result.stderr


def test_a_model_that_is_not_here_is_not_fetched(guarded, sample):
    result, tried = guarded(
        "-m", "fedele", "review", "brenner.txt", "--model", "intfloat/multilingual-e5-large"
    )
    assert tried == ""
    assert result.returncode == 2
    assert "no such model on this machine" in result.stderr
