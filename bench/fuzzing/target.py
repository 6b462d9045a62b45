"""What a fuzzing target is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

CANARY = "Zyxwvut"
"""A word in every seed's text, which no error message may quote."""


class Refused(Exception):  # noqa: N818  no error: the case is none
    """The case was refused as it should be, or makes no case."""


@dataclass(frozen=True)
class ByteTarget:
    """Something that reads bytes.

    Attributes:
        load: imports what is fuzzed and gives the check.
        seeds: gives inputs to begin with.
        words: to mutate with.
        watched: packages besides our rooms whose coverage guides the fuzzer.
        pumped: whether inputs are blown up now and then.
        most_bytes: of a mutated input, where it is not the usual number.
        timed: whether a small input may take no longer than others.
    """

    load: Callable[[], Callable[[bytes], None]]
    seeds: Callable[[], Iterable[bytes]]
    words: tuple[bytes, ...] = ()
    watched: tuple[str, ...] = ()
    pumped: bool = True
    most_bytes: int = 0
    timed: bool = True


@dataclass(frozen=True)
class CaseTarget:
    """Something that works on structures.

    Attributes:
        load: imports what is fuzzed and gives the check of the case that a generator draws.
        timed: whether a case may take no longer than a small input.
    """

    load: Callable[[], Callable[[Random], None]]
    timed: bool = True


def claim(holds: object, promise: str) -> None:
    """Raises where a promise does not hold; unlike ``assert``, under ``python -O`` too."""
    if not holds:
        raise AssertionError(promise)
