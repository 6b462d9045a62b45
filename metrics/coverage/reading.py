"""A strip read by the encoder: each word alone, in its context, and the text without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from align import AdditiveEncoder, Vectors, WordVectors
from metrics.coverage.strip import Strip

WINDOWS = (2, 3, 5)
"""How many neighbouring words are also left out, or kept, together."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A strip with its vectors; rows are of unit length.

    Attributes:
        strip: the words.
        vector: (dimension,), the whole text.
        alone: (words, dimension), each word by itself.
        inner: (words, dimension), each word as it stands in the text.
        without: (words, dimension), the text with the word left out.
        windows: (windows, 2), runs of words, half-open, of each length in `WINDOWS`.
        without_windows, inner_windows: (windows, dimension), as above for runs of words.
        parts: gives the same for any other run.
    """

    strip: Strip
    vector: Vectors
    alone: Vectors
    inner: Vectors
    without: Vectors
    windows: NDArray[np.int64]
    without_windows: Vectors
    inner_windows: Vectors
    parts: WordVectors

    def __len__(self) -> int:
        return len(self.strip.spans)


def read_strips(strips: Sequence[Strip], encoder: AdditiveEncoder) -> list[Reading]:
    """Every strip with its vectors; words that occur more than once are encoded once."""
    words = sorted(set(chain.from_iterable(strip.words() for strip in strips)))
    rows = {word: row for row, word in enumerate(words)}
    alone = encoder.encode(words)
    vectors = encoder.encode([strip.text for strip in strips])
    return [
        _read_strip(strip, vector, alone[[rows[word] for word in strip.words()]], encoder)
        for strip, vector in zip(strips, vectors, strict=True)
    ]


def _read_strip(strip: Strip, vector: Vectors, alone: Vectors, encoder: AdditiveEncoder) -> Reading:
    count = len(strip.spans)
    windows = [(first, first + length) for length in WINDOWS for first in range(count - length + 1)]
    runs = [(word, word + 1) for word in range(count)] + windows
    parts = encoder.words(strip.text, strip.spans)
    without, within = parts.left_out(runs), parts.kept(runs)
    return Reading(
        strip,
        vector,
        alone,
        within[:count],
        without[:count],
        np.array(windows, dtype=np.int64).reshape(-1, 2),
        without[count:],
        within[count:],
        parts,
    )
