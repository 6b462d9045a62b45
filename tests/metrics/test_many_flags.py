"""Very many flags in one paragraph."""

import time

from metrics import Category, Evidence, Flag, Kind, Passage, Severity
from metrics.flagging import settle


def flag(kind, start, end):
    words = Passage(0, start, end, "x" * (end - start))
    evidence = Evidence("omission.phrase", {"words": words.text})
    return Flag(Category.OMISSION, kind, Severity.MAJOR, 0.5, words, None, evidence)


def test_flags_of_a_long_paragraph_are_settled_in_time_for_their_number():
    figures = [flag(Kind.NUMBER, at, at + 4) for at in range(0, 200_000, 10)]
    phrases = [flag(Kind.OMISSION, at, at + 8) for at in range(0, 200_000, 20)]
    start = time.process_time()
    settled = settle([*phrases, *figures])
    assert time.process_time() - start < 20  # some 1 here; each with each takes minutes
    assert len(settled) == len(figures), "every second figure is in a phrase, which takes it in"
    assert {one.kind for one in settled} == {Kind.NUMBER, Kind.OMISSION}


def test_a_phrase_takes_in_what_is_in_it_however_long_it_is():
    phrase = flag(Kind.OMISSION, 100, 3_000)
    inside = [flag(Kind.NUMBER, at, at + 4) for at in (100, 1_500, 2_996)]
    beside = flag(Kind.NUMBER, 3_000, 3_004)
    settled = settle([*inside, beside, phrase])
    assert {(one.kind, one.source.start) for one in settled} == {
        (Kind.OMISSION, 100),
        (Kind.NUMBER, 3_000),
    }
