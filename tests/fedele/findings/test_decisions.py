"""Decisions files: what is read, what is refused, what holds where reviewers disagree."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from corpus import InputError, UsageError
from fedele.findings.decisions import (
    SCHEMA,
    Decision,
    Ruling,
    decision_record,
    differing,
    merge_decisions,
    parse_decisions,
    read_decisions,
    render_decisions,
    write_decisions,
)
from fedele.reports import load_schema
from metrics import Kind, Severity

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
GOOD = {
    "id": "0123456789ab",
    "decision": "false-alarm",
    "reason": "Lo dice la riga dopo.",
    "reviewer": "Marta",
    "date": "2026-11-23T09:30:00Z",
    "kind": "omission",
    "source": "oltre il fiume",
    "target": None,
}


def decision(**values):
    made = {"decision": Ruling.FALSE_ALARM, "date": MONDAY, "kind": Kind.OMISSION}
    return Decision(**{**GOOD, **made, **values})


def content(*rows, **values):
    return json.dumps({"schema": SCHEMA, "decisions": rows, **values}).encode()


# ---- Reading -----------------------------------------------------------------------------------


def test_a_file_reads_as_it_stands(tmp_path):
    (tmp_path / "marta.json").write_bytes(content(GOOD))
    assert read_decisions(tmp_path / "marta.json") == (decision(),)


def test_reason_and_reviewer_may_be_missing():
    row = {key: value for key, value in GOOD.items() if key not in ("reason", "reviewer")}
    assert parse_decisions(content(row), "x") == (decision(reason="", reviewer=""),)


def test_a_date_of_another_time_zone_is_the_same_moment():
    row = {**GOOD, "date": "2026-11-23T10:30:00.000+01:00"}
    assert parse_decisions(content(row), "x") == (decision(),)


def test_an_empty_list_is_a_file():
    assert parse_decisions(content(), "x") == ()


REFUSED = {
    "no json": (b"{", "Invalid JSON"),
    "no utf-8": (b'{"schema": "\xff"}', "Invalid JSON"),
    "nested without end": (b"[" * 100_000, "Invalid JSON"),
    "objects nested without end": (b'{"schema":' * 100_000, "Invalid JSON"),
    "lists in a reason": (content({**GOOD, "reason": json.loads("[" * 150 + "]" * 150)}), ""),
    "a number that is none": (b'{"schema": NaN, "decisions": []}', ""),
    "a number without end": (
        b'{"schema": 1, "decisions": [' + b"9" * 100_000 + b"]}",
        "",
    ),
    "an infinite number": (b'{"schema": 1e999999, "decisions": []}', ""),
    "half a character": (b'{"schema": "\\ud800", "decisions": []}', ""),
    "a list": (b"[]", "an object was expected"),
    "another schema": (content(schema="fedele.review/1"), "`schema` is another one"),
    "no schema": (b'{"decisions": []}', "`schema`: is missing"),
    "no decisions": (content(decisions=None), "`decisions`: "),
    "a key too many": (content(more=1), "has a key that is not known here"),
    "a number for a decision": (content(GOOD, 7), "decision 2: an object was expected"),
    "an unknown decision": (content({**GOOD, "decision": "maybe"}), "decision 1, `decision`: "),
    "an unknown kind": (content({**GOOD, "kind": "typo"}), "decision 1, `kind`: "),
    "a missing side": (
        content({key: value for key, value in GOOD.items() if key != "target"}),
        "decision 1, `target`: is missing",
    ),
    "a key too many in a decision": (content({**GOOD, "secret": 1}), "decision 1: has a key"),
    "an id that is none": (content({**GOOD, "id": "<b>"}), "decision 1: its `id` is no flag's"),
    "a date without time zone": (
        content({**GOOD, "date": "2026-11-23T09:30:00"}),
        "decision 1: its `date`",
    ),
    "a date before the calendar": (
        content({**GOOD, "date": "0001-01-01T00:00:00+23:00"}),
        "decision 1: its `date`",
    ),
    "a date that is none": (content({**GOOD, "date": "ieri"}), "decision 1, `date`: "),
    "words longer than any paragraph": (
        content({**GOOD, "source": "a" * 500_001}),
        "longer than 500,000",
    ),
    "a reason like a book": (content({**GOOD, "reason": "a" * 2001}), "longer than 2,000"),
    "one flag twice": (
        content(GOOD, {**GOOD, "decision": "fix"}),
        "decision 2: about the same flag as decision 1",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_decisions_file_is_refused_in_one_line(case):
    data, message = REFUSED[case]
    with pytest.raises(InputError) as caught:
        parse_decisions(data, "marta.json")
    line = str(caught.value)
    assert line.startswith("marta.json: ")
    assert message in line
    assert line.endswith("a decisions file (fedele.decisions/1) was expected")
    assert "\n" not in line


@settings(deadline=None, max_examples=50)
@given(st.binary() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps).map(str.encode))
def test_any_bytes_are_decisions_or_an_input_error(data):
    try:
        assert parse_decisions(data, "x") == ()
    except InputError as error:
        assert len(str(error).splitlines()) == 1


SECRET = "the words of the document"


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(sorted(GOOD)), st.sampled_from([SECRET, [SECRET], {SECRET: 1}]))
def test_a_refusal_quotes_nothing_of_the_file(key, value):
    try:
        parse_decisions(content({**GOOD, key: value}), "x")
    except InputError as error:
        assert SECRET not in str(error)
    else:
        assert key in ("reason", "reviewer", "source", "target")


def test_too_many_decisions_are_refused():
    rows = ({**GOOD, "id": f"{number:012x}"} for number in range(50_001))
    with pytest.raises(InputError, match="holds more than 50,000 decisions"):
        parse_decisions(content(*rows), "x")


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_decisions(tmp_path / "none.json")
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(InputError, match="larger than 20,000,000 bytes"):
        read_decisions(tmp_path / "huge.json")


# ---- Writing and merging -----------------------------------------------------------------------

moments = st.datetimes(
    datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(timezone(timedelta(hours=-3)))
)
words = st.text('aè\n"\x1f', max_size=3)
decisions = st.builds(
    Decision,
    id=st.sampled_from(["0123456789ab", "0123456789ab-2", "fedcba987654"]),
    decision=st.sampled_from(Ruling),
    reason=words,
    reviewer=words,
    date=moments | st.just(MONDAY),
    kind=st.sampled_from(Kind),
    source=st.none() | words,
    target=st.none() | words,
)
files = st.lists(decisions, unique_by=lambda item: item.id, max_size=3)


@settings(deadline=None, max_examples=50)
@given(files)
def test_what_is_written_is_read_again(found):
    text = render_decisions(merge_decisions([found]))
    assert set(parse_decisions(text.encode(), "x")) == set(found)


@settings(deadline=None, max_examples=50)
@given(files, files)
def test_merging_holds_the_latest_and_no_order_counts(one, other):
    merged = merge_decisions([one, other])
    assert merged == merge_decisions([other, one]) == merge_decisions([merged, one])
    assert len({item.id for item in merged}) == len(merged)
    for item in (*one, *other):
        assert next(kept for kept in merged if kept.id == item.id).date >= item.date


def test_at_the_same_moment_nothing_is_dismissed_that_somebody_wants_fixed():
    fix, alarm = decision(decision=Ruling.FIX), decision()
    assert merge_decisions([[fix], [alarm]]) == merge_decisions([[alarm], [fix]]) == (fix,)
    assert differing([[fix], [alarm]]) == {fix.id}
    assert differing([[fix], [dataclasses.replace(fix, reason="Anche per me.")]]) == frozenset()


def test_a_file_is_written_whole_and_in_the_reader_s_letters(tmp_path):
    path = write_decisions([decision(reason="Perché è così")], tmp_path / "d.json")
    assert "Perché è così" in path.read_text("utf-8")
    assert json.loads(path.read_text("utf-8"))["decisions"][0]["date"] == "2026-11-23T09:30:00Z"
    with pytest.raises(UsageError):
        write_decisions([], tmp_path / "missing" / "d.json")


# ---- At a review -------------------------------------------------------------------------------


def about(review, number, **values):
    """A decision about a review's finding."""
    flag = review.findings[number]
    words = {
        side: None if passage is None else passage.text
        for side, passage in (("source", flag.source), ("target", flag.target))
    }
    return decision(**{"id": review.flag_ids[number], "kind": flag.kind, **words, **values})


