"""The wording: the same phrases in every language, and a phrase for everything that can be said."""

import string

import pytest

from align import GroupKind
from corpus import Role, UsageError
from fedele.scoring.revision import Change
from fedele.wording import LANGUAGES, Wording, load_wording
from metrics import Kind, Severity, Verdict


def in_any_form(key):
    """The key that every language has: a language may have more forms than English, or fewer."""
    start, _, form = key.rpartition(".")
    return f"{start}.other" if form in ("zero", "one", "two", "few", "many") else key


def fields(phrase):
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_phrases_with_the_same_places(language):
    english, other = load_wording("en").phrases, load_wording(language).phrases
    assert {in_any_form(key) for key in other} == {in_any_form(key) for key in english}
    assert {
        key for key, phrase in other.items() if fields(phrase) != fields(english[in_any_form(key)])
    } == set()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pl", ["1 flaga", "2 flagi", "5 flag", "22 flagi"]),
        ("it", ["1 flaga", "2 flag", "5 flag", "22 flag"]),
    ],
)
def test_a_number_asks_for_the_form_of_its_language(language, said):
    forms = {"n.one": "{n} flaga", "n.few": "{n} flagi", "n.other": "{n} flag"}
    wording = Wording(language, forms)
    assert [wording.count("n", number) for number in (1, 2, 5, 22)] == said


def test_the_form_of_a_million_is_not_missed_in_italian():
    assert load_wording("it").count("flags", 1_000_000) == "1.000.000 segnalazioni"


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_phrase_for_everything_that_can_be_said(language):
    phrases = load_wording(language).phrases
    needed = [
        *(f"kind.{kind.value}" for kind in Kind),
        *(f"severity.{severity.value}" for severity in Severity),
        *(f"verdict.{verdict.value}.meaning" for verdict in Verdict),
        *(f"aside.{reason}.message" for reason in (*Role, "foreign")),
        *(f"table.group_kind.{kind.value}" for kind in GroupKind),
        *(f"revision.change.{change.value}" for change in Change),
    ]
    assert [key for key in needed if not phrases.get(key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_of_the_marks_are_told_apart(language):
    phrases = load_wording(language).phrases
    letters = [phrase for key, phrase in phrases.items() if key.startswith("letter.")]
    assert len(set(letters)) == len(letters) == 5


def test_numbers_follow_the_language():
    assert load_wording("it").number(1234.5) == "1.234,5"
    assert load_wording("en").number(1234.5) == "1,234.5"


def test_language_names_follow_the_language_and_unknown_codes_stay():
    assert load_wording("it").language_name("en") == "Inglese"
    assert load_wording("en").language_name("zz-not-real") == "zz-not-real"
    assert load_wording("en").language_name("?") == "?"


def test_a_language_without_wording_is_a_usage_error():
    with pytest.raises(UsageError, match="there are no reports in `de`"):
        load_wording("de")
