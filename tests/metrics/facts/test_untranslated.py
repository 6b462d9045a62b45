"""Text left in the source's language is found; names, loans and quotations are not."""

import pytest

from corpus import Role
from metrics import Category, Severity
from metrics.facts import untranslated

LEFT = [
    ("Le squadre riescono a domare il fuoco.", "The crews manage to domare the fire.", "domare"),
    ("Il prezzo sale di poco.", "The prezzo rises slightly.", "prezzo"),
    ("I lavoratori tornano a casa.", "The lavoratori return home.", "lavoratori"),
    ("Arriva dopo la guerra civile.", "It comes after the guerra civile.", "guerra civile"),
    ("Una crisi sempre più grave.", "A crisis that is sempre worse.", "sempre"),
    ("Tuttavia il voto resta.", "Tuttavia, the vote remains.", "Tuttavia"),
    ("Spera di vincere le elezioni.", "He hopes to vincere the elections.", "vincere"),
]

RIGHT = [
    ("Il leader del partito tace.", "The party leader is silent."),
    ("Il film esce domani.", "The film opens tomorrow."),
    ("Ha letto “La voce del mare”.", "He has read “La voce del mare”."),
    ("Torna a Palazzo Chigi.", "He returns to Palazzo Chigi."),
    ("Vive a Roma.", "She lives in Rome."),
    ("Parla il presidente della Serie A.", "The president of Serie A speaks."),
    ("Il regime ha un partner.", "The regime has a partner."),
    ("Il summit dura un weekend.", "The summit lasts a weekend."),
    ("Ha visto {reviewer} e %(owner)s.", "She has seen {reviewer} and %(owner)s."),
    ("Sono %lld treni per $address.", "There are %lld trains to $address."),
    ("Il numero [[number]] è di :courier.", "The figure [[number]] is by :courier."),
    ('È <span class="warning">molto</span> forte.', 'It is <span class="warning">so</span> loud.'),
]


@pytest.mark.parametrize(("source", "target", "words"), LEFT)
def test_words_left_in_the_source_language_are_flagged(compare, source, target, words):
    [flag] = untranslated.check(compare((source, target)))
    assert flag.target.text == words
    assert flag.category is Category.UNTRANSLATED
    assert "Italian" in flag.message


@pytest.mark.parametrize(("source", "target"), RIGHT)
def test_names_loans_quotations_and_placeholders_are_silent_in_both_directions(
    compare, source, target
):
    assert untranslated.check(compare((source, target))) == []
    assert untranslated.check(compare((target, source), source="en", target="it")) == []


def test_english_words_left_in_italian_are_flagged(compare):
    pair = ("The workers ask for better wages.", "I lavoratori chiedono better salari.")
    [flag] = untranslated.check(compare(pair, source="en", target="it"))
    assert flag.target.text == "better"


def test_a_caption_in_the_other_language_is_minor_and_says_where(compare_with_caption):
    caption = "A crane in the harbour of Trieste, 2019."
    [flag] = untranslated.check(compare_with_caption(caption, "en", caption, "en"))
    assert flag.severity is Severity.MINOR
    assert flag.source.text == flag.target.text == caption
    assert flag.message == "The caption in paragraph 2 of the Italian version is in English."


def test_a_body_paragraph_left_in_the_source_language_is_major(compare_with_caption):
    text = "Il porto resta chiuso fino a domenica per la tempesta."
    [flag] = untranslated.check(compare_with_caption(text, "it", text, "it", Role.BODY))
    assert flag.severity is Severity.MAJOR
    assert (flag.source.text, flag.target.text) == (text, text)


def test_captions_in_their_own_language_are_silent(compare_with_caption):
    comparison = compare_with_caption("Una gru a Trieste.", "it", "A crane in Trieste.", "en")
    assert untranslated.check(comparison) == []
