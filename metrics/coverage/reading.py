"""A strip read by the encoder: each word alone, in its context, and the text without it.

The vectors of a text's parts take some 25 kB a word. They are read when asked for, and kept while
there is room: all of an ordinary analysis, a stretch of a long document.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from align import AdditiveEncoder, Vectors, WordVectors
from metrics.coverage.recent import Recent
from metrics.coverage.strip import Strip

T = TypeVar("T")

WINDOWS = (2, 3, 5)
"""How many neighbouring words are also left out, or kept, together."""
ROOM = 4_000
"""Words of one version whose parts are kept: about 100 MB."""
AHEAD = 1_000
"""Words that are read at once: enough for the matrix products, small beside `ROOM`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The vectors of a strip's parts; see `Reading`."""

    inner: Vectors
    without: Vectors
    inner_windows: Vectors
    without_windows: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A strip with its vectors; rows are of unit length.

    Attributes:
        strip: the words.
        vector: (dimension,), the whole text.
        number: among the strips that are read together.
        rows: (words,), the words' rows in the vocabulary.
        shelf: where its parts lie.
    """

    strip: Strip
    vector: Vectors
    number: int
    rows: NDArray[np.int64]
    shelf: "Shelf"

    def __len__(self) -> int:
        return len(self.strip.spans)

    @property
    def alone(self) -> Vectors:
        """(words, dimension), each word by itself."""
        return self.shelf.vocabulary[self.rows]

    @property
    def inner(self) -> Vectors:
        """(words, dimension), each word as it stands in the text."""
        return self.shelf.parts([self.number])[0].inner

    @property
    def without(self) -> Vectors:
        """(words, dimension), the text with the word left out."""
        return self.shelf.parts([self.number])[0].without

    @property
    def windows(self) -> NDArray[np.int64]:
        """(windows, 2), runs of words, half-open, of each length in `WINDOWS`."""
        return _windows(len(self))

    @property
    def inner_windows(self) -> Vectors:
        """(windows, dimension), each run of words as it stands in the text."""
        return self.shelf.parts([self.number])[0].inner_windows

    @property
    def without_windows(self) -> Vectors:
        """(windows, dimension), the text with the run of words left out."""
        return self.shelf.parts([self.number])[0].without_windows

    @property
    def parts(self) -> WordVectors:
        """Gives the same for any other run."""
        return self.shelf.words([self.number])[0]


class Shelf:
    """The strips of one version, and the vectors of the words and parts read last.

    Attributes:
        vocabulary: (words, dimension), every word by itself, once.
    """

    def __init__(
        self, strips: Sequence[Strip], vocabulary: Vectors, encoder: AdditiveEncoder
    ) -> None:
        sizes = [len(strip.spans) for strip in strips]

        def read_words(numbers: Sequence[int]) -> Sequence[WordVectors]:
            return encoder.words([(strips[n].text, strips[n].spans) for n in numbers])

        def read_parts(numbers: Sequence[int]) -> list[Parts]:
            read = zip(numbers, words.get(numbers), strict=True)
            return [_read_parts(sizes[number], some) for number, some in read]

        words = Recent(read_words, sizes.__getitem__, ROOM)
        self.vocabulary = vocabulary
        self._words = words
        self._parts = Recent(read_parts, sizes.__getitem__, ROOM)

    def words(self, numbers: Sequence[int]) -> list[WordVectors]:
        """What gives the vectors of any part of some strips."""
        return self._words.get(numbers)

    def parts(self, numbers: Sequence[int]) -> list[Parts]:
        """The vectors of some strips' words and windows."""
        return self._parts.get(numbers)


def read_strips(strips: Sequence[Strip], encoder: AdditiveEncoder) -> list[Reading]:
    """Every strip with its vectors; words that occur more than once are encoded once."""
    words = sorted(set(chain.from_iterable(strip.words() for strip in strips)))
    rows = {word: row for row, word in enumerate(words)}
    shelf = Shelf(strips, encoder.encode(words), encoder)
    return [
        Reading(strip, some.vector, n, np.array([rows[word] for word in strip.words()]), shelf)
        for batch in batches(enumerate(strips), lambda numbered: len(numbered[1].spans))
        for (n, strip), some in zip(batch, shelf.words([n for n, _ in batch]), strict=True)
    ]


def read_ahead(readings: Iterable[Reading]) -> None:
    """Read the parts of some strips together, which is quicker than one by one."""
    numbers: dict[Shelf, list[int]] = {}
    for reading in readings:
        numbers.setdefault(reading.shelf, []).append(reading.number)
    for shelf, some in numbers.items():
        shelf.parts(some)


def distinct_words(readings: Sequence[Reading]) -> Vectors:
    """(words, dimension), every word that occurs in some strips of one version, once."""
    rows = np.unique(np.concatenate([reading.rows for reading in readings]))
    vectors: Vectors = readings[0].shelf.vocabulary[rows]
    return vectors


def batches(items: Iterable[T], words: Callable[[T], int]) -> Iterator[list[T]]:
    """The items, in order, in lists of `AHEAD` words and a little more."""
    batch, size = list[T](), 0
    for item in items:
        batch.append(item)
        size += words(item)
        if size >= AHEAD:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_parts(count: int, words: WordVectors) -> Parts:
    single = np.arange(count)[:, None] + (0, 1)
    inner, without = words.kept_and_left_out(np.concatenate([single, _windows(count)]))
    return Parts(inner[:count], without[:count], inner[count:], without[count:])


@lru_cache(maxsize=1024)
def _windows(count: int) -> NDArray[np.int64]:
    return np.array(
        [(first, first + n) for n in WINDOWS for first in range(count - n + 1)], np.int64
    ).reshape(-1, 2)
