"""What the desk allows itself and its page, in numbers."""

from dataclasses import dataclass
from functools import cache

from corpus import load_numbers


@dataclass(frozen=True, slots=True)
class DeskNumbers:
    """What ``data/desk.toml`` says, where each number has its origin."""

    poll_seconds: float
    request_seconds: float
    pages: int


@cache
def desk_numbers() -> DeskNumbers:
    """The numbers, loaded once."""
    return load_numbers("fedele", "desk", DeskNumbers)
