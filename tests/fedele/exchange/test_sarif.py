"""SARIF: valid by its schema, each flag where an editor looks for it, and read back whole."""

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from filed import decision, in_files
from jsonschema import Draft4Validator
from npm_files import npm_file
from sarif_pydantic import Sarif

from corpus import UsageError
from fedele.exchange import write_sarif
from fedele.findings.decisions import Ruling
from metrics import Kind

PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
PACKAGE_SHA256 = "748e2c3d1a842e7bb258416685c7ea3a0da40005b72267b2052c2856d48ad102"
WHEN = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def validator(request, tmp_path_factory):
    """SARIF's own schema, from the npm package that ships it."""
    folder = tmp_path_factory.mktemp("npm")
    path = "lib/schemas/sarif-2.1.0-rtm.5.json"
    schema = json.loads(npm_file(request.config.cache, folder, PACKAGE, PACKAGE_SHA256, path))
    return Draft4Validator(schema)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("repository with à space")


@pytest.fixture(scope="module")
def filed(review, root):
    (root / "texts").mkdir()
    return in_files(review, root / "texts")


@pytest.fixture(scope="module")
def log(filed, root):
    return written(filed, root / "review.sarif", root=root)


def written(review, path, **options):
    return json.loads(write_sarif(review, path, **options).read_text("utf-8"))


def results(log):
    return log["runs"][0]["results"]


def shown(review):
    """The flags that become results."""
    return [flag for flag in review.findings if flag.kind is not Kind.SHIFT]


def region(location):
    return location["physicalLocation"]["region"]


@pytest.mark.parametrize("name", ["review", "filed", "unrelated", "spotless", "long_review"])
def test_it_is_valid_by_the_schema(validator, request, name, tmp_path):
    validator.validate(written(request.getfixturevalue(name), tmp_path / "a.sarif"))


def test_with_decisions_it_is_valid_too(validator, filed, tmp_path):
    decided = filed.decide([decision(filed, 0, Ruling.INTENDED, WHEN)])
    validator.validate(written(decided, tmp_path / "a.sarif"))


def test_every_kind_is_a_rule_whose_id_is_stable(log):
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [
        f"fedele/{kind.value}" for kind in Kind if kind is not Kind.SHIFT
    ]
    for result in results(log):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_result_s_fingerprint_is_its_flag_s_id(filed, log):
    assert [result["partialFingerprints"] for result in results(log)] == [
        {"fedele/1": name}
        for name, flag in zip(filed.flag_ids, filed.findings, strict=True)
        if flag.kind is not Kind.SHIFT
    ]


def test_levels_follow_severity_and_shifts_are_left_out(filed, log):
    levels = {"critical": "error", "major": "warning", "minor": "note"}
    assert [result["level"] for result in results(log)] == [
        levels[flag.severity] for flag in shown(filed)
    ]


def test_a_result_stands_at_its_words_in_the_translation(filed, log, root):
    number = next(i for i, flag in enumerate(shown(filed)) if flag.kind is Kind.NUMBER)
    (location,) = results(log)[number]["locations"]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "texts/target.txt", "uriBaseId": "%SRCROOT%"}
    line = (
        (root / "texts" / "target.txt")
        .read_text("utf-8")
        .split("\n")[region(location)["startLine"] - 1]
    )
    found = line[region(location)["startColumn"] - 1 : region(location)["endColumn"] - 1]
    assert found == "430" == region(location)["snippet"]["text"]


def test_both_sides_words_are_related_with_their_offsets(filed, log):
    for flag, result in zip(shown(filed), results(log), strict=True):
        related = {place["properties"]["side"]: place for place in result["relatedLocations"]}
        for side in ("source", "target"):
            passage = getattr(flag, side)
            assert (side in related) == (passage is not None)
            if passage is not None:
                assert related[side]["properties"] == {
                    "side": side,
                    "paragraph": passage.paragraph,
                    "charOffset": passage.start,
                    "charLength": passage.end - passage.start,
                    "text": passage.text,
                }
                assert region(related[side])["snippet"]["text"] == passage.text


