"""Amounts that changed places are found; the same change in another order is not."""

import pytest

from metrics import Category, Kind
from metrics.facts import ranges

SAME = [
    ("Il tasso è passato da 30 a 50.", "The rate went from 30 to 50."),
    ("Il tasso è passato dal 30% al 50%.", "The rate went to 50% from 30%."),
    ("Aperto da lunedì 3 a venerdì 7.", "Open from Monday 3 to Friday 7."),
    ("Da 5 a 5.", "From 5 to 5."),
]

TURNED = [
    ("Il tasso è passato da 30 a 50.", "The rate went from 50 to 30.", "from 50 to 30"),
    ("È sceso dal 50% al 30%.", "It went from 30% to 50%.", "from 30% to 50"),
    (
        "È salito da 2 a 5 milioni.",
        "It rose from 5 million to 2 million.",
        "from 5 million to 2 million",
    ),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_the_same_change_is_silent_in_both_directions(compare, source, target):
    assert ranges.check(compare((source, target))) == []
    assert ranges.check(compare((target, source), source="en", target="it")) == []


@pytest.mark.parametrize(("source", "target", "words"), TURNED)
def test_a_change_told_the_other_way_round_is_flagged(compare, source, target, words):
    [there] = ranges.check(compare((source, target)))
    [back] = ranges.check(compare((target, source), source="en", target="it"))
    assert there.target.text == back.source.text == words
    assert (there.category, there.kind) == (Category.MISTRANSLATION, Kind.NUMBER)
