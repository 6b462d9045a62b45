"""Runs a command, or lists them all: ``python -m bench [COMMAND [ARGUMENTS]]``."""

import ast
import runpy
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main() -> None:
    name, *arguments = sys.argv[1:] or ["--help"]
    known = commands()
    if name in known:
        sys.argv = [name, *arguments]
        runpy.run_module(f"bench.{name}", run_name="__main__", alter_sys=True)
    elif name in ("-h", "--help"):
        print(listed(known))
    else:
        sys.exit(f"bench: no command {name!r}; there are:\n{listed(known)}")


def commands() -> dict[str, str]:
    """Every module that has a `main`, with what it says first; none is imported."""
    trees = {path.stem: ast.parse(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.py"))}
    return {
        name: (ast.get_docstring(tree) or "").partition("\n")[0]
        for name, tree in trees.items()
        if not name.startswith("_") and any(getattr(it, "name", "") == "main" for it in tree.body)
    }


def listed(known: dict[str, str]) -> str:
    return "\n".join(f"{name:<16} {about}" for name, about in known.items())


if __name__ == "__main__":
    main()
