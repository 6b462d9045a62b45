"""Papers and standards are cited by the keys of docs/references.bib, each of them, and no other."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
KEY = re.compile(r"(?<![\w./-])[a-z]+(?:-[a-z]+)*-(?:19|20)\d\d(?![\w-])")
IN_WORDS = re.compile(r"\bet al\b|\b[A-Z]\w+,?\s\(?(?:19|20)\d\d\b[).,;]|\*\*Source")
"""How papers are named by those who do not know their key."""
DEFINED = re.findall(
    r"^@\w+\{([^,]+),$", (REPOSITORY / "docs" / "references.bib").read_text("utf-8"), re.MULTILINE
)


def docstrings(path):
    """Those of a module, of everything in it, and the strings that explain constants."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def origins(table):
    """Where the numbers of a file come from."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from origins(value)
        elif key == "source":
            yield str(value)


def prose() -> Iterator[tuple[str, str]]:
    """Everything that may cite, with the file that it stands in."""
    for room in ("corpus", "align", "metrics", "fedele", "bench"):
        for path in sorted((REPOSITORY / room).rglob("*")):
            where = path.relative_to(REPOSITORY).as_posix()
            if path.suffix == ".py":
                yield from ((where, text) for text in docstrings(path))
            elif path.suffix == ".toml" and path.parent.name == "data":
                yield from ((where, text) for text in origins(tomllib.loads(path.read_text())))


PROSE = list(prose())
CITED = {key: where for where, text in PROSE for key in KEY.findall(text)}


def test_every_key_that_is_cited_is_defined_once():
    assert len(set(DEFINED)) == len(DEFINED)
    assert {key: where for key, where in CITED.items() if key not in DEFINED} == {}


def test_every_entry_is_cited():
    assert [key for key in DEFINED if key not in CITED] == []


def test_nothing_is_cited_in_words():
    assert [(where, text) for where, text in PROSE if IN_WORDS.search(text)] == []


@pytest.mark.parametrize(
    "text", ["as Joulin et al. found", "Koehn 2004, Significance", "ITS 2.0 (W3C, 2013)"]
)
def test_a_citation_in_words_is_noticed(text):
    assert IN_WORDS.search(text)
