"""A hedge on one side only is found; another way to hedge is not."""

import pytest

from metrics import Kind, Severity
from metrics.facts import modality

SAME = [
    ("Il governo potrebbe cadere.", "The government could fall."),
    ("Il governo potrebbe cadere.", "The government may fall."),
    ("Il governo potrebbe cadere.", "The government is likely to fall."),
    ("Forse arriva domani.", "Maybe he arrives tomorrow."),
    ("Probabilmente è tardi.", "It is probably late."),
    ("Può cadere.", "It falls."),
    ("Il treno parte alle otto.", "The train leaves at eight."),
]

DIFFERENT = [
    ("Il governo potrebbe cadere.", "The government will fall.", "potrebbe", Severity.MINOR),
    ("Forse arriva domani.", "He arrives tomorrow.", "Forse", Severity.MINOR),
    ("Probabilmente vince lei.", "She wins.", "Probabilmente", Severity.MINOR),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_another_way_to_say_it_is_silent_in_both_directions(compare, source, target):
    assert modality.check(compare((source, target))) == []
    assert modality.check(compare((target, source), source="en", target="it")) == []


@pytest.mark.parametrize(("source", "target", "words", "severity"), DIFFERENT)
def test_one_sided_modality_is_flagged_in_both_directions(compare, source, target, words, severity):
    [lost] = modality.check(compare((source, target)))
    [gained] = modality.check(compare((target, source), source="en", target="it"))
    assert (lost.kind, lost.severity, lost.source.text) == (Kind.MODALITY, severity, words)
    assert (gained.source, gained.target.text) == (None, words)


def test_a_language_without_a_table_raises_nothing(compare):
    pair = ("Forse arriva domani.", "Hän tulee huomenna.")
    assert modality.check(compare(pair, target="fi")) == []
