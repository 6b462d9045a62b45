"""A kind of flag is known everywhere: to languages, to the schema, to other tools."""

import json

import pytest

from fedele.exchange.sarif import KINDS
from fedele.reports import load_schema
from fedele.wording import LANGUAGES, load_wording
from metrics import Kind

# ITS 2.0's list of issue types.
ITS_VALUES = (
    "terminology mistranslation omission untranslated addition duplication inconsistency grammar "
    "legal register locale-specific-content locale-violation style characters misspelling "
    "typographical formatting inconsistent-entities numbers markup pattern-problem whitespace "
    "internationalization length non-conformance uncategorized other"
)


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_has_a_name_a_place_in_the_schema_a_type_and_a_rule(kind):
    assert all(load_wording(language)(f"kind.{kind.value}") for language in LANGUAGES)
    assert kind.value in load_schema()["$defs"]["kind"]["enum"]
    assert kind.its_type in ITS_VALUES.split()
    assert (kind in KINDS) == (kind is not Kind.SHIFT)
    assert list(Kind)[kind.rank] is kind


def test_the_schema_leaves_no_list_to_be_filled():
    assert '["$' not in json.dumps(load_schema())
