"""How archives are read and written, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus import load_numbers


@dataclass(frozen=True, slots=True)
class BatchNumbers:
    """What ``data/batch.toml`` says, where each number has its origin."""

    source_languages: tuple[str, ...]
    name_bytes: int
    path_bytes: int
    row_group_rows: int
    warm_up: Mapping[str, str]


@cache
def batch_numbers() -> BatchNumbers:
    """The numbers, loaded once."""
    return load_numbers("fedele", "batch", BatchNumbers)
