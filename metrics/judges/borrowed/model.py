"""What a borrowed model is: given passages of both sides, what it says of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from corpus import Span


class Passages(NamedTuple):
    """Both sides of a passage."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class ErrorSpan:
    """An error that a model marks.

    Attributes:
        span: where, in the target's text.
        severity: "minor", "major" or "critical".
        probability: mean over its tokens of what the model gives the label that it chose.
    """

    span: Span
    severity: str
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model says of a passage, on its own scale.

    Attributes:
        score: as its authors' code gives it.
        spans: the errors that it marks, in order; nothing where it marks none, or none at all.
    """

    score: float
    spans: tuple[ErrorSpan, ...] = ()


class PassageModel(Protocol):
    """A model that reads passages."""

    @property
    def name(self) -> str:
        """As the user asked for it."""
        ...

    @property
    def digest(self) -> str:
        """SHA-256 of its weights, hex, for signatures."""
        ...

    @property
    def family(self) -> str:
        """Which calibration holds for its scores: a table in ``data/calibration.toml``."""
        ...

    def read(self, passages: Sequence[Passages]) -> list[Reading]:
        """A reading a passage, whatever stands beside it."""
        ...
