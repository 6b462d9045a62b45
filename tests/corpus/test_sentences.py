"""Sentences: hard cases by hand, invariants by property."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import split_sentences

HARD = [
    (path.suffixes[0][1:], line)
    for path in sorted((Path(__file__).parent / "data").glob("sentences.*.txt"))
    for line in path.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
# Here even people need the context: the country may begin the next sentence or not.
UNDECIDABLE = {"He moved to the U.S. | His brother stayed."}


@pytest.mark.parametrize(("code", "line"), [case for case in HARD if case[1] not in UNDECIDABLE])
def test_a_passage_full_of_abbreviations_falls_into_its_sentences(code: str, line: str):
    parts = line.split(" | ")
    text = " ".join(parts)
    assert [span.of(text) for span in split_sentences(text, code)] == parts


def test_the_hard_list_holds_both_languages():
    assert {code for code, _ in HARD} == {"en", "it"}
    assert len(HARD) > 120


def test_an_abbreviation_is_known_behind_a_typographic_apostrophe():
    assert len(split_sentences("Lo prevede l’art. 5 della legge.", "it")) == 1


@pytest.mark.parametrize("number", ["1.", "(2)", "3)", "IV.", "b."])
def test_an_item_s_number_belongs_to_its_sentence(number: str):
    text = f"{number} Il primo punto è chiaro. Il secondo no."
    assert [span.start for span in split_sentences(text, "it")] == [0, text.index("Il secondo")]


def test_separate_lines_are_separate_sentences_and_wrapped_ones_are_not():
    text = "Via Roma 5\nItalia\ne il resto d'Europa"
    assert [span.of(text) for span in split_sentences(text, "it")] == [
        "Via Roma 5",
        "Italia\ne il resto d'Europa",
    ]


@pytest.mark.parametrize(
    ("code", "text", "sentences"),
    [
        ("de", "Das kostet z. B. viel. Er zahlt.", 2),
        ("ja", "今日は晴れです。明日は雨です。", 2),
        ("xx", "Ab cd. Ef gh.", 2),
        ("it-CH", "L'art. 5 vale. Il 6 no.", 2),
    ],
)
def test_languages_without_a_table_work_too(code: str, text: str, sentences: int):
    assert len(split_sentences(text, code)) == sentences


@pytest.mark.parametrize("text", ["", " ", "\n\u00a0\t"])
def test_white_space_has_no_sentences(text: str):
    assert split_sentences(text, "it") == ()


WRITTEN = st.text(
    st.sampled_from("aA bB.!?…«»\"'()\n\u00a0,;:-0123é") | st.characters(codec="utf-8")
)


@settings(deadline=None)  # the first example loads the libraries
@given(text=WRITTEN, code=st.sampled_from(["it", "en", "de", "zh", "xx"]))
def test_spans_ascend_are_trimmed_and_leave_only_white_space_between(text: str, code: str):
    covered = set()
    position = 0
    for span in split_sentences(text, code):
        assert position <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        covered.update(range(*span))
        position = span.end
    assert all(char.isspace() for index, char in enumerate(text) if index not in covered)
