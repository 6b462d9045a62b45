"""How words become phrases: `find_phrases` with differences given."""

from dataclasses import replace

import numpy as np
import pytest
from comparisons import document

from corpus import SentenceId
from metrics.grammar import load_grammar
from metrics.omissions.numbers import omission_numbers
from metrics.omissions.spans import find_phrases
from metrics.segment import cut_segment

GROWN = replace(omission_numbers(), clause_share=2.0)
"""No clause is tried: no share is that great."""

PHRASES = [
    # the marked words stand between bars; what is found, beside
    ("The old |bridge| fell.", ["bridge"]),
    ("The |old| |bridge| fell.", ["old bridge"]),
    ("He sold the |old| |bridge|.", ["the old bridge"]),
    ("It fell |near| the |bridge|.", ["near the bridge"]),
    ("It fell near the |bridge|.", ["near the bridge"]),
    ("It fell |today|; |nobody| came.", ["today", "nobody"]),
    ("It fell |today|, |nobody| came.", ["today", "nobody"]),
    ("It |fell| in |spring|.", ["fell in spring"]),
    ("He paid |the| bill.", []),
    ("He came |and| |left|.", ["and left"]),
    ("Nothing at all.", []),
]


def marked(text):
    """A segment of one sentence, and the differences of its words: 0.9 between bars."""
    plain, found, start = "", [], None
    for piece in text.split("|"):
        if start is not None:
            found.append((start, start + len(piece)))
            start = None
        else:
            start = len(plain) + len(piece)
        plain += piece
    segment = cut_segment(document([plain], "en"), [SentenceId(0, 0)])
    hits = [any(a <= span.start and span.end <= b for a, b in found) for span in segment.spans]
    return segment, np.where(hits, 0.9, 0.0)


def found(text, numbers):
    segment, difference = marked(text)
    phrases = find_phrases(segment, difference, load_grammar("en"), numbers)
    return [phrase.span(segment).of(segment.text) for phrase in phrases]


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_phrases_grow_from_likely_words_and_end_where_a_reader_would_cut(text, expected):
    assert found(text, GROWN) == expected


def test_a_clause_is_tried_whole_where_most_of_it_is_likely():
    text = "The bridge fell, |nobody| |saw| it, and trains stopped."
    assert "nobody saw it" in found(text, omission_numbers())
    assert "nobody saw it" not in found(text, GROWN)


def test_no_phrase_crosses_into_another_paragraph():
    lines = document(["The old bridge", "fell today"], "en")
    segment = cut_segment(lines, [SentenceId(0, 0), SentenceId(1, 0)])
    phrases = find_phrases(segment, np.full(5, 0.9), load_grammar("en"), GROWN)
    assert [phrase.span(segment).of(segment.text) for phrase in phrases] == [
        "The old bridge",
        "fell today",
    ]


def test_words_below_the_least_level_make_no_phrase():
    segment, difference = marked("The old |bridge| fell.")
    assert find_phrases(segment, difference / 10, load_grammar("en"), omission_numbers()) == []
