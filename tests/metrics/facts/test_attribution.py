"""An attribution on one side only is found; another way to attribute is not."""

import pytest

from metrics import Category, Kind, Severity
from metrics.facts import CHECKS

SAME = [
    ("Secondo quanto si dice, parte.", "He is said to be leaving."),
    ("Stando al ministro, è finita.", "The minister says that it is over."),
    ("Secondo il ministro, il ponte è sicuro.", "The bridge is safe, the minister argued."),
    ("A suo dire la nave è partita.", "The ship has left, he claims."),
    ("Secondo le regole si vota oggi.", "Under the rules the vote is today."),
    ("Una clausola secondo la quale pagano.", "A clause that they pay."),
    ("La nave sarebbe partita.", "The ship has reportedly left."),
]

DIFFERENT = [
    ("Secondo fonti locali, il porto è chiuso.", "The port is closed.", "Secondo fonti"),
    ("Stando alle autorità, il ponte è sicuro.", "The bridge is safe.", "Stando alle"),
    ("Il ponte, secondo il ministro, è sicuro.", "The bridge is safe.", "secondo il"),
    ("A quanto pare la nave è partita.", "The ship has left.", "A quanto pare"),
    ("La nave è partita.", "The ship has reportedly left.", "reportedly"),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_another_way_to_attribute_is_silent_in_both_directions(compare, source, target):
    assert CHECKS["attribution"](compare((source, target))) == []
    assert CHECKS["attribution"](compare((target, source), source="en", target="it")) == []


@pytest.mark.parametrize(("source", "target", "words"), DIFFERENT)
def test_an_attribution_on_one_side_is_flagged_in_both_directions(compare, source, target, words):
    [there] = CHECKS["attribution"](compare((source, target)))
    [back] = CHECKS["attribution"](compare((target, source), source="en", target="it"))
    assert (there.source or there.target).text == (back.source or back.target).text == words
    assert {there.category, back.category} == {Category.OMISSION, Category.ADDITION}
    assert (there.kind, there.severity) == (Kind.MODALITY, Severity.MAJOR)


def test_other_languages_attribute_too(compare):
    german = ("Laut Polizei ist die Straße frei.", "The road is clear.")
    french = ("Selon la police, la route est libre.", "The road is clear.")
    for pair, code in ((german, "de"), (french, "fr")):
        assert len(CHECKS["attribution"](compare(pair, source=code))) == 1
