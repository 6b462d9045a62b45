"""What a fidelity promises whatever the texts: never up with damage, fair to length, additive."""

from dataclasses import replace

import pytest
from encoders import default_encoder
from hypothesis import given, settings
from hypothesis import strategies as st

import fedele
from corpus import Side
from metrics import Category, Cause, Evidence, Flag, Kind, Passage, Severity, Word
from metrics.evidence import BeadEvidence, FlagHere, SideEvidence
from metrics.fidelity_score import fidelity_numbers, score_evidence
from metrics.judges.ensemble.strain import FEATURES

NUMBERS = fidelity_numbers()
ITALIAN = (
    "Il ministro ha firmato ieri il nuovo accordo con i sindacati.",
    "Le aziende verseranno 300 euro a ogni dipendente entro marzo.",
    "Il testo non cambia gli orari di lavoro.",
)
ENGLISH = (
    "Yesterday the minister signed the new agreement with the unions.",
    "Companies will pay each employee 300 euros by March.",
    "The text does not change working hours.",
)
unhurried = settings(deadline=None, max_examples=60)
shares = st.floats(0, 1)
texts = st.sampled_from(("e", "the", "accordo", "Roma", "1994", "mai"))


def flag_of(kind, severity, confidence, paragraph=0):
    passage = Passage(paragraph, 0, 1, "x")
    evidence = Evidence("omission.paragraph")
    return Flag(Category.OMISSION, kind, severity, confidence, passage, None, evidence)


@st.composite
def sides(draw, side, first_flag=0):
    count = draw(st.integers(1, 8))
    words = tuple(
        Word(side, 0, 10 * n, 10 * n + 5, draw(texts), draw(shares)) for n in range(count)
    )
    flags = tuple(
        FlagHere(
            first_flag + n,
            flag_of(draw(st.sampled_from([Kind.NUMBER, Kind.OMISSION, Kind.UNTRANSLATED])),
                    draw(st.sampled_from(Severity)), draw(shares)),
            tuple(sorted(draw(st.sets(st.integers(0, count - 1), max_size=3)))),
            draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 2)))
    )  # fmt: skip
    return SideEvidence(words, flags, 0)


@st.composite
def beads(draw):
    empty = draw(st.sampled_from([None, None, None, Side.SOURCE, Side.TARGET]))
    source = SideEvidence() if empty is Side.SOURCE else draw(sides(Side.SOURCE))
    target = SideEvidence() if empty is Side.TARGET else draw(sides(Side.TARGET, 5))
    if empty:
        return BeadEvidence(source, target)
    strain = {name: draw(st.floats(0, 2)) for name in FEATURES}
    return BeadEvidence(source, target, draw(st.floats(-0.2, 1)), strain)


documents = st.lists(beads(), min_size=1, max_size=4).map(lambda found: [[it] for it in found])


def score(groups):
    return score_evidence(groups, NUMBERS)


@unhurried
@given(documents, st.integers(0, 3), st.integers(0, 7), shares)
def test_a_word_less_sure_of_its_counterpart_never_raises_the_score(groups, bead, word, worse):
    found = groups[bead % len(groups)][0]
    name = "source" if found.source.words else "target"
    words = list(getattr(found, name).words)
    at = word % len(words)
    words[at] = replace(words[at], difference=max(words[at].difference, worse))
    damaged = replace(found, **{name: replace(getattr(found, name), words=tuple(words))})
    after = [[damaged] if group[0] is found else group for group in groups]
    assert score(after).document <= score(groups).document + 1e-9


@unhurried
@given(documents, st.integers(0, 3), st.sampled_from(Severity), shares)
def test_another_flag_never_raises_the_score(groups, bead, severity, confidence):
    found = groups[bead % len(groups)][0]
    name = "source" if found.source.words else "target"
    side = getattr(found, name)
    here = FlagHere(9, flag_of(Kind.NAME, severity, confidence), (0,), True)
    damaged = replace(found, **{name: replace(side, flags=(*side.flags, here))})
    after = [[damaged] if group[0] is found else group for group in groups]
    assert score(after).document <= score(groups).document + 1e-9


