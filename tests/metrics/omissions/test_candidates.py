"""Which phrases stay of those that overlap, and which answer each other, with a judge of ours."""

from itertools import count

import numpy as np
import pytest
from comparisons import one_to_one

from corpus import Side
from metrics import Severity
from metrics.grammar import load_grammar
from metrics.judges import JudgedBead, JudgedSide
from metrics.omissions.candidates import Candidate, find_candidates
from metrics.omissions.replaced import pair_up
from metrics.omissions.severity import grade_phrase
from metrics.phrase import Phrase
from metrics.segment import cut_segments

KEYS = count()


class Asked:
    """Says of phrases what it is told: how likely each, by its words; how alike any two."""

    def __init__(self, segments, likely, likeness=0.0, links=None):
        self._segments, self._likely, self._likeness = segments, likely, likeness
        self._links = links or {}
        self.key = next(KEYS)

    def missing(self, side, phrases):
        texts = (
            phrase.span(self._segments[side]).of(self._segments[side].text) for phrase in phrases
        )
        return [self._likely.get(text, 0.2) for text in texts]

    def answer(self, side, phrase):
        return Phrase(0, 1), 0.25

    def likeness(self, source, target):
        return self._likeness

    def counterparts(self):
        return self._links


def bead(source, target, marked, likely=None, **told):
    (segments,) = cut_segments(one_to_one([source], [target], ("en", "en")))
    sides = []
    for side, segment in segments.items():
        difference = np.array([0.9 * (word in marked) for word in segment.words()])
        sides.append(JudgedSide(side, segment, difference, difference))
    return JudgedBead(*sides, Asked(segments, likely or {}, **told))


SURE = {"today": 0.8, "yesterday": 0.8, "Quietly": 0.8}


def candidates(judged, side=Side.SOURCE):
    """Those that the judge was told of."""
    return [it for it in find_candidates(judged, side, load_grammar("en")) if it.confidence]


@pytest.mark.parametrize(
    ("likely", "expected"),
    [
        ({"old bridge": 0.9}, ["old bridge"]),
        ({"No old bridge fell": 0.5, "old bridge": 0.9}, ["old bridge"]),
        ({"No old bridge fell": 0.85, "old bridge": 0.9}, ["No old bridge fell"]),
    ],
)
def test_of_phrases_that_overlap_the_likeliest_stays_or_one_a_little_longer(likely, expected):
    judged = bead("No old bridge fell.", "None fell.", ["old", "bridge"], likely)
    assert [it.text for it in candidates(judged)] == expected


def test_a_candidate_knows_its_mean_difference_and_what_comes_nearest():
    judged = bead("The old bridge fell.", "It fell.", ["old", "bridge"], {"old bridge": 0.8})
    (found,) = candidates(judged)
    assert (found.text, found.confidence) == ("old bridge", 0.8)
    assert found.difference == pytest.approx(0.9)
    assert (found.answer, found.likeness) == (Phrase(0, 1), 0.25)


def test_a_bead_that_is_empty_on_one_side_has_none():
    empty = bead("The bridge fell.", "…", ["bridge"])
    assert candidates(JudgedBead(empty.source, empty.target)) == []


@pytest.mark.parametrize(
    ("likeness", "expected"),
    [
        (0.1, [("today", None), (None, "yesterday")]),  # nothing in common
        (0.4, [("today", "yesterday")]),  # one in the other's place
        (0.9, []),  # the same in other words
    ],
)
def test_a_dropped_and_an_added_phrase_in_one_place_replace_each_other_if_alike(likeness, expected):
    judged = bead(
        "It fell today.", "It fell yesterday.", ["today", "yesterday"], SURE, likeness=likeness
    )
    pairs = pair_up(candidates(judged), candidates(judged, Side.TARGET))
    assert [tuple(it and it.text for it in pair) for pair in pairs] == expected


def test_phrases_in_different_places_do_not_replace_each_other():
    judged = bead(
        "It fell today near us.", "Quietly it then fell near us.", ["today", "Quietly"], SURE,
        likeness=0.4, links={0: 1, 1: 3, 3: 4, 4: 5},
    )  # fmt: skip
    pairs = pair_up(candidates(judged), candidates(judged, Side.TARGET))
    assert [tuple(it and it.text for it in pair) for pair in pairs] == [
        ("today", None),
        (None, "Quietly"),
    ]


GRADES = [
    ("It cost 30 euros.", "30 euros", (Severity.MAJOR, "figure")),
    ("They are men of Rome.", "of Rome", (Severity.MAJOR, "name")),
    ("Rome fell.", "Rome", (Severity.MINOR, None)),  # any first word has a capital
    ("It was not repaired.", "not repaired", (Severity.MAJOR, "negation")),
    (
        "It fell, spring rains washed banks.",
        "spring rains washed banks",
        (Severity.MAJOR, "clause"),
    ),
    ("It fell today.", "today", (Severity.MINOR, None)),
]


ANSWERED = [
    ("It cost 30 euros.", "30 euros", "Costava 30 lire."),
    ("They are men of Korea.", "of Korea", "Sono della Corea."),
    ("It was not repaired.", "not repaired", "Non andava bene."),
]
"""Phrases whose figure, name or negation the other side has."""


def graded(source, phrase, target):
    judged = bead(source, target, phrase.split())
    first = judged.source.segment.words().index(phrase.split()[0])
    words = Phrase(first, first + len(phrase.split()))
    return grade_phrase(Candidate(judged, Side.SOURCE, words, 0.9, 0.9, words, 0.0), "en", "it")


@pytest.mark.parametrize(("source", "phrase", "expected"), GRADES)
def test_a_phrase_is_major_by_what_is_lost_with_it(source, phrase, expected):
    assert graded(source, phrase, "Accadde.") == expected


@pytest.mark.parametrize(("source", "phrase", "target"), ANSWERED)
def test_what_the_other_side_has_is_not_said_to_be_lost(source, phrase, target):
    assert graded(source, phrase, target) == (Severity.MINOR, None)
