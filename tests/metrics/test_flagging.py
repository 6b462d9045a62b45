"""How flags that speak of the same words are settled."""

import time

import pytest

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


def said(kind, text, severity=Severity.MINOR, confidence=0.5, category=Category.OMISSION):
    """A flag on words of one sentence."""
    start = SENTENCE.index(text)
    words = Passage(0, start, start + len(text), text)
    return Flag(category, kind, severity, confidence, words, None, Evidence("omission.phrase"))


SENTENCE = "The minister of Rome paid 30 euros for it yesterday evening."
NUMBER = said(Kind.NUMBER, "30", Severity.MAJOR, 0.8)
SETTLED = [
    # of two checks on the same words the more telling one stays
    ([said(Kind.NEGATION, "30"), NUMBER], [(Kind.NUMBER, "30")]),
    # words apart from each other are both said
    ([said(Kind.NAME, "Rome"), NUMBER], [(Kind.NUMBER, "30"), (Kind.NAME, "Rome")]),
    # a dropped phrase takes in the figure dropped with it
    ([NUMBER, said(Kind.OMISSION, "paid 30 euros")], [(Kind.OMISSION, "paid 30 euros")]),
    # one in another's place does not, and gives way where it says little more
    ([NUMBER, said(Kind.MISTRANSLATION, "30 euros", category=Category.MISTRANSLATION)],
     [(Kind.NUMBER, "30")]),
    # where it says clearly more, both are said
    ([NUMBER, said(Kind.MISTRANSLATION, "paid 30 euros for it", category=Category.MISTRANSLATION)],
     [(Kind.NUMBER, "30"), (Kind.MISTRANSLATION, "paid 30 euros for it")]),
]  # fmt: skip


@pytest.mark.parametrize(("flags", "expected"), SETTLED)
def test_one_flag_is_left_where_several_speak_of_the_same_words(flags, expected):
    for order in (flags, flags[::-1]):
        assert [(one.kind, one.source.text) for one in settle(order)] == expected


def test_a_phrase_is_as_grave_and_as_sure_as_what_it_takes_in():
    (phrase,) = settle([NUMBER, said(Kind.OMISSION, "paid 30 euros")])
    assert (phrase.severity, phrase.confidence) == (Severity.MAJOR, 0.8)
