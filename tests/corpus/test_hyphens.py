"""Words that a line's end divides, put together again."""

import pytest

from corpus.hyphens import LineEnds, compounds_in

TEXT = LineEnds(
    compounds_in("il vertice italo-francese"), "it", words=frozenset({"controffensiva"})
)
GLUED = {
    "no hyphen": ("il trattato", "fu firmato", "il trattato "),
    "a divided word": ("la contro-", "ffensiva", "la contro"),
    "a soft hyphen": ("la paro\u00ad", "la", "la paro"),
    "a capital after it": ("Friuli-", "Venezia", "Friuli-"),
    "a digit before it": ("il 2-", "bis", "il 2-"),
    "a compound that stands elsewhere": ("italo-", "francese", "italo-"),
    "a word that is known whole": ("soffri-", "vano", "soffri"),
    "two halves that are common": ("italo-", "americano", "italo-"),
    "nothing that goes on": ("parola-", "", "parola- "),
}


@pytest.mark.parametrize(("line", "after", "expected"), GLUED.values(), ids=GLUED)
def test_a_hyphen_at_a_line_s_end_stays_where_it_is_the_word_s_own(line, after, expected):
    assert TEXT.glued(line, after) == expected


@pytest.mark.parametrize(
    ("initial", "after", "expected"),
    [("I", "l trattato", "Il trattato"), ("È", "stato", "È stato"), ("1", "961", "1961")],
)
def test_a_drop_cap_is_a_word_of_its_own_or_the_first_letter_of_one(initial, after, expected):
    assert TEXT.begun(initial, after) == expected


def test_without_a_language_only_the_text_itself_tells():
    plain = LineEnds.of([("la contro-", "ffensiva"), ("un well-known fact", "")], None)
    assert plain.glued("well-", "known") == "well-"
    assert plain.glued("la contro-", "ffensiva") == "la contro"


@pytest.mark.parametrize(
    ("pairs", "divides"),
    [
        ([("soffri-", "vano"), ("parti-", "colare")], True),
        ([("italo-", "americano"), ("italo-", "francese")], False),
        ([], False),
    ],
)
def test_a_text_s_lines_tell_whether_they_divide_words(pairs, divides):
    assert LineEnds.of(pairs, "it").divides is divides
