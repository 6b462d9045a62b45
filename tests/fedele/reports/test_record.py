"""The JSON report: what DESIGN.md promises, and what its schema says."""

import copy
import dataclasses
import json
import math

import pytest
from jsonschema import Draft202012Validator, ValidationError

from corpus import UsageError
from fedele.reports import load_schema, to_record
from metrics import Fidelity


@pytest.fixture(scope="module")
def validator():
    schema = load_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", ["review", "unrelated", "spotless", "long_review"])
def test_every_review_is_valid_by_the_schema(validator, request, name):
    validator.validate(request.getfixturevalue(name).to_dict())


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        ((), "more", 1),
        (("source",), "language", ""),
        (("source", "paragraphs", 0), "role", "chorus"),
        (("source", "paragraphs", 1), "aside", {"reason": "boredom", "message": "No."}),
        (("groups", 0), "kind", "lost"),
        (("groups", 0, "beads", 0), "confidence", 1.5),
        (("flags", 0), "id", "3"),
        (("flags", 0), "severity", "grave"),
        (("flags", 0), "source", None),
        (("flags", 1, "target"), "start", -1),
        (("signature",), "encoder version", 3),
        (("summary",), "fidelity", 101),
        (("summary", "flags"), "minor", 2.5),
    ],
)
def test_the_schema_refuses_what_is_not_promised(validator, review, where, key, value):
    record = copy.deepcopy(review.to_dict())
    item = record
    for step in where:
        item = item[step]
    item[key] = value
    with pytest.raises(ValidationError):
        validator.validate(record)


def test_the_record_survives_json(review):
    record = review.to_dict()
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_spans_cut_the_quoted_words_out_of_their_paragraphs(review):
    record = review.to_dict()
    for flag in record["flags"]:
        for side in ("source", "target"):
            if passage := flag[side]:
                text = record[side]["paragraphs"][passage["paragraph"]]["text"]
                assert text[passage["start"] : passage["end"]] == passage["text"]


def test_a_group_reads_as_designed(review):
    assert review.to_dict()["groups"][2] == {
        "source": [3],
        "target": [3, 4],
        "kind": "aligned",
        "similarity": 0.79,
        "fidelity": 82.0,
        "beads": [
            {
                "source": [[3, number]],
                "target": [[3 + number, 0]],
                "similarity": 0.81,
                "confidence": 0.9,
                "fidelity": 82.0,
            }
            for number in (0, 1)
        ],
    }


def test_what_is_not_defined_is_null(review, validator):
    nan = float("nan")
    groups = review.alignment.groups
    scores = Fidelity(nan, (nan,) * len(groups), review.scores.beads)
    record = to_record(dataclasses.replace(review, scores=scores))
    validator.validate(record)
    assert record["summary"]["fidelity"] is None
    assert record["groups"][0]["fidelity"] is None
    assert record["groups"][5]["similarity"] is None
    assert record["groups"][5]["beads"][0]["similarity"] is None


def test_asides_say_their_reason_in_words(review):
    paragraphs = review.to_dict()["source"]["paragraphs"]
    assert paragraphs[0]["aside"] is None
    assert paragraphs[4]["aside"] == {
        "reason": "foreign",
        "message": "In another language than the rest of its version.",
    }
    assert paragraphs[4]["language"] == "en"


def test_the_summary_counts_flags_by_severity_without_shifts(review):
    summary = review.to_dict()["summary"]
    assert summary["flags"] == {"critical": 2, "major": 6, "minor": 3}
    assert summary["verdict"] == "translation"
    assert summary["fidelity"] == 71.5
    assert (summary["model"], summary["fedele"]) == ("use-multilingual", "0.1.0")


def test_coverage_is_the_share_of_characters_with_a_counterpart(review):
    source = review.source.paragraphs
    compared = [number for number in range(10) if number not in (1, 4)]

    def length(number):
        return sum(span.end - span.start for span in source[number].sentences)

    expected = 1 - length(7) / sum(length(number) for number in compared)
    assert math.isclose(review.to_dict()["summary"]["coverage"]["source"], expected)


def test_each_note_is_said_once(review):
    noted = dataclasses.replace(review, notes=review.target.notes)
    assert to_record(noted)["notes"] == ["The file was read as Latin-1."]


def test_json_is_written_as_utf_8_with_the_reader_s_letters(review, tmp_path):
    path = review.to_json(tmp_path / "review.json")
    text = path.read_text("utf-8")
    assert "è ciò che" in text
    assert json.loads(text) == review.to_dict()


def test_a_lone_surrogate_does_not_stop_the_writing(review, tmp_path):
    signature = {**review.signature, "note": "half \ud83d"}
    broken = dataclasses.replace(review, signature=signature)
    path = broken.to_json(tmp_path / "review.json")
    assert json.loads(path.read_text("utf-8"))["signature"]["note"] == "half \ud83d"
    broken.to_html(tmp_path / "review.html")


def test_a_folder_in_the_way_is_a_usage_error(review, tmp_path):
    with pytest.raises(UsageError, match="is a folder"):
        review.to_json(tmp_path)


def test_the_parts_of_the_fidelity_name_their_flags_by_id(review):
    summary = review.to_dict()["summary"]
    assert summary["fidelity_interval"] == [62.25, 80.5]
    parts = summary["fidelity_parts"]
    assert sum(part["points"] for part in parts) == pytest.approx(100 - review.fidelity)
    assert parts[0]["flag"] == review.flag_ids[0]
    assert [part["cause"] for part in parts] == ["flag", "alone", "loose", "words", "loose"]
