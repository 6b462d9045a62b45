"""A figure in another currency or unit is found; the same unit written otherwise is not."""

import pytest

from metrics import Category, Kind
from metrics.facts import units

SAME = [
    ("Costa 5 miliardi di euro.", "It costs €5 billion."),
    ("Costa 20 sterline.", "It costs £20."),
    ("Sale del 3 per cento.", "It rises by 3%."),
    ("Sale di 3 punti percentuali.", "It rises by 3 percentage points."),
    ("Aveva 21 anni.", "She was a 21-year-old."),
    ("Sono 385 miglia a sud.", "It is 385 miles south."),
    ("Venti a 85 miglia all’ora.", "Winds of 85 miles per hour."),
    ("Pesa 8 libbre.", "It weighs 8 pounds."),
    ("Erano in 300.", "They were 300."),
    ("Erano 300 in piazza per 3 ore.", "The 300 metres of the square were full for 3 hours."),
    ("Fa 30 gradi.", "It is 30 degrees Celsius."),
    ("Da 2 a 10 cm di pioggia.", "From 1 to 4 inches of rain, 2 inches at most."),
    ("Lavora quattro giorni.", "A four day week."),
    ("Il vento soffia a 800 km.", "The wind blows at 800 kph."),
    ("Restò 3 mesi e 3 anni.", "He stayed 3 years and 3 months."),
]

DIFFERENT = [
    ("Costa 5 miliardi di euro.", "It costs 5 billion dollars.", "5 billion dollars"),
    ("Costa 5 milioni di euro.", "It costs $5 million.", "$5 million"),
    ("Sale del 3%.", "It rises by 3 percentage points.", "3 percentage points"),
    ("Sono 20 chilometri.", "They are 20 miles.", "20 miles"),
    ("Dopo tre mesi.", "After three years.", "three years"),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_the_same_unit_is_silent_in_both_directions(compare, source, target):
    assert units.check(compare((source, target))) == []
    assert units.check(compare((target, source), source="en", target="it")) == []


@pytest.mark.parametrize(("source", "target", "words"), DIFFERENT)
def test_another_unit_is_flagged_in_both_directions(compare, source, target, words):
    [there] = units.check(compare((source, target)))
    [back] = units.check(compare((target, source), source="en", target="it"))
    assert there.target.text == back.source.text == words
    assert (there.category, there.kind) == (Category.MISTRANSLATION, Kind.NUMBER)