@unhurried
@given(documents, st.integers(0, 3), st.sampled_from(FEATURES), st.floats(0, 1))
def test_more_strain_never_raises_the_score(groups, bead, feature, more):
    found = groups[bead % len(groups)][0]
    if not found.strain:
        return
    strain = {**found.strain, feature: found.strain[feature] + more}
    damaged = replace(found, strain=strain)
    after = [[damaged] if group[0] is found else group for group in groups]
    assert score(after).document <= score(groups).document + 1e-9


@unhurried
@given(documents, st.integers(2, 5))
def test_a_text_that_goes_on_alike_keeps_its_score(groups, times):
    assert score(groups * times).document == pytest.approx(score(groups).document)


@unhurried
@given(documents)
def test_swapping_the_versions_keeps_the_score_and_swaps_the_places(groups):
    swapped = [[replace(it, source=it.target, target=it.source) for it in g] for g in groups]
    one, other = score(groups), score(swapped)
    assert other.document == pytest.approx(one.document)
    assert sum(it.points for it in other.parts) == pytest.approx(sum(it.points for it in one.parts))
    places = {(it.source_paragraph, it.target_paragraph) for it in one.parts}
    assert {(it.target_paragraph, it.source_paragraph) for it in other.parts} == places


@unhurried
@given(documents)
def test_the_parts_add_up_to_what_is_missing(groups):
    found = score(groups)
    assert 0 <= found.document <= 100
    assert sum(it.points for it in found.parts) == pytest.approx(100 - found.document, abs=1e-6)
    assert all(it.points > 0 for it in found.parts)
    assert all((it.flag is not None) == (it.cause is Cause.FLAG) for it in found.parts)


@unhurried
@given(documents)
def test_the_interval_holds_for_several_beads_and_is_absent_for_one(groups):
    interval = score(groups).interval
    if len(groups) == 1:
        assert interval is None
    else:
        assert 0 <= interval[0] <= interval[1] <= 100


def test_the_interval_narrows_as_the_text_grows():
    good = BeadEvidence(_side(Side.SOURCE, 0.0), _side(Side.TARGET, 0.0), 0.8, _calm())
    bad = BeadEvidence(_side(Side.SOURCE, 0.9), _side(Side.TARGET, 0.0), 0.8, _calm())
    short = score([[good], [bad], [good]]).interval
    long = score([[good], [bad], [good]] * 40).interval
    assert long[1] - long[0] < short[1] - short[0]


def _side(side, difference):
    words = (Word(side, 0, 10 * n, 10 * n + 5, "parola", difference) for n in range(10))
    return SideEvidence(tuple(words), (), 0)


def _calm():
    return dict.fromkeys(FEATURES, 0.0)


@pytest.fixture(scope="module")
def encoder():
    return default_encoder()


def review(source, target, encoder):
    return fedele.review_texts(
        " ".join(source), " ".join(target), source_language="it", target_language="en",
        model=encoder,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" with the unions", ""),
        ("300", "900"),
        (" not", ""),
        ("March", "marzo"),
        ("working hours", "working hours and the pensions of public servants"),
        (ENGLISH[1], ""),
        ("Yesterday the minister signed", "Did the minister sign"),
    ],
)
def test_damage_of_every_kind_lowers_the_score(encoder, old, new):
    damaged = [line.replace(old, new) for line in ENGLISH]
    assert damaged != list(ENGLISH)
    assert review(ITALIAN, damaged, encoder).fidelity < review(ITALIAN, ENGLISH, encoder).fidelity


def test_unrelated_texts_score_next_to_nothing(encoder):
    other = (
        "Penguins huddle together through the long polar night.",
        "The recipe asks for two eggs and a pinch of salt.",
        "Her violin was made in the eighteenth century.",
    )
    assert review(ITALIAN, other, encoder).fidelity < 10


def test_the_breakdown_names_the_flag_that_cost_most(encoder):
    found = review(ITALIAN, [ENGLISH[0], ENGLISH[2]], encoder)
    worst = found.scores.parts[0]
    assert worst.cause is Cause.FLAG
    assert found.findings[worst.flag].kind is Kind.OMISSION
    assert worst.points > 10
