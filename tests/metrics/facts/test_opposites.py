"""Words that contradict each other across the sides are found; free wording is not."""

import pytest

from metrics import Category, Kind
from metrics.facts import CHECKS

SAME = [
    ("I prezzi sono aumentati molto.", "Prices have increased a lot."),
    ("I prezzi sono saliti ad agosto.", "Prices went up in August."),
    ("La disoccupazione è diminuita.", "Unemployment has fallen."),
    ("Il tasso è cresciuto e poi calato.", "The rate rose and then fell."),
    ("I prezzi non sono diminuiti.", "Prices have risen."),
    ("La Cina ha meno soldati.", "China has fewer soldiers."),
    ("Ha visto alcune navi.", "He saw a few ships."),
    ("Partirà in pochi mesi.", "It will leave in a few months."),
    ("Entrambi i ministri hanno firmato.", "The two ministers signed."),
    ("Tutti i paesi hanno votato.", "Every country voted."),
    ("La maggior parte dei voti è valida.", "Most of the votes are valid."),
]

TURNED = [
    ("directions", "I prezzi sono aumentati molto.", "Prices have decreased a lot.", "decreased"),
    ("directions", "La disoccupazione è calata ancora.", "Unemployment rose again.", "rose"),
    (
        "directions",
        "Il governo prevede una crescita.",
        "The government expects a decline.",
        "decline",
    ),
    ("comparatives", "La Cina ha più soldati.", "China has fewer soldiers.", "fewer"),
    ("comparatives", "Hanno meno soldi di prima.", "They have more money than before.", "more"),
    ("quantifiers", "Tutti i paesi hanno votato.", "Some countries voted.", "Some"),
    ("quantifiers", "Alcuni ministri hanno firmato.", "All the ministers signed.", "All"),
    ("quantifiers", "La maggior parte dei voti è valida.", "Few of the votes are valid.", "Few"),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_the_same_in_other_words_is_silent_in_both_directions(compare, source, target):
    there = compare((source, target))
    back = compare((target, source), source="en", target="it")
    for check in map(CHECKS.get, ("directions", "comparatives", "quantifiers")):
        assert check(there) + check(back) == []


@pytest.mark.parametrize(("name", "source", "target", "word"), TURNED)
def test_the_opposite_is_a_contradiction_in_both_directions(compare, name, source, target, word):
    [there] = CHECKS[name](compare((source, target)))
    [back] = CHECKS[name](compare((target, source), source="en", target="it"))
    assert there.target.text == back.source.text == word
    assert (there.category, there.kind) == (Category.MISTRANSLATION, Kind.CONTRADICTION)


def test_a_language_without_a_table_raises_nothing(compare):
    pair = ("Hinnat nousivat paljon.", "Prices have decreased a lot.")
    assert CHECKS["directions"](compare(pair, source="fi")) == []


@pytest.mark.parametrize(
    ("code", "source"),
    [
        ("de", "Die Preise sind deutlich gestiegen."),
        ("fr", "Les prix augmentent beaucoup."),
        ("es", "Los precios aumentaron mucho."),
    ],
)
def test_other_languages_have_directions(compare, code, source):
    [flag] = CHECKS["directions"](compare((source, "Prices have fallen sharply."), source=code))
    assert flag.target.text == "fallen"
