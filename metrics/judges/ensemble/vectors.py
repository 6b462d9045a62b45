"""Which vectors of a word the network compares, by source.

"alone" and "inner" come with an encoded segment: the default encoder's, of the word by itself and
of the word as it stands in the text. "context" are a transformer's, of its middle layers, where
words that mean the same in their sentences lie close together across languages.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from align import ContextualEncoder, TokenLayers, exact, load_encoder
from corpus import ModelError, Recent, Span, once
from metrics.judges.ensemble.encoded_segment import KEPT_WORDS, EncodedSegment
from metrics.judges.ensemble.network import Array, WordFeatures
from metrics.judges.ensemble.signals import measure
from metrics.judges.ensemble.view import View
from metrics.segment import Segment

CONTEXT = "e5-small"
"""The encoder that the weights of "context" were fitted to."""
LAYERS = (6, 8, 10)
"""Its layers that are read; the last ones are bent towards the whole sentence."""


def word_features(views: Sequence[View], sources: Collection[str]) -> list[WordFeatures]:
    """What is known of the words of some views, with the vectors that are wanted."""
    vectors = word_vectors([it for view in views for it in view.facing], sources)
    return [
        WordFeatures(
            measure(view), vectors[view.own], None if view.other is None else vectors[view.other]
        )
        for view in views
    ]


def word_vectors(
    segments: Iterable[EncodedSegment], sources: Collection[str]
) -> dict[EncodedSegment, Mapping[str, Array]]:
    """By segment, and by source: (words, dimension), or (layers, words, dimension) of "context"."""
    wanted = list(dict.fromkeys(segments))
    found: dict[EncodedSegment, dict[str, Array]] = {it: {} for it in wanted}
    for source in sources:
        for segment, vectors in zip(wanted, _vectors(wanted, source), strict=True):
            found[segment][source] = vectors
    return {**found}


def _vectors(segments: Sequence[EncodedSegment], source: str) -> Iterable[Array]:
    match source:
        case "alone":
            return (it.alone for it in segments)
        case "inner":
            return (it.inner for it in segments)
        case _:
            return in_context([it.segment for it in segments])


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
_IN_CONTEXT: Recent[Key, Array] = Recent(KEPT_WORDS, size=lambda key: key[2])


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