@pytest.fixture
def decided(review):
    """Two majors dismissed, a critical one to be fixed, and one that is about something gone."""
    return review.decide(
        [
            about(review, 0),
            about(review, 2, decision=Ruling.INTENDED, reason="Serve a chi legge."),
            about(review, 1, decision=Ruling.FIX),
            decision(id="ffffffffffff", reason="Era qui."),
        ]
    )


def test_a_decision_finds_its_flag_or_lapses(review, decided):
    assert set(decided.decided) == {review.flag_ids[number] for number in (0, 1, 2)}
    assert [item.id for item in decided.lapsed] == ["ffffffffffff"]
    assert review.decisions == (), "the review itself stays as it was"


def test_the_counts_say_what_is_open_and_what_nobody_has_looked_at(decided):
    critical, major, minor = reversed(Severity)
    assert decided.severity_counts == {critical: 2, major: 6, minor: 3}
    assert decided.open_counts == {critical: 2, major: 4, minor: 3}
    assert decided.undecided_counts == {critical: 1, major: 4, minor: 3}


def test_deciding_again_forgets_what_was_decided(decided):
    assert decided.decide().decisions == ()


def test_a_decision_follows_a_flag_that_marks_a_little_more_of_the_same_sentences(review):
    shorter = review.findings[0].source.text.rpartition(" ")[0]
    old = about(review, 0, id=f"{review.flag_ids[0][:6]}ffffff", source=shorter)
    assert review.decide([old]).decided == {
        review.flag_ids[0]: dataclasses.replace(old, id=review.flag_ids[0])
    }


