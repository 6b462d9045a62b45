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

A frozen dataclass says which numbers a file holds and of what type each is, and a function beside
it loads them once::

    @dataclass(frozen=True, slots=True)
    class SearchNumbers:
        skip_penalty: float
        reaches: tuple[int, ...]
        confidence: Mapping[str, float]     # a group whose keys are open; else a dataclass

    @cache
    def search_numbers() -> SearchNumbers:
        return load_numbers("align", "search", SearchNumbers)
"""

import tomllib
from collections.abc import Mapping
from dataclasses import is_dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

ORIGINS = frozenset({"published", "calibrated", "chosen"})

NumbersT = TypeVar("NumbersT")
"""The dataclass of a file's numbers."""


def load_numbers(package: str, name: str, kind: type[NumbersT]) -> NumbersT:
    """The values of ``package``'s ``data/name.toml``.

    Args:
        package: a room, such as "align".
        name: the file's name without its ending.
        kind: the dataclass that they make, its fields named as the file's keys.

    Raises:
        ValueError: an entry lacks its value or its origin, has another type than its field, is
            missing, or has no field (a mistake of ours, not of the user).
    """
    file = resources.files(package) / "data" / f"{name}.toml"
    where = f"{package}/data/{name}.toml"
    numbers: NumbersT = _fitted(_values(tomllib.loads(file.read_text("utf-8")), where), kind, where)
    return numbers


def _values(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    return {key: _value(entry, f"{where}: {key}") for key, entry in table.items()}


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


def _fitted(value: Any, kind: Any, where: str) -> Any:  # noqa: ANN401  whatever a type hint says
    """The value as one of the kind, with read-only collections, checked all the way down."""
    container = get_origin(kind) or kind
    if is_dataclass(kind):
        return _fitted_fields(value, kind, where)
    if container is Mapping and isinstance(value, Mapping):
        inner = get_args(kind)[1]
        return MappingProxyType(
            {key: _fitted(each, inner, f"{where}: {key}") for key, each in value.items()}
        )
    if container in (tuple, frozenset) and isinstance(value, list):
        return container(_fitted_items(value, get_args(kind), where))
    if (container is float and type(value) is int) or type(value) is container:
        return value
    raise ValueError(f"{where}: expected {container.__name__}, got {value!r}")


def _fitted_fields(value: Any, kind: Any, where: str) -> Any:  # noqa: ANN401
    kinds = get_type_hints(kind)
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}: expected a group of {', '.join(kinds)}, got {value!r}")
    for keys, complaint in (
        (kinds.keys() - value.keys(), "missing"),
        (value.keys() - kinds.keys(), f"no number of {kind.__name__}"),
    ):
        if keys:
            raise ValueError(f"{where}: {complaint}: {', '.join(sorted(keys))}")
    return kind(**{key: _fitted(value[key], kinds[key], f"{where}: {key}") for key in kinds})


def _fitted_items(items: list[Any], kinds: tuple[Any, ...], where: str) -> list[Any]:
    is_fixed = len(kinds) > 1 and kinds[1] is not ...
    if is_fixed and len(items) != len(kinds):
        raise ValueError(f"{where}: expected {len(kinds)} values, got {items!r}")
    each = kinds if is_fixed else kinds[:1] * len(items)
    return [_fitted(item, kind, where) for item, kind in zip(items, each, strict=True)]