def test_an_omission_stands_at_the_sentence_that_should_hold_it(filed, log):
    (location,) = results(log)[0]["locations"]
    assert location["properties"]["side"] == "target"
    assert location["properties"]["text"].endswith("stopped once again at Valbruna station.")


def test_a_missing_paragraph_stands_where_the_translation_lacks_it(filed, log):
    number = next(
        i for i, f in enumerate(shown(filed)) if f.source and f.source.text.startswith("C'è chi")
    )
    (location,) = results(log)[number]["locations"]
    assert location["properties"]["side"] == "target"
    assert location["properties"]["charLength"] == 0
    before = filed.target.paragraphs[location["properties"]["paragraph"]].text
    assert location["properties"]["charOffset"] == len(before)


def test_texts_without_a_file_have_places_in_the_document_only(review, tmp_path):
    given = dataclasses.replace(
        review,
        source=dataclasses.replace(review.source, path=None),
        target=dataclasses.replace(review.target, path="-"),
    )
    for result in results(written(given, tmp_path / "a.sarif")):
        for location in (*result["locations"], *result["relatedLocations"]):
            assert "physicalLocation" not in location
            assert location["logicalLocations"][0]["fullyQualifiedName"].count("/") == 1


def test_a_file_outside_the_repository_is_named_in_full(filed, root, tmp_path):
    log = written(filed, tmp_path / "a.sarif", root=tmp_path)
    place = results(log)[1]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert "uriBaseId" not in place
    assert place["uri"].startswith("file:///")
    assert Path(unquote(place["uri"].removeprefix("file://"))) == root / "texts" / "target.txt"


def test_in_a_workflow_names_are_relative_to_its_workspace(filed, root, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(root))
    log = written(filed, tmp_path / "a.sarif")
    uris = [item["location"]["uri"] for item in log["runs"][0]["artifacts"]]
    assert uris == ["texts/source.txt", "texts/target.txt"]


def test_dismissed_flags_are_suppressed_and_others_said_not_to_be(filed, tmp_path):
    decided = filed.decide(
        [
            decision(filed, 0, Ruling.FALSE_ALARM, WHEN, "said in the caption"),
            decision(filed, 1, Ruling.FIX, WHEN),
        ]
    )
    first, second, third, *_ = results(written(decided, tmp_path / "a.sarif"))
    assert first["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "false alarm: said in the caption",
        }
    ]
    assert second["suppressions"] == third["suppressions"] == []
    assert second["properties"]["decision"] == "fix"


def test_without_decisions_nothing_is_said_about_suppression(log):
    assert not any("suppressions" in result for result in results(log))


def test_the_run_says_what_was_made_of_what(log):
    run = log["runs"][0]
    assert run["properties"]["verdict"] == "translation"
    assert run["properties"]["encoder"] == "use-multilingual"
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert any("Latin-1" in note["message"]["text"] for note in notes)


def test_messages_are_in_the_language_asked_for(filed, root, tmp_path):
    log = written(filed, tmp_path / "a.sarif", language="it", root=root)
    assert log["runs"][0]["language"] == "it"
    assert [result["message"]["text"] for result in results(log)] == [
        flag.evidence.sentence("it") for flag in shown(filed)
    ]
    with pytest.raises(UsageError):
        write_sarif(filed, tmp_path / "b.sarif", language="xx")


def test_a_second_library_reads_every_result(filed, log):
    read = Sarif.model_validate(log).runs[0]
    assert [result.rule_id for result in read.results] == [
        f"fedele/{flag.kind.value}" for flag in shown(filed)
    ]
    for flag, result in zip(shown(filed), read.results, strict=True):
        assert result.message.text == flag.message
        texts = [
            place.physical_location.region.snippet.text
            for place in result.related_locations
            if place.physical_location
        ]
        assert texts == [side.text for side in (flag.source, flag.target) if side]
