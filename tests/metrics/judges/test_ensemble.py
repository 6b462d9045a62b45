"""What the judge that ships promises of words: each once, exact places, a sensible order."""

import pytest
from comparisons import aligned, one_to_one
from hypothesis import given, settings
from hypothesis import strategies as st

from align import Alignment
from corpus import ModelError, Side, UsageError
from metrics import Comparison, judge, load_judge
from metrics.judges.ensemble import vectors
from metrics.segment import word_spans

ITALIAN = [
    "Il ministro ha presentato ieri il nuovo piano per le ferrovie.",
    "I lavori cominceranno in primavera, con l'appoggio delle regioni del Nord.",
    "I sindacati dell'azienda temono la chiusura di tre officine vicino a Torino.",
]
ENGLISH = [
    "Yesterday the minister presented the new plan for the railways.",
    "The works will begin in spring, with the support of the northern regions.",
    "The company's unions fear the closure of three workshops near Turin.",
]


def test_every_word_of_both_documents_comes_exactly_once_in_reading_order():
    comparison = aligned(ITALIAN, ENGLISH)
    words = judge(comparison).words
    for side in Side:
        expected = [
            (number, *span)
            for number, paragraph in enumerate(comparison.on(side).paragraphs)
            for span in word_spans(paragraph.text)
        ]
        assert [(w.paragraph, w.start, w.end) for w in words if w.side is side] == expected


def test_every_word_equals_its_slice():
    comparison = aligned(ITALIAN, ENGLISH)
    for word in judge(comparison).words:
        text = comparison.on(word.side).paragraphs[word.paragraph].text
        assert text[word.start : word.end] == word.text


def test_a_sentence_left_out_has_greater_differences_than_any_that_was_translated():
    words = judge(aligned(ITALIAN, [ENGLISH[0], ENGLISH[2]])).words
    means = [
        sum(found) / len(found)
        for number in range(len(ITALIAN))
        if (found := [w.difference for w in words if (w.side, w.paragraph) == ("source", number)])
    ]
    assert means[1] == max(means)
    assert means[1] > 0.5


PLANTED = [
    (2, "near Turin", "near Turin and the old airport of Malpensa", "airport"),
    (0, "the minister", "the notoriously corrupt minister", "corrupt"),
    (1, "in spring", "in spring, despite protests by environmentalists", "environmentalists"),
]


@pytest.mark.parametrize(("line", "old", "new", "word"), PLANTED)
def test_the_most_different_words_are_the_ones_that_were_planted(line, old, new, word):
    english = list(ENGLISH)
    assert old in english[line], "the sentence must hold what is replaced"
    english[line] = english[line].replace(old, new)
    words = judge(aligned(ITALIAN, english)).words
    greatest = sorted(words, key=lambda it: -it.difference)[:4]
    assert word in [it.text for it in greatest]


DROPPED = [(0, "ministro ha presentato ieri", "ministro ha presentato"), (2, "temono ", "")]


@pytest.mark.parametrize(("line", "old", "new"), DROPPED)
@pytest.mark.parametrize("effort", ["fast", "full"])
def test_a_word_taken_out_strains_the_sentence_that_it_was_taken_from(line, old, new, effort):
    italian = list(ITALIAN)
    assert old in italian[line], "the sentence must hold what is taken out"
    italian[line] = italian[line].replace(old, new)
    before, after = (
        [
            word.strain
            for word in judge(one_to_one(source, ENGLISH), load_judge(effort)).words
            if (word.side, word.paragraph) == (Side.TARGET, line)
        ]
        for source in (ITALIAN, italian)
    )
    assert min(before) >= 0
    assert sum(after) > sum(before)


def test_a_document_facing_nothing_differs_in_every_word():
    words = judge(one_to_one(ITALIAN, [])).words
    assert words
    assert min(word.difference for word in words) > 0.5


def test_two_empty_documents_have_no_words():
    assert judge(one_to_one([], [])).words == ()


def test_words_set_aside_take_no_part():
    comparison = one_to_one(ITALIAN, ENGLISH)
    aside = Comparison(comparison.source, comparison.target, Alignment(()), comparison.encoder)
    assert {word.difference for word in judge(aside).words} == {0.0}


def test_an_unknown_effort_is_refused_with_the_ones_there_are():
    with pytest.raises(UsageError, match="fast"):
        judge(aligned(ITALIAN, ENGLISH), load_judge("utmost"))


def test_a_missing_transformer_is_an_error_that_names_the_effort_without_it(monkeypatch):
    def missing(name):
        raise ModelError(f"encoder {name} is not installed")

    monkeypatch.setattr(vectors, "load_encoder", missing)
    vectors.context_encoder.cache_clear()
    unread = one_to_one(["Nessuno ha ancora letto questo."], ["Nobody has read this yet."])
    with pytest.raises(ModelError, match=r"not installed.*fast"):
        judge(unread, load_judge("full"))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=3))
def test_any_text_gives_words_in_place_with_differences_between_0_and_1(lines):
    comparison = one_to_one(lines, lines)
    for word in judge(comparison).words:
        text = comparison.on(word.side).paragraphs[word.paragraph].text
        assert text[word.start : word.end] == word.text
        assert 0.0 <= word.difference <= 1.0


WORDS = [
    ("Secondo l'invio dell’UE c'è", ["Secondo", "l'", "invio", "dell’", "UE", "c'è"]),
    ("Korea's 10,000 soldiers don't", ["Korea's", "10,000", "soldiers", "don't"]),
    ("Kim Jong-un, 75° (1,5%)", ["Kim", "Jong-un", "75", "1,5"]),
    ("scenarios—particularly x", ["scenarios", "particularly", "x"]),
    ("北京 担心", ["北京", "担心"]),
    ("…", []),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words_are_cut_as_a_reader_counts_them(text, expected):
    assert [span.of(text) for span in word_spans(text)] == expected
