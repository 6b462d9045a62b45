"""Which vectors of a word the network compares, by source.

"alone" and "inner" come with a reading: the default encoder's, of the word by itself and of the
word as it stands in the text. "context" are a transformer's, of its middle layers, where words
that mean the same in their sentences lie close together across languages.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from align import ContextualEncoder, TokenLayers, exact, load_encoder
from corpus import ModelError, Recent, Span, once
from metrics.judges.ensemble.encoded import ROOM, EncodedSegment
from metrics.segment import Segment

Array = NDArray[np.float32]

CONTEXT = "e5-small"
"""The encoder that the weights of "context" were fitted to."""
LAYERS = (6, 8, 10)
"""Its layers that are read; the last ones are bent towards the whole sentence."""


class WordSources:
    """Gives the vectors of readings' words; those of the transformer for some readings at a time.

    Args:
        sources: which are wanted.
    """

    def __init__(self, sources: Collection[str]) -> None:
        self._sources = sources
        self._context: dict[EncodedSegment, Array] = {}
        self._given: dict[EncodedSegment, Mapping[str, Array]] = {}

    def read_ahead(self, readings: Sequence[EncodedSegment]) -> None:
        """Read the transformer's vectors of these readings, and forget all others."""
        self._given = {}
        if "context" in self._sources:
            wanted = list(dict.fromkeys(readings))
            read = in_context([reading.segment for reading in wanted])
            self._context = dict(zip(wanted, read, strict=True))

    def of(self, reading: EncodedSegment) -> Mapping[str, Array]:
        """By source, (words, dimension), or (layers, words, dimension) of "context"."""
        if reading not in self._given:
            self._given[reading] = {it: self._of(reading, it) for it in self._sources}
        return self._given[reading]

    def _of(self, reading: EncodedSegment, source: str) -> Array:
        match source:
            case "alone":
                return reading.alone
            case "inner":
                return reading.inner
            case _:
                return self._context[reading]


@once
def context_encoder() -> ContextualEncoder:
    """The transformer, loaded once: it takes seconds.

    Raises:
        ModelError: its weights are not installed.
    """
    try:
        encoder = load_encoder(CONTEXT)
    except ModelError as error:
        raise ModelError(f'{error}; or ask for effort "fast", which does without it') from error
    if not isinstance(encoder, ContextualEncoder):
        raise TypeError(f"the encoder {CONTEXT!r} must show its tokens' vectors")
    return encoder


Key = tuple[ContextualEncoder, str, int]
"""The encoder, a text and how many words it has."""
_IN_CONTEXT: Recent[Key, Array] = Recent(ROOM, size=lambda key: key[2])


def in_context(segments: Sequence[Segment]) -> list[Array]:
    """(layers, words, dimension) a segment, read now or not long ago."""
    encoder = context_encoder()
    keys = [(encoder, it.text, len(it.spans)) for it in segments]
    by_key = dict(zip(keys, segments, strict=True))

    def read(new: Sequence[Key]) -> list[Array]:
        layers = encoder.token_layers([text for _, text, _ in new], LAYERS)
        return [pool(it, by_key[key].spans) for key, it in zip(new, layers, strict=True)]

    return _IN_CONTEXT.get(keys, read)


def pool(layers: TokenLayers, words: Sequence[Span]) -> Array:
    """(layers, words, dimension), the mean of each word's tokens; 0 for a word without any."""
    inside = np.zeros((len(words), len(layers.spans)), np.float32)
    for row, word in enumerate(words):
        inside[row] = [token.start < word.end and word.start < token.end for token in layers.spans]
    shares = inside / np.maximum(inside.sum(axis=1, keepdims=True), 1)
    return exact.product(shares[None], layers.vectors).astype(np.float32)
