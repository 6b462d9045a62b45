"""Decisions teach how sure other flags of their kind are: how far, and what comes of it."""

import dataclasses
import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from corpus import InputError
from fedele.findings.decisions import Decision, Ruling, parse_decisions, render_decisions
from fedele.findings.learning import lessons_from
from fedele.reports import load_schema
from metrics import Evidence, Flag, Kind, Severity

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def decision(number, ruling, confidence=0.8, kind=Kind.OMISSION, **values):
    """A decision about a flag of another text, with words of its own."""
    made = {"id": f"{number:012x}", "source": f"parole {number}", "target": None, "date": MONDAY}
    return Decision(**made | values, decision=ruling, confidence=confidence, kind=kind)


def decided(agreed, disagreed, first=1, **values):
    """So many decisions that agree with their flags, so many that do not."""
    rulings = [Ruling.FIX] * agreed + [Ruling.FALSE_ALARM] * disagreed
    return [decision(number, ruling, **values) for number, ruling in enumerate(rulings, first)]


def moved(decisions, confidence=0.8, kind=Kind.OMISSION):
    return lessons_from(decisions)[kind].moved(confidence)


# ---- How far -----------------------------------------------------------------------------------

rulings = st.sampled_from(Ruling)
confidences = st.floats(0, 1)
projects = st.lists(st.tuples(rulings, confidences), min_size=1, max_size=12).map(
    lambda found: [decision(number, *said) for number, said in enumerate(found)]
)


def test_without_decisions_nothing_is_learned():
    assert lessons_from([]) == {}


def test_decisions_of_earlier_versions_teach_nothing():
    assert lessons_from([decision(1, Ruling.FALSE_ALARM, confidence=None)]) == {}


def test_other_kinds_are_left_alone():
    assert set(lessons_from(decided(1, 3))) == {Kind.OMISSION}


def test_a_few_decisions_move_little_and_many_move_far():
    alarms = [moved(decided(0, number)) for number in (1, 5, 20)]
    assert alarms == pytest.approx([0.73, 0.49, 0.18], abs=0.005), "as learning.toml says"
    assert moved(decided(5, 0)) == pytest.approx(0.85, abs=0.005)


def test_what_comes_as_stated_moves_nothing():
    assert moved(decided(8, 2)) == pytest.approx(0.8)


def test_no_number_of_decisions_moves_a_flag_without_bounds():
    assert moved(decided(0, 1000)) > 0.15


def test_intended_says_that_the_flag_was_right():
    assert moved([decision(1, Ruling.INTENDED)]) == moved([decision(1, Ruling.FIX)]) > 0.8


@settings(deadline=None)
@given(projects, confidences, confidences, st.sampled_from([Ruling.FIX, Ruling.INTENDED]))
def test_more_agreement_never_lowers(project, stated, confidence, ruling):
    before = moved(project, confidence)
    assert moved([*project, decision(99, ruling, stated)], confidence) >= before - 1e-12
    for number, item in enumerate(project):
        agreeing = list(project)
        agreeing[number] = dataclasses.replace(item, decision=ruling)
        assert moved(agreeing, confidence) >= before - 1e-12


@settings(deadline=None)
@given(projects, confidences)
def test_confidences_stay_probabilities_in_their_order(project, confidence):
    found = moved(project, confidence)
    assert 0 <= found <= 1
    assert found <= moved(project, min(1.0, confidence + 0.01)) + 1e-12


@settings(deadline=None)
@given(projects, st.randoms())
def test_the_order_of_decisions_does_not_matter(project, random):
    shuffled = random.sample(project, len(project))
    assert lessons_from(shuffled) == lessons_from(project)


def test_the_same_words_in_many_places_count_once_and_the_latest_decision_holds():
    alarm, fix = decision(1, Ruling.FALSE_ALARM), decision(2, Ruling.FIX)
    later = MONDAY + timedelta(hours=1)
    same = {"source": " Oltre  il fiume", "date": later}
    places = [dataclasses.replace(fix, **same), dataclasses.replace(alarm, source="oltre il fiume")]
    for order in itertools.permutations(places):
        assert lessons_from(order) == lessons_from([fix])


