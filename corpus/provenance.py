"""Numbers with their origin: the loader of every room's ``data/*.toml``.

A file holds one table a number, which may stand in groups::

    [skip_penalty]
    value = 0.2
    unit = "cosine"
    origin = "calibrated"                # or "published", "chosen"
    source = "NTREX dev, 970 pairs; bench/penalties.py; 2026-11-22; F1 0.97"
    note = "flat between 0.15 and 0.25"

Published numbers name the paper in ``source``; calibrated ones the data, the script, the date and
the result; chosen ones give the reason in ``note``.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

ORIGINS = frozenset({"published", "calibrated", "chosen"})


@cache
def load_numbers(package: str, name: str) -> Mapping[str, Any]:
    """The values of ``package``'s ``data/name.toml``, by key; groups are mappings of their own.

    Args:
        package: a room, such as "align".
        name: the file's name without its ending.

    Returns:
        A read-only mapping, the same object at every call.

    Raises:
        ValueError: an entry lacks its value or its origin (a mistake of ours, not of the user).
    """
    file = resources.files(package) / "data" / f"{name}.toml"
    return _values(tomllib.loads(file.read_text("utf-8")), f"{package}/data/{name}.toml")


def _values(table: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    return MappingProxyType({key: _value(entry, f"{where}: {key}") for key, entry in table.items()})


def _value(entry: object, where: str) -> Any:  # noqa: ANN401  a number, a list or a group of them
    if not isinstance(entry, dict):
        raise ValueError(f"{where}: expected a table with `value` and `origin`, got a bare value")
    if "value" not in entry and all(isinstance(inner, dict) for inner in entry.values()):
        return _values(entry, where)
    if "value" not in entry:
        raise ValueError(f"{where}: `value` is missing")
    if entry.get("origin") not in ORIGINS:
        raise ValueError(f"{where}: `origin` must be one of {', '.join(sorted(ORIGINS))}")
    if not (entry.get("source") or entry.get("note")):
        raise ValueError(f"{where}: say where the value comes from in `source` or `note`")
    return entry["value"]
