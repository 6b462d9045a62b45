"""The README is tested like code: its Python runs, its commands and options exist."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
TEXT = (REPOSITORY / "README.md").read_text("utf-8")
PYTHON = re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
SHELL = re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
COMMANDS = [line for block in SHELL for line in block.splitlines() if line.startswith("fedele ")]


@pytest.fixture(scope="session")
def help_of():
    """The help of a command, as printed."""

    def help_of(command):
        arguments = [sys.executable, "-m", "fedele", command, "--help"]
        result = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert result.returncode == 0, f"there is no `fedele {command}`"
        return result.stdout

    return help_of


def test_there_is_something_to_test():
    assert PYTHON
    assert COMMANDS


@pytest.mark.parametrize("code", PYTHON, ids=lambda code: code.splitlines()[0])
def test_python_runs(code, monkeypatch):
    monkeypatch.chdir(REPOSITORY)
    exec(compile(code, "README.md", "exec"), {})


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_exists_with_its_options(line, help_of):
    command, *arguments = shlex.split(line, comments=True)[1:]
    options = {argument for argument in arguments if argument.startswith("-") and argument != "-"}
    assert options <= set(re.findall(r"(?<!\S)-{1,2}[a-z][a-z-]*", help_of(command)))


def test_options_named_in_the_text_exist(help_of):
    named = set(re.findall(r"`(--[a-z][a-z-]*)", TEXT))
    known = "".join(help_of(command) for command in ("review", "align", "score", "batch"))
    assert [option for option in sorted(named) if option not in known] == []


def test_files_linked_to_exist():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert [link for link in links if not (REPOSITORY / link).exists()] == []
