"""A segment read by the encoder: each word alone, in its context, and the text without it.

The vectors of a text's parts take some 25 kB a word. They are read when asked for, and kept while
there is room: all of an ordinary analysis, a stretch of a long document.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from align import AdditiveEncoder, Vectors, WordVectors, spread
from corpus import Recent
from metrics.segment import Segment

T = TypeVar("T")

WINDOWS = (2, 3, 5)
"""How many neighbouring words are also left out, or kept, together."""
KEPT_WORDS = 6_000
"""Words whose parts are kept, of whatever text: about 150 MB."""
BATCH_WORDS = 1_000
"""Words that are read at once: enough for the matrix products, small beside `KEPT_WORDS`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The vectors of a segment's parts; see `EncodedSegment`."""

    inner: Vectors
    without: Vectors
    inner_windows: Vectors
    without_windows: Vectors


class EncodedText:
    """A text's words as the encoder reads them.

    Attributes:
        sums: give the vector of any part.
    """

    def __init__(self, sums: WordVectors, count: int) -> None:
        self.sums = sums
        self._count = count

    @cached_property
    def parts(self) -> Parts:
        """The vectors of the words and of the windows of words."""
        count = self._count
        single = np.arange(count)[:, None] + (0, 1)
        runs = np.concatenate([single, _windows(count)])
        inner, without = self.sums.kept_and_left_out(runs)
        return Parts(inner[:count], without[:count], inner[count:], without[count:])


@dataclass(frozen=True, slots=True, eq=False)
class EncodedSegment:
    """A segment with its vectors; rows are of unit length.

    Attributes:
        segment: the words.
        vector: (dimension,), the whole text.
        vocabulary: (words, dimension), every word of the version by itself, once.
        rows: (words,), the words' rows in the vocabulary.
        encoder: what reads it.
    """

    segment: Segment
    vector: Vectors
    vocabulary: Vectors
    rows: NDArray[np.int64]
    encoder: AdditiveEncoder

    def __len__(self) -> int:
        return len(self.segment.spans)

    @property
    def alone(self) -> Vectors:
        """(words, dimension), each word by itself."""
        return self.vocabulary[self.rows]

    @property
    def inner(self) -> Vectors:
        """(words, dimension), each word as it stands in the text."""
        return self._text.parts.inner

    @property
    def without(self) -> Vectors:
        """(words, dimension), the text with the word left out."""
        return self._text.parts.without

    @property
    def windows(self) -> NDArray[np.int64]:
        """(windows, 2), runs of words, half-open, of each length in `WINDOWS`."""
        return _windows(len(self))

    @property
    def inner_windows(self) -> Vectors:
        """(windows, dimension), each run of words as it stands in the text."""
        return self._text.parts.inner_windows

    @property
    def without_windows(self) -> Vectors:
        """(windows, dimension), the text with the run of words left out."""
        return self._text.parts.without_windows

    @property
    def parts(self) -> WordVectors:
        """Gives the same for any other run."""
        return self._text.sums

    @property
    def _text(self) -> EncodedText:
        return encode_texts([self.segment], self.encoder)[0]


Key = tuple[AdditiveEncoder, str, int]
"""The encoder, a text and how many words it has."""
_READ: Recent[Key, EncodedText] = Recent(KEPT_WORDS, size=lambda key: key[2])


def encode_texts(segments: Sequence[Segment], encoder: AdditiveEncoder) -> list[EncodedText]:
    """Some segments' texts, read now or not long ago."""
    by_key = {(encoder, it.text, len(it.spans)): it for it in segments}

    def read(keys: Sequence[Key]) -> list[EncodedText]:
        sums = encoder.words([(by_key[key].text, by_key[key].spans) for key in keys])
        return [EncodedText(it, key[2]) for key, it in zip(keys, sums, strict=True)]

    return _READ.get([(encoder, it.text, len(it.spans)) for it in segments], read)


def encode_segments(segments: Sequence[Segment], encoder: AdditiveEncoder) -> list[EncodedSegment]:
    """Every segment with its vectors; words that occur more than once are encoded once."""
    words = sorted(set(chain.from_iterable(segment.words() for segment in segments)))
    rows = {word: row for row, word in enumerate(words)}
    vocabulary = encoder.encode(words)
    return [
        EncodedSegment(
            segment,
            text.sums.vector,
            vocabulary,
            np.array([rows[word] for word in segment.words()], np.int64),
            encoder,
        )
        for some in batches(segments, lambda segment: len(segment.spans))
        for segment, text in zip(some, encode_texts(some, encoder), strict=True)
    ]


def read_ahead(encoded: Sequence[EncodedSegment]) -> None:
    """Read the parts of some segments together, which is quicker than one by one."""
    for encoder in {it.encoder for it in encoded}:
        segments = [it.segment for it in encoded if it.encoder is encoder]
        deque(spread(lambda text: text.parts, encode_texts(segments, encoder)), maxlen=0)


def distinct_words(encoded: Sequence[EncodedSegment]) -> Vectors:
    """(words, dimension), every word that occurs in some segments of one version, once."""
    rows = np.unique(np.concatenate([it.rows for it in encoded]))
    vectors: Vectors = encoded[0].vocabulary[rows]
    return vectors


def batches(items: Iterable[T], words: Callable[[T], int]) -> Iterator[list[T]]:
    """The items, in order, in lists of `BATCH_WORDS` words and a little more."""
    batch, size = list[T](), 0
    for item in items:
        batch.append(item)
        size += words(item)
        if size >= BATCH_WORDS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@lru_cache(maxsize=1024)
def _windows(count: int) -> NDArray[np.int64]:
    return np.array(
        [(first, first + n) for n in WINDOWS for first in range(count - n + 1)], np.int64
    ).reshape(-1, 2)
