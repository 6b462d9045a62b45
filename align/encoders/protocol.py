"""What the aligner and the metrics ask of a sentence encoder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus import Progress, Span

Vectors = NDArray[np.float32]
"""(n, dimension) float32, rows of unit length, as `align.exact.unit` makes them."""

Runs: TypeAlias = Sequence[tuple[int, int]] | NDArray[np.int64]
"""Half-open runs ``(first, last + 1)`` of segments or words, as pairs or as (runs, 2)."""


class Encoder(Protocol):
    """Turns text into vectors whose cosine says how alike two texts are in meaning.

    Attributes:
        name: as the user asked for it.
        version: the package or model version, for signatures.
        digest: SHA-256 of the weights, hex, for signatures.
    """

    name: str
    version: str
    digest: str

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """One unit vector a text; same text, same vector, whatever stands beside it."""
        ...


class RunVectors(Protocol):
    """Vectors of runs of consecutive segments of one text, each run computed when asked for."""

    def vectors(self, runs: Runs) -> Vectors:
        """One unit vector a half-open run ``(first, last + 1)`` of segments, joined by a space."""
        ...


class WordVectors(Protocol):
    """Vectors of parts of one text, from its tokens as they stand there.

    Attributes:
        vector: (dimension,), the whole text's.
    """

    vector: Vectors

    def kept(self, runs: Runs) -> Vectors:
        """One unit vector a half-open run of words: only its tokens."""
        ...

    def left_out(self, runs: Runs) -> Vectors:
        """One unit vector a half-open run of words: the text's tokens but those."""
        ...

    def kept_and_left_out(self, runs: Runs) -> tuple[Vectors, Vectors]:
        """Both, for less than one after the other."""
        ...


@runtime_checkable
class AdditiveEncoder(Encoder, Protocol):
    """An encoder whose vector is a cheap function of a sum over tokens.

    Runs of segments, and texts with some words left out, then cost next to nothing.
    """

    def runs(self, segments: Sequence[str], *, progress: Progress | None = None) -> RunVectors:
        """The segments' token sums, from which any run's exact vector follows."""
        ...

    def without(self, text: str, spans: Sequence[Span]) -> Vectors:
        """One unit vector a span: the text with the tokens of that span left out."""
        ...

    def words(self, texts: Sequence[tuple[str, Sequence[Span]]]) -> Sequence[WordVectors]:
        """Texts, each with its words, ascending, from which any part's vector follows.

        Tokens keep the context that they have in the text, so that leaving words out is nearly,
        not exactly, what `without` gives, at a fraction of its cost.
        """
        ...


@dataclass(frozen=True, slots=True)
class TokenLayers:
    """A text's tokens in context.

    Attributes:
        spans: where each token stands in the text, spaces left out.
        vectors: (layers, tokens, dimension) float32, as the network has them, of any length.
    """

    spans: tuple[Span, ...]
    vectors: NDArray[np.float32]


@runtime_checkable
class ContextualEncoder(Encoder, Protocol):
    """An encoder that shows its tokens' vectors, which depend on the words around them."""

    def token_layers(
        self, texts: Sequence[str], layers: Sequence[int], *, progress: Progress | None = None
    ) -> list[TokenLayers]:
        """The vectors of each text's tokens at some layers, 0 being the embeddings."""
        ...
