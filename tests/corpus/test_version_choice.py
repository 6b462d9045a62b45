"""Which version of a text is the source and which the target."""

import pytest

from corpus import InputError, UsageError
from corpus.formats import TextBlock, Version
from corpus.version_choice import (
    NAMED,
    asked_languages,
    chosen_versions,
    disagreement_notes,
    is_swapped,
    listed_names,
    named_versions,
    one_sided_notes,
)

ITALIAN, ENGLISH, GERMAN = (Version(code, ()) for code in ("it", "en", "de"))
TEXT = TextBlock("Il trattato fu firmato nel 1961, dopo mesi di negoziati tra i due governi.")


@pytest.mark.parametrize(
    ("versions", "source", "target", "expected"),
    [
        ([ITALIAN, ENGLISH], None, None, (ITALIAN, ENGLISH)),
        ([ITALIAN, ENGLISH], "en", None, (ENGLISH, ITALIAN)),
        ([ITALIAN, ENGLISH], None, "it", (ENGLISH, ITALIAN)),
        ([ITALIAN, ENGLISH, GERMAN], "de", "it", (GERMAN, ITALIAN)),
    ],
)
def test_versions_are_taken_as_asked_else_in_the_order_of_the_text(
    versions, source, target, expected
):
    assert chosen_versions(versions, "x", source, target) == expected


@pytest.mark.parametrize(
    ("versions", "source", "target", "complaint"),
    [
        ([], None, None, "too little text"),
        ([ITALIAN], None, None, "only Italian text"),
        ([ITALIAN, ENGLISH], "de", None, "no German version was found, only Italian and English"),
        ([ITALIAN, ENGLISH, GERMAN], "it", None, "say which is the source"),
    ],
)
def test_a_choice_that_cannot_be_made_is_an_error_that_says_why(
    versions, source, target, complaint
):
    with pytest.raises(InputError, match=complaint):
        chosen_versions(versions, "x", source, target)


def test_source_and_target_are_two_languages():
    assert asked_languages("it-CH", None) == ("it", None)
    with pytest.raises(UsageError, match="both Italian"):
        asked_languages("it", "it-CH")


@pytest.mark.parametrize(
    ("found", "asked", "swapped"),
    [
        (("it", "en"), ("it", "en"), False),
        (("it", "en"), ("en", "it"), True),
        (("it", "en"), (None, "it"), True),
        (("it", "en"), ("en", None), True),
        (("it", "en"), (None, None), False),
        ((None, "en"), ("it", "en"), False),
        (("it", "en"), ("de", "fr"), False),
    ],
)
def test_swapped_is_what_fits_crosswise_only(found, asked, swapped):
    assert is_swapped(*found, *asked) is swapped


def test_a_version_whose_language_the_file_leaves_open_is_in_the_one_asked_for_or_detected():
    unnamed = Version(None, (TEXT,))
    found = named_versions([ENGLISH, unnamed], ("fr", "en"), "x")
    assert [version.language for version in found] == ["en", "fr"]
    found = named_versions([ENGLISH, unnamed], (None, None), "x")
    assert [version.language for version in found] == ["en", "it"]
    with pytest.raises(InputError, match="both sides are in Italian"):
        named_versions([ITALIAN, unnamed], (None, None), "x")
    with pytest.raises(InputError, match="cannot be told"):
        named_versions([ENGLISH, Version(None, (TextBlock("12"),))], (None, None), "x")


def test_notes_say_what_only_one_side_has_and_what_looks_otherwise():
    notes = one_sided_notes(Version("it", (), (0, 1, 2)), Version("en", (), (2, 3)))
    assert [note.rpartition(":")[2] for note in notes] == [" 2 of 3.", " 1."]
    assert one_sided_notes(ITALIAN, ENGLISH) == ()
    assert disagreement_notes("it", "it") == disagreement_notes(None, "it") == ()
    assert disagreement_notes("it", "en") == (
        "The file was taken for English as asked, but looks Italian.",
    )


def test_names_are_listed_as_in_a_sentence():
    assert listed_names([]) == listed_names([None]) == ""
    assert listed_names(["it", None, "en"]) == "Italian and English"
    assert listed_names(["it", "en", "de"]) == "Italian, English and German"
    assert listed_names(["it"] * (NAMED + 3)).endswith(" and 3 more")
