"""One side of a bitext as the search sees it: segments, their vectors, any run's vector."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from align.encoders.protocol import AdditiveEncoder, Encoder, Runs, RunVectors, Vectors
from align.search.numbers import SearchNumbers
from corpus import Progress

Integers = NDArray[np.int64]


class JoinedRuns:
    """Runs for an encoder that cannot add up: each is encoded when first asked for, and kept."""

    def __init__(self, encoder: Encoder, segments: Sequence[str], vectors: Vectors) -> None:
        self._encoder = encoder
        self._segments = segments
        self._known = {(index, index + 1): vector for index, vector in enumerate(vectors)}
        self._dimension = vectors.shape[1]

    def vectors(self, runs: Runs) -> Vectors:
        """One unit vector a half-open run ``(first, last + 1)`` of segments, joined by a space."""
        wanted = [(int(first), int(end)) for first, end in runs]
        missing = sorted(set(wanted) - self._known.keys())
        texts = [" ".join(self._segments[first:end]) for first, end in missing]
        if texts:
            self._known.update(zip(missing, self._encoder.encode(texts), strict=True))
        found = [self._known[run] for run in wanted]
        return np.array(found, np.float32).reshape(len(found), self._dimension)


class KnownRuns:
    """Runs whose vectors are computed all at once, and then looked up as often as it takes."""

    def __init__(self, runs: RunVectors, known: Integers) -> None:
        self._codes = np.unique(_coded(known))
        self._vectors = runs.vectors(np.stack(np.divmod(self._codes, CODE), axis=1))

    def vectors(self, runs: Runs) -> Vectors:
        """One unit vector a half-open run ``(first, last + 1)`` of segments, joined by a space."""
        codes = _coded(np.asarray(runs))
        places = np.searchsorted(self._codes, codes)
        if (self._codes.take(places, mode="clip") != codes).any():
            raise KeyError("a run outside the stretches that are known")
        found: Vectors = self._vectors[places]
        return found


class PartOfRuns:
    """Runs of a part of a side, its segments numbered from 0."""

    def __init__(self, runs: RunVectors, first: int) -> None:
        self._runs = runs
        self._first = first

    def vectors(self, runs: Runs) -> Vectors:
        """One unit vector a half-open run ``(first, last + 1)`` of segments, joined by a space."""
        return self._runs.vectors(np.asarray(runs) + self._first)


CODE = 1 << 32
"""A run's number is its first segment times this, plus its end."""


def _coded(runs: Integers) -> Integers:
    codes: Integers = runs[:, 0] * CODE + runs[:, 1]
    return codes


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
    lengths: Integers
    breaks: Integers

    def __len__(self) -> int:
        return len(self.vectors)

    def of(self, runs: Integers) -> Vectors:
        """One unit vector a run: (runs, 2), half-open."""
        found = self.vectors[runs[:, 0]]
        longer = np.flatnonzero(runs[:, 1] - runs[:, 0] > 1)
        if len(longer):
            found[longer] = self.runs.vectors(runs[longer])
        return found

    def within(self, part: range) -> "SideVectors":
        """A part of the side, its segments numbered from 0."""
        return SideVectors(
            self.vectors[part.start : part.stop],
            PartOfRuns(self.runs, part.start),
            self.lengths[part.start : part.stop + 1],
            self.breaks[part.start : part.stop + 1],
        )

    def knowing(self, stretches: Iterable[range], size: int) -> "SideVectors":
        """The same side, with the vectors of all runs within some stretches at hand.

        Args:
            stretches: of segments.
            size: the most segments that a run has.
        """
        if isinstance(self.runs, KnownRuns):
            return self
        known = [_within(stretch, length) for stretch in stretches for length in range(2, size + 1)]
        return replace(self, runs=KnownRuns(self.runs, np.concatenate(known)))


@dataclass(frozen=True, slots=True)
class EncodedBitext:
    """Two sides to align, and how.

    Attributes:
        source: one side.
        target: the other.
        numbers: what the search weighs.
    """

    source: SideVectors
    target: SideVectors
    numbers: SearchNumbers

    def knowing(
        self, rows: Sequence[range], columns: Sequence[range], size: int
    ) -> "EncodedBitext":
        """The same, with the vectors of all runs within some stretches of each side at hand."""
        return replace(
            self,
            source=self.source.knowing(rows, size),
            target=self.target.knowing(columns, size),
        )


def _within(stretch: range, length: int) -> Integers:
    """The runs of a length within a stretch: (runs, 2), half-open."""
    first = np.arange(stretch.start, stretch.stop - length + 1)
    return np.stack([first, first + length], axis=1)


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
