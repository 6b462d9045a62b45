"""The tables that users take away: their columns, dtypes and content."""

import pandas as pd
import pytest

from fedele.findings import tables

COLUMNS = {
    "segments": tables.SEGMENT_COLUMNS,
    "flags": tables.FLAG_COLUMNS,
    "words": tables.WORD_COLUMNS,
}


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("made", ["review", "unrelated"])
def test_columns_and_dtypes_are_the_same_empty_or_not(request, made, name):
    table = getattr(request.getfixturevalue(made), name)
    assert list(table.columns) == list(COLUMNS[name])
    for column, dtype in COLUMNS[name].items():
        if dtype == tables.SEVERITY:
            assert list(table[column].cat.categories) == ["minor", "major", "critical"]
        else:
            assert table[column].dtype == dtype
    assert list(table.index) == list(range(len(table)))


def test_an_unrelated_pair_has_no_flags_and_no_words(unrelated):
    assert unrelated.flags.empty
    assert unrelated.words.empty
    assert len(unrelated.segments) == len(unrelated.alignment.groups)


def test_severities_can_be_compared(review):
    flags = review.flags
    assert (flags[flags["severity"] >= "major"]["severity"] != "minor").all()
    assert (flags["severity"] >= "major").sum() == 8


def test_a_side_without_words_is_missing_not_zero(review):
    omission = review.flags.iloc[0]
    assert omission["source_text"] == "sul versante italiano del confine"
    assert pd.isna(omission["target_paragraph"])
    assert pd.isna(omission["target_start"])
    assert pd.isna(omission["target_text"])


def test_a_segment_row_is_a_bead(review):
    row = review.segments.iloc[3]
    assert (row["group"], row["bead"], row["kind"]) == (2, 0, "aligned")
    assert (row["source_paragraph"], row["target_paragraph"]) == (3, 3)
    assert row["source_text"].startswith("La linea era stata chiusa")
    omitted = review.segments[review.segments["kind"] == "omitted"].iloc[0]
    assert pd.isna(omitted["target_paragraph"])
    assert pd.isna(omitted["similarity"])
    assert (omitted["target_text"], omitted["target_sentences"]) == ("", 0)


def test_words_are_where_they_say(review):
    documents = {"source": review.source, "target": review.target}
    for word in review.words.itertuples():
        text = documents[word.side].paragraphs[word.paragraph].text
        assert text[word.start : word.end] == word.text


def test_flag_ids_are_those_of_the_json(review):
    assert list(review.flags["id"]) == [flag["id"] for flag in review.to_dict()["flags"]]


def test_a_table_is_made_once(review):
    assert review.flags is review.flags
