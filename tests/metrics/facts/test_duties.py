import pytest

from metrics import Category, Kind
from metrics.facts import modality

CHANGED = [
    ("Le parti devono firmare entro giugno.", "The parties may sign by June."),
    ("Il governo dovrà pubblicare i dati.", "The government might publish the data."),
    ("Il ministro può rinviare la gara.", "The minister must postpone the tender."),
]
KEPT = [
    ("Le parti devono firmare entro giugno.", "The parties have to sign by June."),
    ("Il governo dovrà pubblicare i dati.", "The government will be required to publish the data."),
    ("Il ministro può rinviare la gara.", "The minister may postpone the tender."),
    ("Chi può deve aiutare chi non può.", "Those who can must help those who cannot."),
]


def swaps(comparison):
    return [flag for flag in modality.check(comparison) if flag.category is Category.MISTRANSLATION]


@pytest.mark.parametrize("pair", CHANGED)
def test_a_duty_turned_into_an_option_or_back_is_flagged_on_both_sides(compare, pair):
    (flag,) = swaps(compare(pair))
    assert flag.kind is Kind.MODALITY
    assert flag.source
    assert flag.target


@pytest.mark.parametrize("pair", KEPT)
def test_a_duty_or_option_that_is_kept_is_no_flag(compare, pair):
    assert swaps(compare(pair)) == []
