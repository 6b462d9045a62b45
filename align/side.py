"""One side of a bitext as the search sees it: segments, their vectors, any run's vector."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align.encoder import AdditiveEncoder, Encoder, RunVectors, Vectors
from corpus import Progress


class JoinedRuns:
    """Runs for an encoder that cannot add up: each is encoded when first asked for, and kept."""

    def __init__(self, encoder: Encoder, segments: Sequence[str], vectors: Vectors) -> None:
        self._encoder = encoder
        self._segments = segments
        self._known = {(index, index + 1): vector for index, vector in enumerate(vectors)}
        self._dimension = vectors.shape[1]

    def vectors(self, runs: Sequence[tuple[int, int]]) -> Vectors:
        """One unit vector a half-open run ``(first, last + 1)`` of segments, joined by a space."""
        missing = sorted(set(runs) - self._known.keys())
        texts = [" ".join(self._segments[first:end]) for first, end in missing]
        if texts:
            self._known.update(zip(missing, self._encoder.encode(texts), strict=True))
        found = [self._known[run] for run in runs]
        return np.array(found, np.float32).reshape(len(found), self._dimension)


@dataclass(frozen=True, slots=True)
class SideVectors:
    """One side of a bitext.

    Attributes:
        vectors: (segments, dimension), of the segments on their own.
        runs: where any run's vector comes from.
        lengths: characters of each segment, cumulated: segment i has lengths[i+1] - lengths[i].
        breaks: paragraphs started up to and with each segment, cumulated like lengths.
    """

    vectors: Vectors
    runs: RunVectors
    lengths: NDArray[np.int64]
    breaks: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.vectors)


def side_vectors(
    segments: Sequence[str],
    encoder: Encoder,
    *,
    starts: Sequence[bool] | None = None,
    progress: Progress | None = None,
) -> SideVectors:
    """Encode one side; runs come for free where the encoder adds up."""
    runs: RunVectors
    if isinstance(encoder, AdditiveEncoder):
        runs = encoder.runs(segments, progress=progress)
        vectors = runs.vectors([(index, index + 1) for index in range(len(segments))])
    else:
        vectors = encoder.encode(segments, progress=progress)
        runs = JoinedRuns(encoder, segments, vectors)
    lengths = np.cumsum([0, *(len(segment) + 1 for segment in segments)])
    breaks = np.cumsum([0, *(starts or [False] * len(segments))])
    return SideVectors(vectors, runs, lengths, breaks)
