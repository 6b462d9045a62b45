"""Writes docs/licences.md: every dependency that the product needs to run, and its licence.

Direct ones come from pyproject.toml, with what they are for; what those need from the metadata of
the installed packages. `python -m bench.licences` writes the list again.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[1]
LIST = REPOSITORY / "docs" / "licences.md"
KNOWN: Mapping[str, Any] = tomllib.loads(
    (REPOSITORY / "bench" / "licences.toml").read_text("utf-8")
)
EXTRAS = ("dask", "judge")
"""Extras that a user may install; what tests alone need is not passed on."""


@dataclass(frozen=True, slots=True)
class Row:
    """A package of the list.

    Attributes:
        name: as its metadata has it.
        licence: SPDX expression, "unknown" where it names none.
        purpose: what it is for, or which packages need it.
    """

    name: str
    licence: str
    purpose: str


def main() -> None:
    LIST.write_text(render(), "utf-8")


def rows() -> list[Row]:
    """Every package that is needed to run, by name."""
    purposes = direct()
    needed: dict[str, set[str]] = {name: set() for name in purposes}
    waiting = [Requirement(text) for text in _requirements()]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        found = _installed(name)
        if found is None or (name, frozenset(one.extras)) in seen:
            continue
        seen.add((name, frozenset(one.extras)))
        for next_one in _needs(found, one.extras):
            needed.setdefault(canonicalize_name(next_one.name), set()).add(name)
            waiting.append(next_one)
    found_all = ((name, _installed(name), users) for name, users in sorted(needed.items()))
    return [
        Row(name, licence(found), purposes.get(name) or f"needed by {', '.join(sorted(users))}")
        for name, found, users in found_all
        if found is not None
    ]


def direct() -> dict[str, str]:
    """What each direct dependency is for, as pyproject.toml says it."""
    lines = (REPOSITORY / "pyproject.toml").read_text("utf-8").splitlines()
    said = (re.match(r'\s+"([A-Za-z0-9._-]+)[^#]*(?:#\s*(.*))?$', line) for line in lines)
    comments = {canonicalize_name(one[1]): one[2] or "" for one in said if one}
    names = (canonicalize_name(Requirement(text).name) for text in _requirements())
    return {name: comments.get(name) or "arrays" for name in names}


def licence(found: Distribution) -> str:
    """A package's licence as an SPDX expression, or "unknown"."""
    name = canonicalize_name(found.metadata["Name"])
    if name in KNOWN["read"]:
        return str(KNOWN["read"][name])
    for said in _said(found):
        spelled = KNOWN["spelled"].get(said, said)
        if re.fullmatch(r"[A-Za-z0-9.+() -]{3,140}", spelled) and "Proprietary" not in spelled:
            return str(spelled)
    return "unknown"


def is_permissive(expression: str) -> bool:
    """Whether every licence of an expression that holds is a permissive one."""
    either = re.split(r" OR ", expression)
    permissive = {*KNOWN["permissive"]}
    return any(
        all(part.strip("() ") in permissive for part in re.split(r" AND ", one)) for one in either
    )


def render() -> str:
    """The list as Markdown."""
    found = rows()
    table = "".join(f"| {row.name} | {row.licence} | {row.purpose} |\n" for row in found)
    reasons = "".join(
        f"| {row.name} | {KNOWN['explained'][row.name]} |\n"
        for row in found
        if row.name in KNOWN["explained"]
    )
    return str(KNOWN["text"]).format(table=table, reasons=reasons)


def _requirements() -> Iterator[str]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    yield from project["dependencies"]
    for extra in EXTRAS:
        yield from project["optional-dependencies"][extra]


def _installed(name: str) -> Distribution | None:
    """A package, None where this platform does without it."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _needs(found: Distribution, extras: set[str]) -> Iterator[Requirement]:
    for text in found.requires or ():
        one = Requirement(text)
        if one.marker is None or any(
            one.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        ):
            yield one


def _said(found: Distribution) -> Iterator[str]:
    """What a package's metadata says about its licence, the surest first."""
    yield found.metadata.get("License-Expression") or ""
    classifiers = found.metadata.get_all("Classifier") or ()
    yield from (one.split(" :: ")[-1] for one in classifiers if one.startswith("License :: "))
    yield (found.metadata.get("License") or "").strip()


if __name__ == "__main__":
    main()
