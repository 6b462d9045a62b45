"""What is put into good translations is known to the word, and stays beside where it is from."""

import numpy as np
import pytest

from align import load_encoder
from bench.altered_passages import altered_passages
from bench.passages import ALONE, FAULT, GRAVELY, Passage, unknown
from corpus import Side
from metrics.segment import word_spans

TEXTS = (
    ("Il governo approva la legge.", "The government approves the house rule today."),
    ("La casa brucia ancora.", "The house is still burning, a rule of the government."),
    ("Oggi la regola cambia.", "Today the rule changes for the house of burning trees."),
)


def good(source: str, target: str) -> Passage:
    known = {}
    for side, text in ((Side.SOURCE, source), (Side.TARGET, target)):
        known[side] = unknown(len(list(word_spans(text))))
        known[side][:, [ALONE, FAULT, GRAVELY]] = 0
    return Passage("ntrex", ("it", "en"), source, False, source, target, known, 0.0, 0.0)


@pytest.fixture(scope="module")
def altered() -> list[Passage]:
    return list(altered_passages([good(*pair) for pair in TEXTS] * 20, load_encoder("use")))


def test_each_word_of_an_altered_passage_is_accounted_for(altered):
    for passage in altered:
        for side in Side:
            assert len(passage.known[side]) == len(list(word_spans(passage.text(side))))


def test_words_that_are_new_are_marked_and_no_others(altered):
    before = {source: target for source, target in TEXTS}
    for passage in altered:
        for side in Side:
            text, marked = passage.text(side), passage.known[side][:, FAULT] == 1
            words = np.array([span.of(text) for span in word_spans(text)])
            good_text = passage.group if side is Side.SOURCE else before[passage.group]
            kept = [span.of(good_text) for span in word_spans(good_text)]
            assert [word for word in words[~marked] if word in kept] == list(words[~marked])
        assert any((known[:, FAULT] == 1).any() for known in passage.known.values())


def test_an_altered_passage_comes_after_the_one_it_was_made_from(altered):
    assert altered
    for passage in altered:
        assert passage.cost > 0
        assert passage.group in {source for source, _ in TEXTS}
        assert (passage.source, passage.target) not in TEXTS
