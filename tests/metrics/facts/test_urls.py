"""Addresses stand in both versions as they are."""

import pytest

from metrics import Category
from metrics.facts import urls

PAIRS = [
    ("Vedi https://example.org/a.", "See https://example.org/a.", []),
    ("Vedi (www.example.org).", "See www.example.org, please.", []),
    ("Scrivi a info@example.org.", "Write to info@example.org!", []),
    ("Vedi https://example.org/a.", "See the page.", [Category.OMISSION]),
    ("Vedi la pagina.", "See https://example.org/b.", [Category.ADDITION]),
    ("Scrivi a info@example.org.", "Write to us.", [Category.OMISSION]),
    (
        "Vedi https://example.org/a.",
        "See https://example.org/b.",
        [Category.OMISSION, Category.ADDITION],
    ),
]


@pytest.mark.parametrize(("source", "target", "categories"), PAIRS)
def test_an_address_on_one_side_only_is_flagged(compare, source, target, categories):
    flags = urls.check(compare((source, target)))
    assert [flag.category for flag in flags] == categories
