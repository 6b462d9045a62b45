"""What goes on for longer than any sentence is cut, with nothing lost and no word torn apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import split_sentences
from corpus.sentences import sentence_numbers

LONGEST = sentence_numbers()
ENDLESS = {
    "words": "parola " * 5000,
    "letters": "a b " * 5000,
    "one word": "a" * 20_000,
    "digits and slashes": "1/" * 5000,
    "marks": "e" + "\u0301" * 20_000,
    "spaces inside": "a" + " " * 20_000 + "b",
    "items": "A. " * 3000,
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_no_sentence_is_longer_than_sentences_are(text):
    spans = split_sentences(text.strip(), "it")
    assert max(span.end - span.start for span in spans) <= LONGEST.characters
    words = (span.of(text).replace("/", " ").split() for span in spans)
    assert max(map(len, words)) <= LONGEST.words
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")


def test_words_stay_whole():
    spans = split_sentences(ENDLESS["words"], "it")
    assert {word for span in spans for word in span.of(ENDLESS["words"]).split()} == {"parola"}


def test_a_long_sentence_of_a_law_stays_whole():
    text = "visto il trattato sul funzionamento dell'Unione europea, " * 30
    assert len(split_sentences(f"Considerato che, {text}e così via.", "it")) == 1


@given(st.text(alphabet="ab \n\t.1/\u0301\u00a0", max_size=300), st.integers(1, 40))
def test_what_lies_between_sentences_is_white_space(text, times):
    whole = (text * times * 10)[:20_000]
    end = 0
    for span in split_sentences(whole, "it"):
        assert not whole[end : span.start].strip()
        assert span.start < span.end
        end = span.end
    assert not whole[end:].strip()
