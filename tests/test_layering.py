"""The rooms: corpus -> align -> metrics -> fedele, never back, and only through the front door."""

import ast
from pathlib import Path

import pytest

ROOMS = ("corpus", "align", "metrics", "fedele")
REPOSITORY = Path(__file__).resolve().parents[1]


def imports(tree):
    """Every module that is imported, inside functions too, with the line it happens on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or ""), node.lineno


def breaches(room, tree):
    """Imports from a room further on, of another room's insides, or of a relative name."""
    for module, line in imports(tree):
        other, _, inside = module.partition(".")
        if module.startswith("."):
            yield line, f"{module}: name the module in full"
        elif other in ROOMS and ROOMS.index(other) > ROOMS.index(room):
            yield line, f"{module}: {room} comes before {other}"
        elif other in ROOMS and other != room and inside:
            yield line, f"{module}: import from {other} itself"


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_from_corpus_to_fedele_and_through_the_front_door(room):
    files = sorted((REPOSITORY / room).rglob("*.py"))
    assert files
    found = [
        f"{file.relative_to(REPOSITORY)}:{line}: {complaint}"
        for file in files
        for line, complaint in breaches(room, ast.parse(file.read_text("utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    ["import metrics", "from fedele import review", "def f():\n from corpus.text import Span"],
)
def test_a_breach_is_noticed(code):
    assert list(breaches("align", ast.parse(code)))


def test_only_the_desk_prints_or_exits():
    """Nothing in the first three rooms writes to the screen or ends the process."""
    forbidden = {"print", "exit", "quit"}
    found = [
        f"{file.relative_to(REPOSITORY)}:{node.lineno}"
        for room in ROOMS[:3]
        for file in sorted((REPOSITORY / room).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in forbidden
    ]
    assert found == []