# ---- In the file -------------------------------------------------------------------------------


def test_the_file_holds_the_confidence_and_reads_it_again():
    made = decision(1, Ruling.FIX, 0.8125)
    text = render_decisions([made])
    assert json.loads(text)["decisions"][0]["confidence"] == 0.8125
    assert parse_decisions(text.encode(), "x") == (made,)
    assert "confidence" not in render_decisions([dataclasses.replace(made, confidence=None)])


@pytest.mark.parametrize("value", ["1.5", "-0.1", "NaN", "1e999", '"0.5"', "true"])
def test_a_confidence_that_is_none_is_refused(value):
    text = render_decisions([decision(1, Ruling.FIX, 0.8125)]).replace("0.8125", value)
    with pytest.raises(InputError, match="confidence"):
        parse_decisions(text.encode(), "x")


def test_a_certain_flag_may_be_written_as_a_whole_number():
    text = render_decisions([decision(1, Ruling.FIX, 0.8125)]).replace("0.8125", "1")
    assert parse_decisions(text.encode(), "x")[0].confidence == 1.0


# ---- At a review -------------------------------------------------------------------------------


@pytest.fixture
def unsure(review):
    """The review with a phrase that is too unsure to be shown."""
    words = "una frana aveva sepolto"
    start = review.source.paragraphs[3].text.index(words)
    model = review.findings[0]
    passage = dataclasses.replace(
        model.source, paragraph=3, start=start, end=start + len(words), text=words
    )
    flag = dataclasses.replace(
        model,
        confidence=0.2,
        source=passage,
        evidence=Evidence("omission.phrase", {"words": words}),
    )
    assert isinstance(flag, Flag)
    return dataclasses.replace(review, unsure=(flag,))


def of_kind(review, kind):
    return [issue for issue in review.issues if issue.flag.kind is kind]


def test_what_is_decided_about_a_kind_moves_its_other_flags_and_keeps_both_numbers(review):
    found = review.decide(decided(0, 3, kind=Kind.NUMBER))
    [number] = of_kind(found, Kind.NUMBER)
    assert number.learned is not None
    assert number.learned.confidence_before == number.confidence_found == 0.99
    assert number.flag.confidence < 0.99
    assert number.learned.decisions == 3
    others = [issue for issue in found.issues if issue.flag.kind is not Kind.NUMBER]
    assert others == [it for it in review.issues if it.flag.kind is not Kind.NUMBER]


def test_the_score_and_the_findings_stay_as_they_were_judged(review):
    found = review.decide(decided(0, 20))
    assert (found.scores, found.findings, found.flag_ids) == (
        review.scores,
        review.findings,
        review.flag_ids,
    )


def test_a_flag_that_is_decided_about_keeps_its_confidence(review):
    words = review.findings[0].source.text
    own = decision(99, Ruling.FIX, 0.93, id=review.flag_ids[0], source=words)
    found = review.decide([own, *decided(0, 20)])
    assert found.issues[0].flag.confidence == review.findings[0].confidence
    assert found.issues[0].learned is None
    assert found.issues[0].is_open


def test_what_grows_too_unsure_is_dismissed_and_counts_as_neither_open_nor_undecided(review):
    found = review.decide(decided(0, 20))
    unlikely = [issue for issue in found.issues if issue.is_unlikely]
    assert unlikely
    assert {issue.flag.kind for issue in unlikely} == {Kind.OMISSION}
    assert not any(issue.is_open for issue in unlikely)
    total, still_open = (sum(c.values()) for c in (found.severity_counts, found.open_counts))
    assert total - still_open == len(unlikely)
    assert found.open_counts == found.undecided_counts
    assert sum(review.severity_counts.values()) == total


def test_what_grows_sure_enough_is_listed_in_its_place(unsure):
    assert len(unsure.decide().issues) == len(unsure.findings)
    found = unsure.decide(decided(60, 0, confidence=0.3))
    [raised] = [issue for issue in found.issues if issue.flag.source == unsure.unsure[0].source]
    assert raised.is_open
    assert raised.flag.confidence >= 0.3 > raised.confidence_found == 0.2
    assert sum(found.open_counts.values()) == sum(unsure.open_counts.values()) + 1
    assert [it.flag for it in found.issues] != [it.flag for it in unsure.issues]


