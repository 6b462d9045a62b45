"""XLM-R's tokenizer over a vocabulary of pieces, by sentencepiece, with offsets.

The library gets pieces and scores as the model file that it would read, and text as the model was
trained to see it: compatibility characters folded (NFKC), controls gone, every run of spaces one
space. What was folded where is kept, so that tokens say where they stand in the text as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import is_normalized, normalize

import numpy as np
from numpy.typing import NDArray

from corpus import Span

Bounds = NDArray[np.int64]

_GONE = r"\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f"
_SPACES = r"\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd"
_CHANGED = re.compile(f"[{_GONE}{_SPACES}]|  ")
_DELETED = re.compile(f"[{_GONE}]")
_SPACE = re.compile(f"[{_SPACES}]")
_CLUSTER = re.compile(
    r".[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    r"\u093c\u0e38-\u0e3a\u0e48-\u0e4b\u1160-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff"
    r"\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f]*",
    re.DOTALL,
)
"""A character with the marks that may fold into it."""
UNKNOWN, CONTROL = 2, 3
"""A piece's kind in the library's model file."""
UNIGRAM, NO_FOLDING = b"\x12\x02\x18\x01", b"\x1a\x0a\x0a\x08identity"
"""What follows on the pieces there: how they were trained, and that text comes folded."""
FRAME, LONGEST = 9, 110
"""Bytes of an entry besides the piece, and of the longest piece whose length is one byte."""
SPECIALS = 4
"""SubwordTokenizer at the start of the vocabulary that stand for no text."""


@dataclass(frozen=True, slots=True)
class Subword:
    """A piece of a text.

    Attributes:
        id: its number in the vocabulary.
        span: what it stands for, spaces before it included.
    """

    id: int
    span: Span


class SubwordTokenizer:
    """Cuts text into the likeliest pieces of a vocabulary.

    Args:
        text: all pieces, UTF-8, one behind the other; the first `SPECIALS` stand for no text.
        offsets: where each begins in it, and where the last one ends.
        scores: the pieces' log probabilities, little-endian single precision.
        unknown: the piece for what is not in the vocabulary.
    """

    def __init__(self, text: bytes, offsets: Bounds, scores: bytes, unknown: int) -> None:
        from sentencepiece import SentencePieceProcessor

        model = _model(text, offsets, scores, unknown)
        self._library = SentencePieceProcessor(model_proto=model)

    def cut(self, text: str) -> list[Subword]:
        """The text's tokens, in order; none for what is folded away."""
        folded, starts, ends = _folded(text)
        coded = self._library.encode(folded, return_type="offset_mapping")
        return [
            Subword(piece, Span(starts[first], ends[end - 1] if end > first else starts[first]))
            for piece, (first, end) in zip(coded["ids"], coded["offsets"], strict=True)
        ]


def _folded(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The text as the model sees it, and where what became each character begins and ends."""
    if is_normalized("NFKC", text) and not _CHANGED.search(text):
        return text, range(len(text)), range(1, len(text) + 1)
    folded, starts, ends = list[str](), list[int](), list[int]()
    for match in _CLUSTER.finditer(text):
        plain = _SPACE.sub(" ", _DELETED.sub("", match[0]))
        for character in normalize("NFKC", plain):
            if character != " " or folded[-1:] != [" "]:
                folded.append(character)
                starts.append(match.start())
                ends.append(match.end())
    return "".join(folded), starts, ends


def _model(text: bytes, offsets: Bounds, scores: bytes, unknown: int) -> bytes:
    """A model file of the library's (a protocol buffer): pieces, kind of model, no folding.

    An entry is a tag and a length, the piece with its tag and length, the score with its tag, and
    for the specials a kind. There are so many that they are written side by side.
    """
    lengths = np.diff(offsets)
    if lengths.max() > LONGEST:
        raise ValueError(f"a piece of {lengths.max()} bytes; {LONGEST} are expected at most")
    specials = np.arange(len(lengths)) < SPECIALS
    sizes = lengths + FRAME + 2 * specials
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    written = np.empty(int(sizes.sum()), np.uint8)
    for place, value in enumerate((10, sizes - 2, 10, lengths)):
        written[starts + place] = value
    behind = starts + 4 + lengths
    shift = np.repeat(starts + 4 - offsets[:-1], lengths)
    written[np.arange(offsets[0], offsets[-1]) + shift] = np.frombuffer(text, np.uint8)
    written[behind] = 21
    for place, byte in enumerate(np.frombuffer(scores, np.uint8).reshape(-1, 4).T, start=1):
        written[behind + place] = byte
    kinds = np.where(np.arange(SPECIALS) == unknown, UNKNOWN, CONTROL)
    written[behind[:SPECIALS] + 5], written[behind[:SPECIALS] + 6] = 24, kinds
    return written.tobytes() + UNIGRAM + NO_FOLDING
