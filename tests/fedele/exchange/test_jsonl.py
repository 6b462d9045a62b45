"""JSON lines: one flag a line, with everything that a script needs to know about it."""

import json

import pytest
from filed import in_files
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import UsageError
from fedele.exchange import write_jsonl
from fedele.exchange.jsonl import render_lines


@pytest.fixture(scope="module")
def filed(review, tmp_path_factory):
    return in_files(review, tmp_path_factory.mktemp("texts"))


@pytest.fixture(scope="module")
def lines(filed, tmp_path_factory):
    path = write_jsonl(filed, tmp_path_factory.mktemp("jsonl") / "flags.jsonl")
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]


def test_every_flag_is_there_as_the_json_report_has_it(filed, lines):
    for line, flag in zip(lines, filed.to_dict()["flags"], strict=True):
        assert line["schema"] == "fedele.flag/1"
        assert {key: line[key] for key in flag} == flag


def test_a_line_has_both_texts_and_where_they_stand(filed, lines):
    number = next(line for line in lines if line["kind"] == "number")
    assert number["source_passage"].startswith("A bordo c'erano 340 persone")
    assert number["target_passage"].startswith("There were 430 people on board")
    assert (number["source_language"], number["target_language"]) == ("it", "en")
    assert number["source_path"] == filed.source.path
    assert (number["source_line"], number["target_line"]) == (5, 3)


def test_an_omission_has_the_sentences_that_should_hold_it(lines):
    omission = lines[0]
    assert omission["target"] is None
    assert omission["target_passage"].endswith("stopped once again at Valbruna station.")


def test_a_missing_paragraph_has_no_passage_on_the_other_side_but_a_place(lines):
    missing = next(
        line
        for line in lines
        if line["message"] and line["source"] and line["source"]["paragraph"] == 7
    )
    assert missing["target_passage"] is None
    assert missing["target_line"] == 13


def test_a_review_without_flags_is_an_empty_file(spotless, tmp_path):
    assert write_jsonl(spotless, tmp_path / "a.jsonl").read_bytes() == b""


def test_it_is_written_whole_or_not_at_all(review, tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        write_jsonl(review, tmp_path / "nowhere" / "a.jsonl")


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=4))
def test_any_text_stays_on_its_line_and_comes_back(texts):
    written = render_lines({"text": text} for text in texts).decode("utf-8")
    assert [json.loads(line)["text"] for line in written.splitlines()] == texts
