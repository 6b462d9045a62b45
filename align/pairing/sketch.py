"""What of a document is kept to find its counterpart: its sentences' vectors, not its text.

A collection may hold thousands of documents, so each is read once and let go. Its sentences'
vectors stay, in half precision, of a book's the first ones only; so do their lengths, and a digest
of each sentence, which tells what many documents share word for word: a header says nothing about
which document renders which.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from align.computing import exact
from align.encoders.protocol import Encoder, Runs, Vectors
from align.pairing.numbers import pairing_numbers
from align.search.side import SideVectors
from corpus import Document, SentenceId

DIGEST_BYTES = 8
_FIGURES = re.compile(r"\d+")
"""Runs of digits: what is left of a figure whatever marks a language writes between them."""
_NAMES = re.compile(r"\b[^\W\d_a-z]\w{2,}")
"""Words that begin with a capital: names, and what else begins a sentence."""

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A document as the search for its counterpart sees it.

    Attributes:
        vectors: (sentences, dimension) float16, one unit vector a sentence.
        lengths: characters of each sentence.
        starts: whether each sentence begins a paragraph.
        digests: a digest of each sentence's words.
        figures: the runs of digits in the text.
        names: the words in the text that may be names.
        whole: False where the document has more sentences than are looked at.
    """

    vectors: NDArray[np.float16]
    lengths: NDArray[np.int64]
    starts: NDArray[np.bool_]
    digests: tuple[bytes, ...]
    figures: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    whole: bool = True

    def __len__(self) -> int:
        return len(self.lengths)

    def side(self) -> SideVectors:
        """The document as the aligner sees it."""
        vectors = self.vectors.astype(np.float32)
        return SideVectors(
            vectors,
            SummedRuns(vectors, self.lengths),
            np.concatenate([[0], np.cumsum(self.lengths + 1)]),
            np.concatenate([[0], np.cumsum(self.starts)]),
        )


class SummedRuns:
    """Runs by their segments' vectors, summed by length: near enough to find a counterpart."""

    def __init__(self, vectors: Vectors, lengths: NDArray[np.int64]) -> None:
        weighed = vectors * lengths[:, None]
        zero = np.zeros_like(vectors[:1], np.float64)
        self._before = np.vstack([zero, np.cumsum(weighed, axis=0, dtype=np.float64)])

    def vectors(self, runs: Runs) -> Vectors:
        """One unit vector a half-open run ``(first, last + 1)`` of segments."""
        first, end = np.asarray(runs, np.int64).reshape(-1, 2).T
        return exact.unit(self._before[end] - self._before[first])


def sketch_document(document: Document, encoder: Encoder) -> Sketch:
    """A document's sketch; bylines, page furniture and foreign paragraphs are left out.

    Args:
        document: one language version; one that is nothing but bylines, furniture or foreign
            paragraphs is taken as it is.
        encoder: what says how alike texts are; one for the whole collection.
    """
    numbers = pairing_numbers()
    most, longest = numbers.sentences, numbers.sentence_chars
    ids = _compared(document)
    texts = [document.sentence(where) for where in ids[:most]]
    return Sketch(
        encoder.encode([text[:longest] for text in texts]).astype(np.float16),
        np.array([len(text) for text in texts], np.int64),
        np.array([where.sentence == 0 for where in ids[:most]], np.bool_),
        tuple(_digest(text) for text in texts),
        frozenset(figure for text in texts for figure in _FIGURES.findall(text)),
        frozenset(name for text in texts for name in _NAMES.findall(text)),
        whole=len(ids) <= most,
    )


def weigh(sketches: Sequence[Sketch]) -> list[Weights]:
    """What each sentence of each document weighs: its length, by how rare it is in the collection.

    Length times inverse document frequency. A sentence that stands in one document only weighs its
    characters.

    Source: buck-koehn-2016 weighs words so, thompson-koehn-2020 sentences.

    Args:
        sketches: all documents of one language.

    Returns:
        For each document, (sentences,) weights.
    """
    holders = Counter(digest for one in sketches for digest in set(one.digests))
    most = log(len(sketches) + 1)
    return [
        one.lengths * [(most - log(holders[digest])) / most for digest in one.digests]
        for one in sketches
    ]


def weigh_marks(marks: Sequence[frozenset[str]]) -> dict[str, float]:
    """What each mark of documents weighs, such as a figure or a name, as sentences in `weigh`.

    Args:
        marks: those of each document of one language.

    Returns:
        1 for one in one document only, near 0 for one in all of them.
    """
    holders = Counter(mark for one in marks for mark in one)
    most = log(len(marks) + 1)
    return {mark: (most - log(count)) / most for mark, count in holders.items()}


def _compared(document: Document) -> list[SentenceId]:
    left_out = {
        number
        for number, paragraph in enumerate(document.paragraphs)
        if paragraph.role.is_set_aside or document.is_foreign(number)
    }
    everything = list(document.sentence_ids())
    return [where for where in everything if where.paragraph not in left_out] or everything


def _digest(text: str) -> bytes:
    words = " ".join(text.casefold().split()).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(words, digest_size=DIGEST_BYTES).digest()
