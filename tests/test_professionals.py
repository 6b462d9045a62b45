"""What measures the product beside professionals: what it holds out, and how it counts."""

import pytest
from shared import SHARED

from bench.judged_versions import (
    JudgedVersion,
    Rated,
    flag_figures,
    found_figures,
    human_place,
    in_order,
    segment_auc,
)
from bench.people import (
    DocumentKey,
    MarkedError,
    MarkedSegment,
    MarkedVersion,
    is_held,
    read_versions,
)
from corpus import Side
from metrics import Category, Evidence, Fidelity, Flag, Kind, Passage, Severity

needs_marks = pytest.mark.skipif(
    not (SHARED / "data" / "mqm-dev.jsonl.gz").exists(), reason="the data is not here"
)
KEY = DocumentKey("bio", "it", "en", "doc1")
MAJOR = MarkedError(Side.TARGET, 4, 9, "Accuracy/Mistranslation", "major")
MINOR = MarkedError(Side.TARGET, 0, 3, "Style/Non_fluent", "minor")


def rated(cost, score, *, of="a", is_human=False):
    return Rated(of, cost, score, is_human)


def flag(paragraph, start, end):
    passage = Passage(paragraph, start, end, "x" * (end - start))
    kind, evidence = Kind.MISTRANSLATION, Evidence("mistranslation")
    return Flag(Category.MISTRANSLATION, kind, Severity.MAJOR, 0.9, None, passage, evidence)


def judged(ratings, flags, scores):
    """Segments with these ratings each, as a judge might have them: ten words a segment."""
    segments = tuple(MarkedSegment("una frase qui", "one phrase here", it) for it in ratings)
    version = MarkedVersion(KEY, "system", segments)
    return JudgedVersion(version, flags, 10 * len(segments), Fidelity(50.0, tuple(scores), ()))


@needs_marks
def test_a_quarter_of_what_professionals_marked_is_held_out_and_all_of_one_pair_of_languages():
    keys = {version.key for version in read_versions()}
    portuguese = {key for key in keys if "pt" in key}
    assert len(portuguese) == 99
    assert all(map(is_held, portuguese))
    others = keys - portuguese
    assert 0.2 < sum(map(is_held, others)) / len(others) < 0.35
    for collection in ("bio", "ted", "news"):
        held = {is_held(key) for key in others if key.collection == collection}
        assert held == {True, False}


@needs_marks
def test_no_long_source_text_is_both_held_out_and_learnt_from():
    texts = {True: set(), False: set()}
    for version in read_versions():
        texts[is_held(version.key)] |= {it.source for it in version.segments if len(it.source) > 60}
    assert not texts[True] & texts[False]


def test_a_segment_costs_the_mean_of_its_raters_by_severity():
    segment = MarkedSegment("uno", "one", ((MAJOR, MINOR), ()))
    assert segment.cost(accuracy=False) == 3.0
    assert segment.cost(accuracy=True) == 2.5


def test_pairs_are_in_order_where_what_costs_less_scores_higher_and_ties_count_half():
    assert in_order([rated(1, 90), rated(2, 80), rated(3, 70)]) == (1.0, 3)
    assert in_order([rated(1, 70), rated(2, 80)]) == (0.0, 1)
    assert in_order([rated(1, 80), rated(2, 80)]) == (0.5, 1)
    same_cost, other_original = rated(1, 10), rated(5, 99, of="b")
    assert in_order([rated(1, 90), same_cost, other_original])[1] == 0


def test_the_place_of_people_is_the_share_of_systems_below_them():
    systems = [rated(0, score) for score in (10, 20, 30, 40)]
    assert human_place([*systems, rated(0, 35, is_human=True)]) == (0.75, 1)
    assert human_place([*systems, rated(0, 40, is_human=True)]) == (0.875, 1)


def test_flags_are_right_where_they_touch_what_is_marked():
    version = judged([((MAJOR, MINOR),), ((MINOR,),)], [flag(0, 8, 12), flag(1, 1, 2)], [40, 90])
    figures = flag_figures([version])
    assert figures["of flags, on a marked accuracy error"] == 0.5
    assert figures["of flags, on a marked error of any category"] == 1.0
    assert figures["of flags, in a segment with an accuracy error"] == 0.5
    assert figures["flags per thousand words of both sides"] == 100


def test_an_error_is_found_where_a_flag_touches_it_in_its_own_segment():
    ratings = [((MAJOR,),), ((MAJOR,),)]
    assert found_figures([judged(ratings, [flag(0, 8, 12)], [0, 0])])["mistranslations"] == (1, 2)
    assert found_figures([judged(ratings, [flag(0, 9, 12)], [0, 0])])["mistranslations"] == (0, 2)
    nowhere = MarkedError(Side.SOURCE, None, None, "Accuracy/Omission", "major")
    assert found_figures([judged([((nowhere,),)], [], [0])])["omissions"] == (0, 0)


def test_segments_with_a_grave_error_are_told_by_low_fidelity():
    ratings = [((MAJOR,),), ((MINOR,),)]
    assert segment_auc([judged(ratings, [], [40, 90])]) == 1.0
    assert segment_auc([judged(ratings, [], [90, 40])]) == 0.0