def test_a_raised_flag_that_is_decided_about_stays_where_there_is_learning(unsure):
    lessons = decided(60, 0, confidence=0.3)
    found = unsure.decide(lessons)
    [raised] = [it for it in found.issues if it.flag.source == unsure.unsure[0].source]
    own = decision(99, Ruling.FIX, raised.confidence_found, id=raised.id)
    again = unsure.decide([own, *lessons])
    assert again.decided == {raised.id: own}
    assert own in unsure.decide([own, *lessons], learn=False).lapsed


def test_the_ids_of_findings_do_not_depend_on_what_is_unsure(review):
    same = tuple(dataclasses.replace(flag, confidence=0.2) for flag in review.findings)
    assert dataclasses.replace(review, unsure=same).flag_ids == review.flag_ids


def test_reviewing_twice_with_the_same_file_gives_the_same(unsure):
    lessons = decided(3, 9)
    once = unsure.decide(lessons)
    assert once.decide(lessons).to_dict() == once.to_dict() == unsure.decide(lessons).to_dict()


def test_what_was_learned_does_not_teach(review):
    """The confidence that a page writes into the file is the one before any shift."""
    lessons = decided(0, 5)
    flag = review.decide(lessons).issues[0]
    assert flag.confidence_found == review.findings[0].confidence != flag.flag.confidence
    assert f'data-confidence="{flag.confidence_found}"' in review.decide(lessons).to_html()


def test_the_switch_leaves_everything_as_it_was(unsure):
    lessons = decided(0, 20)
    found = unsure.decide(lessons, learn=False)
    assert found.issues == unsure.issues
    assert found.signature == unsure.signature
    assert found.all_notes == unsure.all_notes
    assert unsure.decide(lessons).decide(lessons, learn=False).to_dict() == found.to_dict()


def test_the_signature_and_a_note_say_so(review):
    found = review.decide([*decided(0, 3), *decided(0, 2, first=9, kind=Kind.DATE, source="data")])
    assert found.signature["learned_decisions"] == "4"
    assert len(found.signature["learned_sha256"]) == 64
    [note] = [note for note in found.all_notes if "--no-learn" in note]
    assert "3 decided flags" in note, "no flag here is about a date"
    assert review.decide(decided(0, 2, kind=Kind.DATE)).all_notes == review.all_notes
    assert found.decide().signature == review.signature


def test_the_json_and_the_table_have_both_numbers(unsure):
    found = unsure.decide(decided(60, 20, confidence=0.3))
    record = found.to_dict()
    Draft202012Validator(load_schema()).validate(record)
    first = record["flags"][0]
    assert first["learned"] == {"confidence_before": 0.93, "decisions": 80, "listed": True}
    assert first["confidence"] > 0.93
    number = next(flag for flag in record["flags"] if flag["kind"] == "number")
    assert number["learned"] is None
    rows = found.flags.set_index("id")
    assert rows.loc[first["id"], "confidence_before"] == 0.93
    assert rows.loc[first["id"], "confidence"] == first["confidence"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "before 20 decisions on this kind)"),
        ("it", "prima di 20 decisioni su questo tipo)"),
    ],
)
def test_the_report_says_what_it_was_before(review, language, said):
    page = review.decide(decided(0, 20)).to_html(language=language)
    assert said in page
    assert 'data-confidence="0.93"' in page
    assert page.count("data-unlikely>") == 1
    assert said not in review.to_html(language=language)


def test_every_output_takes_what_is_too_unsure_for_dismissed(review):
    found = review.decide(decided(0, 20))
    sarif = json.loads(found.to_sarif())["runs"][0]["results"]
    assert sum(bool(result["suppressions"]) for result in sarif) == 1
    assert "dismissed by what was decided about others" in json.dumps(sarif)
    assert Severity.MAJOR in found.open_counts
    assert "<mrk" in found.to_xliff()
