"""What may import what, as `pyproject.toml` says it, and who may speak to the user."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

REPOSITORY = Path(__file__).resolve().parents[1]


def test_imports_keep_to_rooms_front_doors_and_floors(capsys):
    status = lint_imports(str(REPOSITORY / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("room", ["corpus", "align", "metrics"])
def test_only_the_desk_prints_or_exits(room):
    """Nothing in the first three rooms writes to the screen or ends the process."""
    found = [
        f"{file.relative_to(REPOSITORY)}:{node.lineno}"
        for file in sorted((REPOSITORY / room).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"print", "exit", "quit"}
    ]
    assert found == []