@pytest.mark.parametrize(
    "change",
    [
        {"id": "ffffffffffff"},
        {"source": "tutt'altre parole"},
        {"kind": Kind.UNTRANSLATED},
    ],
    ids=["another sentence", "other words", "another kind"],
)
def test_a_decision_does_not_follow(review, change):
    old = about(review, 0, **{"id": f"{review.flag_ids[0][:6]}ffffff", **change})
    result = review.decide([old])
    assert result.decided == {}
    assert result.lapsed == (old,)


def test_a_decision_follows_no_flag_that_was_decided_about_itself(review):
    old = about(review, 0, id=f"{review.flag_ids[0][:6]}ffffff")
    result = review.decide([old, about(review, 0, decision=Ruling.FIX)])
    assert [item.decision for item in result.decided.values()] == [Ruling.FIX]
    assert result.lapsed == (old,)


def test_the_json_has_each_flag_s_decision_and_those_that_lapsed(review, decided):
    record = decided.to_dict()
    Draft202012Validator(load_schema()).validate(record)
    said = {flag["id"]: flag["decision"] for flag in record["flags"]}
    assert said[review.flag_ids[3]] is None
    assert said[review.flag_ids[2]] == {
        "decision": "intended",
        "reason": "Serve a chi legge.",
        "reviewer": "Marta",
        "date": "2026-11-23T09:30:00Z",
    }
    assert record["lapsed"] == [decision_record(decided.lapsed[0])]
    assert record["summary"]["open_flags"] == {"critical": 2, "major": 4, "minor": 3}
    assert record["summary"]["undecided_flags"] == {"critical": 1, "major": 4, "minor": 3}


def test_the_table_has_a_column_for_them(decided):
    rows = decided.flags.set_index("id")
    assert rows["decision"].dropna().tolist() == ["false-alarm", "fix", "intended"]
    assert rows["reason"].dropna().tolist()[2] == "Serve a chi legge."
    assert rows["reviewer"].dropna().unique().tolist() == ["Marta"]
