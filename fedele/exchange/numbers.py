"""What exchange formats take, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus import load_numbers


@dataclass(frozen=True, slots=True)
class MarkdownNumbers:
    """How much a comment takes."""

    characters: int
    rows: int
    quote: int
    message: int


@dataclass(frozen=True, slots=True)
class ExchangeNumbers:
    """What ``data/exchange.toml`` says, where each number has its origin."""

    least_confidence: float
    its_severity: Mapping[str, int]
    markdown: MarkdownNumbers


@cache
def exchange_numbers() -> ExchangeNumbers:
    """The numbers, loaded once."""
    return load_numbers("fedele", "exchange", ExchangeNumbers)
