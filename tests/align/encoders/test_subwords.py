"""XLM-R's pieces: where they stand in the text as it is, whatever folding did to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.encoders.subwords import LONGEST, SubwordTokenizer

WORDS = ["<s>", "<pad>", "</s>", "<unk>", "▁", "a", "b", "á", "fi", "ne", "▁casa", "▁la", "…", "."]


def made(words):
    """A vocabulary of some pieces, each as likely as its length."""
    text = [word.encode() for word in words]
    offsets = np.cumsum([0, *map(len, text)])
    scores = np.array([-1.0 / len(word) for word in words], "<f4")
    return SubwordTokenizer(b"".join(text), offsets, scores.tobytes(), unknown=3)


VOCABULARY = made(WORDS)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("la casa", [("▁la", "la"), ("▁casa", " casa")]),
        ("la  casa", [("▁la", "la"), ("▁casa", "  casa")]),
        ("la\tcasa ", [("▁la", "la"), ("▁casa", "\tcasa")]),
        ("la\u200bcasa", [("▁la", "la"), ("▁casa", "\u200bcasa")]),
        ("la\x01 casa", [("▁la", "la"), ("▁casa", " casa")]),
        ("ﬁne", [("▁", ""), ("fi", "ﬁ"), ("ne", "ne")]),
        ("a\u0301b", [("▁", ""), ("á", "a\u0301"), ("b", "b")]),
        ("", []),
        (" ", []),
    ],
)
def test_a_piece_stands_for_what_became_it(text, pieces):
    found = VOCABULARY.cut(text)
    assert [WORDS[token.id] for token in found] == [piece for piece, _ in pieces]
    assert [token.span.of(text) for token in found] == [part for _, part in pieces]


@given(st.text(max_size=60))
def test_pieces_lie_in_the_text_and_ascend(text):
    found = VOCABULARY.cut(text)
    assert all(0 <= token.span.start <= token.span.end <= len(text) for token in found)
    starts = [token.span.start for token in found]
    assert starts == sorted(starts)


def test_what_is_not_in_the_vocabulary_is_one_unknown_piece():
    assert [WORDS[token.id] for token in VOCABULARY.cut("la 😀")] == ["▁la", "▁", "<unk>"]


def test_a_piece_too_long_for_the_layout_is_refused():
    with pytest.raises(ValueError, match=f"{LONGEST} are expected"):
        made([*WORDS, "x" * (LONGEST + 1)])
