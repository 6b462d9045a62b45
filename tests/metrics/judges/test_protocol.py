"""Flags and fidelity take any judge's word: here that of one that only looks for the same word."""

import numpy as np
import pytest
from comparisons import one_to_one

from corpus import Side
from metrics import Kind, all_different, fidelity, judge
from metrics.judges import JudgedBead, JudgedSide
from metrics.omissions import find_omissions
from metrics.phrase import Phrase
from metrics.segment import cut_segments


class SameWords:
    """Judges by spelling: a word that the other side lacks has no counterpart."""

    def judge(self, comparison, progress=None):
        return [bead(segments) for segments in cut_segments(comparison)]


def bead(segments):
    words = {side: segment.words() for side, segment in segments.items()}
    lacks = {
        side: np.array([float(word not in words[side.opposite]) for word in words[side]])
        for side in Side
    }
    sides = (JudgedSide(side, segments[side], lacks[side], lacks[side]) for side in Side)
    if not all(words.values()):
        return JudgedBead(*sides)
    return JudgedBead(*sides, SamePhrases(words, lacks), {"words": float(lacks["source"].mean())})


class SamePhrases:
    def __init__(self, words, lacks):
        self._words, self._lacks = words, lacks
        self.key = (SameWords, *map(tuple, words.values()))

    def missing(self, side, phrases):
        return [float(self._lacks[side][it.first : it.last].mean()) for it in phrases]

    def answer(self, side, phrase):
        return Phrase(0, 1), 0.0

    def likeness(self, source, target):
        return 0.0

    def counterparts(self):
        return {}


def compare(source, target):
    return one_to_one(source, target, languages=("en", "en"), similarity=1.0)


SENTENCE = "The new bridge opened today."


def test_every_word_says_what_the_judge_said():
    judgement = judge(compare([SENTENCE], ["The bridge opened today."]), SameWords())
    assert [(it.side, it.text) for it in judgement.words if it.difference] == [("source", "new")]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (SENTENCE, SENTENCE, []),
        (SENTENCE, "The bridge opened today.", [(Kind.OMISSION, "new")]),
        ("The bridge opened today.", SENTENCE, [(Kind.ADDITION, "new")]),
    ],
)
def test_flags_follow_the_judge(source, target, expected):
    flags = find_omissions(judge(compare([source], [target]), SameWords()))
    assert [(flag.kind, (flag.source or flag.target).text) for flag in flags] == expected


def test_a_sentence_alone_is_flagged_whole_by_its_words():
    flags = find_omissions(judge(compare([SENTENCE, "Nobody came."], [SENTENCE]), SameWords()))
    assert [(flag.kind, flag.source.text) for flag in flags] == [(Kind.OMISSION, "Nobody came.")]


def test_fidelity_falls_with_what_the_judge_finds():
    same, less = (
        judge(compare([SENTENCE], [target]), SameWords())
        for target in (SENTENCE, "The bridge opened today.")
    )
    assert fidelity(less, find_omissions(less)).document < fidelity(same, ()).document


def test_nothing_is_left_of_texts_that_are_no_translations_of_each_other():
    judgement = all_different(compare([SENTENCE], ["Nobody came."]))
    assert {word.difference for word in judgement.words} == {1.0}
    assert fidelity(judgement, ()).document == 0.0
