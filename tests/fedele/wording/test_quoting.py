"""Quoted words: whole ones, and no more than there is room for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fedele.wording.quoting import shorten

LONG = "perché la struttura, costruita negli anni Sessanta, non regge"


def test_a_short_text_stays_as_it_is():
    assert shorten("per senso di marcia", 40) == "per senso di marcia"


@pytest.mark.parametrize("length", range(24, len(LONG)))
def test_a_long_text_is_cut_between_words(length):
    first, _, last = shorten(LONG, length).partition(" … ")
    assert LONG.startswith(f"{first} ")
    assert LONG.endswith(f" {last}")


@given(st.text(min_size=1), st.integers(2, 60))
def test_no_text_gets_longer_than_its_room_and_the_mark(text, length):
    assert len(shorten(text, length)) <= max(len(text), length + len(" … "))
    assert len(shorten(text, length)) <= length + len(" … ")
